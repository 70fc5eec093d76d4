"""The parse workers as the service sees them: ask, wait at most so long, and replace what hangs or dies."""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Any

import structlog

from services.ingest.entries import Document, Limits, Page, document_from_json
from services.ingest.errors import Unreadable
from services.ingest.full_page import FullPage
from services.ingest.metrics import PARSE_SECONDS, PARSE_WORKERS_REPLACED

log = structlog.get_logger()

_MAX_ANSWER_BYTES = 256 * 1024 * 1024
"""Far above what the limits on a document allow; a worker that says more has lost its mind."""


class ParsePool:
    """A few workers, started when first needed. An asynchronous context manager: at its end they are gone."""

    def __init__(self, *, processes: int, seconds: float, memory_bytes: int, limits: Limits) -> None:
        self._seconds = seconds
        options = {"memory_bytes": memory_bytes, "seconds": seconds, "limits": asdict(limits)}
        self._command = [sys.executable, "-P", "-m", "services.ingest.parse_worker", json.dumps(options)]
        self._places = asyncio.Semaphore(processes)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> "ParsePool":
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        for worker in list(self._all):
            await self._drop(worker)

    @property
    def process_ids(self) -> list[int]:
        """The living workers."""
        return [worker.process_id for worker in self._all]

    async def read_feed(self, body: bytes, *, content_type: str, url: str) -> Document:
        """The feed in `body`; raises `Unreadable` with the reason when none can be read."""
        head = {"kind": "feed", "content_type": content_type, "url": url}
        return document_from_json((await self._ask(head, body))["document"])

    async def read_page(self, body: bytes, *, content_type: str) -> Page:
        """The text of the web page in `body`; raises `Unreadable`."""
        return Page(**(await self._ask({"kind": "page", "content_type": content_type}, body))["page"])

    async def read_links(self, body: bytes, *, content_type: str, url: str) -> list[tuple[str, str | None]]:
        """Address and title of each feed that the web page in `body` names; raises `Unreadable`."""
        answer = await self._ask({"kind": "links", "content_type": content_type, "url": url}, body)
        return [(address, title) for address, title in answer["links"]]

    async def read_article(self, body: bytes, *, content_type: str, url: str) -> FullPage:
        """The article of the web page in `body`; raises `Unreadable`."""
        answer = await self._ask({"kind": "article", "content_type": content_type, "url": url}, body)
        return FullPage.from_json(answer["article"])

    async def read_robots(self, body: bytes, *, url: str, agent: str) -> tuple[bool, float]:
        """Whether the robots.txt in `body` lets `agent` fetch `url`, and how long it asks to wait between requests."""
        answer = await self._ask({"kind": "robots", "url": url, "agent": agent}, body)
        return bool(answer["allowed"]), float(answer["crawl_delay"])

    async def _ask(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        started = time.perf_counter()
        async with self._places:
            worker = self._idle.pop() if self._idle else await self._start()
            try:
                answer = await asyncio.wait_for(worker.ask(head, body), self._seconds)
            except TimeoutError as error:
                await self._replace(worker, "took too long")
                raise Unreadable(f"the document takes longer than {self._seconds:g} s to read") from error
            except (OSError, EOFError, ValueError) as error:
                await self._replace(worker, "died")
                raise Unreadable("the reader broke down on the document") from error
            except BaseException:  # cancelled in the middle: its answer would be taken for the next one's
                await self._drop(worker)
                raise
            if answer.get("is_spent"):
                await self._replace(worker, "ran out of memory")
            else:
                self._idle.append(worker)
        PARSE_SECONDS.observe(time.perf_counter() - started)
        if "unreadable" in answer:
            raise Unreadable(answer["unreadable"])
        return answer

    async def _start(self) -> "_Worker":
        worker = await _Worker.start(self._command)
        self._all.add(worker)
        return worker

    async def _replace(self, worker: "_Worker", why: str) -> None:
        """Put an end to it; the next document starts a new one."""
        log.warning("parse worker replaced", reason=why, pid=worker.process_id)
        PARSE_WORKERS_REPLACED.inc()
        await self._drop(worker)

    async def _drop(self, worker: "_Worker") -> None:
        self._all.discard(worker)
        await asyncio.shield(worker.kill())


class _Worker:
    """One process and its two pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, command: Sequence[str]) -> "_Worker":
        # A process that reads strangers' bytes gets none of our settings, passwords among them; and a group of its
        # own, so that Ctrl-C in a terminal reaches the service alone, which still needs it to finish.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("OTTAWATCH_")}
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env=environment,
            process_group=0,
        )
        return cls(process)

    @property
    def process_id(self) -> int:
        return self._process.pid

    async def ask(self, head: dict[str, Any], body: bytes) -> dict[str, Any]:
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:  # cannot be: both are pipes
            raise EOFError
        packed = json.dumps(head).encode()
        questions.write(len(packed).to_bytes(4, "big") + len(body).to_bytes(4, "big") + packed)
        questions.write(body)
        await questions.drain()
        length = int.from_bytes(await answers.readexactly(4), "big")
        if length > _MAX_ANSWER_BYTES:
            raise EOFError
        answer: dict[str, Any] = json.loads(await answers.readexactly(length))
        return answer

    async def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
