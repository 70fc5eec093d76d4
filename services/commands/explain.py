"""`ottawatch explain`: why a text is, or is not, a finding."""

import asyncio
import sys
from pathlib import Path

import httpx

from services.classify.explain import explain, split_title
from services.ingest.errors import IngestFailure
from services.ingest.page import fetch_text
from services.runtime.errors import RuntimeFailure


def explain_source(source: str, *, as_json: bool) -> int:
    """Explain the text at an address, in a file, or on standard input (`-`); answers the exit code."""
    try:
        title, text = _read_source(source)
    except (OSError, UnicodeDecodeError, RuntimeFailure, IngestFailure, httpx.HTTPError) as error:
        print(f"ottawatch explain: {source}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    explanation = explain(title, text)
    print(explanation.as_json() if as_json else explanation.as_text())  # noqa: T201
    return 0


def _read_source(source: str) -> tuple[str, str]:
    if source.startswith(("http://", "https://")):
        return asyncio.run(fetch_text(source))
    if source == "-":
        return split_title(sys.stdin.read())
    return split_title(Path(source).read_text(encoding="utf-8"))
