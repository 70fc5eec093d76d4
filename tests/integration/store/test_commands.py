"""`ottawatch rebuild` and `ottawatch export-labels`, on a book that people reviewed."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from services.commands.export_labels import export_labels_command
from services.commands.rebuild import EXIT_DIFFERS, rebuild_command
from services.contracts.vocabulary import MineType, ReviewAction, Stage
from services.database.events import EventRow
from services.database.migrate import migrate, migrate_all
from services.runtime.database import Book, open_engine
from services.runtime.process import EXIT_BAD_CONFIGURATION, Life
from services.runtime.settings import DatabaseSettings
from services.store.labels import labelled_items
from tests.integration.store.conftest import StoreBench
from tests.support.store import FINNISH_NOTICE, message, production, withdrawal


async def reviewed(engine: AsyncEngine, life: Life) -> StoreBench:
    store = StoreBench.on(engine, life)
    await store.say(
        message("yle", withdrawal(notified_on=FINNISH_NOTICE), language="fi"),
        message("ore", production("CL", "Cerro", MineType.UNSPECIFIED, Stage.STARTED)),
        message("both", withdrawal("EE"), production("PL", "Belma", MineType.ANTITANK)),
    )
    events = {event.country: event for event in await store.events()}
    await store.review(events["FI"].id, ReviewAction.CORRECT, fields={"stage": "signed_into_law"})
    await store.review(events["CL"].id, ReviewAction.DISMISS, reason="copper")
    await store.review(events["EE"].id, ReviewAction.CONFIRM)
    return store


async def test_reviewed_articles_are_items_with_what_stands(engine: AsyncEngine, life: Life) -> None:
    await reviewed(engine, life)
    items = {item["title"]: item async for item in labelled_items(engine)}

    assert set(items) == {"News from yle", "News from ore"}  # the third also tells of what nobody reviewed
    finnish = items["News from yle"]
    assert (finnish["labels"], finnish["lang"]) == (["treaty_withdrawal"], "fi")
    assert [(fact["stage"], fact["notified_on"]) for fact in finnish["facts"]] == [("signed_into_law", "2025-07-10")]
    assert (items["News from ore"]["labels"], items["News from ore"]["facts"]) == ([], [])


def test_the_commands_find_mend_and_give_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = DatabaseSettings(directory=tmp_path)

    async def made() -> None:
        await migrate(settings, Book.EVENTS)
        engine = open_engine(settings, Book.EVENTS)
        await reviewed(engine, Life())
        async with async_sessionmaker(engine).begin() as session:
            await session.execute(update(EventRow).values(sources=77))
        await engine.dispose()

    asyncio.run(made())
    assert rebuild_command(tmp_path, check=True) == EXIT_DIFFERS
    assert "sources 77 -> 1" in capsys.readouterr().out
    assert rebuild_command(tmp_path, check=False) == 0
    assert rebuild_command(tmp_path, check=True) == 0
    assert "0 events would change" in capsys.readouterr().out.splitlines()[-1]

    assert export_labels_command(tmp_path, str(tmp_path / "out.jsonl")) == 0
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert {tuple(json.loads(line)["labels"]) for line in lines} == {("treaty_withdrawal",), ()}


def test_a_book_without_tables_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "events.db").touch()
    assert rebuild_command(tmp_path, check=True) == EXIT_BAD_CONFIGURATION
    assert export_labels_command(tmp_path, "-") == EXIT_BAD_CONFIGURATION
    assert capsys.readouterr().err.count("ottawatch migrate") == 2


def test_labels_that_cannot_be_written_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(migrate_all(DatabaseSettings(directory=tmp_path)))
    assert export_labels_command(tmp_path, str(tmp_path / "no folder" / "out.jsonl")) == 1
    assert "out.jsonl cannot be written (No such file or directory)" in capsys.readouterr().err
