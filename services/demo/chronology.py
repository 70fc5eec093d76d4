"""The bundled chronology: its articles, and the events they must yield, both written by hand."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, TypeAdapter

from services.contracts.message import UtcDatetime
from services.contracts.vocabulary import MineType, Stage, Topic


class BundledArticle(BaseModel):
    """One article of the chronology. `reports` names the expected events it tells of, and is never served."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    feed: str
    language: str
    published_at: UtcDatetime
    url: str
    title: str
    text: str
    reports: tuple[str, ...]


class ExpectedEvent(BaseModel):
    """One real-world step that the chronology reports as news."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    topic: Topic
    country: str
    treaty: str | None = None
    mine_type: MineType | None = None
    producer: str | None = None
    stage: Stage
    notified_on: date | None = None
    computed_effective_on: date | None = None
    capacity_per_year: int | None = None

    @cached_property
    def facts(self) -> dict[str, date | int]:
        """The fields besides identity that the event must carry: those that were written down."""
        facts = {
            "notified_on": self.notified_on,
            "computed_effective_on": self.computed_effective_on,
            "capacity_per_year": self.capacity_per_year,
        }
        return {name: value for name, value in facts.items() if value is not None}


def load_chronology() -> tuple[BundledArticle, ...]:
    """The articles, oldest first."""
    lines = _read("chronology.jsonl").splitlines()
    articles = [BundledArticle.model_validate(json.loads(line)) for line in lines]
    return tuple(sorted(articles, key=lambda article: article.published_at))


def load_expected_events() -> tuple[ExpectedEvent, ...]:
    """The events, in the order in which the steps were taken."""
    return tuple(TypeAdapter(list[ExpectedEvent]).validate_json(_read("expected_events.json")))


def released(articles: Sequence[BundledArticle], feed: str, moment: UtcDatetime) -> list[BundledArticle]:
    """What `feed` lists once the chronology has reached `moment`, newest first."""
    listed = [article for article in articles if article.feed == feed and article.published_at <= moment]
    return sorted(listed, key=lambda article: (article.published_at, article.id), reverse=True)


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
