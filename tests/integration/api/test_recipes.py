"""Every recipe of docs/api.md does what it says, as it is printed there."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.classify.handlers import text_explainer
from services.contracts.explain import ExplainText
from services.runtime.requests import answering
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.support.event_samples import article_row, attach_article, changed, event, mines, store_events

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^## (\d+\. .+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
BLOCKS = {
    f"{title}, {language}": (language, block)
    for title, body in RECIPES
    for language, block in re.findall(r"^```(sh|python)\n(.*?)^```", body, re.MULTILINE | re.DOTALL)
}

needs_curl = pytest.mark.skipif(
    shutil.which("curl") is None, reason="NO curl ON THIS MACHINE: the recipes are not tested"
)


@pytest.fixture
async def told(api: RunningApi, events_book: AsyncEngine) -> AsyncIterator[RunningApi]:
    """An api with something to tell, and a classifier behind it."""
    await store_events(events_book, [event(1), mines(2), event(3, country="LV"), event(4, country="FI")])
    await attach_article(events_book, event(4, country="FI"), article_row(1, title="Finland leaves"), quote="Finland")
    await api.publish(changed(1))
    async with answering(api.bus, ExplainText, text_explainer(0.5)):
        yield api


def test_there_are_ten_recipes_each_for_a_shell_and_for_python() -> None:
    assert len(RECIPES) == 10
    assert len(BLOCKS) == 20


@needs_curl
@sqlite_only
async def test_each_recipe_runs_and_prints_something(told: RunningApi, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "OTTAWATCH": told.base_url,
        "OTTAWATCH_KEY": told.admin_key,
        "OTTAWATCH_HOOK": "http://127.0.0.1:9/hook",
        "NO_PROXY": "127.0.0.1",
    }
    for name, (language, block) in BLOCKS.items():
        command = ["bash", "-euo", "pipefail", "-c", block] if language == "sh" else [sys.executable, "-c", block]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=tmp_path, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
        )
        said, complained = await process.communicate()
        assert process.returncode == 0, f"{name}: {complained.decode()}"
        assert said.strip(), name
        assert b"urn:ottawatch:problem" not in said, f"{name}: {said.decode()}"
