from datetime import UTC, datetime

from services.contracts.vocabulary import STAGES, Topic
from services.demo.chronology import load_chronology, load_expected_events, released
from services.demo.feeds import PUBLISHERS
from services.reference.clocks import computed_effective_on
from services.reference.producers import all_producers


def test_it_has_forty_articles_in_six_languages_or_more_each_with_its_own_id_and_address() -> None:
    articles = load_chronology()
    assert len(articles) >= 40
    assert len({article.language for article in articles}) >= 6
    assert len({article.id for article in articles}) == len(articles)
    assert len({article.url for article in articles}) == len(articles)


def test_it_runs_from_march_2025_to_february_2026_oldest_first() -> None:
    dates = [article.published_at for article in load_chronology()]
    assert dates == sorted(dates)
    assert datetime(2025, 3, 1, tzinfo=UTC) <= dates[0]
    assert dates[-1] < datetime(2026, 3, 1, tzinfo=UTC)


def test_every_expected_event_is_reported_in_english_or_polish() -> None:
    reported = {key for a in load_chronology() if a.language in {"en", "pl"} for key in a.reports}
    assert reported == {event.key for event in load_expected_events()}


def test_no_article_reports_an_event_that_is_not_expected() -> None:
    keys = {event.key for event in load_expected_events()}
    assert {key for article in load_chronology() for key in article.reports} <= keys


def test_at_least_twenty_articles_report_nothing_at_all() -> None:
    assert sum(not article.reports for article in load_chronology()) >= 20


def test_every_article_belongs_to_a_publisher_of_its_language() -> None:
    publishers = {publisher.id: publisher for publisher in PUBLISHERS}
    for article in load_chronology():
        publisher = publishers[article.feed]
        assert publisher.language in {None, article.language}
        assert article.url.startswith(f"https://{publisher.host}/")


def test_every_article_is_short_prose() -> None:
    for article in load_chronology():
        assert 60 < len(article.text) < 900, article.id
        assert article.text[-1] in ".)", article.id


def test_some_articles_are_agency_copies_under_another_headline() -> None:
    def without_credit(text: str) -> str:
        text = text.removesuffix(" (Reuters)").removesuffix(" (PAP)")
        return text.partition(") - ")[2] or text

    credited = [a for a in load_chronology() if "(Reuters)" in a.text or "(PAP)" in a.text]
    assert len(credited) - len({without_credit(a.text) for a in credited}) >= 3
    assert len({a.title for a in credited}) == len(credited)


def test_the_expected_dates_are_those_the_treaties_clocks_give() -> None:
    notified = {(e.country, e.treaty): e.notified_on for e in load_expected_events() if e.notified_on}
    for event in load_expected_events():
        if event.treaty and event.computed_effective_on:
            notified_on = notified[event.country, event.treaty]
            assert notified_on is not None
            assert computed_effective_on(event.treaty, notified_on) == event.computed_effective_on, event.key


def test_every_named_producer_is_spelled_as_the_reference_spells_it() -> None:
    named = {event.producer for event in load_expected_events() if event.producer}
    assert named <= {producer.name for producer in all_producers()}


def test_a_report_is_never_older_than_the_day_of_its_step() -> None:
    notified = {event.key: event.notified_on for event in load_expected_events() if event.stage == "notified"}
    for article in load_chronology():
        for key in article.reports:
            day = notified.get(key)
            assert day is None or article.published_at.date() >= day


def test_every_expected_event_has_a_stage_of_its_topic_and_the_slot_its_topic_needs() -> None:
    for event in load_expected_events():
        assert event.stage in STAGES[event.topic]
        assert (event.treaty is not None) == (event.topic is Topic.TREATY_WITHDRAWAL)
        assert (event.mine_type is not None) == (event.topic is Topic.MINE_PRODUCTION)


def test_no_two_expected_events_are_the_same_rung() -> None:
    events = load_expected_events()
    rungs = {(e.topic, e.country, e.treaty, e.mine_type, e.producer, e.stage) for e in events}
    assert len(rungs) == len(events) == len({event.key for event in events})


def test_a_feed_lists_its_own_released_articles_newest_first() -> None:
    articles = load_chronology()
    moment = datetime(2025, 6, 1, tzinfo=UTC)
    listed = released(articles, "northern-wire", moment)
    assert listed
    assert listed == sorted(listed, key=lambda article: article.published_at, reverse=True)
    assert {article.feed for article in listed} == {"northern-wire"}
    assert all(article.published_at <= moment for article in listed)
