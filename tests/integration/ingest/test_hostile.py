"""The whole service, as a process of its own, among servers that mean it no good."""

import contextlib
import signal
from functools import partial
from pathlib import Path

from services.contracts.feed import FeedStatus
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, published, state_after, state_of
from tests.integration.ingest.site import (
    OK,
    Site,
    hostile_servers,
    odd_documents,
    raw_server,
    rss,
    says,
    self_signed,
)
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
    "endless headers": "HTTP: the headers of its answer do not end",
    "endless interim answers": "took longer than 3 s in all",
    "body too short": "HTTP: its answer breaks off before its end",
    "not http": "HTTP: what it sends is no answer",
    "says nothing": "HTTP: it closes the connection without an answer",
    "brotli": "“br”",
    "redirect circle": "redirects in a circle",
    "redirect to a file": "neither http nor https",
    "broken gzip": "breaks off",
    "no TLS": "no secure connection: what answers there does not speak TLS",
    "certificate of its own": "no secure connection: self-signed certificate",
    "headers that drip": "took longer than 3 s in all",
    "one endless header": "HTTP: the headers of its answer do not end",
    "two lengths": "HTTP: its answer states no one length",
    "a length that is no number": "HTTP: its answer states no one length",
    "body too long": "because it is broken",
    "bad chunks": "HTTP: its answer comes in parts of which one states no length",
    "endless chunks": "took longer than 3 s in all",
    "slow to read": "the document takes longer than 2 s to read",
    "redirect to a private network": "10.0.0.1 is not a public address",
    "redirect to a number": "127.0.0.2, which is not a public address",
    "redirect to an odd notation": "127.0.0.2, which is not a public address",
    "redirect to a mapped address": "::ffff:7f00:2, which is not a public address",
    "redirect to a translated address": "64:ff9b::7f00:2 is not a public address",
}

GOOD = tuple(f"/good/{number}" for number in range(5))


async def test_hostile_servers_get_a_clear_status_and_harm_nobody(
    bus: Bus, ingest: Ingest, environment: dict[str, str], site: Site, base: str, tmp_path: Path
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        addresses = {
            name: await stack.enter_async_context(raw_server(talk)) for name, talk in hostile_servers().items()
        }
        # A client's first TLS message holds a zero byte and no end of a request's head.
        plain = await stack.enter_async_context(raw_server(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), until=b"\0"))
        addresses["no TLS"] = plain.replace("http:", "https:")
        tls = self_signed(tmp_path)
        addresses["certificate of its own"] = await stack.enter_async_context(raw_server(says(OK), tls=tls))
        assert set(addresses) == set(EXPECTED_WORDS)
        good = [f"{base}{path}" for path in GOOD]
        for number, path in enumerate(GOOD):
            site.give(path, rss(("1", f"First of {number}", "one")))
        ingest.list_feeds(*good)
        environment["OTTAWATCH_INGEST_FETCH_SECONDS"] = "3"
        environment["OTTAWATCH_INGEST_PARSE_SECONDS"] = "2"
        watched = await stack.enter_async_context(service(environment))
        for url in good:
            await eventually(partial(state_after, bus, url, 2))
        quiet_bytes = watched.peak_bytes
        watched.process.terminate()
        assert await watched.process.wait() == 0

        before = {url: (await state_of(bus, url)).polls for url in good}
        ingest.list_feeds(*good, *addresses.values())
        watched = await stack.enter_async_context(service(environment))
        states = {name: await eventually(partial(state_after, bus, url, 2)) for name, url in addresses.items()}
        words = {name: state.last_error or "" for name, state in states.items() if state is not None}
        wrong = {name: words[name] for name, expected in EXPECTED_WORDS.items() if expected not in words[name]}
        assert not wrong
        assert {state.status for state in states.values() if state is not None} == {FeedStatus.FAILING}

        # Two polls of a server that hangs took 6 s; the good feeds, due each second, went on all the while.
        for url in good:
            healthy = await state_of(bus, url)
            assert healthy.status is FeedStatus.OK
            assert healthy.polls - before[url] >= 6
        assert sorted(article.title for article in await published(bus)) == [f"First of {n}" for n in range(len(GOOD))]

        print(f"quiet {quiet_bytes / MEBIBYTE:.0f} MiB, among the hostile at most {watched.peak_bytes / MEBIBYTE:.0f}")
        print("\n".join(f"{name}: {told}" for name, told in words.items()))
        assert watched.peak_bytes - quiet_bytes < 120 * MEBIBYTE

        family = watched.family()
        watched.process.send_signal(signal.SIGTERM)
        assert await watched.process.wait() == 0
        assert not [process.pid for process in family if process.is_running()]


async def test_documents_that_are_wrong_about_themselves_are_read_all_the_same(
    bus: Bus, ingest: Ingest, site: Site, base: str
) -> None:
    documents = odd_documents()
    urls = {name: f"{base}/{number}" for number, name in enumerate(documents)}
    for name, (content_type, body) in documents.items():
        site.give(urls[name].removeprefix(base), body, content_type=content_type)
    ingest.list_feeds(*urls.values(), interval=600)
    async with ingest.running():
        states = {name: await eventually(partial(state_after, bus, url, 1)) for name, url in urls.items()}
    assert {name: state.last_error for name, state in states.items() if state and state.last_error} == {}
    titles = {article.feed.url: article.title for article in await published(bus)}
    assert {name: titles.get(url, "") for name, url in urls.items()} == dict.fromkeys(urls, "Žluťoučký kůň")
