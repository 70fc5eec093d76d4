"""Twenty thousand broken documents through the parse workers: none crashes one, none holds one up."""

import json
import random
from collections.abc import Iterator

import pytest

from tests.soak.reading import all_polled

pytestmark = pytest.mark.soak

DOCUMENTS = 20_000

RSS = (
    "<?xml version='1.0' encoding='{0}'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
    "<channel><title>Zażółć</title><ttl>60</ttl><item><guid>1</guid><title>Pierwszy &amp; drugi</title>"
    "<pubDate>Fri, 20 Feb 2026 12:00:00 +0100</pubDate><description>&lt;p&gt;tekst&lt;/p&gt;</description></item>"
    "<item><link>https://a.example/2</link><content:encoded><![CDATA[<p>dwa <b>słowa</b></p>]]></content:encoded>"
    "</item></channel></rss>"
)
ATOM = (
    "<?xml version='1.0' encoding='{0}'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='pl'><title>T</title>"
    "<entry><id>urn:1</id><title type='html'>&lt;b&gt;x&lt;/b&gt;</title><updated>2026-02-20T12:00:00Z</updated>"
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>dwa</p></div></content></entry></feed>"
)
RDF = (
    "<?xml version='1.0' encoding='{0}'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>T</title><items><rdf:Seq/></items></channel>"
    "<item rdf:about='1'><title>x</title><link>https://a.example/1</link></item></rdf:RDF>"
)
JSON = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "1", "content_html": "<p>x</p>"}]}
)
PIECES = (
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<!DOCTYPE x [<!ENTITY a '&b;'>]>",
    b"&#x110000;",
    b"&#0;",
    b"&nbsp;",
    b"\xff\xfe",
    b"\x00" * 7,
    b"<item>" * 50,
    b"</item>",
    b"<entry/>",
    b" encoding='utf-7'",
    b"\xed\xa0\x80",
    b"{",
    b"[" * 500,
    b"9" * 400,
)


def documents(count: int, seed: int) -> Iterator[bytes]:
    """Whole documents, broken in ways that are drawn; the same ones for the same seed."""
    draw = random.Random(seed)
    whole = [form.format(charset).encode(charset, "replace") for form in (RSS, ATOM, RDF) for charset in CHARSETS]
    whole.append(JSON.encode())
    for _ in range(count):
        body = bytearray(draw.choice(whole))
        for _ in range(draw.randint(1, 8)):
            _break(body, draw, whole)
        yield bytes(body)


CHARSETS = ("utf-8", "utf-16", "iso-8859-2", "windows-1251", "gb18030", "utf-32")


def _break(body: bytearray, draw: random.Random, whole: list[bytes]) -> None:
    at = draw.randrange(len(body) + 1)
    match draw.randrange(6):
        case 0:
            body[at : at + draw.randint(1, 60)] = b""
        case 1:
            body[at:at] = draw.choice(PIECES)
        case 2:
            body[at : at + 1] = bytes([draw.randrange(256)])
        case 3:
            other = draw.choice(whole)
            start = draw.randrange(len(other))
            body[at:at] = other[start : start + draw.randint(1, 300)]
        case 4:
            del body[at:]
        case _:
            body[at:at] = body[at : at + draw.randint(1, 100)] * draw.randint(1, 20)


async def test_twenty_thousand_broken_documents_harm_nobody() -> None:
    counts = await all_polled((body, "application/xml") for body in documents(DOCUMENTS, seed=20260220))
    print(dict(counts))
    assert counts["feeds"] + counts["unreadable"] == DOCUMENTS
    assert counts["feeds"] > DOCUMENTS // 4
    assert counts["read in pieces"] > DOCUMENTS // 500
    assert counts["workers lost"] == 0
