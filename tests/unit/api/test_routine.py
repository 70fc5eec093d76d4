"""The api's work by the clock goes on, whatever one look at it comes to."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api import routine
from services.api.book import AlertsBook
from services.api.routine import Routine
from services.runtime.clock import utc_now
from services.runtime.process import Life


@dataclass
class UnreadableBook:
    """A book in which something stands that this version cannot read; it asks to stop after some looks."""

    life: Life
    looks: list[int] = field(default_factory=list)

    def read(self) -> Any:
        self.looks.append(len(self.looks))
        if len(self.looks) == 3:
            self.life.stopping.set()
        raise ValueError("a body of a newer version")

    write = read


async def test_a_fault_of_ours_ends_one_look_and_not_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routine, "LOOK_SECONDS", 0.001)
    life = Life()
    book = UnreadableBook(life)
    work = Routine(
        book=cast("AlertsBook", book),
        events=cast("AsyncEngine", None),
        read_feeds=cast("Any", None),
        wake=lambda: None,
        clock=utc_now,
        public_url="http://127.0.0.1:8000",
        log_kept=timedelta(days=1),
    )
    await work.run(life)
    assert len(book.looks) == 3
