import tomllib

from services.contracts.vocabulary import FeedKind
from services.demo.feeds import PUBLISHERS, FeedFormat, Publisher, feeds_toml


def test_the_feeds_file_lists_every_publisher_to_be_polled_each_second() -> None:
    feeds = tomllib.loads(feeds_toml("http://127.0.0.1:9000"))["feeds"]
    assert [feed["url"] for feed in feeds] == [f"http://127.0.0.1:9000/feeds/{p.id}.xml" for p in PUBLISHERS]
    assert [feed["title"] for feed in feeds] == [p.title for p in PUBLISHERS]
    assert {feed["interval"] for feed in feeds} == {1}
    assert all(feed["kind"] in set(FeedKind) for feed in feeds)


def test_a_feed_of_several_languages_claims_none() -> None:
    several = Publisher("several", "Several", FeedKind.AGGREGATOR)
    assert "language" not in tomllib.loads(feeds_toml("http://127.0.0.1:1", [several]))["feeds"][0]


def test_a_title_with_quotes_survives_the_feeds_file() -> None:
    awkward = Publisher("awkward", 'The "Daily" \\ Żubr', FeedKind.BLOG)
    assert tomllib.loads(feeds_toml("http://127.0.0.1:1", [awkward]))["feeds"][0]["title"] == awkward.title


def test_there_are_six_to_eight_publishers_and_one_writes_atom() -> None:
    assert 6 <= len(PUBLISHERS) <= 8
    assert [p.format for p in PUBLISHERS].count(FeedFormat.ATOM) == 1
    assert all(p.host.endswith(".example") for p in PUBLISHERS)
