"""Where a webhook may point to."""

import asyncio
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx

from services.runtime.addresses import require_allowed
from services.runtime.errors import ForbiddenAddress
from services.runtime.resolve import Resolver
from services.runtime.settings import IpNetwork

MAX_URL_CHARACTERS = 2_048
_RESOLVE_SECONDS = 5.0
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def written_wrong(url: str) -> str | None:
    """What is wrong with the address as it is written, in plain words; None when nothing is. Pure."""
    if len(url) > MAX_URL_CHARACTERS:
        return f"the address is longer than {MAX_URL_CHARACTERS} characters"
    if _UNSAFE.search(url):
        return "the address contains spaces, control characters or backslashes; percent-encode them"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return f"the address cannot be read: {error}"
    try:
        httpx.URL(url)
    except httpx.InvalidURL as error:
        return f"the address cannot be read: {error}"
    if parts.scheme not in ("http", "https"):
        return "the address must begin with https:// (or http:// inside an allowed private network)"
    if not parts.hostname:
        return "the address has no host"
    if parts.username is not None or parts.password is not None:
        return "the address carries credentials; leave them out, deliveries are signed instead"
    if port == 0:
        return "port 0 cannot be connected to"
    return None


async def refusal(url: str, allowed_private: Iterable[IpNetwork], resolver: Resolver) -> str | None:
    """Why alerts are not sent to `url`, in plain words; None when they may be.

    A name that cannot be resolved now passes when it is https: the guard of the connection judges it again.
    """
    wrong = written_wrong(url)
    if wrong is not None:
        return wrong
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_plain = parts.scheme == "http"
    try:
        async with asyncio.timeout(_RESOLVE_SECONDS):
            addresses = await resolver.resolve(host, parts.port or (80 if is_plain else 443))
    except (OSError, UnicodeError):  # a time limit that has passed is an OSError, too
        return f"{host} cannot be resolved, and plain http needs an allowed private address" if is_plain else None
    try:
        require_allowed(host, addresses, allowed_private, only_private=is_plain)
    except ForbiddenAddress as error:
        return str(error)
    return None
