"""Both ways out for outside input, feeds and webhooks, against real servers on this machine.

No outside input may reach it unless the operator allows that.
"""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpcore
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from services.api.send import way_out
from services.api.settings import ApiSettings
from services.ingest.connections import fetching_client
from services.ingest.settings import IngestSettings
from services.runtime.dial import GuardedDialler
from services.runtime.errors import ForbiddenAddress
from services.runtime.http_server import listen
from services.runtime.resolve import Resolver

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
Serve = Callable[[Any], Awaitable[str]]
Get = Callable[[str], Awaitable[httpx.Response]]
Way = Callable[..., contextlib.AbstractAsyncContextManager[Get]]


@contextlib.asynccontextmanager
async def feeds(*allowed: str, connect_seconds: float = 10.0) -> AsyncIterator[Get]:
    settings = IngestSettings(connect_seconds=connect_seconds, fetch_seconds=30)
    async with fetching_client(settings, [ipaddress.ip_network(text) for text in allowed]) as client:
        yield client.get


@contextlib.asynccontextmanager
async def webhooks(*allowed: str, connect_seconds: float = 10.0) -> AsyncIterator[Get]:
    settings = ApiSettings(webhook_connect_seconds=connect_seconds, webhook_total_seconds=25)
    async with way_out(settings, [ipaddress.ip_network(text) for text in allowed]) as out:

        async def get(url: str) -> httpx.Response:
            async with out.request("GET", httpx.URL(url), headers={}) as answer:
                await answer.aread()
                return answer

        yield get


@pytest.fixture(params=[feeds, webhooks], ids=["feeds", "webhooks"])
def way(request: pytest.FixtureRequest) -> Way:
    made: Way = request.param
    return made


def application(reached: list[str]) -> Starlette:
    async def page(request: Request) -> Response:
        reached.append(request.headers["host"])
        return PlainTextResponse("inside")

    async def redirect(_request: Request) -> Response:
        return RedirectResponse("http://169.254.169.254/latest/meta-data")

    return Starlette(routes=[Route("/", page), Route("/away", redirect)])


async def test_this_machine_is_refused_without_permission(serve: Serve, way: Way) -> None:
    reached: list[str] = []
    address = await serve(application(reached))
    async with way() as get:
        with pytest.raises(ForbiddenAddress, match="OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"):
            await get(address)
    assert reached == []


async def test_an_allowed_network_is_reached_and_nothing_beside_it(serve: Serve, way: Way) -> None:
    reached: list[str] = []
    address = await serve(application(reached))
    port = httpx.URL(address).port
    async with way("127.0.0.1/32") as get:
        assert (await get(address)).text == "inside"
        with pytest.raises(ForbiddenAddress, match=r"127\.0\.0\.2"):
            await get(f"http://127.0.0.2:{port}/")
    assert reached == [f"127.0.0.1:{port}"]


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("localhost", id="a name of this machine"),
        pytest.param("LOCALHOST.", id="the same with a root dot"),
        pytest.param("2130706433", id="one decimal number"),
        pytest.param("0x7f.1", id="hexadecimal and short"),
        pytest.param("0177.0.0.1", id="octal"),
        pytest.param("127.1", id="short"),
        pytest.param("0", id="zero"),
        pytest.param("[::1]", id="v6 loopback"),
        pytest.param("[::ffff:127.0.0.1]", id="mapped"),
        pytest.param("[::ffff:7f00:1]", id="mapped, in hexadecimal"),
        pytest.param("[64:ff9b::7f00:1]", id="NAT64"),
        pytest.param("127。0。0。1", id="full-width dots"),
        pytest.param("①②⑦.0.0.1", id="circled digits"),
    ],
)
async def test_no_spelling_of_this_machine_gets_through(serve: Serve, way: Way, host: str) -> None:
    """Refused by the guard, or no address at all to the resolver; never reached."""
    reached: list[str] = []
    port = httpx.URL(await serve(application(reached))).port
    async with way() as get:
        with pytest.raises((ForbiddenAddress, httpx.ConnectError, httpx.InvalidURL)):
            await get(f"http://{host}:{port}/")
    assert reached == []


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
async def test_these_spellings_are_refused_by_the_guard_itself(way: Way, host: str) -> None:
    async with way() as get:
        with pytest.raises(ForbiddenAddress):
            await get(f"http://{host}:9/")


