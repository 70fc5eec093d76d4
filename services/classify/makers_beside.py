"""The maker that another sentence names: "Poland will make mines again. Belma is to do it"."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from services.classify.claims import Claim, Span
from services.classify.document import Document
from services.classify.makers import maker_name, makers_of, unlisted
from services.classify.sentences import Part
from services.classify.terms import Mention
from services.reference.holdings import all_holdings
from services.reference.producers import all_producers, producer

MAX_DISTANCE = 2
"""How many sentences apart a listed maker may be named; one that no list holds stands in the next."""


def with_makers_beside(document: Document, claims: list[Claim]) -> list[Claim]:
    """The claims; those that name no maker take the article's only one, where it can be theirs."""
    claims = list(_with_works(document, _without_groups_of_titles(claims)))
    if not claims or any(claim.producer for claim in claims):
        return claims
    listed = list(_listed(document))
    if listed:
        if len({maker.value for _, maker in listed}) > 1:
            return claims
        return [_with(document, claim, listed, MAX_DISTANCE) for claim in claims]
    names = list(_unlisted(document, {claim.sentence.index for claim in claims}))
    if len({document.plain.quote(maker.start, maker.end) for _, maker in names}) != 1:
        return claims
    return [_with(document, claim, names, 1) for claim in claims]


def _without_groups_of_titles(claims: list[Claim]) -> Iterator[Claim]:
    """The claims, without a group that the title names where the body names the works or the group within it."""
    named = {claim.producer for claim in claims if claim.producer and claim.sentence.part is Part.BODY}
    holdings = {maker.name for maker in all_producers() if maker.is_holding}
    for claim in claims:
        is_group = claim.sentence.part is Part.TITLE and claim.producer in holdings
        yield replace(claim, producer=None) if is_group and named - {claim.producer} else claim


def _with_works(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims; a group that one names gives way to its works, where the article names one of them."""
    for claim in claims:
        works = _works_of(document, claim.producer) if claim.producer in _works_by_group() else []
        if len({maker.value for maker in works}) == 1:
            spans = tuple(span for span in claim.spans if span.field != "producer")
            found = Span("producer", works[0].start, works[0].end)
            yield replace(claim, producer=maker_name(document, works[0]), spans=(*spans, found))
        else:
            yield claim


def _works_of(document: Document, group: str) -> list[Mention]:
    own = _works_by_group()[group]
    named = (maker for sentence in document.sentences for maker in sentence.of("producer"))
    return [maker for maker in named if producer(maker.value).name in own]


@cache
def _works_by_group() -> dict[str, frozenset[str]]:
    groups = {maker.name for maker in all_producers() if maker.is_holding}
    return {one.name: frozenset(one.works) for one in all_holdings() if one.name in groups}


def _listed(document: Document) -> Iterator[tuple[int, Mention]]:
    found = [
        (sentence.index, maker)
        for sentence in document.sentences
        if sentence.part is not Part.HEADING and not sentence.of("gear", "ore", "other_goods")
        for maker in makers_of(sentence)
    ]
    works = [(index, maker) for index, maker in found if not producer(maker.value).is_holding]
    yield from works or found


def _unlisted(document: Document, told: set[int]) -> Iterator[tuple[int, Mention]]:
    near = {index + step for index in told for step in (-1, 0, 1)}
    for sentence in document.sentences:
        if sentence.index in near and not sentence.of("gear", "ore", "other_goods"):
            for maker in unlisted(document, sentence):
                yield sentence.index, maker


def _with(document: Document, claim: Claim, makers: list[tuple[int, Mention]], distance: int) -> Claim:
    index, maker = min(makers, key=lambda pair: abs(pair[0] - claim.sentence.index))
    is_near = abs(index - claim.sentence.index) <= distance or document.sentences[index].part is Part.TITLE
    if not is_near or not (claim.is_import or not maker.value or producer(maker.value).country == claim.country):
        return claim
    spans = (*claim.spans, Span("producer", maker.start, maker.end))
    return replace(claim, producer=maker_name(document, maker), spans=spans)
