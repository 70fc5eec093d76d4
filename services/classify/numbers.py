"""The numbers a text writes, in figures or in words: "1.5 million", "85 tys.", "8万5000", "half a million", "八百"."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from services.classify.language_data import language
from services.classify.language_numbers import Figures
from services.classify.normalise import normalise

MAX_FIGURE = 1_000_000_000
LEAST_BARE_SCALE = 100_000
LEAST_BARE_LETTERS = 5
LEAST_SCALE = 1000
LEAST_IN_WORDS = 20
"""Smaller numbers in words count other things: "two systems", "a mine"."""
MAX_NUMBER_WORDS = 7
_YEARS = range(1990, 2061)
_GROUPED = r"\d{1,3}(?:[ .,']\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}"
_DIGITS = rf"{_GROUPED}|\d{{1,12}}(?:[.,]\d{{1,3}})?"
_NEVER = r"(?!)"
_GAP = "(?: (?![\u3400-\u9fff]))?"
"""Chinese and Japanese write a number's words as one."""
Number = tuple[int, int, int]
"""A value and where it stands."""


def numbers(text: str, code: str) -> Iterator[Number]:
    """The numbers of a plain text, in order, without years; "1 million 200 thousand" is one."""
    held: Number | None = None
    for number in _numbers(text, code):
        if held is not None and _goes_on(text, held, number, code):
            held = (held[0] + number[0], held[1], number[2])
            continue
        if held is not None:
            yield held
        held = number
    if held is not None:
        yield held


def _goes_on(text: str, first: Number, second: Number, code: str) -> bool:
    """Whether the second number is the thousands of the first: nothing but a joint stands between."""
    data = language(code).figures
    if data.adds_hundreds and first[0] % LEAST_SCALE == 0 and 100 <= second[0] < LEAST_SCALE:
        return text[first[2] - 1].isalpha() and text[first[2] : second[1]] == " " and text[second[1]].isdigit()
    scales = [scale for scale in data.scales.values() if scale > LEAST_SCALE]
    step = max((scale for scale in scales if first[0] % scale == 0), default=0)
    has_its_word = any(letter.isalpha() for letter in text[second[1] : second[2]])
    is_thousands = LEAST_SCALE <= second[0] < step and second[0] % LEAST_SCALE == 0
    if not (has_its_word and is_thousands and first[0] + second[0] <= MAX_FIGURE):
        return False
    return _between(code).fullmatch(text, first[2], second[1]) is not None


@cache
def _between(code: str) -> re.Pattern[str]:
    joints = _either(map(_plain, language(code).figures.number_joints))
    return re.compile(rf" ?(?:(?:{joints}) )?")


def _numbers(text: str, code: str) -> Iterator[Number]:
    data = language(code).figures
    for match in _pattern(code).finditer(text):
        value = _in_figures(match, data) if match["digits"] else _in_words(match["words"], code)
        if value is not None and 0 < value <= MAX_FIGURE and not _is_year(match.group(), value):
            yield value, match.start(), match.end()


@cache
def _pattern(code: str) -> re.Pattern[str]:
    data = language(code).figures
    scales = [_plain(scale) for scale in data.scales]
    letters = _either(scale for scale in scales if len(scale) == 1)
    stems = _either(scale for scale in scales if len(scale) > 1)
    if not language(code).has_word_boundaries:
        any_scale = _either(scales)
        rest = rf"(?: ?(?P<rest>\d{{1,4}})(?!\d|[.,]\d| ?(?:{any_scale})))?"
        scale = rf"(?: ?(?P<stem>{any_scale}){rest})?(?P<letter>)"
        digits = rf"(?<![\d.,-])(?P<digits>{_DIGITS}){scale}(?![\d%])"
        words = rf"(?:{_token(code)})(?:{_GAP}(?:{_token(code)})){{0,{MAX_NUMBER_WORDS}}}"
        return re.compile(rf"{digits}|(?P<words>{words})")
    scale = rf"(?:(?P<letter>{letters})(?!\w)|[ -]?(?P<stem>{stems})\w{{0,6}}\.?)?(?P<rest>)"
    prefix = rf"(?:{_either(map(_plain, data.prefixes))})?"
    start = rf"(?<![\w.,-]){prefix}|(?<=[א-ת]-)|(?<=\d-)"
    joint = rf"[ -]?(?:(?:{_either(map(_plain, data.number_joints))})[ -]?)?"
    words = rf"(?:{_token(code)})(?:{joint}(?:{_token(code)})){{0,{MAX_NUMBER_WORDS}}}"
    return re.compile(rf"(?:{start})(?:(?P<digits>{_DIGITS}){scale}(?![\d%])(?!\w)|(?<!\d )(?P<words>{words})(?!\w))")


