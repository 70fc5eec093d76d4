"""What one sentence claims: the reading's raw material, before an article's claims become its findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.classify.parties import Party
from services.classify.sentences import Sentence
from services.contracts.vocabulary import Act, Realis, Stage, Topic

MAX_CLAIMS = 300
"""An article with more is no article: a list, an index, or an attack on the reader."""

MAX_TRIGGERS = 12
"""Words of leaving or making that are followed in one sentence."""


@dataclass(frozen=True)
class Span:
    """Where in the plain text a field was read."""

    field: str
    start: int
    end: int


@dataclass(frozen=True)
class Claim:
    """One state's step as one sentence tells it."""

    topic: Topic
    country: str
    slot: str
    """The treaty's id, or the mine type."""
    stage: Stage
    realis: Realis
    sentence: Sentence
    rule: str
    log_odds: float
    """How much this sentence alone speaks for the claim; the article's focus is added when claims are merged."""
    is_firm: bool = True
    """False where the words leave the stage open and a firmer claim about the same slot should decide it."""
    is_supposed: bool = False
    """No rule made it: its log-odds are those of the article's signs, and nothing is added to them."""
    is_import: bool = False
    is_recalled: bool = False
    """Told as background: true, but not this article's news."""
    is_aside: bool = False
    """Told of a state in passing: "Finland, which left in January"."""
    is_premise: bool = False
    """Told as what came before the news: "after the exit, the army may train with mines"."""
    is_worded: bool = True
    """False where a step alone tells it, without a word of leaving: "the president signed the decree"."""
    act: Act | None = None
    producer: str | None = None
    notified_on: date | None = None
    effective_on: date | None = None
    quantity: int | None = None
    capacity_per_year: int | None = None
    spans: tuple[Span, ...] = field(default=())


def told_last(claims: Sequence[Claim]) -> Party:
    """The states of the sentence that made the last claims: who acts on, where the next names nobody."""
    last = [claim for claim in claims if claim.sentence is claims[-1].sentence]
    span = next(span for span in last[0].spans if span.field == "country")
    return Party(tuple(dict.fromkeys(claim.country for claim in last)), span.start, span.end, is_subject=True)
