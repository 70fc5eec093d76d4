"""Reading steps into mine production: who makes or buys which mine, how far, how many."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from services.classify.armed_groups import with_groups
from services.classify.claims import MAX_CLAIMS, MAX_TRIGGERS, Claim, Span
from services.classify.cues import bearing
from services.classify.deeds import Deed, deeds
from services.classify.document import Document
from services.classify.figures import figures
from services.classify.gifts import is_gift
from services.classify.makers import maker_name, makers_in
from services.classify.makers_beside import with_makers_beside
from services.classify.making_likenesses import likened
from services.classify.making_recalled import why_no_step
from services.classify.making_stages import making_stage
from services.classify.making_triggers import IMPORTS, form_of
from services.classify.mines import classes_near, mine_class
from services.classify.packages import with_package
from services.classify.parties import Party
from services.classify.production_states import party_of
from services.classify.sentences import Part, Sentence
from services.classify.stage_read import Read
from services.classify.stated_figures import Stated, with_whole_orders
from services.classify.terms import Mention
from services.classify.titles import without_idle_titles
from services.classify.trace import Trace
from services.contracts.vocabulary import Realis, Stage, Topic

BASE_LOG_ODDS = -1.2


def production_claims(document: Document, trace: Trace) -> list[Claim]:
    """Every claim that mines are made or bought from a maker."""
    claims: list[Claim] = []
    for sentence in document.sentences:
        if len(claims) >= MAX_CLAIMS:
            break
        if sentence.part is Part.HEADING or (sentence.part is Part.TITLE and _asks(sentence)):
            continue
        told = len(claims)
        claims.extend(list(with_package(document, sentence, claims)))
        if told == len(claims):
            for deed in islice(deeds(document, sentence, claims, trace), MAX_TRIGGERS):
                claims.extend(_read(document, sentence, deed, claims, trace))
        if claims and told == len(claims):
            claims.extend(list(_figures_of_before(document, sentence, claims)))
            claims.extend(list(likened(document, sentence, claims)))
    named = with_makers_beside(document, _without_remarks(document, claims))
    return with_whole_orders(document, list(with_groups(document, named)))


def _asks(sentence: Sentence) -> bool:
    """Whether the sentence is a question, which tells of no deed: "Who makes mines?"."""
    return sentence.text.rstrip().endswith(("?", "؟"))


def _without_remarks(document: Document, claims: list[Claim]) -> list[Claim]:
    """The claims without mines of which only a later sentence says that they are not made: that alone is no news."""
    kept = without_idle_titles(claims)
    told = {
        (claim.country, claim.slot)
        for claim in kept
        if claim.stage is not Stage.REJECTED or claim.sentence.part is Part.TITLE or document.is_lead(claim.sentence)
    }
    makes = {claim.country for claim in kept if claim.stage is not Stage.REJECTED}
    return [
        claim
        for claim in kept
        if (claim.country, claim.slot) in told or (makes - {claim.country} and _names(claim.sentence, claim.country))
    ]


def _names(sentence: Sentence, country: str) -> bool:
    """Whether the sentence names the state itself."""
    return any(country in state.value.split() for state in sentence.of("state"))


def _figures_of_before(document: Document, sentence: Sentence, claims: list[Claim]) -> Iterator[Claim]:
    """The claims of the sentence before, with the yearly capacity or the order's size that this one adds."""
    if not claims or not 1 <= sentence.index - claims[-1].sentence.index <= 1 or sentence.of("gear", "ore"):
        return
    stated = Stated(tuple(figures(sentence, document.language, follows_mines=True)))
    for claim in claims:
        if claim.sentence is not claims[-1].sentence or claim.stage is Stage.REJECTED:
            continue
        added = stated.added_to(claim.quantity, claim.capacity_per_year)
        if added is None or not _is_of(sentence, added.start, claim.country):
            continue
        spans = tuple(span for span in claim.spans if span.field not in ("quantity", "capacity_per_year"))
        is_order = added.role == "quantity"
        yield replace(
            claim,
            rule="its figures are told next",
            is_firm=False,
            quantity=added.value if is_order else None,
            capacity_per_year=None if is_order else added.value,
            spans=(*spans, Span(added.role, added.start, added.end)),
        )


def _is_of(sentence: Sentence, place: int, country: str) -> bool:
    """Whether what stands at a place is told of this state: of the one last named before it, if any is named."""
    states = sentence.of("state")
    ahead = [state for state in states if state.start < place] or list(states[:1])
    return not ahead or country in ahead[-1].value.split()