@cache
def _token(code: str) -> str:
    """A pattern for one word of a number; the stem of a scale runs on to the end of its word."""
    data = language(code).figures
    words = rf"(?:{_either(_plain(word) for word in data.number_words)})"
    if not language(code).has_word_boundaries:
        return rf"{words}|(?:{_either(map(_plain, data.scales))})"
    many = _either(map(_plain, data.indefinite_endings))
    thousands = _either(_plain(scale) for scale, value in data.scales.items() if value == 1000 and len(scale) > 1)
    others = _either(_plain(scale) for scale, value in data.scales.items() if value != 1000 and len(scale) > 1)
    ending = r"(?:\w{1,6}(?!\w))?"
    return rf"{words}|(?:{thousands})(?!(?:{many})\b){ending}|(?:{others}){ending}"


@cache
def _values(code: str) -> tuple[re.Pattern[str], dict[str, float]]:
    data = language(code).figures
    values = {_plain(word): value for word, value in data.number_words.items()}
    values |= {_plain(scale): float(value) for scale, value in data.scales.items()}
    return re.compile(_either(values)), values


def _plain(word: str) -> str:
    return normalise(word).text


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or _NEVER


def _in_figures(match: "re.Match[str]", data: Figures) -> int | None:
    scale = data.scales.get(match["stem"] or match["letter"] or "", 1)
    return round(_amount(match["digits"], data.decimal_mark) * scale) + int(match["rest"] or 0)


def _amount(digits: str, decimal_mark: str) -> float:
    if re.fullmatch(_GROUPED, digits):
        grouped = digits[-4]
        if grouped != decimal_mark or digits.count(grouped) > 1:
            return float(re.sub(r"\D", "", digits))
    return float(re.sub(r"[ ']", "", digits).replace(",", "."))


def _in_words(words: str, code: str) -> int | None:
    """The number that words add up to; None where they count no such thing as mines are counted by."""
    tokens, values = _values(code)
    found = [values[token] for token in tokens.findall(words)]
    if len(found) == 1 and found[0] >= LEAST_IN_WORDS and values.get(words) == found[0]:
        return round(found[0]) if _stands_alone(words, found[0], code) else None
    value = _sum(found)
    return round(value) if len(found) > 1 and value >= LEAST_IN_WORDS else None


def _stands_alone(word: str, value: float, code: str) -> bool:
    """Whether the word is a number by itself: "milion min", where "tys." and "thousands" only stand behind one."""
    is_scale = word in {_plain(scale) for scale in language(code).figures.scales}
    least = LEAST_BARE_LETTERS if language(code).has_word_boundaries else 2
    return not is_scale or (value >= LEAST_BARE_SCALE and len(word) >= least)


def _sum(values: Iterable[float]) -> float:
    """Hundreds multiply what stands before them, and so do scales, the larger ones all that was added up so far."""
    total, current, last_scale = 0.0, 0.0, 0.0
    for value in values:
        if value == 100:
            current = (current or 1) * 100
        elif value < 1 and current == 1:
            current = value  # "a half", "en halv"
        elif value < 1000:
            current += value
        elif total and value > last_scale:
            total, current, last_scale = (total + current) * value, 0.0, value
        else:
            total, current, last_scale = total + (current or 1) * value, 0.0, value
    return total + current


def _is_year(written: str, value: int) -> bool:
    return written.isdigit() and value in _YEARS and value % 100 != 0
