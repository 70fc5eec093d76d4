"""The numbers a sentence states, and what each of them counts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from services.classify.language_data import Figures, language
from services.classify.sentences import Sentence
from services.classify.terms import Mention

MAX_FIGURE = 1_000_000_000
ROLE_REACH = 40
UNIT_REACH = 30
_DIGITS = r"\d{1,3}(?:[ .,']\d{3})+|\d{1,12}(?:[.,]\d{1,3})?"


@dataclass(frozen=True)
class Figure:
    """A number, where it stands, and its role: an order, a yearly capacity, or something else."""

    value: int
    start: int
    end: int
    role: str


@cache
def _number(code: str) -> re.Pattern[str]:
    data = language(code).figures
    if not language(code).has_word_boundaries:
        return _number_without_spaces(data)
    amount = rf"(?:(?P<digits>{_DIGITS})|(?P<word>{_either(data.number_words)})(?= ))"
    letters = _either(scale for scale in data.scales if len(scale) == 1)
    stems = _either(scale for scale in data.scales if len(scale) > 1)
    scale = rf"(?:(?P<letter>{letters})(?!\w)| ?(?P<stem>{stems})\w{{0,6}}\.?)"
    return re.compile(rf"(?<![\w.,-]){amount}{scale}?(?![\d%])(?!\w)")


def _number_without_spaces(data: Figures) -> re.Pattern[str]:
    """A number amid letters: 8万5000, 百万, 100만."""
    scales = _either(data.scales)
    amount = rf"(?:(?<![\d.,-])(?P<digits>{_DIGITS})|(?P<word>{_either(data.number_words)})(?= ?(?:{scales})))"
    return re.compile(rf"{amount}(?: ?(?P<stem>{scales})(?: ?(?P<rest>\d{{1,4}})(?![\d.,]))?)?(?![\d%])(?P<letter>)")


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def figures(sentence: Sentence, code: str) -> list[Figure]:
    """The figures of a sentence that count mines, with their roles."""
    return [
        Figure(value, start, end, role)
        for value, start, end in _numbers(sentence, code)
        if (role := _role(sentence, start, end, 0 if language(code).has_word_boundaries else ROLE_REACH)) is not None
    ]


def _numbers(sentence: Sentence, code: str) -> Iterator[tuple[int, int, int]]:
    data = language(code).figures
    for match in _number(code).finditer(sentence.text):
        scale = data.scales.get(match["stem"] or match["letter"] or "", 1)
        if match["word"]:
            if scale == 1:
                continue  # "two systems", "a mine": words without a scale count other things
            amount = float(data.number_words[match["word"]])
        else:
            amount = _amount(match["digits"], data.decimal_mark)
        rest = match.groupdict().get("rest")
        value = round(amount * scale) + int(rest or 0)
        if 0 < value <= MAX_FIGURE:
            yield value, sentence.start + match.start(), sentence.start + match.end()


def _amount(digits: str, decimal_mark: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[ .,']\d{3})+", digits):
        grouped = digits[-4]
        if grouped != decimal_mark or digits.count(grouped) > 1:
            return float(re.sub(r"\D", "", digits))
    return float(re.sub(r"[ ']", "", digits).replace(",", "."))


def _role(sentence: Sentence, start: int, end: int, verb_reach: int) -> str | None:
    def near(kinds: tuple[str, ...], before: int, after: int) -> list[Mention]:
        return [
            sign
            for sign in sentence.kind(*kinds)
            if (sign.end <= start and start - sign.end <= before) or (sign.start >= end and sign.start - end <= after)
        ]

    clause = sentence.clause(start)
    if any(sentence.clause(sign.start) == clause for sign in near(("figure.per_year",), 25, ROLE_REACH)):
        return None if _counts_other(sentence, start, end) else "capacity_per_year"
    if not near(("figure.mine_units",), 0, UNIT_REACH) or _counts_other(sentence, start, end):
        return None
    other = near(("figure.not_an_order",), ROLE_REACH, 8)
    ordered = near(("figure.ordered",), 60, verb_reach)
    if not ordered or (other and _gap(other, start) < _gap(ordered, start)):
        return None
    return "quantity"


def _counts_other(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the next word after the number names something else that is counted."""
    return any(end <= sign.start <= end + 2 for sign in sentence.kind("figure.not_an_order")) or any(
        start - 2 <= sign.end <= start for sign in sentence.kind("figure.not_an_order")
    )


def _gap(signs: list[Mention], start: int) -> int:
    return min(abs(start - sign.end) for sign in signs)
