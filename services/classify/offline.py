"""What `ottawatch classify` does: one article a JSON line in, its findings a JSON line out."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from services.classify.calibration import DEFAULT_SCORE_THRESHOLD
from services.classify.reading import Reading, read


class OfflineArticle(BaseModel):
    """One input line. Keys beside these are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    title: str = ""
    text: str = ""
    url: str | None = None
    lang: str | None = None
    published: date | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _day_of(cls, value: Any) -> Any:
        """A datetime is as good as its date."""
        if isinstance(value, str) and len(value) > len("2026-02-20"):
            return datetime.fromisoformat(value).date()
        return value

    @field_validator("title", "text", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return "" if value is None else value


class BadLine(ValueError):  # noqa: N818 - named for what happened
    """An input line that is no article."""


def run_classify(source: str, target: str, score_threshold: float = DEFAULT_SCORE_THRESHOLD) -> int:
    """Classify the lines of the file `source` into the file `target`; `-` is standard input or output.

    Answers the exit code: 0, or 1 when a line was no article; the other lines are answered all the same.
    """
    with ExitStack() as files:
        try:
            lines = sys.stdin if source == "-" else files.enter_context(Path(source).open(encoding="utf-8"))
            out = sys.stdout if target == "-" else files.enter_context(Path(target).open("w", encoding="utf-8"))
        except OSError as error:
            _complain(f"cannot open {error.filename}: {error.strerror}")
            return 1
        return classify_lines(lines, out, _complain, score_threshold)


def classify_lines(
    lines: Iterable[str],
    out: TextIO,
    complain: Callable[[str], object],
    score_threshold: float = DEFAULT_SCORE_THRESHOLD,
) -> int:
    """Classify `lines` in order, writing to `out`; `complain` is called with what is wrong with a line."""
    code = 0
    for number, line in _numbered(lines):
        try:
            article = parse_line(line)
        except BadLine as error:
            complain(f"line {number}: {error}")
            code = 1
            continue
        reading = read(
            article.title,
            article.text,
            language=article.lang,
            published_on=article.published,
            score_threshold=score_threshold,
        )
        out.write(answer(article.id, reading) + "\n")
    out.flush()
    return code


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def parse_line(line: str) -> OfflineArticle:
    """The article on one line; raises `BadLine` with the mend."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON ({error}); write one JSON object a line") from error
    if not isinstance(data, dict):
        raise BadLine('not a JSON object; write {"id": …, "title": …, "text": …} on one line')
    try:
        return OfflineArticle.model_validate(data)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:3])
        raise BadLine(
            f'{wrong}; an article needs "id", and "title" and "text" as strings, "published" as a date'
        ) from error


def answer(article_id: str | int, reading: Reading) -> str:
    """One output line, without its line end."""
    found = [finding.model_dump(mode="json") for finding in reading.findings]
    return json.dumps({"id": article_id, "lang": reading.language, "findings": found}, ensure_ascii=False)


def _complain(message: str) -> None:
    sys.stderr.write(f"ottawatch classify: {message}\n")
