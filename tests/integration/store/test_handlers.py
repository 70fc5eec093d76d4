"""Messages into the book of events, on both databases."""

from datetime import date, timedelta

import pytest

from services.contracts.message import InvalidMessage
from services.contracts.vocabulary import EventStatus, MineType, Role, Stage
from services.database.events import ArticleRow, EventVersionRow, FindingRow
from services.runtime.consumer import Delivery, Reject
from services.runtime.identifiers import stable_id
from tests.integration.store.conftest import StoreBench
from tests.support.store import FINNISH_NOTICE, HISTORICAL, NEGATED, START, message, on_day, production, withdrawal

CREATED, CORROBORATED = "event.created", "event.corroborated"
CORRECTED, RETRACTED = "event.corrected", "event.retracted"


async def test_a_first_report_opens_an_event_and_raises_one_alert(store: StoreBench) -> None:
    await store.say(message("yle", withdrawal(notified_on=FINNISH_NOTICE), language="fi"))

    (event,) = await store.events()
    assert event.title == "Finland notifies its withdrawal from the Ottawa Convention"
    assert event.computed_effective_on == date(2026, 1, 10)
    assert (event.sources, event.article_count, event.version, event.status) == (1, 1, 1, EventStatus.REPORTED)
    (alert,) = await store.alerts()
    assert (alert.type, alert.event, alert.languages) == (CREATED, event, ("fi",))
    assert alert.newest_report_at == START


async def test_replaying_a_message_changes_nothing(store: StoreBench) -> None:
    messages = [message("a", withdrawal()), message("b", withdrawal()), message("c", production(producer="Belma"))]
    await store.say(*messages)
    before = await store.everything()

    await store.say(*messages, *reversed(messages), messages[0])

    assert await store.everything() == before


async def test_a_message_handled_again_because_its_ack_was_lost_raises_one_alert(store: StoreBench) -> None:
    lost = message("a", withdrawal())
    await store.say(lost, lost)

    assert await store.told() == [CREATED]
    assert await store.count(FindingRow) == 1


async def test_a_second_origin_corroborates_once_and_a_third_does_not_again(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()), message("b", withdrawal()), message("c", withdrawal()))

    (event,) = await store.events()
    assert (event.sources, event.status) == (3, EventStatus.CORROBORATED)
    assert await store.told() == [CREATED, CORROBORATED]


async def test_copies_of_one_text_are_reports_but_no_second_source(store: StoreBench) -> None:
    wire = "HELSINKI (Reuters) - Finland handed over its notice. " + "The rest of the story follows here. " * 10
    await store.say(*(message(name, withdrawal(), text=wire) for name in ("a", "b", "c")))

    (event,) = await store.events()
    assert (event.sources, event.article_count, event.status) == (1, 3, EventStatus.REPORTED)
    detail = await store.detail(event.id)
    assert {article.origin for article in detail.articles} == {"agency:reuters"}
    assert await store.told() == [CREATED]


async def test_a_revision_replaces_what_the_article_said_before(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal(notified_on=date(2025, 7, 1))),
        message("a", withdrawal(notified_on=FINNISH_NOTICE), revision=2),
    )

    (event,) = await store.events()
    assert (event.notified_on, event.article_count, event.version) == (FINNISH_NOTICE, 1, 2)
    assert await store.count(FindingRow) == 1
    assert await store.told() == [CREATED, CORRECTED]
    corrected = (await store.alerts())[1]
    assert {change.field for change in corrected.changes} == {"notified_on", "computed_effective_on"}
    article = stable_id("art", "a")
    assert {change.reason for change in corrected.changes if change.field == "notified_on"} == {
        f"stated by 1 of 1 independent origins (article {article}, revision 2, of a.example)"
    }


async def test_an_older_revision_that_comes_late_is_ignored(store: StoreBench) -> None:
    await store.say(message("a", revision=2), message("a", withdrawal(), revision=1))

    assert await store.events() == []
    assert await store.told() == []


async def test_a_newer_reading_of_the_same_revision_replaces_the_older(store: StoreBench) -> None:
    later = on_day(90)
    await store.say(
        message("a", withdrawal("FI")),
        message("a", withdrawal("EE"), read_at=later),
        message("a", withdrawal("FI"), read_at=later - timedelta(days=1)),
    )

    (event,) = await store.events()
    assert event.country == "EE"


