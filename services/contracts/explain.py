"""Why a text is, or is not, a finding: the question the classifier answers, and its answer."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from services.contracts.article import MAX_TEXT_CHARACTERS, MAX_TITLE_CHARACTERS
from services.contracts.finding import Finding
from services.contracts.message import Value
from services.contracts.request import Request


class ExplainText(Request):
    """Read this text and tell everything that was seen on the way."""

    subject: ClassVar[str] = "classify.v1.explain"

    title: str = Field(default="", max_length=MAX_TITLE_CHARACTERS)
    text: str = Field(default="", max_length=MAX_TEXT_CHARACTERS)
    language: str | None = None
    """A hint (BCP 47); the text decides."""
    published_on: date | None = None
    """What relative dates are counted from."""


class GateVerdict(Value):
    """Whether the text was worth reading in full, and by which words."""

    passed: bool
    reason: str


class Seen(Value):
    r"""Words that mean something to the reading. Offsets are characters of `title + "\n" + text`, end exclusive."""

    kind: str
    value: str | None = None
    quote: str
    start: int
    end: int


class SentenceRead(Value):
    """A sentence that mattered, what was seen in it, and what was made of that."""

    index: int
    part: str
    text: str
    seen: tuple[Seen, ...] = ()
    notes: tuple[str, ...] = ()


class Explanation(Value):
    """One reading, with its reasons."""

    title: str
    language: str | None
    rules_version: str
    score_threshold: float
    gate: GateVerdict
    findings: tuple[Finding, ...]
    sentences: tuple[SentenceRead, ...]
    notes: tuple[str, ...] = ()
