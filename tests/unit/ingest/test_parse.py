"""Bytes to entries."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.ingest.entries import Document, Limits, document_from_json, document_to_json
from services.ingest.errors import Unreadable
from services.ingest.parse import parse_feed, parse_page
from services.ingest.parse_worker import answer_to

LIMITS = Limits(max_items=50, max_title_characters=100, max_text_characters=1000, max_url_characters=200)
URL = "https://news.example/feeds/rss"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example &amp;amp; News</title><language>pl</language><ttl>30</ttl>
<item><title>Sejm &lt;b&gt;głosuje&lt;/b&gt;</title><guid isPermaLink="false">id-1</guid><link>/news/1</link>
<description>Short.</description>
<content:encoded><![CDATA[<p>First &amp; last.</p><script>alert(1)</script><p>Second<br>line.</p>]]></content:encoded>
<pubDate>Wed, 25 Jun 2025 18:30:00 +0200</pubDate></item></channel></rss>"""

ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fi">
<title>Esimerkki</title>
<entry xml:lang="sv"><id>tag:news.example,2025:1</id><title type="html">Finland &amp;amp; avtalet</title>
<link rel="alternate" href="https://news.example/1"/><updated>2025-07-10T09:00:00Z</updated>
<summary>Kort.</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="x"><title>RDF</title><sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://news.example/r"><title>Item</title><link>https://news.example/r</link>
<dc:date>2025-08-20T00:00:00+02:00</dc:date></item></rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON news",
        "language": "et",
        "items": [
            {
                "id": 7,
                "url": "https://news.example/7",
                "title": "Riigikogu",
                "content_html": "<p>81 poolt</p>",
                "summary": "x",
                "date_published": "2025-06-04T12:00:00+03:00",
            },
            "not an item",
        ],
    }
)


def parse(body: str | bytes, content_type: str = "application/xml") -> Document:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, content_type=content_type, url=URL, limits=LIMITS)


def test_rss_is_read_with_its_longest_text_and_an_absolute_link() -> None:
    document = parse(RSS)
    (entry,) = document.entries
    assert (document.title, document.language, document.patience_seconds) == ("Example & News", "pl", 1800)
    assert entry.guid == "id-1"
    assert entry.url == "https://news.example/news/1"
    assert entry.title == "Sejm głosuje"
    assert entry.text == "First & last.\nSecond\nline."
    assert entry.published_at == datetime(2025, 6, 25, 16, 30, tzinfo=UTC)


def test_atom_is_read_with_the_language_of_the_entry_and_its_update_as_date() -> None:
    document = parse(ATOM)
    (entry,) = document.entries
    assert (document.language, entry.language) == ("fi", "sv")
    assert (entry.guid, entry.title, entry.text) == ("tag:news.example,2025:1", "Finland & avtalet", "Kort.")
    assert entry.published_at == datetime(2025, 7, 10, 9, 0, tzinfo=UTC)


def test_rdf_is_read_with_its_syndication_period() -> None:
    document = parse(RDF)
    assert document.patience_seconds == 1800
    assert document.entries[0].published_at == datetime(2025, 8, 19, 22, 0, tzinfo=UTC)


def test_json_feed_is_read() -> None:
    document = parse(JSON_FEED, "application/feed+json")
    (entry,) = document.entries
    assert (document.title, document.language) == ("JSON news", "et")
    assert (entry.guid, entry.url, entry.text) == ("7", "https://news.example/7", "81 poolt")
    assert entry.published_at == datetime(2025, 6, 4, 9, 0, tzinfo=UTC)


def test_the_id_of_an_entry_does_not_change_when_the_feed_moves() -> None:
    body = RSS.replace("id-1", "/relative/id").encode()
    ids = {
        parse_feed(body, content_type="", url=url, limits=LIMITS).entries[0].guid
        for url in (URL, "https://moved.example/rss")
    }
    assert ids == {"/relative/id"}


