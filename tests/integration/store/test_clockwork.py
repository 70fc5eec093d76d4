"""Clocks that run, on both databases: told on their day, once, whatever happens to the process or its clock."""

from datetime import UTC, date, datetime, timedelta

from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType, EventStatus, ReviewAction, Stage
from services.store.rebuilding import rebuild
from tests.integration.store.conftest import StoreBench
from tests.support.store import FINNISH_NOTICE, message, on_day, withdrawal

EFFECT = date(2026, 1, 10)
NOTICE = message("yle", withdrawal(notified_on=FINNISH_NOTICE))


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC)


def before(days: int) -> datetime:
    return morning(EFFECT - timedelta(days=days))


async def due(store: StoreBench) -> list[EventChanged]:
    return [alert for alert in await store.alerts() if alert.type is AlertType.NOTICE_DUE]


async def test_each_mark_is_told_on_its_day_and_once(store: StoreBench) -> None:
    await store.say(NOTICE)
    told = []
    for days in range(95, -10, -1):
        if await store.look_at_clocks(before(days)):
            told.append(days)
        assert await store.look_at_clocks(before(days)) == 0

    assert told == [90, 30, 7, 1, 0]
    notices = [alert.notice for alert in await due(store)]
    assert [(one.mark, one.days_left, one.due_on) for one in notices if one] == [
        (days, days, EFFECT) for days in (90, 30, 7, 1, 0)
    ]
    assert all(one is not None and "Six calendar months" in one.rule for one in notices)


async def test_on_its_day_the_effect_exists_as_computed_and_is_created_by_its_first_report(store: StoreBench) -> None:
    await store.say(NOTICE)
    await store.look_at_clocks(before(0))

    effect = next(event for event in await store.events() if event.stage is Stage.IN_EFFECT)
    assert (effect.status, effect.unconfirmed, effect.sources) == (EventStatus.COMPUTED, True, 0)
    assert (effect.notified_on, effect.computed_effective_on) == (FINNISH_NOTICE, EFFECT)
    assert [alert.event.id for alert in await due(store)] == [effect.id]
    assert await store.told() == [AlertType.EVENT_CREATED, AlertType.NOTICE_DUE]

    await store.say(message("hs", withdrawal(stage=Stage.IN_EFFECT), published_at=before(-1)))
    reported = next(event for event in await store.events() if event.stage is Stage.IN_EFFECT)
    assert (reported.id, reported.status, reported.unconfirmed) == (effect.id, EventStatus.REPORTED, False)
    assert (await store.told())[2:] == [AlertType.EVENT_CREATED]


async def test_after_a_long_stop_only_the_latest_mark_is_told(store: StoreBench) -> None:
    await store.say(NOTICE)

    assert await store.look_at_clocks(before(3)) == 1
    (alert,) = await due(store)
    assert alert.notice is not None
    assert (alert.notice.mark, alert.notice.days_left) == (7, 3)


async def test_an_effect_that_is_old_news_is_not_told_but_stands(store: StoreBench) -> None:
    await store.say(NOTICE)

    assert await store.look_at_clocks(before(-200)) == 0
    assert {event.stage: event.status for event in await store.events()}[Stage.IN_EFFECT] == EventStatus.COMPUTED
    assert await store.told() == [AlertType.EVENT_CREATED]


async def test_a_clock_that_jumps_forth_and_back_tells_nothing_twice_and_undoes_nothing(store: StoreBench) -> None:
    await store.say(NOTICE)
    assert await store.look_at_clocks(before(0)) == 1
    for days in (60, 30, 7, 1):
        assert await store.look_at_clocks(before(days)) == 0
    await store.say(message("svd", withdrawal(notified_on=FINNISH_NOTICE)))

    assert {event.stage: event.status for event in await store.events()}[Stage.IN_EFFECT] == EventStatus.COMPUTED
    assert len(await due(store)) == 1
    assert await store.look_at_clocks(before(0)) == 0


