"""The list of feeds that `make run` begins with."""

import ipaddress
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from services.classify.gate import could_matter
from services.contracts.feed import ListedFeed
from services.contracts.vocabulary import FeedKind
from services.ingest.feeds_file import read_feeds_file

FEEDS = read_feeds_file(Path(__file__).parents[3] / "deploy" / "feeds.toml")
SEARCHES = [feed for feed in FEEDS if urlsplit(feed.feed.url).path == "/rss/search"]
MUST = (  # noqa: SIM905 - a list would take forty lines
    "en pl lt lv et fi sv no da is de nl fr es pt it ro el cs sk sl hr sr bs mk sq bg hu uk ru be ka tr ar fa he hi "
    "zh-Hans zh-Hant ja ko vi"
).split()
HOUR = 3600


def host_of(feed: ListedFeed) -> str:
    return urlsplit(feed.feed.url).hostname or ""


def query_of(feed: ListedFeed) -> str:
    return parse_qs(urlsplit(feed.feed.url).query)["q"][0]


def test_every_row_says_where_in_which_language_from_which_country_and_of_what_kind_it_is() -> None:
    for reference in (feed.feed for feed in FEEDS):
        assert all((reference.title, reference.language, reference.country, reference.kind)), reference.url
        assert reference.url.startswith("https://")
        assert "{" not in reference.url


def test_no_row_names_a_private_host() -> None:
    for feed in FEEDS:
        host = host_of(feed)
        assert "." in host
        assert not host.endswith((".local", ".internal", ".lan", ".test", ".example", ".localhost"))
        with pytest.raises(ValueError):
            ipaddress.ip_address(host)


@pytest.mark.parametrize("language", MUST)
def test_both_topics_are_searched_for_in_every_language_that_must_be_read(language: str) -> None:
    titles = [feed.feed.title or "" for feed in SEARCHES if feed.feed.language == language]
    for topic in ("leaving treaties", "making mines"):
        assert any(topic in title for title in titles)


def test_what_is_searched_for_is_what_the_classifier_takes_for_a_candidate() -> None:
    phrases = [
        phrase for feed in SEARCHES if "when:7d" in query_of(feed) for phrase in re.findall('"(.*?)"', query_of(feed))
    ]
    assert len(phrases) > 2 * len(MUST)
    assert [phrase for phrase in phrases if not could_matter(phrase)] == []


def test_aggregators_are_asked_seldom() -> None:
    for feed in FEEDS:
        if host_of(feed) in ("news.google.com", "api.gdeltproject.org"):
            assert feed.feed.kind is FeedKind.AGGREGATOR
            assert (feed.own_interval_seconds or 0) >= HOUR


def test_the_states_that_left_the_mine_ban_convention_are_read_in_their_own_languages_from_several_houses() -> None:
    for country, language in (("EE", "et"), ("LV", "lv"), ("LT", "lt"), ("FI", "fi"), ("PL", "pl")):
        own = [f for f in FEEDS if f.feed.country == country and f.feed.language == language and f not in SEARCHES]
        assert len({host_of(feed) for feed in own}) >= 3, country
