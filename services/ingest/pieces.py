"""A cheap look at a document: which of its entries are byte for byte those that were read before.

A feed lists twenty entries of which nineteen are known; reading those again is most of what polling costs. Here the
document is cut into its entries without being parsed. An entry whose bytes are known needs no reading; the others go
to the parser in a document that is this one without the known entries. On any doubt the answer is None, and the whole
document is parsed: this module may be slow to trust, never wrong. Pure.
"""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

MOST_BYTES = 1024 * 1024
"""Looked at on the event loop, a few milliseconds at most; larger documents are rare and go to a parse worker."""

MOST_JSON_BYTES = 256 * 1024

_HASH_DIGITS = 16
_MARKS = re.compile(rb"<(?:!\[CDATA\[|!--|!DOCTYPE|/?(?:item|entry|feed|channel|rss)(?=[\s/>]))")
# What these say holds for all entries: inside of one, it must not be left out with it.
_WHOLE = frozenset((b"<feed", b"<channel", b"<rss", b"</feed", b"</channel", b"</rss"))
_CLOSING = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ENCODING = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]+)", re.IGNORECASE)
# In these, a byte of "<" is always that character, also inside longer ones.
_PLAIN_ENCODING = re.compile(
    r"^(?:utf-?8|us-ascii|ascii|iso-?8859-\d+|latin-?1|windows-125\d|cp125\d|koi8-[ru]|shift_jis|euc-(?:jp|kr)|gbk|gb2312|big5)$"
)
_UTF8 = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))


@dataclass(frozen=True)
class Pieces:
    """A document cut into its entries."""

    hashes: tuple[str, ...]
    """A name for the bytes of each entry, in order."""
    _body: bytes
    _spans: tuple[tuple[int, int], ...]
    _feed: dict[str, Any] | None = None

    def without(self, known: Collection[str]) -> bytes:
        """The document without the entries of these names, everything else as it is."""
        if self._feed is not None:
            items = [item for item, name in zip(self._feed["items"], self.hashes, strict=True) if name not in known]
            return json.dumps({**self._feed, "items": items}).encode()
        kept, at = [], 0
        for name, (start, end) in zip(self.hashes, self._spans, strict=True):
            if name in known:
                kept.append(self._body[at:start])
                at = end
        kept.append(self._body[at:])
        return b"".join(kept)


def cut(body: bytes, content_type: str) -> Pieces | None:
    """The document's entries, or None where it is not plain enough to be sure of them."""
    if len(body) > MOST_BYTES:
        return None
    start = body.lstrip()[:1]
    if start == b"{":
        return _cut_json(body)
    if start != b"<" or b"\x1b" in body or not _is_plainly_encoded(body, content_type):
        return None
    spans = _spans(body)
    if not spans:
        return None
    return Pieces(tuple(_name(body[first:last]) for first, last in spans), body, tuple(spans))


def _name(piece: bytes) -> str:
    return hashlib.sha256(piece).hexdigest()[:_HASH_DIGITS]


def _is_plainly_encoded(body: bytes, content_type: str) -> bool:
    inside = _ENCODING.match(body)
    outside = _CHARSET.search(content_type)
    named = [inside[1].decode("ascii").lower()] if inside else []
    named += [outside[1].lower()] if outside else []
    if not all(_PLAIN_ENCODING.match(name) for name in named):
        return False
    if all(name in _UTF8 for name in named):
        # A stray byte would make the parser guess an encoding from all of the document.
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True
    return len(set(named)) == 1


def _spans(body: bytes) -> list[tuple[int, int]] | None:
    """Where each entry begins and ends; None when they are nested, unclosed or could be something else."""
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    at = 0
    while (mark := _MARKS.search(body, at)) is not None:
        token = mark[0]
        closing = _CLOSING.get(token)
        if closing is not None:
            end = body.find(closing, mark.end())
            if end < 0:
                return None
            at = end + len(closing)
            continue
        if token in _WHOLE:
            if begun is not None:
                return None
            at = mark.end()
            continue
        at = body.find(b">", mark.end()) + 1
        if at == 0 or token == b"<!DOCTYPE" or body[at - 2 : at - 1] == b"/":
            return None
        if token.startswith(b"</"):
            if begun is None or body[begun + 1 : begun + 1 + len(token) - 2] != token[2:]:
                return None
            spans.append((begun, at))
            begun = None
        elif begun is not None:
            return None
        else:
            begun = mark.start()
    return None if begun is not None else spans


def _cut_json(body: bytes) -> Pieces | None:
    if len(body) > MOST_JSON_BYTES:
        return None
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list) or not feed["items"]:
        return None
    if not all(isinstance(item, dict) for item in feed["items"]):
        return None
    names = tuple(_name(json.dumps(item, sort_keys=True).encode()) for item in feed["items"])
    return Pieces(names, body, (), feed)
