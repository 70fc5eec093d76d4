"""Google News sitemaps are feeds; other sitemaps are not."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.ingest.entries import Document, Limits
from services.ingest.errors import Unreadable
from services.ingest.parse import parse_feed
from services.ingest.sitemap import sitemap_kind

LIMITS = Limits(3, 200, 1_000, 2_048)
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def news(
    number: int, title: str = "Suomi irtautuu Ottawan sopimuksesta", date: str = "2025-07-10T09:00:00+03:00"
) -> str:
    return f"""<url><loc>https://news.example/{number}</loc>
      <news:news><news:publication><news:name>Uutiset</news:name><news:language>fi</news:language></news:publication>
      <news:publication_date>{date}</news:publication_date><news:title>{title} {number}</news:title></news:news>
      <image:image><image:loc>https://news.example/{number}.jpg</image:loc><image:title>Kuva</image:title></image:image>
    </url>"""


def sitemap(*urls: str) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><!-- made by a machine -->'
    return f"{head}<urlset {NAMESPACES}>{''.join(urls)}</urlset>".encode()


def read(body: bytes) -> Document:
    return parse_feed(body, content_type="text/xml", url="https://news.example/sitemap.xml", limits=LIMITS)


def test_the_listed_news_become_entries_with_title_language_date_and_address() -> None:
    document = read(sitemap(news(1), news(2)))
    assert document.title == "Uutiset"
    first = document.entries[0]
    assert (first.url, first.guid) == ("https://news.example/1", "https://news.example/1")
    assert (first.title, first.language) == ("Suomi irtautuu Ottawan sopimuksesta 1", "fi")
    assert first.published_at == datetime(2025, 7, 10, 6, tzinfo=UTC)


def test_no_more_than_the_limit_is_kept_and_all_are_counted() -> None:
    document = read(sitemap(*(news(number) for number in range(9))))
    assert (len(document.entries), document.found) == (3, 9)


def test_a_sitemap_that_breaks_off_gives_what_came_before() -> None:
    document = read(sitemap(news(1), news(2))[:-40])
    assert [entry.url for entry in document.entries] == ["https://news.example/1"]
    assert document.note is not None
    assert "fault" in document.note


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (sitemap("<url><loc>https://news.example/about</loc></url>"), "lists no news"),
        (b"<sitemapindex><sitemap><loc>https://news.example/1.xml</loc></sitemap></sitemapindex>", "index of sitemaps"),
        (b"<urlset>", "lists no news"),
    ],
)
def test_a_sitemap_without_news_is_refused_in_words(body: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(body)


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-kr", "none-such"])
def test_an_encoding_that_the_xml_parser_does_not_know_keeps_nobody_from_the_news(encoding: str) -> None:
    body = sitemap(news(1)).replace(b'encoding="UTF-8"', f'encoding="{encoding}"'.encode())
    assert encoding.encode() in body
    assert len(read(body).entries) == 1


def test_dates_that_mean_nothing_are_left_out() -> None:
    assert read(sitemap(news(1, date="yesterday"))).entries[0].published_at is None


def test_an_address_that_is_no_web_address_is_left_out() -> None:
    body = sitemap(news(1)).replace(b"https://news.example/1<", b"javascript:alert(1)<")
    assert read(body).entries[0].url is None


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<rss version='2.0'><channel/></rss>", None),
        (b"<ns:urlset xmlns:ns='x'>", "urlset"),
        ("<?xml version='1.0' encoding='utf-16'?><urlset>".encode("utf-16"), "urlset"),
        (b"<html><body>urlset</body></html>", None),
        (b"", None),
    ],
)
def test_the_root_element_tells(body: bytes, kind: str | None) -> None:
    assert sitemap_kind(body) == kind


@given(st.binary(max_size=300), st.integers(0, 900))
@example(b"A", 30)
def test_a_damaged_sitemap_gives_entries_or_a_reason(noise: bytes, at: int) -> None:
    whole = sitemap(news(1), news(2))
    try:
        kept = len(read(whole[:at] + noise + whole[at:]).entries)
    except Unreadable:
        kept = 0
    assert kept <= 3
