"""Documents that feedparser gives up on or misreads, made readable. Pure; runs in the parse workers."""

import codecs
import re

from w3lib.encoding import html_to_unicode

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,1000}\?>")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]{1,20})|([0-9]{1,20}));?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


_RIGHT_FOR_EACH_WRONG = 4
"""In text of another encoding nearly every byte above ASCII is wrong as UTF-8; a summary cut in the middle of a letter
leaves one or two wrong bytes to a hundred right letters."""


def without_stray_bytes(body: bytes) -> bytes:
    """A document in UTF-8 with a few wrong bytes in it, those replaced; any other one as it is.

    For one wrong byte feedparser takes all of a document for Latin letters of one byte each, and no word of another
    script survives that.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        wrong = text.count("\ufffd")
        right = sum(not letter.isascii() for letter in text) - wrong
        return text.encode("utf-8") if wrong * _RIGHT_FOR_EACH_WRONG <= right else body
    return body


def mended(body: bytes, content_type: str) -> bytes:
    """The document in UTF-8, without characters and references to characters that XML does not know.

    An encoding that nobody knows is taken for UTF-8; bytes that are wrong in it become the sign for that.
    """
    text = _CONTROLS.sub("", _REFERENCE.sub(_possible, _DECLARATION.sub("", _decoded(body, content_type))))
    return f"<?xml version='1.0' encoding='utf-8'?>{text}".encode("utf-8", "replace")


def _decoded(body: bytes, content_type: str) -> str:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.removeprefix(mark).decode(encoding, "replace")
    return html_to_unicode(content_type or None, body, default_encoding="utf-8")[1]


def _possible(reference: re.Match[str]) -> str:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    is_character = (0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF) or number in (0x9, 0xA, 0xD)
    return reference[0] if is_character else "\ufffd"
