"""How far an event is believed, and why."""

from collections.abc import Collection, Sequence

from services.contracts.event import Contradiction
from services.contracts.vocabulary import EventStatus
from services.store.reviews import Word
from services.store.stored import StoredFinding

CORROBORATED_FROM = 2
"""Independent origins from which on an event counts as corroborated."""


def status_of(
    reports: Collection[StoredFinding], sources: int, contradictions: Sequence[Contradiction], word: Word
) -> tuple[EventStatus, str | None]:
    """The status and, where reports alone do not explain it, why: a reviewer's word goes before everything."""
    if word.verdict is not None:
        return word.verdict, word.reasons.get("status")
    open_ones = [one for one in contradictions if not one.is_settled]
    if open_ones:
        return EventStatus.DISPUTED, "; ".join(map(_in_words, open_ones))
    official = next((report for report in reports if report.is_official), None)
    if official is not None:
        return EventStatus.CONFIRMED, f"stated by an official source, {official.copy.label or official.article_id}"
    if sources >= CORROBORATED_FROM:
        return EventStatus.CORROBORATED, None
    if not reports:
        return EventStatus.COMPUTED, "the treaty's period of notice has run out"
    return EventStatus.REPORTED, None


def _in_words(one: Contradiction) -> str:
    told = (f"{value.value} ({len(value.origins)})" for value in one.values)
    return f"sources differ on {one.field}: {', '.join(told)}"
