"""The town that an agency writes before its report: where it was written, not who acts."""

import re
from collections.abc import Sequence

from services.classify.date_patterns import date_patterns
from services.classify.sentences import Part, Sentence

OPENING = 2
"""A quotation mark or a space may stand before the town."""
_DAY_BEHIND = re.compile(r",?[ \n]")
_END = re.compile(r"[^\w\n]{0,4}(?:20\d\d[^\w\n]{0,3})?[.(\u2013:/-]")


def without_dateline(cut: Sequence[Sentence], code: str) -> Sequence[Sentence]:
    """The sentences; the town that opens the body with its day is no state where the title is about others."""
    first = next((index for index, sentence in enumerate(cut) if sentence.part is Part.BODY), None)
    if not first or cut[0].part is not Part.TITLE:
        return cut
    body, titled = cut[first], {state.value for state in cut[0].of("state")}
    towns = [state for state in body.of("state") if state.start - body.start <= OPENING]
    if not towns or not titled or towns[0].value in titled or not _has_its_day(body, towns[0].end, code):
        return cut
    kept = body.with_mentions(mention for mention in body.mentions if mention is not towns[0])
    return [*cut[:first], kept, *cut[first + 1 :]]


def _has_its_day(body: Sentence, end: int, code: str) -> bool:
    """Whether a day stands right behind the town, and behind that the mark that closes a dateline."""
    gap = _DAY_BEHIND.match(body.text, end - body.start)
    day = gap and date_patterns(code).named.match(body.text, gap.end())
    return bool(day and _END.match(body.text, day.end()))
