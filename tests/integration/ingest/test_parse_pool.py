"""The parse workers as real processes."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict

import psutil
import pytest

from services.ingest.entries import Limits
from services.ingest.errors import Unreadable
from services.ingest.parse_pool import ParsePool
from tests.integration.ingest.site import rss

LIMITS = Limits(max_items=100, max_title_characters=100, max_text_characters=1000, max_url_characters=200)
FEED = rss(("1", "First", "one"))
URL = "http://news.example/"


@pytest.fixture
async def pool() -> AsyncIterator[ParsePool]:
    async with ParsePool(processes=2, seconds=2, memory_bytes=256 * 1024 * 1024, limits=LIMITS) as pool:
        yield pool


async def titles(pool: ParsePool, body: bytes = FEED) -> list[str]:
    document = await pool.read_feed(body, content_type="application/rss+xml", url=URL)
    return [entry.title for entry in document.entries]


async def test_one_worker_reads_document_after_document(pool: ParsePool) -> None:
    assert [await titles(pool) for _ in range(3)] == [["First"]] * 3
    assert len(pool.process_ids) == 1


async def test_many_documents_at_once_share_the_workers(pool: ParsePool) -> None:
    bodies = [rss(("1", f"Title {number}", "one")) for number in range(20)]
    assert await asyncio.gather(*(titles(pool, body) for body in bodies)) == [[f"Title {n}"] for n in range(20)]
    assert len(pool.process_ids) == 2


async def test_a_worker_that_hangs_is_killed_and_replaced(pool: ParsePool) -> None:
    await titles(pool)
    (hanging,) = pool.process_ids
    os.kill(hanging, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="longer than 2 s"):
        await titles(pool)
    assert not psutil.pid_exists(hanging)
    assert await titles(pool) == ["First"]


async def test_a_worker_that_dies_is_replaced(pool: ParsePool) -> None:
    await titles(pool)
    (dying,) = pool.process_ids
    os.kill(dying, signal.SIGSTOP)
    reading = asyncio.create_task(titles(pool))
    await asyncio.sleep(0.05)
    os.kill(dying, signal.SIGKILL)
    with pytest.raises(Unreadable, match="broke down"):
        await reading
    assert await titles(pool) == ["First"]


async def test_a_worker_whose_question_was_withdrawn_does_not_answer_the_next_one(pool: ParsePool) -> None:
    await titles(pool)
    (stopped,) = pool.process_ids
    os.kill(stopped, signal.SIGSTOP)
    reading = asyncio.create_task(titles(pool, rss(("1", "Withdrawn", "one"))))
    await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert await titles(pool) == ["First"]
    assert stopped not in pool.process_ids


async def test_a_document_that_takes_too_much_memory_is_its_own_error() -> None:
    body = b'{"items": [' + b"[]," * 4_000_000 + b"[]]}"  # three bytes each here, over sixty each in memory
    async with ParsePool(processes=1, seconds=60, memory_bytes=256 * 1024 * 1024, limits=LIMITS) as pool:
        await titles(pool)
        (first,) = pool.process_ids
        with pytest.raises(Unreadable, match="memory"):
            await titles(pool, body)
        assert await titles(pool) == ["First"]
        assert pool.process_ids != [first]


async def test_workers_know_no_settings_and_hold_no_secrets(pool: ParsePool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_NATS_PASSWORD", "do-not-tell")
    await titles(pool)
    (worker,) = pool.process_ids
    assert "do-not-tell" not in psutil.Process(worker).environ().values()


async def test_workers_import_only_what_reading_needs(pool: ParsePool) -> None:
    await titles(pool)
    (worker,) = pool.process_ids
    assert not [one.path for one in psutil.Process(worker).memory_maps() if "pydantic" in one.path]
    assert psutil.Process(worker).memory_info().rss < 60 * 1024 * 1024


async def test_a_worker_leaves_when_its_service_is_gone() -> None:
    options = json.dumps({"memory_bytes": 2**28, "seconds": 2, "limits": asdict(LIMITS)})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.ingest.parse_worker", options, stdin=asyncio.subprocess.PIPE
    )
    await process.communicate(b"\0\0")  # half a question, then the end
    assert process.returncode == 0
