"""One webhook request: signed, bounded in time and size, and judged."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import httpx
import structlog

from services.api import verdict
from services.api.deliveries import Due
from services.api.formats import Format, Payload, payload_of
from services.api.settings import ApiSettings
from services.api.settle import Tried
from services.api.sign import Signer, signed_headers
from services.api.template import BadTemplate
from services.api.verdict import Verdict
from services.runtime.clock import Clock
from services.runtime.connections import OriginPool
from services.runtime.dial import GuardedDialler
from services.runtime.errors import ForbiddenAddress
from services.runtime.resolve import Resolver
from services.runtime.settings import IpNetwork

MAX_RESPONSE_BYTES = 20_000
"""What is read of an answer; kept for the attempt log, where a page of error text is enough."""

USER_AGENT = "Ottawatch-Webhooks/1"

_KEEPALIVE_SECONDS = 15.0
_RESPONSE_SECONDS = 2.0  # the status has decided already; a body that drips must not hold the slot
_KEPT_CHARACTERS = 4_000


log = structlog.get_logger()


_FAILURES = (
    httpx.HTTPError,
    httpx.InvalidURL,
    ForbiddenAddress,
    TimeoutError,
    OSError,
    UnicodeError,
)


@dataclass(frozen=True)
class Target:
    """A subscription, as far as sending is concerned."""

    id: str
    revision: int
    url: str
    form: Format
    template: str | None
    keys: tuple[tuple[Signer, datetime | None], ...]
    """What signs, and until when."""

    def signers(self, now: datetime) -> list[Signer]:
        """What signs now."""
        return [signer for signer, expires_at in self.keys if expires_at is None or expires_at > now]

    def __repr__(self) -> str:
        return f"Target({self.id})"  # never a key


@dataclass(frozen=True)
class Job:
    """One delivery that this process has leased, with all that is needed to send it."""

    due: Due
    target: Target
    body: bytes
    lease_until: datetime


class WayOut:
    """Requests to receivers: over TLS to public and allowed addresses, in the clear to allowed private ones alone.

    Transports without a client around them: they follow no redirect, keep no cookie and read no proxy setting, not
    because they are told so but because they cannot.
    """

    def __init__(self, settings: ApiSettings, allowed_private: Iterable[IpNetwork]) -> None:
        networks, context = tuple(allowed_private), httpx.create_ssl_context(trust_env=False)
        # Nothing is remembered: a receiver that moved to another address is found there at the next connection.
        self.resolver = Resolver(settings.webhook_concurrency, remembered_seconds=0)
        self._secure = _transport(context, settings, GuardedDialler(networks, self.resolver))
        self._plain = _transport(context, settings, GuardedDialler(networks, self.resolver, only_private=True))
        total = settings.webhook_total_seconds
        self._timeouts = httpx.Timeout(total, connect=settings.webhook_connect_seconds).as_dict()

    @contextlib.asynccontextmanager
    async def request(
        self, method: str, url: httpx.URL, *, headers: dict[str, str], content: bytes = b""
    ) -> AsyncIterator[httpx.Response]:
        """One request; the answer's body is read within the block, or not at all."""
        headers |= {"User-Agent": USER_AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
        asked = httpx.Request(method, url, headers=headers, content=content, extensions={"timeout": self._timeouts})
        transport = self._plain if url.scheme == "http" else self._secure
        answer = await transport.handle_async_request(asked)
        try:
            yield answer
        finally:
            await answer.aclose()

    async def aclose(self) -> None:
        """Hang up."""
        await self._secure.aclose()
        await self._plain.aclose()
        self.resolver.close()


def _transport(context: ssl.SSLContext, settings: ApiSettings, dialler: GuardedDialler) -> httpx.AsyncHTTPTransport:
    transport = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
    # httpx has no way to pass a pool or a network backend, so the pool it made is replaced.
    transport._pool = OriginPool(
        ssl_context=context,
        max_idle=settings.webhook_concurrency,
        keepalive_expiry=_KEEPALIVE_SECONDS,
        network_backend=dialler,
    )
    return transport


@contextlib.asynccontextmanager
async def way_out(settings: ApiSettings, allowed_private: Iterable[IpNetwork]) -> AsyncIterator[WayOut]:
    """The way out for the length of the block."""
    opened = WayOut(settings, allowed_private)
    try:
        yield opened
    finally:
        await opened.aclose()


class Sender:
    """Makes attempts. Never raises for anything a receiver can do."""

    def __init__(self, out: WayOut, settings: ApiSettings, clock: Clock) -> None:
        self._out = out
        self._total_seconds = settings.webhook_total_seconds
        self._public_url = settings.address
        self._clock = clock

    async def attempt(self, job: Job) -> Tried:
        """POST the alert once and say what came of it."""
        started_at, started = self._clock(), time.perf_counter()
        status_code, response = None, None
        try:
            async with asyncio.timeout(self._total_seconds):
                status_code, response, outcome = await self._post(job)
        except _FAILURES as error:
            outcome = verdict.of_failure(error, total_seconds=self._total_seconds)
        except Exception as error:  # ours, and this delivery's alone: the receiver is not to blame
            log.exception("delivery failed by a fault of ours", delivery=job.due.delivery_id)
            outcome = verdict.of_fault(error)
        latency = timedelta(seconds=time.perf_counter() - started)
        return Tried(started_at, latency // timedelta(milliseconds=1), status_code, response, outcome)

    async def _post(self, job: Job) -> tuple[int | None, str | None, Verdict]:
        target, now = job.target, self._clock()
        payload = _payload(target.form, job.due.alert_id, job.body, self._public_url, target.template)
        if isinstance(payload, str):
            return None, None, verdict.of_unsendable(payload)
        signers = target.signers(now)
        if not signers:
            # Unsigned it would teach receivers to believe unsigned deliveries.
            words = "the keys that sign for this subscription cannot be opened; the log of the api tells why"
            return None, None, verdict.of_unsendable(words)
        headers = signed_headers(signers, alert_id=job.due.alert_id, attempted_at=now, body=payload.content)
        headers["Content-Type"] = payload.content_type
        async with self._out.request("POST", _parsed(target.url), headers=headers, content=payload.content) as answer:
            outcome = verdict.of_answer(answer.status_code, answer.headers.get("retry-after"), now=now)
            return answer.status_code, await _beginning_of(answer), outcome


_parsed = lru_cache(maxsize=2_000)(httpx.URL)


@lru_cache(maxsize=256)
def _payload(form: Format, alert_id: str, body: bytes, public_url: str, template: str | None) -> Payload | str:
    """Made once for all subscriptions that want it alike; in words why not, told to the log once as well."""
    try:
        return payload_of(form, alert_id, body, public_url=public_url, template=template)
    except BadTemplate as error:
        reason = f"the template cannot be filled in: {error}"
    except Exception as error:  # an alert of a newer version may have any shape
        reason = f"the format {form} cannot be made of this alert: {type(error).__name__}: {error}"
    log.error("alert not understood, its deliveries are parked", alert=alert_id, error=reason)
    return reason


async def _beginning_of(answer: httpx.Response) -> str | None:
    """The first bytes of the answer as text. Raw: nothing a receiver sends is ever inflated."""
    read = bytearray()
    with contextlib.suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(_RESPONSE_SECONDS):
            async for chunk in answer.aiter_raw():
                read += chunk[: MAX_RESPONSE_BYTES - len(read)]
                if len(read) >= MAX_RESPONSE_BYTES:
                    break
    # PostgreSQL's text cannot hold NUL.
    return bytes(read).decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")[:_KEPT_CHARACTERS] or None
