"""Every document of feedparser's own test suite: read or refused in words, and read as feedparser reads it.

They are not kept here: they come with the source distribution of the installed feedparser, which pip brings. Without a
registry, or for another version, `OTTAWATCH_SOAK_FEEDPARSER` names a folder that holds its source.
"""

import html
import io
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import feedparser
import pytest

from services.ingest.errors import Unreadable
from services.ingest.parse import parse_feed
from tests.soak.reading import LIMITS, URL, all_polled

pytestmark = [pytest.mark.soak, pytest.mark.timeout(1800)]

SOURCE = "OTTAWATCH_SOAK_FEEDPARSER"

_HEADER = re.compile(rb"Header:\s*content-type:\s*([^\r\n]+)", re.IGNORECASE)

TOLD_OTHERWISE = (
    "crazy",  # a script around a text that pretends to be one: feedparser keeps what is between its comments
    "iframe",  # what is for readers without frames
    "svg",  # the metadata of a drawing
)
"""In the names of documents whose words differ from feedparser's, and on purpose."""


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, bytes, str]]:
    """Name, bytes and content type of each; some state the type that they are to be served with."""
    named = os.environ.get(SOURCE)
    folder = Path(named) if named else _downloaded(tmp_path_factory.mktemp("feedparser"))
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in (".xml", ".json") and path.is_file()]
    assert len(paths) > 2_000, f"these are not the sources of feedparser: {folder}"
    return [(str(path.relative_to(folder)), path.read_bytes(), _content_type(path)) for path in paths]


def _downloaded(folder: Path) -> Path:
    wanted = f"feedparser=={feedparser.__version__}"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    got = subprocess.run(
        [*pip, "download", "--no-deps", "--no-binary", "feedparser", "--dest", str(folder), wanted],
        capture_output=True,
        text=True,
        check=False,
    )
    if got.returncode:
        pytest.fail(f"pip brings no source of {wanted}; set {SOURCE} to a folder that holds it: {got.stderr[-500:]}")
    with tarfile.open(next(folder.glob("*.tar.gz"))) as packed:
        packed.extractall(folder, filter="data")
    return folder


def _content_type(path: Path) -> str:
    stated = _HEADER.search(path.read_bytes())
    return stated[1].decode("latin-1").strip() if stated else ""


async def test_each_is_read_or_refused_in_words_and_skipping_known_entries_changes_nothing(
    documents: list[tuple[str, bytes, str]],
) -> None:
    counts = await all_polled((body, content_type) for _, body, content_type in documents)
    print(len(documents), dict(counts))
    assert counts["feeds"] + counts["unreadable"] == len(documents)
    assert counts["feeds"] > 1_500
    assert counts["read in pieces"] > 400
    assert counts["workers lost"] == 0


def test_each_is_read_as_feedparser_reads_it(documents: list[tuple[str, bytes, str]]) -> None:
    lost, different, entries = [], [], 0
    for name, body, content_type in documents:
        if name.endswith(".json"):
            continue  # the released feedparser knows no JSON Feed
        own = feedparser.parse(io.BytesIO(body), response_headers={"content-type": content_type})
        try:
            ours = parse_feed(body, content_type=content_type, url=URL, limits=LIMITS)
        except Unreadable:
            lost += [name] if own.entries else []
            continue
        assert ours.found == len(own.entries), name
        entries += len(ours.entries)
        for entry in ours.entries:
            theirs = own.entries[entry.place]
            assert entry.guid == theirs.get("id"), name
            texts = [part.get("value") for part in theirs.get("content") or ()] + [theirs.get("summary")]
            longest = max(map(_letters, texts), key=len)
            if (_letters(entry.title), _letters(entry.text)) != (_letters(theirs.get("title")), longest):
                different.append(name)
    print(entries, "entries read; told otherwise:", different)
    assert lost == []
    assert entries > 400
    assert [name for name in different if not any(part in name for part in TOLD_OTHERWISE)] == []


def _letters(markup: Any) -> str:
    """Letters and digits outside of tags: spaces are set differently, and not by all rules alike."""
    return re.sub(r"\W+|<[^>]*>", "", html.unescape(re.sub(r"<[^>]*>", "", html.unescape(markup or ""))))
