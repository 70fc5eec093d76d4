"""What reviewers say, on both databases: applied, kept through new readings, taken back."""

from datetime import date

from services.contracts.vocabulary import AlertType, EventStatus, MineType, ReviewAction, Stage
from services.database.events import CaseRow
from tests.integration.store.conftest import StoreBench
from tests.support.store import FINNISH_NOTICE, message, production, withdrawal

CREATED, CORRECTED, RETRACTED = AlertType.EVENT_CREATED, AlertType.EVENT_CORRECTED, AlertType.EVENT_RETRACTED


async def test_a_confirmed_event_stays_confirmed_whatever_is_read_later(store: StoreBench) -> None:
    await store.say(message("a", withdrawal(notified_on=FINNISH_NOTICE)))
    (event,) = await store.events()
    await store.review(event.id, ReviewAction.CONFIRM, reason="depositary notification seen")
    await store.say(message("b", withdrawal(notified_on=date(2025, 7, 1))))

    (confirmed,) = await store.events()
    assert (confirmed.status, confirmed.sources) == (EventStatus.CONFIRMED, 2)
    detail = await store.detail(event.id)
    assert [(review.action, review.reviewer) for review in detail.reviews] == [(ReviewAction.CONFIRM, "treaty desk")]
    told = [(alert.type, [change.reason for change in alert.changes]) for alert in await store.alerts()]
    assert (CORRECTED, ["confirmed by treaty desk: depositary notification seen"]) in told


async def test_a_confirmed_event_outlives_the_reports_it_was_read_from(store: StoreBench) -> None:
    await store.say(message("a", withdrawal(notified_on=FINNISH_NOTICE)))
    (event,) = await store.events()
    await store.review(event.id, ReviewAction.CONFIRM)
    await store.say(message("a", revision=2))

    (kept,) = await store.events()
    assert (kept.id, kept.status, kept.sources) == (event.id, EventStatus.CONFIRMED, 0)
    assert (kept.notified_on, kept.computed_effective_on) == (FINNISH_NOTICE, date(2026, 1, 10))


async def test_a_dismissed_event_goes_on_learning_in_silence_and_can_be_brought_back(store: StoreBench) -> None:
    await store.say(message("a", production(producer=None)))
    (event,) = await store.events()
    dismissal = await store.review(event.id, ReviewAction.DISMISS, reason="an ore mine")
    await store.say(message("a", production(producer="Belma"), revision=2))

    assert await store.events() == []
    (hidden,) = await store.events(hidden=True)
    assert (hidden.producer, hidden.status) == ("Belma", EventStatus.DISMISSED)
    assert await store.told() == [CREATED, RETRACTED]
    assert await store.count(CaseRow) == 2

    await store.review(event.id, ReviewAction.UNDO, undoes=dismissal.id)
    (back,) = await store.events()
    assert back.status == EventStatus.REPORTED
    assert (await store.told())[2:] == [CORRECTED]


async def test_corrected_fields_stand_and_the_clock_follows_them(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal(notified_on=date(2025, 7, 1))), message("b", withdrawal(stage=Stage.IN_EFFECT))
    )
    event = next(one for one in await store.events() if one.stage is Stage.NOTIFIED)
    correction = await store.review(event.id, ReviewAction.CORRECT, fields={"notified_on": "2025-07-10"}, reason="C.N.")
    await store.say(message("c", withdrawal(notified_on=date(2025, 7, 2))))

    by_stage = {one.stage: one for one in await store.events()}
    assert by_stage[Stage.NOTIFIED].notified_on == FINNISH_NOTICE
    assert by_stage[Stage.NOTIFIED].computed_effective_on == date(2026, 1, 10)
    assert by_stage[Stage.IN_EFFECT].computed_effective_on == date(2026, 1, 10)
    assert by_stage[Stage.NOTIFIED].status == EventStatus.CONFIRMED

    await store.review(event.id, ReviewAction.UNDO, undoes=correction.id)
    by_stage = {one.stage: one for one in await store.events()}
    assert by_stage[Stage.NOTIFIED].notified_on in (date(2025, 7, 1), date(2025, 7, 2))
    assert by_stage[Stage.NOTIFIED].status == EventStatus.DISPUTED


