"""Mines that the next sentence tells to be a part of what was ordered: "The package includes anti-tank mines"."""

from collections.abc import Iterator
from dataclasses import replace

from services.classify.claims import Claim, Span
from services.classify.cues import bearing
from services.classify.document import Document
from services.classify.figures import figures
from services.classify.making_triggers import IMPORTS
from services.classify.mines import OPEN_CLASSES, mine_class, weapons
from services.classify.sentences import Sentence
from services.classify.stated_figures import Stated
from services.contracts.vocabulary import Stage

BACK = 2
"""How many sentences before the deal was told."""
DENIED_REACH = 12
_DEALS = frozenset({Stage.PLANNED, Stage.CONTRACTED, Stage.DELIVERED})


def with_package(document: Document, sentence: Sentence, claims: list[Claim]) -> Iterator[Claim]:
    """What was told to be bought, told again of the mines that this sentence adds to it."""
    signs = sentence.of("including")
    if not signs or not claims or sentence.of("use", "gear", "ore", "making_history"):
        return
    if any(word.kind != "making.noun" or word.value not in IMPORTS for word in sentence.of("making")):
        return  # it tells of a deed of its own
    if any(bearing(sentence, sign, ("mood.negation",), DENIED_REACH, DENIED_REACH) for sign in signs):
        return
    last = claims[-1]
    if not 1 <= sentence.index - last.sentence.index <= BACK:
        return
    bought = {
        claim.country: claim
        for claim in claims
        if claim.sentence is last.sentence and claim.is_import and claim.stage in _DEALS
    }
    stated = Stated(tuple(figures(sentence, document.language, follows_mines=False)))
    known = {(claim.country, claim.slot) for claim in claims}
    for mine in weapons(document, sentence):
        slot = mine_class(mine)
        if slot in OPEN_CLASSES:
            continue
        for country, claim in bought.items():
            if (country, slot) in known:
                continue
            known.add((country, slot))
            quantity = stated.quantity(mine)
            kept = tuple(span for span in claim.spans if span.field not in ("mine_type", "quantity"))
            spans = (*kept, Span("mine_type", mine.start, mine.end))
            yield replace(
                claim,
                slot=slot,
                rule="a part of what was told before",
                sentence=sentence,
                is_firm=False,
                quantity=quantity.value if quantity else None,
                spans=(*spans, Span("quantity", quantity.start, quantity.end)) if quantity else spans,
            )
