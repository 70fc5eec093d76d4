"""Answers that can be revalidated: a list that did not change costs no bytes."""

import hashlib

from fastapi import Request
from starlette.responses import Response


def validated(request: Request, body: bytes, media_type: str, *, headers: dict[str, str] | None = None) -> Response:
    """`body` with an ETag, or 304 when the client has it already."""
    # Weak, because one body travels in several compressions (RFC 9110, section 8.8.1).
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    fields = {
        "ETag": tag,
        # Kept by the client alone, because an answer may depend on its key, and always asked for anew.
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization",
        **(headers or {}),
    }
    if has_tag(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=fields)
    return Response(body, media_type=media_type, headers=fields)


def has_tag(if_none_match: str, tag: str) -> bool:
    """Whether a client says that it has this very answer."""
    offered = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
    return "*" in offered or tag.removeprefix("W/") in offered