async def test_an_event_without_reports_is_retracted_and_not_deleted(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()), message("a", revision=2))

    assert await store.events() == []
    (event,) = await store.events(hidden=True)
    assert (event.status, event.sources, event.version) == (EventStatus.RETRACTED, 0, 2)
    assert await store.told() == [CREATED, RETRACTED]


async def test_a_retracted_event_that_is_reported_again_is_the_same_and_not_created_again(store: StoreBench) -> None:
    await store.say(message("a", withdrawal()), message("a", revision=2), message("b", withdrawal()))

    (event,) = await store.events()
    assert (event.status, event.version) == (EventStatus.REPORTED, 3)
    assert await store.told() == [CREATED, RETRACTED, CORRECTED]


async def test_a_second_reading_that_names_the_producer_makes_the_event_more_specific(store: StoreBench) -> None:
    await store.say(message("a", production(producer=None)))
    (before,) = await store.events()
    await store.say(message("a", production(producer="Belma"), revision=2))

    (after,) = await store.events(hidden=True)
    assert (after.id, after.producer) == (before.id, "Belma")
    assert after.title == "Belma (Poland) plans to produce anti-personnel mines"
    assert await store.told() == [CREATED, CORRECTED]


async def test_an_event_whose_reports_join_another_is_retracted_and_leads_there(store: StoreBench) -> None:
    other = production(producer="Dezamet")
    await store.say(
        message("belma", production(producer="Belma")),
        message("dezamet", other),
        message("vague", production(producer=None)),
    )
    assert len(await store.events()) == 3
    await store.say(message("dezamet", revision=2))

    (event,) = await store.events()
    assert (event.producer, event.article_count) == ("Belma", 2)
    assert (await store.told()).count(RETRACTED) == 2
    reasons = [change.reason for alert in await store.alerts() if alert.type == RETRACTED for change in alert.changes]
    assert any(reason.startswith(f"its reports belong to {event.id}") for reason in reasons)


async def test_a_background_mention_hangs_on_the_old_rung_and_opens_none(store: StoreBench) -> None:
    mention = message("c", withdrawal(realis=HISTORICAL), published_at=on_day(200))
    await store.say(mention)
    assert await store.events() == []

    await store.say(message("a", withdrawal()))
    (event,) = await store.events()
    detail = await store.detail(event.id)
    assert (event.article_count, event.sources) == (1, 1)
    assert sorted((article.title, article.role) for article in detail.articles) == [
        ("News from a", Role.REPORT),
        ("News from c", Role.BACKGROUND),
    ]


async def test_a_step_denied_opens_no_event(store: StoreBench) -> None:
    await store.say(message("a", withdrawal(realis=NEGATED)))

    assert await store.events() == []
    assert await store.count(FindingRow) == 1


async def test_the_effect_of_a_withdrawal_takes_its_clock_from_the_notice_of_its_case(store: StoreBench) -> None:
    await store.say(message("effect", withdrawal(stage=Stage.IN_EFFECT), published_at=on_day(230)))
    await store.say(message("notice", withdrawal(notified_on=FINNISH_NOTICE)))

    events = {event.stage: event for event in await store.events()}
    assert events[Stage.IN_EFFECT].computed_effective_on == date(2026, 1, 10)
    assert sorted(await store.told()) == [CORRECTED, CREATED, CREATED]


async def test_an_article_that_says_nothing_leaves_no_row(store: StoreBench) -> None:
    await store.say(message("a"))

    assert await store.count(ArticleRow) == 0


async def test_a_detail_shows_articles_evidence_and_every_version(store: StoreBench) -> None:
    await store.say(message("a", withdrawal(), language="fi"), message("b", withdrawal(), language="ja"))

    (event,) = await store.events()
    detail = await store.detail(event.id)
    assert [article.language for article in detail.articles] == ["fi", "ja"]
    assert [(one.quote, one.article_id) for one in detail.evidence] == [
        ("notified", article.id) for article in detail.articles
    ]
    assert [version.version for version in detail.history] == [1, 2]
    assert {change.field for change in detail.history[1].changes} >= {"sources", "article_count", "status"}


