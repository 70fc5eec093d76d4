"""The health routes over real HTTP, and servers that come and go inside a process."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from services.runtime.errors import BadConfiguration
from services.runtime.health import Check, health_server
from services.runtime.http_server import listen, serving
from tests.support.nats import free_port


@contextlib.asynccontextmanager
async def asking(**checks: Check) -> AsyncIterator[httpx.AsyncClient]:
    port = free_port()
    async with health_server("127.0.0.1", port, checks), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        yield http


async def well() -> str | None:
    return None


async def unwell() -> str | None:
    return "the disk is full"


async def test_a_service_that_is_well_is_ready() -> None:
    async with asking(nats=well, database=well) as http:
        answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checked": ["database", "nats"]})


async def test_a_service_that_lacks_something_lives_but_is_not_ready() -> None:
    async with asking(nats=well, database=unwell) as http:
        ready, live = await http.get("/readyz"), await http.get("/livez")
    assert ready.status_code == 503
    assert ready.json() == {"status": "unavailable", "failing": {"database": "the disk is full"}}
    assert live.status_code == 200


async def test_metrics_are_told_in_the_prometheus_format() -> None:
    async with asking() as http:
        answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "# TYPE ottawatch_messages_handled_total counter" in answer.text


async def test_without_a_port_nothing_is_served() -> None:
    async with health_server("127.0.0.1", None, {}):
        pass


async def test_a_port_that_is_taken_is_told_with_the_mend() -> None:
    async with asking() as http:
        with pytest.raises(
            BadConfiguration, match=rf"cannot listen on 127\.0\.0\.1:{http.base_url.port} .*another port"
        ):
            listen("127.0.0.1", http.base_url.port or 0)


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", 65_536), ("127.0.0.1", -1), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_listened_on_is_a_wrong_setting(host: str, port: int) -> None:
    with pytest.raises(BadConfiguration, match="cannot listen on"):
        listen(host, port)


async def test_a_request_that_is_open_when_the_server_stops_is_finished() -> None:
    entered, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_request: Request) -> Response:
        entered.set()
        await go_on.wait()
        return PlainTextResponse("done")

    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    async with httpx.AsyncClient() as http:
        async with serving(Starlette(routes=[Route("/", slow)]), listener):
            asked = asyncio.create_task(http.get(address))
            await asyncio.wait_for(entered.wait(), 5)
            asyncio.get_running_loop().call_later(0.2, go_on.set)
        assert (await asked).text == "done"
        with pytest.raises(httpx.ConnectError):
            await http.get(address)


async def test_an_endless_answer_does_not_keep_the_server_from_stopping() -> None:
    async def forever() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await asyncio.sleep(0.05)

    async def stream(_request: Request) -> Response:
        return StreamingResponse(forever())

    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    async with asyncio.timeout(10), httpx.AsyncClient() as http:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(serving(Starlette(routes=[Route("/", stream)]), listener, drain_seconds=1))
            answer = await http.send(http.build_request("GET", address), stream=True)
            assert await anext(answer.aiter_raw()) == b"x"
        await answer.aclose()


async def test_an_error_in_the_block_stops_the_server_and_comes_through() -> None:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    with pytest.raises(ZeroDivisionError):
        async with serving(Starlette(), listener):
            raise ZeroDivisionError
    listen("127.0.0.1", port).close()


async def test_what_is_not_even_http_is_told_as_a_problem_detail() -> None:
    listener = listen("127.0.0.1", 0)
    async with serving(Starlette(), listener):
        for request in (
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"\x16\x03\x01\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            writer.write(request)
            head, _, body = (await asyncio.wait_for(reader.read(), 5)).partition(b"\r\n\r\n")
            writer.close()
            assert head.startswith(b"HTTP/1.1 400 ")
            assert b"content-type: application/problem+json" in head.lower()
            assert json.loads(body)["status"] == 400
