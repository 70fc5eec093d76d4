"""The gate: one scan that tells whether a text can matter at all.

A text can matter when it names an arms treaty, or a mine that is a weapon. The scan runs RE2 over the bytes as they
came, with the words of all languages in one pattern, so that most news costs neither lowering nor a guess at its
language. What is found is looked at again in the words of its own language, and only then read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import re2

from services.classify.keeping import kept_for_life
from services.classify.language_data import language, language_codes
from services.classify.lexicon import maker_signs
from services.classify.normalise import is_written_oddly, normalise
from services.classify.patterns import alternation, without_implied
from services.classify.terms import Mention

_SUBJECTS = frozenset({"treaty", "mine", "product"})
_OF_WAR = frozenset({"arms", "producer"})
_ACTS = frozenset({"exit", "stay", "ending", "pausing", "doubting", "no_longer", "void", "making", "works", "producer"})
_LAPSED_TIE = frozenset({"lapsing.lapsed", "tie.membership"})
_TOGETHER = (frozenset({"deals", "sealing"}), frozenset({"capacity", "growing"}), frozenset({"capacity", "stopping"}))
"""Families whose words together tell that something is ordered, or made more or less of."""
_MEMORY_BYTES = 256 * 1024 * 1024
"""RE2 builds its automaton as it scans, and falls back to a slow one where it would outgrow this; it takes far less.
Today 128 MiB would do; too little shows in `make bench` as a thousand articles a second."""


@dataclass(frozen=True)
class GateResult:
    """Whether a text passed, and why."""

    passed: bool
    reason: str


NOTHING_NAMED = GateResult(False, "no arms treaty and no mine is named")


def could_matter(text: str) -> bool:
    """Whether the text names an arms treaty or a mine in any language. Costs some microseconds."""
    return _any_language().search(_bytes(text)) is not None


def gate(mentions: Sequence[Mention]) -> GateResult:
    """Whether these mentions can make a finding; a bare "mine" only where something of war is named as well."""
    families = {mention.family for mention in mentions if mention.value != "bare" or mention.family != "mine"}
    if not families & _SUBJECTS:
        if not any(mention.value == "bare" for mention in mentions):
            return NOTHING_NAMED
        if not families & _OF_WAR:
            return GateResult(False, "the mines may as well be pits")
    if not (
        families & _ACTS
        or any(families >= both for both in _TOGETHER)
        or {mention.kind for mention in mentions} >= _LAPSED_TIE
    ):
        return GateResult(False, "nobody leaves, makes or buys anything")
    named = sorted(f"{mention.kind} {mention.value}".strip() for mention in mentions if mention.family in _SUBJECTS)
    return GateResult(True, "named: " + ", ".join(dict.fromkeys(named)))


def _bytes(text: str) -> bytes:
    return (normalise(text).text if is_written_oddly(text) else text).encode("utf-8", "replace")


@cache
@kept_for_life()
def _any_language() -> Any:
    """One scan for the treaties and mines of all languages."""
    by_script: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for code in language_codes():
        data = language(code)
        terms = without_implied((*_named(code), *data.bare_mines))
        by_script[data.has_word_boundaries].update(dict.fromkeys(terms))
    parts = (alternation(terms, has_word_boundaries=bounded) for bounded, terms in by_script.items() if terms)
    return _compiled(b"|".join(parts))


def _named(code: str) -> list[str]:
    data = language(code)
    return [*(term for terms in (*data.treaties.values(), *data.mines.values()) for term in terms), *_products()]


@cache
def _products() -> tuple[str, ...]:
    return tuple(term for kind, _, terms in maker_signs() if kind == "product" for term in terms)


def _compiled(pattern: bytes) -> Any:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1  # bytes: UTF-8 is spelled out in the patterns
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    return re2.compile(pattern, options)
