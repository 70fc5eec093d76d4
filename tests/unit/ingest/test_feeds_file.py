"""The operator's list of feeds."""

from pathlib import Path

import pytest

from services.contracts.feed import ListedFeed
from services.contracts.vocabulary import FeedKind
from services.ingest.feeds_file import feed_id, read_feeds_file
from services.runtime.errors import BadConfiguration

REPOSITORY = Path(__file__).parents[3]


def read(tmp_path: Path, content: str, name: str = "feeds.toml") -> tuple[ListedFeed, ...]:
    path = tmp_path / name
    path.write_text(content)
    return read_feeds_file(path)


def test_every_key_is_read(tmp_path: Path) -> None:
    (listed,) = read(
        tmp_path,
        '[[feeds]]\nurl = "https://news.example/rss"\ntitle = "News"\nlanguage = "pl"\ncountry = "PL"\n'
        'kind = "agency"\ninterval = 600\n',
    )
    assert listed.interval_seconds == 600
    assert listed.feed.id == feed_id("https://news.example/rss")
    assert (listed.feed.title, listed.feed.language, listed.feed.country) == ("News", "pl", "PL")
    assert listed.feed.kind is FeedKind.AGENCY


def test_an_address_is_enough(tmp_path: Path) -> None:
    (listed,) = read(tmp_path, '[[feeds]]\nurl = "http://news.example:8080/rss?a=b"\n')
    assert listed.interval_seconds is None


@pytest.mark.parametrize("content", ["", "\ufeff", "# nothing yet\n", "feeds = []\n"])
def test_an_empty_file_is_fine(tmp_path: Path, content: str) -> None:
    assert read(tmp_path, content) == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[[feeds]", ["not valid TOML"]),
        ("[feeds]\nurl = 'x'", ["two brackets"]),
        ("feed = []", ["unknown key “feed”"]),
        ("[[feeds]]\ntitle = 'x'", ["feed 1", "url is missing"]),
        ("[[feeds]]\nurl = 'https://a.example/'\nintervall = 5", ["feed 1", "“intervall”", "known are url"]),
        ("[[feeds]]\nurl = 'https://a.example/'\ninterval = 0", ["interval = 0", "greater than or equal to 1"]),
        ("[[feeds]]\nurl = 'https://a.example/'\ninterval = '10'", ["interval = '10'", "valid integer"]),
        ("[[feeds]]\nurl = 'https://a.example/'\nkind = 'paper'", ["kind = 'paper'", "'broadcaster'"]),
        ("[[feeds]]\nurl = 'https://a.example/'\ncountry = 'Poland'", ["country = 'Poland'"]),
        ("[[feeds]]\nurl = 'ftp://a.example/'", ["url = 'ftp://a.example/'", "http or https"]),
        ("[[feeds]]\nurl = 'a.example/rss'", ["http or https"]),
        ("[[feeds]]\nurl = 'http://[::1/'", ["url"]),
        ("[[feeds]]\nurl = 'https://a.example/a b'", ["%20"]),
        (
            "[[feeds]]\nurl = 'https://a.example/'\n[[feeds]]\nurl = 'https://a.example/'",
            ["feed 2", "already feed 1", "remove one"],
        ),
    ],
)
def test_a_mistake_is_named_with_file_feed_key_and_mend(tmp_path: Path, content: str, words: list[str]) -> None:
    with pytest.raises(BadConfiguration) as raised:
        read(tmp_path, content)
    for word in ["feeds.toml", *words]:
        assert word in str(raised.value)


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="OTTAWATCH_INGEST_FEEDS_FILE"):
        read_feeds_file(tmp_path / "absent.toml")


def test_opml_is_read_at_any_depth_and_a_feed_under_two_headings_once(tmp_path: Path) -> None:
    listed = read(
        tmp_path,
        """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>mine</title></head><body>
        <outline text="Press"><outline text="Baltic"><outline type="rss" text="A" title="Žinios"
        xmlUrl="https://a.example/rss"/></outline></outline>
        <outline text="Twice" xmlurl="https://a.example/rss"/><outline text="B" xmlUrl="feed://b.example/rss"/>
        <outline text="C" xmlUrl="feed:https://c.example/rss"/></body></opml>""",
        "export.opml",
    )
    assert [(one.feed.url, one.feed.title) for one in listed] == [
        ("https://a.example/rss", "Žinios"),
        ("http://b.example/rss", "B"),
        ("https://c.example/rss", "C"),
    ]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><opml/>', "DOCTYPE"),
        ("<opml><body>", "not valid OPML"),
        ("<opml><outline xmlUrl='nonsense'/></opml>", "feed 1"),
    ],
)
def test_a_mistake_in_opml_is_named(tmp_path: Path, content: str, word: str) -> None:
    with pytest.raises(BadConfiguration, match=word):
        read(tmp_path, content, "export.opml")


def test_the_starter_list_is_a_valid_feeds_file() -> None:
    listed = read_feeds_file(REPOSITORY / "deploy" / "feeds.toml")
    assert len(listed) >= 20
    assert all(one.feed.title and one.feed.language and one.feed.kind for one in listed)
