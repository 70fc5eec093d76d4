"""What is told of a change, and what is not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.contracts.event import Event
from services.contracts.vocabulary import AlertType, EventStatus
from services.store.changes import Announced, Revision, retract, revise
from services.store.gathering import Scene
from services.store.merge import merge
from services.store.merged import Merged
from tests.support.store import FINNISH_NOTICE, START, withdrawal
from tests.unit.store.findings import stored

NOW = START + timedelta(days=1)
TOLD = Announced(created=True)


def merged(*names: str, **facts: Any) -> Merged:
    (one,), _ = merge(Scene([found for name in names for found in stored(name, withdrawal(**facts))]))
    return one


def revised(before: Event | None, after: Merged, announced: Announced = TOLD) -> Revision:
    revision = revise(before, after, announced, now=NOW, cause="article a")
    assert revision is not None
    return revision


def types(revision: Revision) -> list[AlertType]:
    return [notice.type for notice in revision.notices]


def test_the_same_findings_change_nothing() -> None:
    first = revised(None, merged("a"), Announced()).event

    assert revise(first, merged("a"), TOLD, now=NOW + timedelta(days=9), cause="article a again") is None


def test_the_first_version_says_only_that_it_appeared() -> None:
    first = revised(None, merged("a"), Announced())

    assert (first.event.version, types(first)) == (1, [AlertType.EVENT_CREATED])
    assert [(change.field, change.reason) for change in first.changes] == [("status", "first reported (article a)")]


def test_one_more_report_of_the_same_origin_is_a_version_but_no_alert() -> None:
    first = revised(None, merged("a"), Announced()).event
    again = [*stored("a", withdrawal()), *stored("b", withdrawal(), publisher="a.example")]
    (more,), _ = merge(Scene(again))

    second = revised(first, more)
    assert (second.event.version, second.event.article_count, second.notices) == (2, 2, ())


def test_a_second_origin_is_told_with_what_was_gained() -> None:
    first = revised(None, merged("a"), Announced()).event
    second = revised(first, merged("a", "b"))

    assert types(second) == [AlertType.EVENT_CORROBORATED]
    assert [(change.field, change.after) for change in second.notices[0].changes] == [
        ("sources", 2),
        ("article_count", 2),
        ("status", "corroborated"),
    ]


def test_corroboration_is_told_once_in_an_events_life() -> None:
    first = revised(None, merged("a"), Announced()).event
    again = revised(first, merged("a", "b"), Announced(created=True, corroborated=True))

    assert again.notices == ()


def test_an_event_created_with_two_origins_is_told_once() -> None:
    assert types(revised(None, merged("a", "b"), Announced())) == [AlertType.EVENT_CREATED]


def test_a_changed_fact_is_told_with_how_many_state_it() -> None:
    first = revised(None, merged("a", notified_on=date(2025, 7, 1)), Announced()).event
    second = revised(first, merged("a", notified_on=FINNISH_NOTICE))

    (notice,) = second.notices
    assert notice.type == AlertType.EVENT_CORRECTED
    assert (notice.changes[0].before, notice.changes[0].after) == ("2025-07-01", "2025-07-10")
    assert notice.changes[0].reason == "stated by 1 of 1 independent origins (article a)"


def test_an_event_not_yet_announced_is_created_with_its_first_report() -> None:
    silent = revised(None, merged("a"), Announced()).event

    assert types(revised(silent, merged("a", "b"), Announced())) == [AlertType.EVENT_CREATED]


def test_a_retraction_keeps_the_facts_and_says_where_the_reports_went() -> None:
    first = revised(None, merged("a", notified_on=FINNISH_NOTICE), Announced()).event
    gone = retract(first, TOLD, now=NOW, cause="article a", merged_into="evt_other")

    assert (gone.event.status, gone.event.sources, gone.event.notified_on) == (
        EventStatus.RETRACTED,
        0,
        FINNISH_NOTICE,
    )
    assert types(gone) == [AlertType.EVENT_RETRACTED]
    assert all("evt_other" in change.reason for change in gone.changes)


def test_a_dismissed_event_is_told_as_retracted_once_and_silent_from_then_on() -> None:
    first = revised(None, merged("a"), Announced()).event
    gone = replace(merged("a"), status=EventStatus.DISMISSED, reasons={"status": "dismissed by the desk"})
    dismissed = revised(first, gone)

    assert types(dismissed) == [AlertType.EVENT_RETRACTED]
    assert dismissed.notices[0].changes[0].reason == "dismissed by the desk"
    more = replace(merged("a", "b"), status=EventStatus.DISMISSED)
    assert revised(dismissed.event, more).notices == ()
    assert retract(dismissed.event, TOLD, now=NOW, cause="x", merged_into=None).notices == ()


def test_an_event_that_is_only_computed_is_not_told_until_somebody_reports_it() -> None:
    alone = replace(merged("a"), status=EventStatus.COMPUTED, reports=(), sources=0)
    computed = revised(None, alone, Announced())

    assert computed.notices == ()
    assert types(revised(computed.event, merged("a"), Announced())) == [AlertType.EVENT_CREATED]


def test_a_dispute_is_told_with_its_reason() -> None:
    first = revised(None, merged("a"), Announced()).event
    disputed = replace(merged("a"), status=EventStatus.DISPUTED, reasons={"status": "sources differ on quantity"})

    (notice,) = revised(first, disputed).notices
    assert notice.type == AlertType.EVENT_CORRECTED
    assert [(change.field, change.reason) for change in notice.changes] == [("status", "sources differ on quantity")]


def test_alert_ids_are_derived_from_what_is_told() -> None:
    first = revised(None, merged("a"), Announced())
    again = revised(None, replace(merged("a"), score=0.1), Announced())

    assert first.notices[0].alert_id == again.notices[0].alert_id
    later = [
        revised(first.event.model_copy(update={"version": version}), merged("a", notified_on=FINNISH_NOTICE))
        for version in (1, 2)
    ]
    assert len({revision.notices[0].alert_id for revision in later}) == 2
