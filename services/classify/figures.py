"""What the numbers of a sentence count: an order, a yearly capacity, or something else."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from services.classify.language_data import language
from services.classify.normalise import Plain
from services.classify.numbers import numbers
from services.classify.sentences import Sentence
from services.classify.terms import Mention, TermTree

ROLE_REACH = 40
UNIT_REACH = 30
ORDER_REACH = 75
ANY_ORDER_REACH = 130
"""How far the word of ordering may stand from a number that counts mines beyond doubt."""
TIME_REACH = 14
PART_REACH = 3
TOTAL_REACH = 4
THEM_REACH = 3
VERB_REACH = 6
"""Between a number and the verb stands an auxiliary at most: "400.000 sind bestellt"."""
LEAST_ALONE = 20
LEAST_SUM = 1_000_000
"""A number as large that is spent "for" mines counts money."""
_LIKE_YEARS = range(1900, 2061)
YEAR_BEFORE = 40
YEAR_AFTER = 45
_ORDERING = frozenset({"buy", "contract", "deliver", "make"})
_ENDS = re.compile(r"\s*(?:[.,;:)–\"。、，]|$)")
_JOINED = re.compile(r"-([^\W\d_]{2,})")
_WORDS = ("part", "total", "of_them", "per_other", "designations")
_CURRENCIES = frozenset(
    {"eur", "usd", "gbp", "chf", "sek", "nok", "dkk", "isk", "pln", "czk", "huf", "ron", "bgn", "uah", "rub"}
    | {"inr", "pkr", "cny", "jpy", "krw", "twd", "ils", "aud", "cad", "nzd", "sgd"}
)


@dataclass(frozen=True)
class Figure:
    """A number, where it stands, and its role: an order, a yearly capacity, or something else."""

    value: int
    start: int
    end: int
    role: str
    is_part: bool = False
    """Whether it is only the first of more: "the first 3,500"."""
    is_total: bool = False
    """Whether it is told as the whole of an order."""


@cache
def _words(code: str) -> TermTree:
    tree = TermTree(has_word_boundaries=language(code).has_word_boundaries)
    for name in _WORDS:
        tree.add(f"count.{name}", "", getattr(language(code).figures, name))
    tree.close()
    return tree


@dataclass(frozen=True)
class _Place:
    """A number with what stands around it."""

    sentence: Sentence
    value: int
    start: int
    end: int
    words: Sequence[Mention]
    stop: int
    """Where the next number begins."""
    numbers: Sequence[tuple[int, int]]
    """Where all the numbers of the sentence stand."""

    def near(self, signs: Sequence[Mention], before: int, after: int) -> list[Mention]:
        """The signs within reach on either side."""
        return [
            sign
            for sign in signs
            if (sign.end <= self.start and self.start - sign.end <= before)
            or (sign.start >= self.end and sign.start - self.end <= after)
        ]

    def word(self, name: str, before: int, after: int) -> bool:
        """Whether a counting word stands within reach."""
        return bool(self.near([word for word in self.words if word.kind == f"count.{name}"], before, after))

    def gap(self, signs: Sequence[Mention]) -> int:
        """How far the nearest of the signs is."""
        return min(max(self.start - sign.end, sign.start - self.end, 0) for sign in signs)

    def others(self, before: int, after: int) -> list[Mention]:
        """Signs of other things within reach, without those that stand right behind another number: they are its."""
        near = self.near(self.sentence.kind("figure.not_an_order"), before, after)
        ends = [end for start, end in self.numbers if start != self.start]
        return [sign for sign in near if not any(0 <= sign.start - end <= 1 for end in ends)]

    def is_in_clause(self, sign: Mention) -> bool:
        """Whether the sign stands in the number's clause."""
        return self.sentence.clause(sign.start) == self.sentence.clause(self.start)

    def text_after(self, count: int) -> str:
        """What follows the number."""
        at = self.end - self.sentence.start
        return self.sentence.text[at : at + count]


def figures(sentence: Sentence, code: str, *, follows_mines: bool = False) -> list[Figure]:
    """The figures of a sentence that count mines, with their roles.

    Where the sentence `follows_mines`, a number without a word for what it counts may count those told of before.
    """
    found = []
    for place in _places(sentence, code):
        role = _role(place, follows_mines=follows_mines)
        if role is not None:
            is_total = place.word("total", TOTAL_REACH, TOTAL_REACH)
            is_part = not is_total and place.word("part", PART_REACH, 0)
            found.append(Figure(place.value, place.start, place.end, role, is_part, is_total))
    return found


def _places(sentence: Sentence, code: str) -> list[_Place]:
    text = sentence.text
    told = list(numbers(text, code))
    if not told:
        return []
    at = sentence.start
    words = [
        Mention(word.kind, word.value, word.start + at, word.end + at, word.family)
        for word in _words(code).find(Plain(text, range(len(text)), text))
    ]
    stops = [*(at + start for _, start, _ in told[1:]), sentence.end]
    spots = [(at + start, at + end) for _, start, end in told]
    places = (
        _Place(sentence, value, at + start, at + end, words, stop, spots)
        for (value, start, end), stop in zip(told, stops, strict=True)
    )
    return [place for place in places if not (_is_name(place) or _is_money(place) or _is_of_a_word(place))]


