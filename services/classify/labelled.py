"""Labelled items: articles with what people say they tell of. Data to measure by, never to read by."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from services.contracts.vocabulary import MineType, Stage, Topic

Slot = tuple[Topic, str, str]
Step = tuple[Slot, Stage]


class Fact(BaseModel):
    """One step that an item tells of, as people labelled it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    type: Topic
    country: str
    treaty: str | None = None
    mine_type: MineType | None = None
    producer: str | None = None
    stage: Stage
    notified_on: date | None = None
    effective_on: date | None = None
    quantity: int | None = None
    capacity_per_year: int | None = None

    @property
    def slot(self) -> Slot:
        """Topic, state, and treaty or mine."""
        return self.type, self.country, self.treaty or self.mine_type or ""


class Item(BaseModel):
    """One labelled article."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    lang: str
    title: str
    text: str
    published: date | None = None
    labels: tuple[Topic, ...] = ()
    facts: tuple[Fact, ...] = ()
    event: str | None = None

    @property
    def group(self) -> str:
        """What shares one vote and stays on one side of every split: the event, or the item alone."""
        return self.event or self.id

    def fold(self, count: int) -> int:
        """Which of `count` parts of a split the item's group belongs to: the same today and tomorrow."""
        return int(hashlib.sha256(self.group.encode()).hexdigest(), 16) % count


def load_items(paths: Iterable[Path]) -> list[Item]:
    """The items of the files, one JSON object a line; raises `ValueError` with the file and line that is none."""
    items: list[Item] = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip():
                continue
            try:
                items.append(Item.model_validate_json(line))
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
    return items
