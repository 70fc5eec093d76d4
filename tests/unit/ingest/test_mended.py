"""Documents that feedparser gives up on, made readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.mended import mended, without_stray_bytes

HEAD = "<?xml version='1.0' encoding='utf-8'?>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<rss>plain</rss>", "<rss>plain</rss>"),
        ("<?xml version='1.0' encoding='iso-8859-2'?><a>ž</a>".encode("iso-8859-2"), "<a>ž</a>"),
        ("<?xml version='1.0' encoding='utf-16'?><a>ž</a>".encode("utf-16"), "<a>ž</a>"),
        ("<?xml version='1.0' encoding='utf-32'?><a>ž</a>".encode("utf-32"), "<a>ž</a>"),
        (b"<?xml version='1.0' encoding='u\xd4f-8'?><a>\xc5\xbe\xff</a>", "<a>ž\ufffd</a>"),
        (b"<a>\x00b\x07c</a>", "<a>bc</a>"),
        (b"<a>&#x110000;&#xD800;&#0;&#99999999999999;</a>", "<a>\ufffd\ufffd\ufffd\ufffd</a>"),
        (b"<a>&#65;&#x17E;&#10;&amp;</a>", "<a>&#65;&#x17E;&#10;&amp;</a>"),
    ],
)
def test_what_xml_does_not_know_is_taken_out(body: bytes, text: str) -> None:
    assert mended(body, "").decode() == HEAD + text


def test_the_server_s_charset_is_believed_where_the_document_names_none() -> None:
    assert mended("<a>ž</a>".encode("windows-1250"), "text/xml; charset=windows-1250").decode() == f"{HEAD}<a>ž</a>"


@given(st.binary(max_size=200), st.sampled_from(["", "text/xml; charset=utf-16", "text/xml; charset=none"]))
def test_any_bytes_become_utf_8_without_controls(body: bytes, content_type: str) -> None:
    text = mended(body, content_type).decode()
    assert text.startswith(HEAD)
    assert not any(letter in text for letter in "\x00\x07\x1b\uffff")


WORDS = "Эстония выходит из конвенции о запрете противопехотных мин"


@pytest.mark.parametrize("stray", [b"\xff", WORDS.encode()[:-1][-1:], b"\xd0"])
def test_a_stray_byte_costs_one_sign_and_not_the_script(stray: bytes) -> None:
    assert without_stray_bytes(WORDS.encode() + stray + b"</a>").decode() == f"{WORDS}\ufffd</a>"


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "iso-8859-5", "utf-16", "utf-32"])
def test_a_text_of_another_encoding_is_left_as_it_is(encoding: str) -> None:
    assert without_stray_bytes(WORDS.encode(encoding)) == WORDS.encode(encoding)


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "gb18030", "big5"])
def test_so_is_one_in_signs_of_two_bytes(encoding: str) -> None:
    text = "政府公約国民地雷".encode(encoding, "ignore") * 20
    assert without_stray_bytes(text) == text


@given(st.text(max_size=100))
def test_a_document_without_wrong_bytes_stays_as_it_is(text: str) -> None:
    body = text.encode("utf-8", "ignore")
    assert without_stray_bytes(body) == body
