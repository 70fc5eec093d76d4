"""`ottawatch feeds …` against a running ingest."""

import asyncio
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import pytest

from services.commands.feeds import feeds_command
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest, state_after
from tests.integration.ingest.site import Site, rss
from tests.support.eventually import eventually


async def command(action: str, target: str | None = None) -> int:
    return await asyncio.to_thread(feeds_command, action, target, None)


async def test_feeds_are_listed_added_checked_paused_exported_and_removed(
    bus: Bus, ingest: Ingest, site: Site, base: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.give("/a", rss(("1", "First", "one"), title="The A"))
    site.give("/b", rss(("2", "Second", "two"), title="The B"))
    ingest.list_feeds(f"{base}/a")
    (tmp_path / "more.toml").write_text(f"[[feeds]]\nurl = '{base}/b'\ninterval = 1\nlanguage = 'pl'\n")
    async with ingest.running():
        await eventually(partial(state_after, bus, f"{base}/a", 1))
        assert await command("import", str(tmp_path / "more.toml")) == 0
        assert "1 added, 0 on the list already" in capsys.readouterr().out
        await eventually(partial(state_after, bus, f"{base}/b", 1))
        assert await command("check-now", f"{base}/b") == 0
        told = capsys.readouterr().out
        assert f"GET {base}/b" in told
        assert "- the server answered 200" in told
        assert "its own interval of 1 second" in told
        assert await command("pause", f"{base}/b") == 0
        assert await command("list") == 0
        told = capsys.readouterr().out
        assert "2 feeds, 1 of them well" in told
        assert "paused" in told
        assert await command("export") == 0
        exported = capsys.readouterr().out
        outlines = ElementTree.fromstring(exported).iter("outline")  # noqa: S314 - our own
        assert {one.get("xmlUrl") for one in outlines if one.get("xmlUrl")} == {f"{base}/a", f"{base}/b"}
        (tmp_path / "list.opml").write_text(exported)
        assert await command("import", str(tmp_path / "list.opml")) == 0
        assert "0 added, 2 on the list already" in capsys.readouterr().out
        assert await command("remove", f"{base}/b") == 0
        assert await command("resume", f"{base}/b") == 1
        assert "there is no feed" in capsys.readouterr().err


async def test_without_ingest_the_command_says_so(bus: Bus, ingest: Ingest, capsys: pytest.CaptureFixture[str]) -> None:
    assert await command("add", "https://news.example/") == 78
    assert "no ingest answers" in capsys.readouterr().err
