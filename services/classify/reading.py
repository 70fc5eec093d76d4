"""Reading one article: from its title and text to findings with evidence, and a trace of how."""

import bisect
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from services.classify.calibration import DEFAULT_SCORE_THRESHOLD
from services.classify.compounds import composed
from services.classify.coverage import without_covered
from services.classify.datelines import without_dateline
from services.classify.document import Document
from services.classify.gate import NOTHING_NAMED, GateResult, could_matter, gate
from services.classify.halved_treaties import with_halves
from services.classify.home_words import without_strange_homes
from services.classify.identify import identify
from services.classify.language_data import Language, language_codes
from services.classify.lexicon import lexicon
from services.classify.making_compounds import with_compounds
from services.classify.making_likenesses import RULE as LIKENED
from services.classify.merging import findings
from services.classify.mine_classes import with_classes
from services.classify.normalise import Plain, normalise
from services.classify.productions import production_claims
from services.classify.second_opinion import MAX_CHARACTERS as MAX_LEARNED_CHARACTERS
from services.classify.second_opinion import SecondOpinion
from services.classify.sentences import Sentence, sentences
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawals import withdrawal_claims
from services.contracts.finding import Finding

MAX_CHARACTERS = 120_000
"""What is read of one article: more than the longest article the messages carry; what lies behind is not read."""


@dataclass(frozen=True)
class Reading:
    """What one article says, and how it was read."""

    original: str
    hint: str | None
    """What the feed claims the language to be."""
    findings: tuple[Finding, ...]
    gate: GateResult
    trace: Trace
    document: Document | None = None
    """The article as it was cut and marked; None where the gate or the language stopped it."""
    score_threshold: float = DEFAULT_SCORE_THRESHOLD

    @cached_property
    def language(self) -> str:
        """The language the article was read as. Most news is stopped before anybody has to know it."""
        return self.document.language if self.document else identify(normalise(self.original).text, self.hint)


def read(
    title: str,
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    score_threshold: float = DEFAULT_SCORE_THRESHOLD,
    is_learned: bool = True,
) -> Reading:
    r"""The findings of one article; never fails, whatever the text. Evidence counts in `title + "\n" + text`.

    Without `is_learned` the rules alone read it: to measure what the learned second opinion adds.
    """
    original = f"{title}\n{text}"[:MAX_CHARACTERS]
    trace = Trace()

    def stopped(result: GateResult) -> Reading:
        return Reading(original, language, (), result, trace, score_threshold=score_threshold)

    if not could_matter(original):
        return stopped(NOTHING_NAMED)
    plain = normalise(original)
    code = identify(plain.text, language)
    if code not in language_codes():
        return stopped(GateResult(False, f"no language file for {code!r}"))
    words = lexicon(code)
    title_end = _title_end(plain.offsets, len(title)) if title.strip() else 0
    everything = [mention for mention in words.everything(plain) if not mention.start < title_end < mention.end]
    passed = gate(everything)
    if passed.passed:
        mentions = without_covered(everything)
        passed = gate(mentions)
    if not passed.passed:
        return stopped(passed)
    document = Document(plain, code, published_on, _sentences(plain, title_end, mentions, words.language))
    makings = production_claims(document, trace)
    likened = frozenset(claim.sentence.index for claim in makings if claim.rule == LIKENED)
    exits = withdrawal_claims(document, trace, is_alone=not makings, taken=likened)
    opinion = SecondOpinion(document) if is_learned and len(original) <= MAX_LEARNED_CHARACTERS else None
    if opinion is not None:
        makings, exits = opinion.on_production(makings, trace), opinion.on_exits(exits, trace)
    found = findings(document, [*exits, *makings], score_threshold, trace, opinion)
    return Reading(original, language, found, passed, trace, document, score_threshold)


def _sentences(plain: Plain, title_end: int, mentions: list[Mention], data: Language) -> tuple[Sentence, ...]:
    """The sentences of the text, without what only stands in a dateline, and with what their parts make together."""
    cut = sentences(
        plain,
        title_end,
        mentions,
        frozenset(data.abbreviations),
        signs_follow_verb=data.signs_follow_verb,
    )
    return tuple(_put_together(sentence, data.code) for sentence in without_dateline(cut, data.code))


def _title_end(offsets: "range | list[int]", title_length: int) -> int:
    """How many plain characters the title became."""
    return bisect.bisect_left(offsets, title_length)


def _put_together(sentence: Sentence, code: str) -> Sentence:
    """The sentence with what its parts make together, of exits, of production, of mines."""
    return with_classes(with_compounds(composed(with_halves(without_strange_homes(sentence), code))))
