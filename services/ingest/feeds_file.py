"""The operator's list of feeds: TOML with a `[[feeds]]` table each, or OPML as other readers export it."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from xml.parsers import expat

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from services.contracts.article import MAX_URL_CHARACTERS, FeedReference
from services.contracts.feed import ListedFeed
from services.contracts.vocabulary import FeedKind
from services.runtime.errors import BadConfiguration
from services.runtime.identifiers import stable_id


def feed_address(url: str) -> str:
    """The address as it is, if a feed can be there; raises `ValueError` with the reason."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http or https address with a host")
    if any(character.isspace() for character in url):
        raise ValueError("must not hold spaces; write them as %20")
    return url


class _Row(BaseModel):
    """One feed as the operator writes it."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=MAX_URL_CHARACTERS), AfterValidator(feed_address)]
    title: str | None = Field(None, min_length=1, max_length=300)
    language: str | None = Field(None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$")
    country: str | None = Field(None, pattern=r"^([A-Z]{2}|INT)$")
    kind: FeedKind | None = None
    interval: int | None = Field(None, strict=True, ge=1, le=7 * 86400)


def feed_id(url: str) -> str:
    """The id of the feed at `url`: the same in every run and on every machine."""
    return stable_id("feed", url)


def read_feeds_file(path: Path) -> tuple[ListedFeed, ...]:
    """The feeds of the file; raises `BadConfiguration` that names the file, the feed, the key and the mend."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadConfiguration(
            f"{path}: cannot be read ({error.strerror}); OTTAWATCH_INGEST_FEEDS_FILE must name the list of feeds"
        ) from error
    if path.suffix.lower() == ".opml":
        return _listed(path, _rows_of_opml(path, content), may_repeat=True)
    return _listed(path, _rows_of_toml(path, content), may_repeat=False)


def _rows_of_toml(path: Path, content: bytes) -> list[Any]:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))  # some editors put a mark in front
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{path}: not valid TOML: {error}") from error
    unknown = sorted(set(table) - {"feeds"})
    if unknown:
        raise BadConfiguration(f"{path}: unknown key “{unknown[0]}”; every feed is a table [[feeds]]")
    rows = table.get("feeds", [])
    if not isinstance(rows, list):
        raise BadConfiguration(f"{path}: write [[feeds]] with two brackets, once for each feed")
    return rows


def _rows_of_opml(path: Path, content: bytes) -> list[Any]:
    """Every outline that names a feed, at any depth. A document type is refused: it can only do harm here."""
    rows: list[Any] = []

    def on_doctype(*_declaration: object) -> None:
        raise BadConfiguration(f"{path}: holds a <!DOCTYPE>, which no OPML needs; remove it")

    def on_element(_name: str, attributes: dict[str, str]) -> None:
        known = {name.lower(): value.strip() for name, value in attributes.items()}
        if known.get("xmlurl"):
            title = known.get("title") or known.get("text")
            rows.append({"url": _without_feed_scheme(known["xmlurl"]), "title": title[:300] if title else None})

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_element
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise BadConfiguration(f"{path}: not valid OPML: {error}") from error
    return rows


def _without_feed_scheme(url: str) -> str:
    """Some readers export `feed:https://…` or `feed://…`."""
    if url.lower().startswith("feed:"):
        rest = url[5:]
        return f"http:{rest}" if rest.startswith("//") else rest
    return url


def _listed(path: Path, rows: Iterable[Any], *, may_repeat: bool) -> tuple[ListedFeed, ...]:
    listed: dict[str, tuple[int, ListedFeed]] = {}
    for number, fields in enumerate(rows, 1):
        row = _row(path, number, fields)
        if row.url in listed:
            if may_repeat:  # readers file one feed under several headings
                continue
            raise BadConfiguration(
                f"{path}: feed {number}: url {row.url} is already feed {listed[row.url][0]}; remove one of them"
            )
        reference = FeedReference(id=feed_id(row.url), **row.model_dump(exclude={"interval"}))
        listed[row.url] = (number, ListedFeed(feed=reference, interval_seconds=row.interval))
    return tuple(feed for _, feed in listed.values())


def _row(path: Path, number: int, fields: Any) -> _Row:
    try:
        return _Row.model_validate(fields)
    except ValidationError as error:
        raise BadConfiguration(f"{path}: feed {number}: " + "; ".join(map(_mend, error.errors()))) from error


def _mend(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "the table"
    if error["type"] == "extra_forbidden":
        return f"unknown key “{key}”; known are {', '.join(_Row.model_fields)}"
    if error["type"] == "missing":
        return f"{key} is missing"
    message = error["msg"].removeprefix("Value error, ")
    return f"{key} = {error['input']!r}: {message[:1].lower()}{message[1:]}"
