"""Labelled facts, given as findings, hang together as their labels say; and how that is measured."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from services.classify.labelled import Fact, Item, load_items
from services.contracts.vocabulary import MineType, Stage, Topic
from tests.bench.clustering import as_message, clusters, dated, from_facts, labelled
from tests.bench.hanging import Clusters, Mention, b_cubed, comparable, mixed, parted, unread_alone, why_apart

DATA = Path(__file__).parents[2] / "data"
OTTAWA = {"type": Topic.TREATY_WITHDRAWAL, "country": "FI", "treaty": "ottawa"}
MINES = {"type": Topic.MINE_PRODUCTION, "country": "FI", "mine_type": "antipersonnel", "stage": Stage.CONSIDERED}


def item(name: str, *facts: Any, published: str | None = None, event: str | None = None) -> Item:
    labels = tuple({Topic(fact["type"]) for fact in facts})
    return Item.model_validate(
        {"id": name, "lang": "en", "title": name, "text": name, "published": published, "event": event}
        | {"facts": facts, "labels": labels}
    )


def _as_joined(true: Clusters, found: Clusters) -> Clusters:
    """A report that leaves the mine type open joins the one specific event that fits, and is as exact from then on."""
    joined = dict(true)
    for item_id, step in found.keys() - true.keys():
        topic, country, _, stage = step
        del joined[item_id, (topic, country, MineType.UNSPECIFIED, stage)]  # nothing else may be told otherwise
        joined[item_id, step] = frozenset({step})
    return joined


def hung(items: Iterable[Item]) -> dict[Mention, frozenset[Any]]:
    items = list(items)
    at = dated(items)
    return clusters(((one.id, as_message(one, from_facts(one), at[one.id])) for one in items), with_stage=True)


@pytest.mark.parametrize("name", ["opened", "held_out"])
def test_labelled_facts_hang_together_as_labelled_but_where_a_rule_of_identity_parts_them(name: str) -> None:
    items = load_items([DATA / f"{name}.jsonl"])
    at, found = dated(items), hung(items)
    true = _as_joined(labelled(items, with_stage=True), found)
    steps: dict[Any, Fact] = {(*fact.slot, fact.stage): fact for one in items for fact in one.facts}

    assert found.keys() == true.keys()
    assert mixed(found, true) == {}
    for step, pieces in parted(found, true).items():
        ordered = sorted(pieces, key=lambda piece: min(at[item_id] for item_id in piece))
        for earlier, later in pairwise(ordered):
            assert why_apart(earlier, later, steps[step], items, at), (step, pieces)


def test_a_letter_of_intent_of_several_makers_hangs_together_with_another_that_shares_one() -> None:
    makers = [[{**MINES, "producer": maker} for maker in names] for names in (("Nammo", "Insta"), ("Insta", "Forcit"))]
    items = [item("a", *makers[0], published="2025-07-09"), item("b", *makers[1], published="2025-09-09")]

    assert parted(hung(items), labelled(items, with_stage=True)) == {}
    assert len({event for events in hung(items).values() for event in events}) == 3


def test_a_step_is_dated_by_its_item_then_by_its_key_then_by_its_companions() -> None:
    fact = {**OTTAWA, "stage": Stage.NOTIFIED}
    items = [
        item("a", fact, published="2025-07-10", event="FI-ottawa-notified-2024-01"),
        item("b", fact, event="FI-ottawa-notified-2025-08"),
        item("c", fact, event="FI-ottawa-notified-2024"),
        item("d", fact, event="FI-ottawa-notified"),
        item("e", fact, published="2025-07-12", event="FI-ottawa-notified"),
    ]

    assert [str(moment.date()) for moment in dated(items).values()] == [
        "2025-07-10",
        "2025-08-15",
        "2024-07-01",
        "2025-07-12",
        "2025-07-12",
    ]


def test_b_cubed_weighs_each_mention_alike() -> None:
    def these(**clusters_of: str) -> dict[Mention, frozenset[Any]]:
        return {(name, ("slot",)): frozenset(held) for name, held in clusters_of.items()}

    assert b_cubed(these(a="x", b="x", c="y"), these(a="1", b="1", c="2")).f1 == 1.0
    lumped = b_cubed(these(a="x", b="x", c="x"), these(a="1", b="1", c="2"))
    assert lumped.precision == pytest.approx(5 / 9)
    assert lumped.recall == 1.0
    made_up = b_cubed(these(a="x", b="x"), these(a="1"))
    assert (made_up.precision, made_up.recall) == (0.25, 1.0)
    missed = b_cubed(these(a="x"), these(a="1", b="1"))
    assert (missed.precision, missed.recall) == (1.0, 0.25)
    alone = b_cubed(unread_alone(these(a="x", c="x"), these(a="1", b="1")), these(a="1", b="1"))
    assert (alone.precision, alone.recall) == (1.0, 0.5)
    shared = b_cubed(these(a="xy", b="yz"), these(a="1", b="1"))
    assert shared.f1 == 1.0


def test_what_is_read_of_a_topic_that_was_labelled_without_facts_is_not_scored() -> None:
    one = item("a", {**OTTAWA, "stage": Stage.NOTIFIED}).model_copy(
        update={"labels": (Topic.TREATY_WITHDRAWAL, Topic.MINE_PRODUCTION)}
    )
    left: Mention = ("a", (Topic.TREATY_WITHDRAWAL, "FI", "ottawa"))
    open_one: Mention = ("a", (Topic.MINE_PRODUCTION, "FI", "antipersonnel"))
    other_item: Mention = ("b", (Topic.MINE_PRODUCTION, "FI", "antipersonnel"))
    found = {mention: frozenset[Any]({"evt"}) for mention in (left, open_one, other_item)}

    assert set(comparable(found, [one])) == {left, other_item}


def test_only_a_rule_of_identity_excuses_a_parted_step() -> None:
    at = {
        name: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=days) for name, days in (("a", 0), ("r", 9), ("b", 99))
    }
    weighed = Fact.model_validate({**OTTAWA, "stage": Stage.CONSIDERED})
    refusal = item("r", {**OTTAWA, "stage": Stage.REJECTED})
    made = Fact.model_validate(MINES)
    saab, nammo, nobody = ({**MINES, "producer": maker} for maker in ("Saab", "Nammo", None))

    def why(step: Fact, *items: Item, **days: int) -> str:
        moments = {name: moment + timedelta(days=days.get(name, 0)) for name, moment in at.items()}
        return why_apart({"a"}, {"b"}, step, items, moments)

    assert why(weighed) == ""
    assert why(weighed, refusal) == f"rejected on {date(2025, 1, 10)} (r)"
    assert why(weighed, refusal, r=200) == ""
    assert why(made, b=300) == "399 days between them"
    assert why(weighed, b=300) == ""
    assert why(made, item("a", saab), item("b", nammo)) == "made by saab and by nammo"
    assert why(made, item("a", saab), item("b", saab)) == ""
    assert why(made, item("a", saab), item("b", nobody)) == ""
    assert "may be any of" in why(made, item("a", saab), item("b", nobody), item("c", nammo))
