"""Where a webhook may point to."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpx

from services.runtime.addresses import is_allowed, is_in, unwrapped
from services.runtime.http_client import resolve
from services.runtime.settings import IpNetwork

MAX_URL_CHARACTERS = 2_048
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_SETTING = "OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"


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


async def refusal(url: str, allowed_private: Iterable[IpNetwork]) -> str | None:
    """Why alerts are not sent to `url`, in plain words; None when they may be.

    A name that cannot be resolved now passes when it is https: the guard of the connection judges it again.
    """
    wrong = written_wrong(url)
    if wrong is not None:
        return wrong
    networks = tuple(allowed_private)
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_plain = parts.scheme == "http"
    try:
        addresses = await resolve(host, parts.port or (80 if is_plain else 443))
    except (OSError, UnicodeError):
        return f"{host} cannot be resolved, and plain http needs an allowed private address" if is_plain else None
    for address in addresses:
        if not is_allowed(address, networks):
            return f"{host} is at {address}, which is not a public address; its operator can allow it in {_SETTING}"
        if is_plain and not is_in(unwrapped(address), networks):
            return f"{host} is outside the networks of {_SETTING}, so the address must begin with https://"
    return None
