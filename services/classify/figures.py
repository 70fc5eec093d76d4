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
ORDER_REACH = 60
LEAST_BARE_SCALE = 100_000
LEAST_BARE_LETTERS = 5
_YEARS = range(1990, 2061)
_ORDERING = frozenset({"buy", "contract", "deliver", "make"})
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
    bare = _either(scale for scale, value in data.scales.items() if _stands_alone(scale, value))
    return re.compile(rf"(?<![\w.,-])(?:{amount}{scale}?|(?P<bare>{bare}))(?![\d%])(?!\w)")


def _number_without_spaces(data: Figures) -> re.Pattern[str]:
    """A number amid letters: 8万5000, 百万, 100만."""
    scales = _either(data.scales)
    amount = rf"(?:(?<![\d.,-])(?P<digits>{_DIGITS})|(?P<word>{_either(data.number_words)})(?= ?(?:{scales})))"
    return re.compile(rf"{amount}(?: ?(?P<stem>{scales})(?: ?(?P<rest>\d{{1,4}})(?![\d.,]))?)?(?![\d%])(?P<letter>)")


def _stands_alone(scale: str, value: int) -> bool:
    """Whether the word is a number by itself: "milion min", where "tys." and "thousands" only stand behind one."""
    return value >= LEAST_BARE_SCALE and len(scale) >= LEAST_BARE_LETTERS


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def figures(sentence: Sentence, code: str) -> list[Figure]:
    """The figures of a sentence that count mines, with their roles."""
    return [
        Figure(value, start, end, role)
        for value, start, end in _numbers(sentence, code)
        if (role := _role(sentence, start, end)) is not None
    ]


def _numbers(sentence: Sentence, code: str) -> Iterator[tuple[int, int, int]]:
    data = language(code).figures
    for match in _number(code).finditer(sentence.text):
        start, end = sentence.start + match.start(), sentence.start + match.end()
        found = match.groupdict()
        scale = data.scales.get(found["stem"] or found["letter"] or found.get("bare") or "", 1)
        if found.get("bare"):
            amount = 1.0
        elif found["word"]:
            if scale == 1:
                continue  # "two systems", "a mine": words without a scale count other things
            amount = data.number_words[found["word"]]
        else:
            amount = _amount(found["digits"], data.decimal_mark)
        value = round(amount * scale) + int(found.get("rest") or 0)
        is_name = any(name.start <= start and end <= name.end for name in sentence.of("product", "mine", "producer"))
        if 0 < value <= MAX_FIGURE and not is_name and not _is_year(match.group(), value):
            yield value, start, end


def _is_year(written: str, value: int) -> bool:
    return written.isdigit() and value in _YEARS and value % 100 != 0


def _amount(digits: str, decimal_mark: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:[ .,']\d{3})+", digits):
        grouped = digits[-4]
        if grouped != decimal_mark or digits.count(grouped) > 1:
            return float(re.sub(r"\D", "", digits))
    return float(re.sub(r"[ ']", "", digits).replace(",", "."))


def _role(sentence: Sentence, start: int, end: int) -> str | None:
    def near(kinds: tuple[str, ...], before: int, after: int) -> list[Mention]:
        return [sign for sign in sentence.kind(*kinds) if _is_near(sign, start, end, before, after)]

    clause = sentence.clause(start)
    if any(sentence.clause(sign.start) == clause for sign in near(("figure.per_year",), 25, ROLE_REACH)):
        return None if _counts_other(sentence, start, end) else "capacity_per_year"
    if not _counts_mines(sentence, start, end) or _counts_other(sentence, start, end):
        return None
    other = near(("figure.not_an_order",), ROLE_REACH, 8)
    doing = [sign for sign in sentence.of("making") if sign.value in _ORDERING]
    ordered = [
        sign
        for sign in (*sentence.kind("figure.ordered"), *doing)
        if _is_near(sign, start, end, ORDER_REACH, 0)
        or (_is_near(sign, start, end, 0, ORDER_REACH) and sentence.clause(sign.start) == clause)
    ]
    if not ordered or (other and _gap(other, start, end) < _gap(ordered, start, end)):
        return None
    return "quantity"


def _is_near(sign: Mention, start: int, end: int, before: int, after: int) -> bool:
    return (sign.end <= start and start - sign.end <= before) or (sign.start >= end and sign.start - end <= after)


def _counts_mines(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word for mines, or for pieces, follows the number."""
    named = [mine for mine in sentence.of("mine", "product") if mine.value.partition(" ")[0] != "minelayer"]
    return any(_is_near(sign, start, end, 0, UNIT_REACH) for sign in (*sentence.kind("figure.mine_units"), *named))


def _counts_other(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the next word after the number names something else that is counted."""
    return any(end <= sign.start <= end + 2 for sign in sentence.kind("figure.not_an_order")) or any(
        start - 2 <= sign.end <= start for sign in sentence.kind("figure.not_an_order")
    )


def _gap(signs: list[Mention], start: int, end: int) -> int:
    return min(max(start - sign.end, sign.start - end, 0) for sign in signs)
