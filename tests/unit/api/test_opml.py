"""OPML in and out."""

import contextlib
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.opml import NotOpml, read_opml, write_opml
from services.contracts.article import FeedReference

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)


def test_nested_outlines_broken_xml_and_odd_schemes_are_read() -> None:
    feeds, unusable = read_opml(
        b"<opml><body><outline text='News'><outline text='Deep'>"
        b"<outline type=rss title='A & B' xmlUrl='https://a.example/rss?x=1&amp;y=2'>"
        b"<outline xmlurl='feed://b.example/rss'/></outline>"
        b"<outline type=rss text='again' xmlUrl='https://a.example/rss?x=1&amp;y=2'/>"
        b"<outline type=rss xmlUrl='ftp://c.example/'/></body>"
    )
    assert [(feed.url, feed.title) for feed in feeds] == [
        ("https://a.example/rss?x=1&y=2", "A & B"),
        ("http://b.example/rss", None),
    ]
    assert unusable == ["ftp://c.example/"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html>hello</html>",
        b"[[feeds]]",
        b"<!DOCTYPE opml [<!ENTITY a 'x'>]><opml><outline xmlUrl='&a;'/></opml>",
    ],
)
def test_what_names_no_feed_is_refused(document: bytes) -> None:
    with pytest.raises(NotOpml):
        read_opml(document)


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.none() | words, st.sampled_from([None, "pl", "en-GB"])), max_size=8)
)
def test_what_is_written_is_well_formed_and_read_again(rows: list[tuple[int, str | None, str | None]]) -> None:
    feeds = [
        FeedReference(id=f"f{number}", url=f"https://x.example/{number}?a=1&b=<'\">", title=title, language=language)
        for number, title, language in rows
    ]
    document = write_opml(feeds, NOW).encode()
    ElementTree.fromstring(document)  # noqa: S314 - our own
    if feeds:
        read, unusable = read_opml(document)
        assert {feed.url for feed in read} == {feed.url for feed in feeds}
        assert not unusable


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise_anything_else(document: bytes) -> None:
    with contextlib.suppress(NotOpml):
        read_opml(b"<opml><body><outline xmlUrl='https://a.example/' text='" + document)