def _read(document: Document, sentence: Sentence, deed: Deed, claims: list[Claim], trace: Trace) -> Iterator[Claim]:
    stated = Stated(tuple(figures(sentence, document.language, follows_mines=not deed.is_in_sentence)))
    read = making_stage(sentence, deed.trigger, deed.mines)
    if read is None:
        trace.note(sentence, f"'{deed.trigger.kind}': has not been done")
        return
    if stated.capacity() and read.realis is Realis.CONDITIONAL:
        read = replace(
            read, is_firm=False
        )  # "can make 500 a year" tells what the works are for, not that it is weighed
    idle = why_no_step(sentence, deed, claims)
    if idle is not None:
        trace.note(sentence, f"'{deed.trigger.kind}': {idle}")
        return
    if is_gift(document, sentence, deed):
        trace.note(sentence, f"'{deed.trigger.kind}': one state gives mines to another")
        return
    if _is_in_a_compound(sentence, deed) and any(sign.value in IMPORTS for sign in sentence.of("making")):
        trace.note(sentence, f"'{deed.trigger.kind}': only tells where the mines bought are made")
        return
    is_of_before = deed.trigger.kind == "making.passive" and any(told.is_import for told in claims)
    is_of_a_deal = not deed.is_in_sentence and any(told.rule.endswith(": contract") for told in claims)
    if deed.trigger.value == "make" and (is_of_before or is_of_a_deal):
        if claims[-1].is_import and claims[-1].sentence is sentence:
            trace.note(sentence, f"'{deed.trigger.kind}': only tells who makes what is bought")
            return
        read = replace(read, is_firm=False)  # "the mines, made by X" only tells who makes what was ordered
    party = party_of(document, sentence, deed, claims)
    if party is None:
        trace.note(sentence, f"'{deed.trigger.kind}': no state makes or buys")
        return
    if _is_only_passed_on(sentence, deed, party, claims):
        trace.note(sentence, f"'{deed.trigger.kind}': what one state makes may go to another")
        return
    is_bare = deed.trigger.family == "works" and deed.is_in_sentence and not read.is_firm
    if is_bare and not claims and not stated.figures and not sentence.of("state", "mood", "refusal"):
        trace.note(sentence, "names works only as a place")
        return
    for mine_type, mine in classes_near(document, sentence, deed.mines):
        for maker in makers_in(document, sentence, deed.trigger) or (None,):
            for country in party.states:
                yield _claim(document, sentence, deed, read, country, mine_type, mine, maker, party, stated)


def _is_only_passed_on(sentence: Sentence, deed: Deed, party: Party, claims: list[Claim]) -> bool:
    """Whether a delivery that lies ahead is only of what the article tells that another state makes."""
    if deed.trigger.value != "deliver" or form_of(deed.trigger) not in ("noun", "future"):
        return False
    here = {claim.country for claim in claims if not claim.is_import and claim.sentence is sentence}
    if here >= set(party.states) and any(claim.stage is not Stage.REJECTED for claim in claims):
        return True  # "will make mines and supply Ukraine"
    makers = {claim.country for claim in claims if not claim.is_import}
    return bool(makers) and not makers & set(party.states) and not any(claim.is_import for claim in claims)


def _is_in_a_compound(sentence: Sentence, deed: Deed) -> bool:
    """Whether the word of making is hung on another that only tells where: "the Polish-made vehicles"."""
    is_make = deed.trigger.kind == "making.past" and deed.trigger.value == "make"
    return is_make and sentence.text[: deed.trigger.start - sentence.start].endswith("-")


def _claim(
    document: Document,
    sentence: Sentence,
    deed: Deed,
    read: Read,
    country: str,
    mine_type: str,
    mine: Mention,
    maker: Mention | None,
    party: Party,
    stated: Stated,
) -> Claim:
    quantity, capacity = stated.quantity(mine), stated.capacity()
    found = {"quantity": quantity, "capacity_per_year": capacity}
    return Claim(
        Topic.MINE_PRODUCTION,
        country,
        mine_type,
        read.stage,
        read.realis,
        sentence,
        read.rule,
        _log_odds(document, sentence, deed),
        read.is_firm and mine_class(mine) == mine_type,
        is_import=deed.trigger.value in IMPORTS,
        producer=None if maker is None else maker_name(document, maker),
        quantity=quantity.value if quantity else None,
        capacity_per_year=capacity.value if capacity else None,
        spans=(
            *_spans(party, mine, deed, read, maker),
            *(Span(name, figure.start, figure.end) for name, figure in found.items() if figure),
        ),
    )


def _spans(party: Party, mine: Mention, deed: Deed, read: Read, maker: Mention | None) -> Iterator[Span]:
    yield Span("country", party.start, party.end)
    yield Span("mine_type", mine.start, mine.end)
    first, last = sorted((deed.trigger, read.sign), key=lambda sign: sign.start)
    yield Span("stage", first.start, max(first.end, last.end))
    if maker is not None:
        yield Span("producer", maker.start, maker.end)


def _log_odds(document: Document, sentence: Sentence, deed: Deed) -> float:
    odds = BASE_LOG_ODDS
    odds += 1.2 if deed.is_in_sentence else 0.4
    odds += 1.0 if any(mine.value != "bare" for mine in deed.mines) else 0.2
    odds += 0.6 if document.is_lead(sentence) or sentence.part is Part.TITLE else 0.0
    odds -= 1.0 if bearing(sentence, deed.trigger, ("mood.background",), 40) else 0.0
    odds -= 2.0 if document.is_historical else 0.0
    return odds
