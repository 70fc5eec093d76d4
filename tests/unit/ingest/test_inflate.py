"""Unpacking with a bound."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingest.errors import BodyTooLarge, UnwelcomeEncoding
from services.ingest.inflate import PIECE_BYTES, Inflater, check_encoding, size_in_words

BODY = b"<rss>" + b"news " * 1000


def unpack(chunks: list[bytes], encoding: str = "", max_bytes: int = 10**6) -> bytes:
    inflater = Inflater(encoding, max_bytes)
    unpacked = b"".join(piece for chunk in chunks for piece in inflater.feed(chunk))
    return unpacked + inflater.end()


def bare_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (BODY, ""),
        (BODY, "identity"),
        (gzip.compress(BODY), "gzip"),
        (gzip.compress(BODY), ""),  # a .gz file, not announced
        (BODY, "gzip"),  # announced, not done
        (zlib.compress(BODY), "deflate"),
        (bare_deflate(BODY), "deflate"),
        (gzip.compress(BODY[:100]) + gzip.compress(BODY[100:]), "gzip"),
        (gzip.compress(BODY) + b"\0" * 100, "gzip"),  # padding after the end
        (b"", "gzip"),
        (b"x", "gzip"),
    ],
    ids=lambda value: (
        value if isinstance(value, str) else "body"
    ),  # a packed body carries the second it was packed in, and a test needs a name that stays
)
@pytest.mark.parametrize("step", [1, 7, 10**6])
def test_a_body_is_unpacked_by_what_it_is(packed: bytes, encoding: str, step: int) -> None:
    chunks = [packed[at : at + step] for at in range(0, len(packed), step)]
    assert unpack(chunks, encoding) == (packed if len(packed) < 2 else BODY)


def test_a_bomb_is_stopped_at_the_bound_and_never_held_whole() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    inflater = Inflater("gzip", 1_000_000)
    held = 0

    def light() -> None:
        nonlocal held
        for piece in inflater.feed(bomb):
            assert len(piece) <= PIECE_BYTES
            held += len(piece)

    with pytest.raises(BodyTooLarge, match="unpacked"):
        light()
    assert held <= 1_000_000


def test_the_bound_itself_is_allowed() -> None:
    assert unpack([gzip.compress(BODY)], "gzip", len(BODY)) == BODY
    with pytest.raises(BodyTooLarge):
        unpack([gzip.compress(BODY)], "gzip", len(BODY) - 1)


def test_a_compressed_body_that_breaks_off_is_an_error() -> None:
    with pytest.raises(UnwelcomeEncoding, match="breaks off"):
        unpack([gzip.compress(BODY)[:-20]], "gzip")


def test_a_broken_compressed_body_is_an_error() -> None:
    with pytest.raises(UnwelcomeEncoding, match="broken"):
        unpack([b"\x1f\x8b\x08\x00" + b"\xff" * 50], "gzip")


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "x" * 1000])
def test_an_encoding_nobody_asked_for_is_refused_by_name(encoding: str) -> None:
    with pytest.raises(UnwelcomeEncoding, match=encoding[:10]):
        check_encoding(encoding)


@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate"]), st.booleans())
def test_no_bytes_raise_anything_but_our_own_errors(body: bytes, encoding: str, is_gzip: bool) -> None:
    with contextlib.suppress(BodyTooLarge, UnwelcomeEncoding):
        unpack([b"\x1f\x8b\x08" * is_gzip + body], encoding, 1000)


@pytest.mark.parametrize(("size", "words"), [(15 * 1024 * 1024, "15 MiB"), (2048, "2 KiB"), (12, "12 bytes")])
def test_a_size_is_said_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words
