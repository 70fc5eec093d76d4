"""The demo's year of news, given as the facts its authors wrote down, in orders that news does not come in."""

import json
import random
from collections import Counter
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest

from services.contracts.event import Event
from services.contracts.finding import Finding, Findings
from tests.integration.store.conftest import StoreBench
from tests.support.store import message

DEMO = files("services.demo")
EXPECTED: list[dict[str, Any]] = json.loads((DEMO / "expected_events.json").read_text(encoding="utf-8"))
FACT_FIELDS = ("topic", "country", "treaty", "stage", "producer", "mine_type", "capacity_per_year", "notified_on")


def told_by_its_authors() -> list[Findings]:
    facts = {one["key"]: {name: one.get(name) for name in FACT_FIELDS} for one in EXPECTED}
    articles = [json.loads(line) for line in (DEMO / "chronology.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        message(
            article["id"],
            *(Finding(score=0.8, **facts[key]) for key in article["reports"]),
            text=article["text"],
            publisher=f"{article['feed']}.example",
            language=article["language"],
            published_at=datetime.fromisoformat(article["published_at"]),
            seen_after=timedelta(hours=1),
        )
        for article in articles
    ]


def as_expected(event: Event, wanted: dict[str, Any]) -> bool:
    shown = event.model_dump(mode="json")
    return all(shown[name] == value for name, value in wanted.items() if name != "key")


@pytest.mark.parametrize(("seed", "at_once"), [(0, 1), (1, 7), (2, 200)])
async def test_a_year_shuffled_and_tripled_gives_each_step_once(store: StoreBench, seed: int, at_once: int) -> None:
    said = told_by_its_authors() * 3
    random.Random(seed).shuffle(said)
    for start in range(0, len(said), at_once):
        await store.say_at_once(*said[start : start + at_once])

    events = await store.events(hidden=True)
    assert [one["key"] for one in EXPECTED if not any(as_expected(event, one) for event in events)] == []
    assert len(events) == len(EXPECTED)
    created = Counter(alert.event.id for alert in await store.alerts() if alert.type == "event.created")
    assert created == Counter(event.id for event in events)
