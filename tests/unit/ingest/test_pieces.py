"""A cheap look at a document: which of its entries are known byte for byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.entries import Limits
from services.ingest.errors import Unreadable
from services.ingest.parse import parse_feed
from services.ingest.pieces import MOST_BYTES, cut

LIMITS = Limits(2000, 2000, 100_000, 2048)
RSS = "application/rss+xml"


def rss(*items: str, before: str = "", encoding: str = "utf-8") -> bytes:
    head = f"<?xml version='1.0' encoding='{encoding}'?>{before}<rss version='2.0'><channel><title>T</title>"
    return f"{head}{' '.join(items)}</channel></rss>".encode(encoding)


def item(name: str, text: str = "x") -> str:
    return f"<item><guid>{name}</guid><title>{name}</title><description>{text}</description></item>"


def test_each_entry_gets_a_name_that_only_its_bytes_decide() -> None:
    first, second = cut(rss(item("a"), item("b")), RSS), cut(rss(item("new"), item("b"), item("a", "edited")), RSS)
    assert first is not None
    assert second is not None
    assert first.hashes[1] == second.hashes[1]
    assert first.hashes[0] != second.hashes[2]
    assert len(set(second.hashes)) == 3


def test_the_document_without_known_entries_is_the_rest_byte_for_byte() -> None:
    pieces = cut(rss(item("a"), "<!-- note -->", item("b"), item("c")), RSS)
    assert pieces is not None
    assert pieces.without({pieces.hashes[0], pieces.hashes[2]}) == rss("", "<!-- note -->", item("b"), "")


@pytest.mark.parametrize(
    "body",
    [
        b"<feed><entry><title>x</title></entry><entry a='1'><title>y</title></entry></feed>",
        b"<rdf:RDF><channel><items><rdf:li/></items></channel><item rdf:about='1'><title>x</title></item>"
        b"<item rdf:about='2'>y</item></rdf:RDF>",
        b"<rss><channel><item><title><![CDATA[ <item> </item> ]]></title></item><item>2</item></channel></rss>",
        b"<rss><channel><!-- <item>no</item> --><item>1</item ><item>2</item></channel></rss>",
    ],
)
def test_entries_of_every_kind_are_found(body: bytes) -> None:
    pieces = cut(body, "")
    assert pieces is not None
    assert len(pieces.hashes) == 2


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss(), RSS),
        (b"", RSS),
        (b"not xml", RSS),
        (rss("<item><item>nested</item></item>"), RSS),
        (rss("<item>never closed"), RSS),
        (rss("<item>closed as</entry>"), RSS),
        (rss("</item><item>1</item>"), RSS),
        (rss("<item/>", item("a")), RSS),
        (rss("<item><![CDATA[ no end </item>"), RSS),
        (rss("<!-- no end", item("a")), RSS),
        (rss(item("a"), before="<!DOCTYPE rss [<!ENTITY e 'x'>]>"), RSS),
        (rss(item("a"), encoding="utf-16"), RSS),
        (rss(item("a")), "application/xml; charset=iso-2022-jp"),
        (rss(item("\x1b$B")), RSS),
        (rss(item("a")).replace(b"<guid>a", b"<guid>\xff"), RSS),
        (rss(item("a")), "text/xml; charset=windows-1251"),
        (b"<rss>" + b"<item>x</item>" * (MOST_BYTES // 10), RSS),
        (b'{"items": []}', "application/json"),
        (b'{"items": [1]}', "application/json"),
        (b'{"items": [', "application/json"),
    ],
)
def test_on_any_doubt_the_whole_document_is_to_be_read(body: bytes, content_type: str) -> None:
    assert cut(body, content_type) is None


def test_a_document_of_unclosed_sections_costs_no_time() -> None:
    assert cut(b"<rss>" + b"<![CDATA[" * 100_000, RSS) is None


def test_json_feeds_are_cut_too_and_the_order_of_keys_does_not_matter() -> None:
    feed = {"title": "T", "items": [{"id": "1", "content_text": "one"}, {"id": "2"}]}
    pieces = cut(json.dumps(feed).encode(), "application/feed+json")
    turned = {"title": "T", "items": [{"content_text": "one", "id": "1"}, {"id": "3"}]}
    others = cut(json.dumps(turned).encode(), "application/feed+json")
    assert pieces is not None
    assert others is not None
    assert pieces.hashes[0] == others.hashes[0]
    assert json.loads(others.without({others.hashes[0]})) == {"title": "T", "items": [{"id": "3"}]}


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), max_size=12)
markup = st.lists(
    st.sampled_from(["<b>", "&lt;p&gt;", "<![CDATA[", "]]>", "<!--", "-->", "<item>", "</item>", "<item/>", "x", "é"])
    | texts,
    max_size=8,
).map("".join)


@given(st.lists(texts | markup, min_size=1, max_size=6), st.data())
def test_reading_the_unknown_entries_alone_gives_what_reading_everything_gives(
    contents: list[str], data: st.DataObject
) -> None:
    body = rss(*(item(f"g{n}", text) for n, text in enumerate(contents)))
    pieces = cut(body, RSS)
    if pieces is None:
        return
    known = data.draw(st.sets(st.sampled_from(pieces.hashes)))
    unknown = [name for name in pieces.hashes if name not in known]
    try:
        whole = parse_feed(body, content_type=RSS, url="https://a.example/", limits=LIMITS)
    except Unreadable:
        return
    if whole.found != len(pieces.hashes) or not unknown:
        return
    part = parse_feed(pieces.without(known), content_type=RSS, url="https://a.example/", limits=LIMITS)
    assert part.found == len(unknown)
    expected = [(entry.guid, entry.text) for entry in whole.entries if pieces.hashes[entry.place] not in known]
    assert [(entry.guid, entry.text) for entry in part.entries] == expected


@given(st.binary(max_size=300))
def test_no_bytes_make_it_raise(body: bytes) -> None:
    pieces = cut(b"<rss>" + body, "")
    assert pieces is None or pieces.without(set()) == b"<rss>" + body