def _is_name(place: _Place) -> bool:
    is_inside = any(
        name.start <= place.start and place.end <= name.end for name in place.sentence.of("product", "mine", "producer")
    )
    return is_inside or place.word("designations", 1, -1)


def _is_of_a_word(place: _Place) -> bool:
    """Whether the number only opens a word: "the 163-page report", but not "a 600-mine order"."""
    behind = _JOINED.match(place.text_after(24))
    if behind is None:
        return False
    at = place.end + behind.start(1)
    return not any(mine.start <= at < mine.end for mine in place.sentence.of("mine", "product", "figure"))


def _is_money(place: _Place) -> bool:
    """Whether a sign of money or of a share stands beside the number."""
    before = place.sentence.text[: place.start - place.sentence.start].rstrip()[-1:]
    if place.value >= LEAST_SUM and any(
        0 <= word.start - place.end <= 1 for word in place.sentence.kind("frame.benefit")
    ):
        return True  # "320 million for mines": what is bought stands behind the word for its purpose
    after = place.text_after(3).lstrip()[:1]
    ahead = place.sentence.text[: place.start - place.sentence.start][-6:].split()
    behind = place.text_after(6).split()
    if not _CURRENCIES.isdisjoint((*ahead[-1:], *behind[:1])):
        return True
    return any(mark and unicodedata.category(mark) == "Sc" for mark in (before, after)) or after == "%"


def _role(place: _Place, *, follows_mines: bool) -> str | None:
    sentence = place.sentence
    if _counts_other(place) or _is_per_other(place):
        return None
    yearly = place.near(sentence.kind("figure.per_year"), YEAR_BEFORE, YEAR_AFTER)
    if any(place.is_in_clause(sign) or _grows_to(place, sign) for sign in yearly):
        return "capacity_per_year"
    is_sure = _counts_mines(place)
    if not is_sure and not _counts_those_before(place, follows_mines=follows_mines):
        return None
    other = place.others(ROLE_REACH, 8)
    doing = [sign for sign in sentence.of("making") if sign.value in _ORDERING]
    reach = ANY_ORDER_REACH if is_sure else ORDER_REACH
    ordered = [
        sign
        for sign in (*sentence.kind("figure.ordered"), *doing)
        if place.near([sign], reach, 0) or (place.is_in_clause(sign) and place.near([sign], 0, reach))
    ]
    is_told_of = place.word("total", TOTAL_REACH, TOTAL_REACH) or place.word("of_them", 0, THEM_REACH)
    if other and (not ordered or place.gap(other) < place.gap(ordered)) and not is_told_of:
        return None
    return "quantity" if ordered or is_told_of else None


def _grows_to(place: _Place, yearly: Mention) -> bool:
    """Whether the bare number goes on from a yearly one: "100,000 a year, and next year 1,200,000"."""
    if place.value < LEAST_ALONE or _ENDS.match(place.text_after(4)) is None:
        return False
    return any(0 <= yearly.start - end <= UNIT_REACH and end < place.start for _, end in place.numbers)


def _is_per_other(place: _Place) -> bool:
    """Whether the number, or the mines it counts, are told for another time than a year, or it counts other goods."""
    if place.word("per_other", 2, TIME_REACH):
        return True
    signs = [word for word in place.words if word.kind == "count.per_other"]
    return any(0 <= sign.start - unit.end <= 1 for unit in _units(place) for sign in signs)


def _units(place: _Place) -> list[Mention]:
    """The words for mines, or for pieces, that follow the number before any other number."""
    named = [mine for mine in place.sentence.of("mine", "product") if mine.value.partition(" ")[0] != "minelayer"]
    behind = place.near((*place.sentence.kind("figure.mine_units"), *named), 0, UNIT_REACH)
    layers = [layer.start for layer in place.sentence.of("mine", "product") if layer not in named]
    first = min((start for start in layers if start >= place.end), default=place.stop)  # "24 mine-laying vehicles"
    return [sign for sign in behind if place.end <= sign.start < min(place.stop, first)]


def _counts_mines(place: _Place) -> bool:
    """Whether a word for mines, or for pieces, follows the number, and no other number before it."""
    return bool(_units(place))


def _counts_those_before(place: _Place, *, follows_mines: bool) -> bool:
    """Whether the number stands alone or with a word for the things told of before: "400 of them"."""
    if place.value < LEAST_ALONE or place.value in _LIKE_YEARS:
        return False
    is_whole = place.word("total", TOTAL_REACH, TOTAL_REACH)
    if not follows_mines:
        return is_whole and bool(place.sentence.of("mine", "product"))
    is_closed = _ENDS.match(place.text_after(4)) is not None or _is_what_is_ordered(place)
    return is_whole or place.word("of_them", 0, THEM_REACH) or is_closed


def _is_what_is_ordered(place: _Place) -> bool:
    """Whether a verb of ordering follows the bare number: "400,000 have been ordered"."""
    deals = [
        sign
        for sign in place.sentence.kind("making.passive", "making.present", "making.past")
        if sign.value == "contract"
    ]
    return any(0 <= sign.start - place.end <= VERB_REACH for sign in deals)


def _counts_other(place: _Place) -> bool:
    """Whether the word next to the number names something else that is counted."""
    return bool(place.others(2, 2))
