"""Markup to plain text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.html_text import cleaned, html_to_line, html_to_text, page_to_text


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("plain", "plain"),
        ("", ""),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("AT&amp;T &eacute; &#8211; &nbsp;x", "AT&T é – x"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("one<br/>two", "one\ntwo"),
        ("<p>wrapped\nin the\r\nsource</p><p>two</p>", "wrapped in the source\ntwo"),
        ("plain\nlines & <b>no</b>\nblocks", "plain\nlines & no\nblocks"),
        ("<pre>kept\nas it is</pre>", "kept\nas it is"),
        ("a\x1eb<p>c", "ab\nc"),
        ("<b>bo</b>ld", "bold"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("a<script>x<y</script>b", "ab"),
        ("<svg><svg></svg>in</svg>out", "out"),
        ("<img src=x onerror=alert(1)>seen", "seen"),
        ("<!-- hidden -->seen", "seen"),
        ("&lt;b&gt;", "<b>"),
        ("a<object data='x'><p>fallback</p></object>b", "ab"),
        ("before<object data='x'> after", "before after"),
        ("<video><audio><p>one</p><p>two</p>", "one\ntwo"),
        ("a<object><object>in</object>b", "ainb"),
        ("a<script>let b = 1", "a"),
        ("a<style>b {", "a"),
    ],
)
def test_markup_becomes_text(markup: str, expected: str) -> None:
    assert html_to_text(markup) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x07c", "abc"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("  a \t b \n\n\n c ", "a b\nc"),
        ("soft\u00adhyphen \ufeffmark", "softhyphen mark"),
        ("safe\u202egpj.exe", "safegpj.exe"),
        ("half \ud800 letter", "half letter"),
        ("smart \x93quotes\x94", "smart “quotes”"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner belongs to the word
    ],
)
def test_text_is_cleaned(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["<", "<a ", "<a b='", "<!--", "<!", "<?", "</", "<![CDATA[", "<script>", "&", "<p>"])
def test_markup_made_to_take_for_ever_does_not(piece: str) -> None:
    # The standard parser alone takes minutes over some of these.
    html_to_text("seen " + piece * (200_000 // len(piece)))


def test_a_title_is_one_line() -> None:
    assert html_to_line("<p>one</p>\n<p>two</p>") == "one two"


def test_a_page_that_is_all_form_still_gives_its_text() -> None:
    assert page_to_text("<form><p>News</p></form>") == ("", "News")


@given(st.text(alphabet=st.characters(codec=None), max_size=300) | st.text(alphabet="<>&!-[]/ap;#x0\n ", max_size=200))
def test_whatever_comes_the_text_is_clean_and_stays_so(markup: str) -> None:
    text = html_to_text(markup)
    text.encode()
    assert "\x00" not in text
    assert "\n\n" not in text
    assert cleaned(text) == text
    page_to_text(markup)


def test_a_page_whose_header_is_never_closed_keeps_its_text() -> None:
    page = "<title>Vote</title><header><nav>Home</nav><p>413 for</p>"
    assert page_to_text(page) == ("Vote", "413 for")
