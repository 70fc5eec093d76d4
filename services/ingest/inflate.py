"""Unpack a body piece by piece, and never more of it than asked for. Pure."""

import zlib
from collections.abc import Iterator

from services.ingest.errors import BodyTooLarge, UnwelcomeEncoding

PIECE_BYTES = 256 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_KNOWN = frozenset(("", "identity", "gzip", "x-gzip", "deflate"))


def check_encoding(content_encoding: str) -> str:
    """The header's value in lower case; raises `UnwelcomeEncoding` for one we do not unpack."""
    encoding = content_encoding.strip().lower()
    if encoding not in _KNOWN:
        raise UnwelcomeEncoding(f"the body is compressed with “{encoding[:40]}”, although only gzip was asked for")
    return encoding


class Inflater:
    """Takes the body as it travels and gives it unpacked, up to `max_bytes` in all.

    What is gzip is told by its first two bytes and not by the header: some servers send `feed.xml.gz` without
    saying so, and some say gzip and send plain text.
    """

    def __init__(self, encoding: str, max_bytes: int) -> None:
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._given = 0
        self._head: bytes | None = b""
        self._rest = b""  # what follows the end of a compressed stream, as far as it could begin another
        self._unpacker: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """Unpacked pieces of at most `PIECE_BYTES`; raises `BodyTooLarge` or `UnwelcomeEncoding`."""
        if self._head is not None:
            chunk = self._head + chunk
            if len(chunk) < 2:
                self._head = chunk
                return
            self._head = None
            self._unpacker = self._unpacker_for(chunk)
        try:
            for piece in self._pieces(chunk):
                self._given += len(piece)
                if self._given > self._max_bytes:
                    raise BodyTooLarge(f"the body is larger than {size_in_words(self._max_bytes)} unpacked")
                yield piece
        except zlib.error as error:
            raise UnwelcomeEncoding(f"the compressed body is broken ({error})") from error

    def end(self) -> bytes:
        """What is left when the body has ended; raises `UnwelcomeEncoding` if it ended too early."""
        if self._head:
            return self._head
        if self._unpacker is not None and not self._unpacker.eof:
            raise UnwelcomeEncoding("the compressed body breaks off before its end")
        return b""

    def _unpacker_for(self, start: bytes) -> "zlib._Decompress | None":
        if start.startswith(_GZIP_MAGIC):
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        if self._encoding == "deflate":
            # The header means zlib, but some servers send the bare stream inside it. A zlib stream begins with a
            # byte whose low half is 8 and whose first two bytes are a multiple of 31 (RFC 1950).
            is_zlib = start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
            return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        return None

    def _pieces(self, chunk: bytes) -> Iterator[bytes]:
        unpacker = self._unpacker
        if unpacker is None:
            yield from (chunk[at : at + PIECE_BYTES] for at in range(0, len(chunk), PIECE_BYTES))
            return
        while True:
            while chunk and not unpacker.eof:
                yield unpacker.decompress(chunk, PIECE_BYTES)
                chunk = unpacker.unconsumed_tail or unpacker.unused_data
            if not unpacker.eof:
                return
            # Gzip members may follow one another; anything else after the end is padding.
            self._rest = self._rest[:2] + chunk
            if not self._rest.startswith(_GZIP_MAGIC):
                return
            chunk, self._rest = self._rest, b""
            unpacker = self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)


def size_in_words(size_bytes: int) -> str:
    """A size as people say it."""
    for unit, factor in (("MiB", 1024 * 1024), ("KiB", 1024)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.4g} {unit}"
    return f"{size_bytes} bytes"
