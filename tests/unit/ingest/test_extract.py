"""The article in a web page."""

import pytest

from services.ingest.entries import Limits
from services.ingest.errors import Unreadable
from services.ingest.extract import extract_page

LIMITS = Limits(10, 2_000, 1_000, 2_048)
STORY = "<p>Łotwa wypowiedziała konwencję ottawską i złożyła notyfikację w Nowym Jorku.</p>" * 6


def page(body: str, head: str = "", lang: str = "pl") -> str:
    title = f"<head><title>Łotwa</title>{head}</head>"
    return f'<!doctype html><html class="no-js" lang="{lang}">{title}<body>{body}</body></html>'


def extracted(markup: bytes | str, content_type: str = "text/html") -> str:
    body = markup if isinstance(markup, bytes) else markup.encode()
    return extract_page(body, content_type=content_type, url="https://news.example/1", limits=LIMITS).text


def test_text_author_date_language_and_canonical_address_are_read() -> None:
    head = (
        '<link rel="canonical" href="https://news.example/lotwa"><meta name="author" content="Anna Nowak">'
        '<meta property="article:published_time" content="2026-02-20T08:00:00+01:00">'
    )
    found = extract_page(
        page(f"<article><h1>Łotwa</h1>{STORY}</article>", head).encode(),
        content_type="text/html; charset=utf-8",
        url="https://news.example/1?utm=x",
        limits=LIMITS,
    )
    assert "konwencję ottawską" in found.text
    assert (found.author, found.published_on, found.language) == ("Anna Nowak", "2026-02-20", "pl")
    assert found.canonical_url == "https://news.example/lotwa"


def test_menus_footers_and_scripts_are_left_out() -> None:
    text = extracted(
        page(f"<nav>Sport Pogoda</nav><script>track()</script><article>{STORY}</article><footer>RODO</footer>")
    )
    assert "Pogoda" not in text
    assert "track" not in text
    assert "RODO" not in text


def test_the_charset_that_the_page_states_is_used() -> None:
    markup = page(f"<article>{STORY}</article>", '<meta charset="iso-8859-2">').encode("iso-8859-2")
    assert "konwencję ottawską" in extracted(markup)


def test_text_is_cut_to_the_limit() -> None:
    long = "".join(f"<p>Konwencja ottawska, akapit {n}, mówi o minach i o ich zakazie.</p>" for n in range(200))
    assert 900 < len(extracted(page(f"<article>{long}</article>"))) <= 1_000


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe" * 1_000,
        b"<html><body></body></html>",
        b"<div>" * 50_000,
        b"<![" * 10_000,
        "<!doctype html><html><body><script>while(1){}</script></body></html>".encode("utf-16"),
    ],
    ids=["empty", "binary", "no text", "deeply nested", "broken declarations", "script only"],
)
def test_what_holds_no_article_is_said_to_hold_none(body: bytes) -> None:
    with pytest.raises(Unreadable, match="no article"):
        extracted(body)


def test_what_is_no_web_page_is_not_looked_into() -> None:
    with pytest.raises(Unreadable, match="not a web page but application/pdf"):
        extracted(b"%PDF-1.7", "application/pdf")