def test_an_id_that_is_no_address_is_not_taken_for_a_link() -> None:
    assert (
        parse("<rss version='2.0'><channel><item><guid>42</guid><title>x</title></item></channel></rss>").entries[0].url
        is None
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x.example/",
        "http://[bad",
        "file:///etc/passwd",
        "https://x.example/" + "a" * 200,
    ],
)
def test_a_link_that_is_no_web_address_or_too_long_is_left_out(link: str) -> None:
    assert parse(RSS.replace("/news/1", link)).entries[0].url is None


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "web page"),
        (b"total garbage", "neither RSS nor Atom"),
        (b"\x00\xff\xfe\x80", "neither RSS nor Atom"),
        (b"{", "begins like JSON"),
        (b"{" * 100_000, "begins like JSON"),
        (b'{"a": [' + b"[" * 100_000, "begins like JSON"),
        (b'{"title": "x"}', "without a list of items"),
        (b"<rss version='2.0'><channel><title>cut o", "broken"),
    ],
)
def test_a_body_without_entries_that_does_not_parse_cleanly_is_an_error(body: bytes, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        parse(body)


def test_an_empty_feed_is_no_error() -> None:
    assert parse("<rss version='2.0'><channel><title>quiet</title></channel></rss>").entries == ()


def test_a_broken_feed_that_yields_entries_is_read_with_a_note() -> None:
    document = parse("<rss version='2.0'><channel><item><title>A & B</title><guid>1</guid></item>")
    assert [entry.title for entry in document.entries] == ["A & B"]
    assert document.note is not None


@pytest.mark.parametrize(
    ("encoded", "content_type"),
    [
        (RSS.replace("UTF-8", "ISO-8859-2").encode("iso-8859-2"), "application/xml"),
        (RSS.replace("UTF-8", "UTF-16").encode("utf-16"), "application/xml"),
        (b"\xef\xbb\xbf" + RSS.encode(), "text/xml"),
        (RSS.encode(), "text/html; charset=utf-8"),
    ],
)
def test_the_letters_are_right_in_every_encoding(encoded: bytes, content_type: str) -> None:
    assert parse(encoded, content_type).entries[0].title == "Sejm głosuje"


def test_no_more_is_kept_than_the_limits_say() -> None:
    items = "".join(
        f"<item><title>{'t' * 300}</title><guid>{n}</guid><description>{'d' * 3000}</description></item>"
        for n in range(80)
    )
    document = parse(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>")
    assert len(document.entries) == 50
    assert {len(entry.title) for entry in document.entries} == {100}
    assert {len(entry.text) for entry in document.entries} == {1000}


def test_an_entity_bomb_is_harmless() -> None:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{levels}
    <!ENTITY file SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><item><guid>1</guid><title>x &a9; &file;</title></item></channel></rss>"""
    try:
        document = parse(body)
    except Unreadable:
        return
    assert all(len(entry.title) <= 100 and "root:" not in entry.title for entry in document.entries)


@pytest.mark.parametrize("body", [RSS, ATOM, RDF, JSON_FEED])
def test_a_document_comes_through_the_pipe_as_it_was(body: str) -> None:
    document = parse(body)
    assert document_from_json(json.loads(json.dumps(document_to_json(document)))) == document


PIECES = st.sampled_from(
    """<rss> <rss\tversion='2.0'> <channel> </channel> <item> </item> <title> </title> <![CDATA[ ]]> <![x <!--
    <!DOCTYPE\tx\t[ <!ENTITY\ta\t'&a;'> &a; &#0; &#xD800; <feed\txmlns='http://www.w3.org/2005/Atom'> <entry> <id>
    <link\thref=' http://[ <pubDate> 99999-99-99T99:99:99Z <description> <content\ttype='xhtml'> <content:encoded>
    <a <script> { "items": [ <?xml\tencoding='utf-7'?> text \0 \x80""".encode("latin-1").split(b" ")
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.lists(PIECES, max_size=25).map(b"".join), st.text(max_size=20))
@example(b"<rss><item><title>&#xD800;\xed\xa0\x80</title>", "text/xml")
def test_no_bytes_make_the_worker_raise_or_answer_beyond_the_limits(body: bytes, content_type: str) -> None:
    answer = answer_to({"kind": "feed", "content_type": content_type, "url": URL}, body, LIMITS)
    json.dumps(answer).encode()
    if "document" in answer:
        document = document_from_json(answer["document"])
        assert len(document.entries) <= 50
        for entry in document.entries:
            assert len(entry.title) <= 100
            assert len(entry.text) <= 1000
            assert entry.url is None or entry.url.startswith(("http://", "https://"))
            f"{entry.guid}{entry.url}{entry.title}{entry.text}".encode()
    else:
        assert answer["unreadable"]


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(["items", "id", "url", "title", "content_html", "date_published"]), inner)
        ),
    )
)
def test_no_json_makes_the_worker_raise(value: object) -> None:
    for feed in (value, {"items": value}, {"items": [value], "title": value, "language": value}):
        answer_to({"kind": "feed", "content_type": "", "url": URL}, json.dumps(feed).encode(), LIMITS)
        if isinstance(feed, dict) and isinstance(feed.get("items"), list):
            assert "document" in answer_to(
                {"kind": "feed", "content_type": "", "url": URL}, json.dumps(feed).encode(), LIMITS
            )


ITEM = "<item><guid>1</guid><title>Mines{}</title></item>"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (f"<rss version='2.0'><channel>{ITEM.format('&#x110000;')}".encode(), "Mines\ufffd"),
        (
            b"<?xml version='1.0' encoding='u\xd4f-8'?><rss version='2.0'><channel>"
            + ITEM.format(" ž").encode()
            + b"</channel></rss>",
            "Mines ž",
        ),
        (
            b"<?xml version='1.0' encoding='ut\0f-8'?><rss version='2.0'><channel>"
            + ITEM.format(" ž").encode()
            + b"</channel></rss>",
            "Mines ž",
        ),
    ],
    ids=["a character that there is not", "an encoding that nobody knows", "an encoding with a zero byte"],
)
def test_a_document_that_feedparser_gives_up_on_is_read_all_the_same(body: bytes, title: str) -> None:
    assert [entry.title for entry in parse(body).entries] == [title]


def test_a_fault_is_told_with_its_line_and_without_the_parser_s_own_signs() -> None:
    with pytest.raises(Unreadable) as raised:
        parse("<rss version='2.0'>\n<channel><title>T</channel></rss>")
    assert str(raised.value) == "nothing can be read in it, because it is broken: mismatched tag near line 3"


def test_a_page_gives_its_title_and_its_text_without_furniture() -> None:
    page = parse_page(
        "<html><head><title>Vote — News</title><style>p{}</style></head><body><nav>Home</nav>"
        "<h1>Vote</h1><p>413 for,\n 15 against.</p><footer>©</footer></body></html>".encode("windows-1250"),
        content_type="text/html; charset=windows-1250",
        limits=LIMITS,
    )
    assert page.title == "Vote — News"
    assert page.text == "Vote\n413 for, 15 against."


def test_a_page_without_text_is_an_error() -> None:
    with pytest.raises(Unreadable, match="no text"):
        parse_page(b"<html><script>only()</script></html>", content_type="text/html", limits=LIMITS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_inside_an_item_is_refused_and_one_harmless_entity_is_not(encoding: str) -> None:
    def feed(entities: str) -> bytes:
        item = "<item><title>Mines &amp; news</title></item>"
        head = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE rss [{entities}]>"
        return f"{head}<rss version='2.0'><channel>{item}</channel></rss>".encode(encoding)

    with pytest.raises(Unreadable, match="entity bomb"):
        parse(feed("<!ENTITY a 'ha'><!ENTITY b \"&a;&a;&a;\"><!ENTITY c '&b;&b;'>"))
    assert [entry.title for entry in parse(feed("<!ENTITY nbsp '&#160;'>")).entries] == ["Mines & news"]


def test_an_item_that_writes_about_entities_is_no_bomb() -> None:
    text = "<![CDATA[<!ENTITY b '&a;'>]]>"
    assert parse(
        f"<rss version='2.0'><channel><item><title>XML</title><description>{text}</description></item></channel></rss>"
    )
