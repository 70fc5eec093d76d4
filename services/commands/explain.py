"""`ottawatch explain`: why a text is, or is not, a finding."""

import asyncio
import sys
from pathlib import Path

import httpx

from services.classify.explain import explain, title_and_text
from services.classify.settings import ClassifySettings
from services.ingest.errors import FeedTrouble
from services.ingest.page import fetch_text
from services.ingest.settings import IngestSettings
from services.runtime.errors import RuntimeFailure
from services.runtime.settings import NetworkSettings, load


def explain_source(source: str, *, as_json: bool) -> int:
    """Explain the text at an address, in a file, or on standard input (`-`); answers the exit code."""
    try:
        title, text = _read_source(source)
        threshold = load(ClassifySettings).score_threshold
    except (OSError, UnicodeDecodeError, RuntimeFailure, FeedTrouble, httpx.HTTPError) as error:
        print(f"ottawatch explain: {source}: {error or type(error).__name__}", file=sys.stderr)  # noqa: T201
        return 1
    explanation = explain(title, text, score_threshold=threshold)
    print(explanation.as_json() if as_json else explanation.as_text())  # noqa: T201
    return 0


def _read_source(source: str) -> tuple[str, str]:
    if source.startswith(("http://", "https://")):
        page = asyncio.run(fetch_text(source, load(IngestSettings), load(NetworkSettings)))
        return page.title, page.text
    if source == "-":
        return title_and_text(sys.stdin.read())
    return title_and_text(Path(source).read_text(encoding="utf-8"))
