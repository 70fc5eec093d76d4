"""The findings: what one version of one article says about steps out of treaties and into mine production."""

from datetime import date
from typing import ClassVar

from pydantic import Field, model_validator

from services.contracts.article import Article
from services.contracts.message import Message, UtcDatetime, Value
from services.contracts.streams import FINDINGS
from services.contracts.vocabulary import STAGES, Act, MineType, Realis, Stage, Topic


class Evidence(Value):
    r"""The words a field was read from. Offsets are characters of `title + "\n" + text`, end exclusive."""

    field: str
    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Finding(Value):
    """What one article says about one step."""

    topic: Topic
    country: str = Field(pattern=r"^[A-Z]{2}$")
    """ISO 3166 alpha-2: the state that leaves; where the mine is made; for an import, the buyer."""
    treaty: str | None = None
    mine_type: MineType | None = None
    producer: str | None = None
    stage: Stage
    act: Act | None = None
    realis: Realis = Realis.ACTUAL
    notified_on: date | None = None
    effective_on: date | None = None
    """The date of effect as the article claims it."""
    occurred_on: date | None = None
    """The day of the step itself, where the text states it."""
    quantity: int | None = Field(default=None, ge=0)
    """Mines in one order."""
    capacity_per_year: int | None = Field(default=None, ge=0)
    score: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _fits_its_topic(self) -> "Finding":
        if self.stage not in STAGES[self.topic]:
            raise ValueError(f"{self.stage} is no stage of {self.topic}")
        if self.topic is Topic.TREATY_WITHDRAWAL and self.treaty is None:
            raise ValueError("a treaty withdrawal needs its treaty")
        if self.topic is Topic.MINE_PRODUCTION and self.mine_type is None:
            raise ValueError("mine production needs its mine_type, at least 'unspecified'")
        return self


class Findings(Message):
    """All that one version of one article says. It replaces what earlier versions said, also when it is empty."""

    stream: ClassVar[str] = FINDINGS.name
    subject_prefix: ClassVar[str] = "findings.v1"
    version: ClassVar[int] = 1

    article: Article
    language: str | None = None
    """The language the text was read as (ISO 639-1)."""
    rules_version: str
    read_at: UtcDatetime
    findings: tuple[Finding, ...]

    def subject(self) -> str:
        """`findings.v1.<article id>`."""
        return f"{self.subject_prefix}.{self.article.id}"
