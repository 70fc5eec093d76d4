"""The whole service, as a process of its own, among servers that mean it no good."""

import contextlib
import signal
from functools import partial

from services.contracts.feed import FeedStatus
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after, state_of
from tests.integration.ingest.site import Site, hostile_servers, raw_server, rss, says
from tests.integration.ingest.watched import service
from tests.support.eventually import eventually

MEBIBYTE = 1024 * 1024

EXPECTED_WORDS = {
    "garbage": "not a feed",
    "error": "in trouble (500",
    "gigabyte, endless": "larger than 15 MiB",
    "gigabyte, announced": "larger than 15 MiB",
    "gzip bomb": "larger than 15 MiB unpacked",
    "entity bomb": "entities inside entities",
    "hang": "took longer than 3 s in all",
    "drip": "took longer than 3 s in all",
    "endless headers": "does not keep to HTTP",
    "endless interim answers": "took longer than 3 s in all",
    "body too short": "does not keep to HTTP",
    "not http": "does not keep to HTTP",
    "says nothing": "does not keep to HTTP",
    "brotli": "“br”",
    "redirect circle": "redirects in a circle",
    "redirect to a file": "neither http nor https",
    "broken gzip": "breaks off",
    "no TLS": "no secure connection",
}


async def test_hostile_servers_get_a_clear_status_and_harm_nobody(
    bus: Bus, ingest: Ingest, environment: dict[str, str], site: Site, base: str
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        addresses = {
            name: await stack.enter_async_context(raw_server(talk)) for name, talk in hostile_servers().items()
        }
        # A client's first TLS message holds a zero byte and no end of a request's head.
        plain = await stack.enter_async_context(raw_server(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), until=b"\0"))
        addresses["no TLS"] = plain.replace("http:", "https:")
        site.give("/rss", rss(("1", "First", "one")))
        ingest.list_feeds(f"{base}/rss")
        environment["OTTAWATCH_INGEST_FETCH_SECONDS"] = "3"
        watched = await stack.enter_async_context(service(environment))
        await eventually(partial(state_after, bus, f"{base}/rss", 2))
        quiet_bytes = watched.peak_bytes
        watched.process.terminate()
        assert await watched.process.wait() == 0

        ingest.list_feeds(f"{base}/rss", *addresses.values())
        watched = await stack.enter_async_context(service(environment))
        states = {name: await eventually(partial(state_after, bus, url, 2)) for name, url in addresses.items()}
        words = {name: state.last_error or "" for name, state in states.items() if state is not None}
        wrong = {name: words[name] for name, expected in EXPECTED_WORDS.items() if expected not in words[name]}
        assert not wrong
        assert {state.status for state in states.values() if state is not None} == {FeedStatus.FAILING}

        healthy = await state_of(bus, f"{base}/rss")
        assert healthy.status is FeedStatus.OK
        # Two polls of a server that hangs took 6 s; the healthy feed, due each second, went on all the while.
        assert healthy.polls >= 6
        assert [article.title for article in await published(bus)] == ["First"]

        print(f"quiet {quiet_bytes / MEBIBYTE:.0f} MiB, among the hostile at most {watched.peak_bytes / MEBIBYTE:.0f}")
        assert watched.peak_bytes - quiet_bytes < 120 * MEBIBYTE

        family = watched.family()
        watched.process.send_signal(signal.SIGTERM)
        assert await watched.process.wait() == 0
        assert not [process.pid for process in family if process.is_running()]