async def test_a_corrected_notice_counts_down_to_its_new_day(store: StoreBench) -> None:
    await store.say(message("yle", withdrawal(notified_on=date(2025, 6, 10))))
    assert await store.look_at_clocks(morning(date(2025, 12, 10))) == 1
    wrong = next(event for event in await store.events() if event.stage is Stage.NOTIFIED)
    store.clock.now = morning(date(2025, 12, 11))
    await store.review(wrong.id, ReviewAction.CORRECT, fields={"notified_on": "2025-07-10"})

    told = []
    for days in range(40, -2, -1):
        if await store.look_at_clocks(before(days)):
            told.append(days)
    assert told == [7, 1, 0]
    assert [alert.notice.due_on for alert in await due(store) if alert.notice][-1] == EFFECT


async def test_a_dismissed_notice_counts_no_more(store: StoreBench) -> None:
    await store.say(NOTICE)
    (event,) = await store.events()
    await store.review(event.id, ReviewAction.DISMISS)

    assert [await store.look_at_clocks(before(days)) for days in (90, 7, 0)] == [0, 0, 0]
    assert await store.events() == []


async def test_a_withdrawal_held_by_armed_conflict_has_no_day_until_a_reviewer_says_so(store: StoreBench) -> None:
    await store.say(message("a", withdrawal("UA", notified_on=date(2025, 7, 17), effective_on=date(2026, 1, 17))))
    (held,) = await store.events()
    assert (held.computed_effective_on, held.hold, held.date_conflict) == (None, "armed_conflict", True)
    clock = (await store.detail(held.id)).clock
    assert clock is not None
    assert "the war with Russia" in (clock.hold_reason or "")

    await store.review(held.id, ReviewAction.CORRECT, fields={"hold": None})
    (freed,) = await store.events()
    assert (freed.computed_effective_on, freed.hold, freed.date_conflict) == (date(2026, 1, 17), None, False)


async def test_left_on_the_day_of_the_notice_becomes_a_report_of_the_notice(store: StoreBench) -> None:
    await store.say(message("tabloid", withdrawal(stage=Stage.IN_EFFECT), published_at=on_day(39)))
    (early,) = await store.events()
    await store.say(message("yle", withdrawal(notified_on=FINNISH_NOTICE), published_at=on_day(40)))

    (notice,) = await store.events()
    assert (notice.stage, notice.sources, notice.status) == (Stage.NOTIFIED, 2, EventStatus.CORROBORATED)
    assert await store.where_it_went(early.id) == notice.id
    (stages,) = (await store.detail(notice.id)).contradictions
    assert (stages.field, stages.is_settled) == ("stage", True)
    assert [(value.value, value.is_shown) for value in stages.values] == [("notified", True), ("in_effect", False)]

    await store.say(message("hs", withdrawal(stage=Stage.IN_EFFECT), published_at=on_day(60)))
    assert [event.sources for event in await store.events()] == [3]

    await store.look_at_clocks(before(0))
    effect = next(event for event in await store.events() if event.stage is Stage.IN_EFFECT)
    assert (effect.id, effect.status) == (early.id, EventStatus.COMPUTED)
    assert await store.where_it_went(early.id) is None


async def test_an_effect_that_turns_out_to_have_come_gets_its_event_back(store: StoreBench) -> None:
    await store.say(message("tabloid", withdrawal(stage=Stage.IN_EFFECT), published_at=on_day(41)))
    (early,) = await store.events()
    await store.say(message("misread", withdrawal(notified_on=FINNISH_NOTICE), published_at=on_day(40)))
    (notice,) = await store.events()
    came = withdrawal(stage=Stage.IN_EFFECT, effective_on=FINNISH_NOTICE)
    await store.say(message("yle", came, published_at=on_day(42)))

    by_stage = {event.stage: (event.id, event.sources) for event in await store.events()}
    assert by_stage == {Stage.NOTIFIED: (notice.id, 1), Stage.IN_EFFECT: (early.id, 2)}
    assert await store.where_it_went(early.id) is None
    assert [done.differences async for done in rebuild(store.engine, clock=store.clock)] == [()]