async def test_every_version_has_one_row(store: StoreBench) -> None:
    await store.say(*(message(name, withdrawal()) for name in "abcd"))

    (event,) = await store.events()
    assert await store.count(EventVersionRow) == event.version == 4


async def test_a_nul_in_the_text_is_stored_as_a_replacement_character(store: StoreBench) -> None:
    await store.say(message("a", production(producer="Bel\x00ma"), text="one \x00 two"))

    (event,) = await store.events()
    assert event.producer == "Bel\ufffdma"


async def test_a_figure_that_no_column_holds_is_rejected_with_its_reason(store: StoreBench) -> None:
    with pytest.raises(Reject, match="no number of mines"):
        await store.say(message("a", production(quantity=2**63)))
    assert await store.events() == []


async def test_bytes_that_are_no_message_are_told_from_a_fault(store: StoreBench) -> None:
    with pytest.raises(InvalidMessage):
        await store.handle(Delivery("findings.v1.x", b"{}", 1, 1))


async def test_one_article_about_several_steps_reports_each(store: StoreBench) -> None:
    await store.say(
        message(
            "a",
            withdrawal("EE", Stage.IN_EFFECT),
            withdrawal("LV", Stage.IN_EFFECT),
            production(mine_type=MineType.ANTITANK),
        )
    )

    assert {(event.country, event.mine_type) for event in await store.events()} == {
        ("EE", None),
        ("LV", None),
        ("PL", MineType.ANTITANK),
    }


async def test_languages_are_those_of_the_reports_that_are_left(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal(), language="fi"),
        message("b", withdrawal(), language="ja"),
        message("c", withdrawal(realis=HISTORICAL), language="sv"),
        message("a", revision=2),
    )

    assert len(await store.events(language=("ja",))) == 1
    assert await store.events(language=("fi", "sv")) == []
    assert (await store.alerts())[-1].languages == ("fi", "ja")


async def test_a_rejection_opens_the_case_anew_and_taking_it_back_joins_what_it_parted(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal(stage=Stage.GOVERNMENT_DECISION)),
        message("c", withdrawal(stage=Stage.GOVERNMENT_DECISION), published_at=on_day(90)),
        message("b", withdrawal(stage=Stage.REJECTED), published_at=on_day(30)),
    )
    assert sorted(event.stage for event in await store.events()) == ["government_decision"] * 2 + ["rejected"]

    await store.say(message("b", revision=2, published_at=on_day(30)))
    (event,) = await store.events()
    assert (event.stage, event.article_count) == (Stage.GOVERNMENT_DECISION, 2)


async def test_what_sources_differ_on_is_shown_with_all_values_and_who_states_them(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal(notified_on=FINNISH_NOTICE)),
        message("b", withdrawal(notified_on=date(2025, 7, 1)), published_at=on_day(-1)),
    )

    (event,) = await store.events()
    assert (event.status, event.notified_on) == (EventStatus.DISPUTED, FINNISH_NOTICE)
    (contradiction,) = (await store.detail(event.id)).contradictions
    assert [(rival.value, rival.origins) for rival in contradiction.values] == [
        ("2025-07-10", ("publisher:a.example",)),
        ("2025-07-01", ("publisher:b.example",)),
    ]
    assert sorted(await store.told()) == [CORRECTED, CORROBORATED, CREATED]


async def test_every_folded_article_says_why(store: StoreBench) -> None:
    story = " ".join(f"Post {number} has {number * 7} guards and waits for word." for number in range(12))
    wire = f"HELSINKI (Reuters) - Finland handed over its notice. {story}"
    await store.say(
        message("first", withdrawal(), text=wire),
        message("copy", withdrawal(), text=wire.removeprefix("HELSINKI (Reuters) - "), published_at=on_day(1)),
        message("same-house", withdrawal(), publisher="yle.fi", published_at=on_day(2)),
        message("again", withdrawal(), publisher="yle.fi", published_at=on_day(3)),
    )

    (event,) = await store.events()
    assert (event.sources, event.article_count) == (2, 4)
    articles = (await store.detail(event.id)).articles
    assert [(article.origin, article.fold_reason) for article in articles] == [
        ("agency:reuters", None),
        ("agency:reuters", "same text as first.example"),
        ("publisher:yle.fi", None),
        ("publisher:yle.fi", "same publisher as yle.fi"),
    ]
