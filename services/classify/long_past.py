"""Making that a year beside it puts long before the news: "made mines there until 1989"."""

import re

from services.classify.document import Document
from services.classify.language_data import language
from services.classify.sentences import Sentence
from services.classify.terms import Mention

LAST_YEAR = 1999
YEAR_REACH = 45
OWN_YEAR_REACH = 6
"""This near a year is the making's own, whatever other years the sentence tells of: "stopped in 1998"."""
RECENT_YEARS = 10
PLACE_REACH = 25
"""Between a making and its year a place may stand."""
NAME_REACH = 20
"""This near to a treaty, a year is a part of its name: "the 1997 convention"."""
_YEAR = re.compile(r"(?<![\d.,])(?:1[89]\d\d|20\d\d)(?!\d|[.,]\d|[\u842c\u4e07\u5104\u4ebf\ub9cc\uc5b5])")
"""Before a Chinese or Korean ten thousand or hundred million it is an amount."""
_TOLD = frozenset({"making.past", "making.present", "making.passive"})


def is_long_past(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether the years of the sentence are all of the last century, and one of them dates the making."""
    if trigger.kind not in _TOLD or "1" not in sentence.text:
        return False
    years = _years(sentence)
    if not years or max(year for year, _, _ in years) > LAST_YEAR:
        return False
    return _is_dated(document, sentence, trigger, years, YEAR_REACH)


def began_long_ago(document: Document, sentence: Sentence, word: Mention) -> bool:
    """Whether a verb of beginning has an old year of its own, no comma between: "began in Sweden in 1911"."""
    if not is_long_past(document, sentence, word):
        return False
    for _, start, end in _years(sentence):
        low, high = min(end, word.end), max(start, word.start)
        if "," not in sentence.text[low - sentence.start : high - sentence.start]:
            return True
    return False


def has_own_old_year(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether a year of the last century right beside the making dates it alone: "stopped in 1998, and .. in 2026"."""
    if trigger.kind not in _TOLD or "1" not in sentence.text:
        return False
    old = [told for told in _years(sentence) if told[0] <= LAST_YEAR]
    return _is_dated(document, sentence, trigger, old, OWN_YEAR_REACH)


def is_recent(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether a year of late stands by the making, so that what was made is no history: "were made in 2021"."""
    if trigger.kind not in _TOLD or trigger.value != "make" or "20" not in sentence.text:
        return False
    first = LAST_YEAR + 1 if document.reference_on is None else document.reference_on.year - RECENT_YEARS
    late = [told for told in _years(sentence) if told[0] >= first]
    return _is_dated(document, sentence, trigger, late, PLACE_REACH)


def _years(sentence: Sentence) -> list[tuple[int, int, int]]:
    """The years the sentence names, with where they stand."""
    return [
        (int(year.group()), sentence.start + year.start(), sentence.start + year.end())
        for year in _YEAR.finditer(sentence.text)
    ]


def _is_dated(
    document: Document, sentence: Sentence, trigger: Mention, years: list[tuple[int, int, int]], reach: int
) -> bool:
    clause = sentence.clause(trigger.start)
    return any(
        sentence.clause(start) == clause
        and (gap := max(start - trigger.end, trigger.start - end)) <= reach
        and (gap <= OWN_YEAR_REACH or not _is_of_a_name(sentence, start, end))
        and (trigger.value == "halt" or not _is_a_beginning(document, sentence, start))  # "stopped since 1997"
        for _, start, end in years
    )


def _is_of_a_name(sentence: Sentence, start: int, end: int) -> bool:
    names = sentence.of("treaty", "treaty_word")
    openers = sentence.of("time")
    return any(
        name.start - end <= NAME_REACH
        and start - name.end <= NAME_REACH
        and not any(end <= word.start and word.end <= name.start for word in openers)  # "in 1998, after signing it"
        for name in names
    )


def _is_a_beginning(document: Document, sentence: Sentence, start: int) -> bool:
    """Whether what is told holds from that year on."""
    before = sentence.text[: start - sentence.start].rstrip()
    return any(before.endswith(f" {word}") or before == word for word in language(document.language).dates.since)
