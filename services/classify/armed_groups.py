"""Mines that an armed group makes: the group is their maker, as a company elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from services.classify.claims import Claim, Span
from services.classify.document import Document
from services.classify.terms import Mention


def with_groups(document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims; what is made and has no maker is the group's whose name gave the claim its state."""
    for claim in claims:
        group = None if claim.producer or claim.is_import else _group(document, claim)
        if group is None:
            yield claim
        else:
            yield replace(claim, producer=group.value, spans=(*claim.spans, Span("producer", group.start, group.end)))


def _group(document: Document, claim: Claim) -> Mention | None:
    """The group that stands where the state was read, or the only one of the claim's sentence."""
    if not document.families["armed_group"]:
        return None
    place = next((span for span in claim.spans if span.field == "country"), None)
    named = [group for sentence in document.sentences for group in sentence.of("armed_group")]
    at_state = [group for group in named if place and place.start <= group.start and group.end <= place.end]
    beside = claim.sentence.of("armed_group")
    if at_state:
        return at_state[0]
    return beside[0] if len({group.value for group in beside}) == 1 else None
