"""Every query of a list has its index: nothing reads a large table from end to end."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from services.contracts.vocabulary import ReviewAction, Stage
from services.database.case_queries import CaseFilters, list_cases, steps_of_cases, steps_out_of
from services.database.event_filters import EventFilters
from services.database.event_lists import list_events
from services.database.event_queries import event_detail
from services.runtime.jetstream import Bus
from services.store.keeping import Keeping, let_go
from services.store.relay import publish_pending
from tests.bench.mixes import FILTER_MIXES, TEXT_MIXES
from tests.integration.store.conftest import StoreBench
from tests.support.store import START, message, on_day, production, withdrawal

LARGE = ("event", "finding", "article", "event_version", "event_language", "outbox")
_ALLOWED = re.compile(r"SCAN \w+ (USING (COVERING )?INDEX|VIRTUAL TABLE INDEX)")
"""In the order of an index, until the page is full; or what the index of texts names."""


def _asked(engine: AsyncEngine) -> list[tuple[str, Any]]:
    """What is asked of the database from now on."""
    found: list[tuple[str, Any]] = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        many = isinstance(parameters, list)  # one statement for many rows: planned alike for each
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            found.append((statement, parameters[0] if many else parameters))

    return found


async def _plan(engine: AsyncEngine, statement: str, parameters: Any) -> list[str]:
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return [str(row.detail) for row in rows]
        # What small tables are not worth, large ones are: the planner is asked whether it has another way.
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return [row[0] for row in rows]


def _full_scans(plan: list[str]) -> list[str]:
    found = []
    for line in plan:
        scanned = re.search(r"^SCAN (\w+)|Seq Scan on (\w+)", line)
        name = scanned and (scanned[1] or scanned[2])
        if name and re.sub(r"_\d+$", "", name) in LARGE and not _ALLOWED.search(line):
            found.append(line)
    return found


async def _fill(store: StoreBench) -> None:
    await store.say(
        message("a", withdrawal("FI")),
        message("b", withdrawal("PL", treaty="ccm"), language="pl"),
        message("c", production("PL", "Maker 7 Works")),
    )


async def test_no_list_reads_a_large_table_from_end_to_end(store: StoreBench) -> None:
    await _fill(store)
    asked = _asked(store.engine)
    async with async_sessionmaker(store.engine)() as session:
        for filters, after, limit in (FILTER_MIXES | TEXT_MIXES).values():
            await list_events(session, EventFilters(**filters), after, limit, walked=1)
    assert len(asked) > len(FILTER_MIXES)
    for statement, parameters in list(asked):
        assert _full_scans(await _plan(store.engine, statement, parameters)) == [], statement


async def test_nor_do_dossiers_boards_and_single_events(store: StoreBench) -> None:
    await _fill(store)
    (first, *_) = await store.events()
    asked = _asked(store.engine)
    async with async_sessionmaker(store.engine)() as session:
        for before in (None, START):
            cases = await list_cases(session, CaseFilters(country=("PL",)), (START, "cas_"), 10, before=before)
            await list_cases(session, CaseFilters(producer=("Maker 7 Works",)), None, 10, before=before)
            await steps_of_cases(session, [case.id for case in cases], before=before)
            await steps_out_of(session, "ottawa", before=before)
        await event_detail(session, first.id)
    for statement, parameters in list(asked):
        assert _full_scans(await _plan(store.engine, statement, parameters)) == [], statement


async def test_nor_does_the_store_itself(store: StoreBench, bus: Bus) -> None:
    """Storing, reading an article again, reviews, clocks, alerts on their way, and what the book lets go of."""
    await _fill(store)
    asked = _asked(store.engine)
    await store.say(message("a", withdrawal("FI", Stage.REJECTED), revision=2), message("d", withdrawal("PL")))
    await store.say_at_once(*(message(f"n{number}", withdrawal("NO")) for number in range(3)))
    first, second, *_ = await store.events()
    await store.review(first.id, ReviewAction.CONFIRM)
    await store.review(second.id, ReviewAction.MERGE, into=first.id)
    await store.look_at_clocks(on_day(400))
    await publish_pending(store.engine, bus)
    keep = timedelta(days=1)
    await let_go(store.engine, Keeping(told_alerts=keep, texts=keep, idle_findings=keep), on_day(4000))
    assert {statement.split()[0] for statement, _ in asked} == {"SELECT", "UPDATE", "DELETE"}
    for statement, parameters in list(asked):
        assert _full_scans(await _plan(store.engine, statement, parameters)) == [], statement


async def test_full_text_stands_on_its_triggers(engine: AsyncEngine) -> None:
    """A migration that makes a table anew would drop them without a word."""
    if engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT indexname FROM pg_indexes"
    async with engine.connect() as connection:
        found = {name for (name,) in await connection.execute(text(query)) if name.startswith("search_")}
    changes = {
        f"search_{table}_{change}" for table in ("article", "event") for change in ("added", "changed", "removed")
    }
    own = changes if engine.dialect.name == "sqlite" else {"search_article", "search_event"}
    assert found == {"search_language_seq", *own}
