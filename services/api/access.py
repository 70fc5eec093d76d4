"""Who may do what: loopback reads without a key, everything else with one."""

import contextlib
import ipaddress
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPBearer
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.requests import HTTPConnection

from services.api.errors import KeyNeeded, ScopeMissing
from services.api.keys import Scope, find_key, note_use
from services.api.parts import Parts, PartsOf
from services.api.rate import Spent

FORWARDED_HEADERS = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-forwarded-server",
    "x-real-ip",
    "x-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
)
"""A proxy on this machine makes the whole world look like loopback; these betray it."""

log = structlog.get_logger()

_NOTE_USE_EVERY = timedelta(minutes=1)  # a write for every request would cost more than it tells

_bearer = HTTPBearer(auto_error=False, description="A key that `ottawatch keys create` made (`otw_…`).")


@dataclass(frozen=True)
class Caller:
    """Who asks: the owner of a key, or somebody on this machine."""

    key_id: str | None
    owner: str | None = None
    """Whose key it is, as the key says."""
    scopes: frozenset[str] = frozenset({Scope.READ})
    spent: Spent | None = None


def is_local(client_host: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request was made on this machine, by a program that meant to. Pure.

    The Host must be a loopback name too: otherwise any web page could read through a visitor's browser, by
    letting its own name resolve to 127.0.0.1.
    """
    if any(name in headers for name in FORWARDED_HEADERS):
        return False
    return _is_loopback_address(client_host or "") and _is_loopback_name(headers.get("host", ""))


def _is_loopback_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _is_loopback_name(host: str) -> bool:
    name = host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]
    return name.lower() == "localhost" or _is_loopback_address(name)


def requires(scope: Scope) -> Callable[..., Awaitable[Caller]]:
    """A dependency that lets only callers with `scope` through."""

    async def check(request: Request, parts: PartsOf, _shown: Annotated[object, Depends(_bearer)]) -> Caller:
        return await admitted(request, parts, scope)

    return check


async def admitted(request: HTTPConnection, parts: Parts, scope: Scope) -> Caller:
    """Who asks, counted against the key's rate; raises the problem that tells why they may not."""
    header = request.headers.get("authorization")
    if header is None:
        if scope is Scope.READ and is_local(request.client.host if request.client else None, request.headers):
            return Caller(key_id=None)
        raise KeyNeeded(_how_to_get_in(scope))
    kind, _, bare_key = header.partition(" ")
    if kind.lower() != "bearer" or not bare_key.strip():
        raise KeyNeeded("the Authorization header must read `Bearer` and a key, as in `Bearer otw_…`")
    caller = await _caller_with(parts, bare_key.strip(), scope)
    if caller.spent is not None:
        request.state.headers = caller.spent.headers()
    return caller


async def may_read(request: HTTPConnection, parts: Parts) -> bool:
    """Whether who asks may be answered without a route; if not, or if that cannot be told, the route tells why."""
    try:
        await admitted(request, parts, Scope.READ)
    except Exception as error:
        log.debug("answering the long way", error=str(error))
        return False
    return True


async def _caller_with(parts: Parts, bare_key: str, scope: Scope) -> Caller:
    now = parts.clock()
    async with AsyncSession(parts.alerts) as session:
        key = await find_key(session, bare_key, now=now)
    if key is None:
        raise KeyNeeded("this key is unknown, expired or revoked; `ottawatch keys create` makes a new one")
    if scope not in key.scopes and Scope.ADMIN not in key.scopes:
        raise ScopeMissing(
            f"this needs the scope `{scope}`, and the key {key.prefix}… has {', '.join(key.scopes)}; "
            f"`ottawatch keys create --scopes {scope}` makes one that fits"
        )
    used_at = parts.keys_used_at.get(key.id)
    if used_at is None or now - used_at >= _NOTE_USE_EVERY:
        parts.keys_used_at[key.id] = now
        with contextlib.suppress(SQLAlchemyError, OSError):  # nobody is turned away because of a note
            await note_use(parts.alerts_writer, key.id, now=now)
    spent = await parts.rate_limiter.spend(key.id)
    return Caller(key_id=key.id, owner=key.owner, scopes=frozenset(key.scopes), spent=spent)


def _how_to_get_in(scope: Scope) -> str:
    how = "send `Authorization: Bearer otw_…` with a key that `ottawatch keys create` made"
    if scope is Scope.READ:
        return f"reading without a key is for programs on this machine that ask localhost directly; {how}"
    return f"this needs a key with the scope `{scope}`; {how}"


Reader = Annotated[Caller, Depends(requires(Scope.READ))]
Writer = Annotated[Caller, Depends(requires(Scope.WRITE))]