async def test_a_merged_event_leads_to_the_other_and_later_reports_follow(store: StoreBench) -> None:
    await store.say(message("a", production(producer="Belma")), message("b", production(producer="Dezamet")))
    belma, dezamet = sorted(await store.events(), key=lambda event: event.producer or "")
    merger = await store.review(dezamet.id, ReviewAction.MERGE, into=belma.id, reason="one programme")
    await store.say(message("c", production(producer="Dezamet")))

    (left,) = await store.events()
    assert (left.id, left.producer, left.article_count, left.sources) == (belma.id, "Dezamet", 3, 3)
    assert {one.field for one in (await store.detail(belma.id)).contradictions} == {"producer"}
    assert await store.where_it_went(dezamet.id) == belma.id

    await store.review(dezamet.id, ReviewAction.UNDO, undoes=merger.id)
    assert {(one.id, one.article_count) for one in await store.events()} == {(belma.id, 1), (dezamet.id, 2)}
    assert await store.where_it_went(dezamet.id) is None


async def test_a_merge_reaches_over_states(store: StoreBench) -> None:
    await store.say(message("a", withdrawal("FI")), message("b", withdrawal("EE")))
    wrong = next(one for one in await store.events() if one.country == "EE")
    right = next(one for one in await store.events() if one.country == "FI")
    await store.review(wrong.id, ReviewAction.MERGE, into=right.id)
    await store.say(message("c", withdrawal("EE")))

    (left,) = await store.events()
    assert (left.id, left.country, left.article_count) == (right.id, "FI", 3)
    assert await store.where_it_went(wrong.id) == right.id


async def test_split_articles_make_an_event_of_their_own(store: StoreBench) -> None:
    await store.say(*(message(name, production(producer=None)) for name in "abc"))
    (event,) = await store.events()
    moved = message("c").article.id
    await store.review(event.id, ReviewAction.SPLIT, article_ids=(moved,), reason="another works")
    await store.say(message("c", production(producer=None, quantity=100), revision=2))

    first, second = await store.events()
    assert (first.id, first.article_count) == (event.id, 2)
    assert (second.article_count, second.quantity) == (1, 100)
    assert [article.id for article in (await store.detail(second.id)).articles] == [moved]


async def test_an_event_entered_by_hand_takes_the_reports_that_follow(store: StoreBench) -> None:
    fields = {"topic": "treaty_withdrawal", "country": "FI", "treaty": "ottawa", "stage": "notified"}
    entry = await store.review(
        f"evt_{7:024x}",
        ReviewAction.ENTER,
        fields={**fields, "notified_on": "2025-07-10"},
        source_url="https://treaties.un.org/doc/cn",
    )
    (event,) = await store.events()
    assert (event.id, event.status, event.sources, event.article_count) == (entry.event_id, "confirmed", 1, 0)
    assert await store.told() == [CREATED]

    await store.say(message("a", withdrawal()))
    (event,) = await store.events()
    assert (event.id, event.sources, event.article_count) == (entry.event_id, 2, 1)
    assert event.computed_effective_on == date(2026, 1, 10)


async def test_an_event_entered_twice_is_one(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()))
    (reported,) = await store.events()
    fields = {"topic": "treaty_withdrawal", "country": "FI", "treaty": "ottawa", "stage": "notified"}
    await store.review(f"evt_{7:024x}", ReviewAction.ENTER, fields=fields, source_url="https://desk.example/1")

    (event,) = await store.events()
    assert (event.sources, event.article_count) == (2, 1)
    gone = {f"evt_{7:024x}", reported.id} - {event.id}
    assert [await store.where_it_went(one) for one in gone] in ([event.id], [None])


async def test_a_review_that_cannot_be_applied_is_kept_with_its_reason(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()))
    (event,) = await store.events()
    before = await store.events()
    await store.review(event.id, ReviewAction.MERGE, into=event.id)
    await store.review(f"evt_{9:024x}", ReviewAction.CONFIRM)
    await store.review(event.id, ReviewAction.CORRECT, fields={"stage": "delivered"})
    await store.review(event.id, ReviewAction.CORRECT, fields={"colour": "red"})
    await store.review(event.id, ReviewAction.SPLIT, article_ids=(message("a").article.id,))
    await store.review(event.id, ReviewAction.UNDO, undoes=f"rev_{9:024x}")

    assert await store.events() == before
    refusals = [reason or "" for reason in await store.refusals()]
    assert [bool(reason) for reason in refusals] == [True] * 6
    assert "into itself" in refusals[0]
    assert "delivered is no stage of treaty_withdrawal" in refusals[2]
    assert "colour" in refusals[3]
    assert "nothing would be left" in refusals[4]


async def test_a_review_delivered_again_is_applied_once(store: StoreBench) -> None:
    await store.say(message("a", production(mine_type=MineType.NAVAL)))
    (event,) = await store.events()
    review = await store.review(event.id, ReviewAction.CONFIRM)
    before = await store.everything()
    await store.repeat(review)

    assert await store.everything() == before