async def test_a_name_reaches_an_allowed_network(serve: Serve, way: Way) -> None:
    reached: list[str] = []
    port = httpx.URL(await serve(application(reached))).port
    async with way("127.0.0.0/8", "::1/128") as get:
        assert (await get(f"http://localhost:{port}/")).text == "inside"
    assert reached == [f"localhost:{port}"]  # the name is still what the server is asked for


async def test_a_redirect_is_answered_and_not_followed(serve: Serve, way: Way) -> None:
    address = await serve(application([]))
    async with way("127.0.0.0/8") as get:
        answer = await get(f"{address}/away")
    assert answer.status_code == 307


async def test_proxy_settings_of_the_environment_are_not_read(
    serve: Serve, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would do the dialling, past the guard."""
    reached: list[str] = []
    proxy = await serve(application(reached))
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.setenv("ALL_PROXY", proxy)
    async with way() as get:
        with pytest.raises(ForbiddenAddress):
            await get("http://10.1.2.3/")
    assert reached == []


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("nowhere.invalid", id="a name that does not exist"),
        pytest.param("a..b", id="an empty label"),
        pytest.param("a" * 64 + ".example", id="a label that is too long"),
    ],
)
async def test_a_name_without_an_address_is_a_connection_error(way: Way, host: str) -> None:
    """One that names the host, so that callers who catch httpx's errors catch it."""
    async with way() as get:
        with pytest.raises(httpx.ConnectError, match=f"{host} cannot be resolved"):
            await get(f"http://{host}/")


async def test_a_port_where_nobody_listens_is_a_connection_error(way: Way) -> None:
    with listen("127.0.0.1", 0) as bound:
        async with way("127.0.0.0/8") as get:
            with pytest.raises(httpx.ConnectError):
                await get(f"http://127.0.0.1:{bound.getsockname()[1]}/")


async def test_a_connection_that_takes_too_long_is_told_in_words(way: Way) -> None:
    """A listener whose queue is full leaves further connections unanswered."""
    with listen("127.0.0.1", 0) as full:
        full.listen(0)
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        try:
            async with way("127.0.0.0/8", connect_seconds=0.3) as get:
                with pytest.raises(httpx.ConnectTimeout, match=r"no connection to 127\.0\.0\.1 within 0\.3 s"):
                    await get(f"http://127.0.0.1:{port}/")
        finally:
            for one in waiting:
                one.close()


async def test_no_socket_of_this_machine_is_reachable() -> None:
    with pytest.raises(ForbiddenAddress):
        await GuardedDialler([LOOPBACK], Resolver(1)).connect_unix_socket("/run/docker.sock")


async def test_the_guard_dials_the_address_it_judged(serve: Serve) -> None:
    """What is connected to is the very address, so a second answer of the name's server has no say."""
    port = httpx.URL(await serve(application([]))).port
    assert port is not None
    stream = await GuardedDialler([LOOPBACK], Resolver(1)).connect_tcp("0x7f.1", port, timeout=2)
    try:
        assert isinstance(stream, httpcore.AsyncNetworkStream)
        assert stream.get_extra_info("server_addr") == ("127.0.0.1", port)
    finally:
        await stream.aclose()


async def test_many_requests_at_once_are_all_answered(serve: Serve, way: Way) -> None:
    reached: list[str] = []
    address = await serve(application(reached))
    async with way("127.0.0.0/8") as get:
        answers = await asyncio.gather(*(get(address) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20
    assert len(reached) == 20


async def test_in_the_clear_webhooks_stay_in_the_networks_that_are_allowed() -> None:
    async with webhooks("127.0.0.0/8") as get:
        with pytest.raises(ForbiddenAddress, match="must begin with https://"):
            await get("http://93.184.216.34/")
