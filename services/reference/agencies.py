"""News agencies, and how others credit them."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field

from services.reference.data_files import load
from services.reference.schemas import Identifier, Record

_CASED_UP_TO = 4
"""Names this short are words in some language: "tt", "sta", "ana"."""

# Datelines stand at the head, credits at the foot; in between a name in brackets may be about anything.
_HEAD_CHARACTERS = 200
_FOOT_CHARACTERS = 160
_DASH = r"[-–—―:]"
_REUTERS_REPORTERS = r"Reporting by [^\n]{3,80}?; ?(?:[Ww]riting|[Ee]diting) by "
_PLACE_AND_DAY = r"[^\n.!?。()\[\]]{0,48}"


class Agency(Record):
    """A news agency, its own addresses and its names in other people's credits."""

    id: Identifier
    name: str
    hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = Field(min_length=1)


@cache
def _file() -> dict[str, Any]:
    return load("agencies.toml")


@cache
def all_agencies() -> tuple[Agency, ...]:
    """Every agency of the data file."""
    return tuple(Agency.model_validate(entry) for entry in _file()["agencies"])


@cache
def credit_labels() -> Mapping[str, tuple[str, ...]]:
    """The words that stand before a credit, by language."""
    return {language: tuple(words) for language, words in _file()["labels"].items()}


@cache
def agency_hosts() -> Mapping[str, str]:
    """The agency that publishes under a domain, by the domain."""
    return {host: agency.id for agency in all_agencies() for host in agency.hosts}


@cache
def agency_name(agency_id: str) -> str:
    """The name people know it by; the id itself for one nobody described."""
    return next((agency.name for agency in all_agencies() if agency.id == agency_id), agency_id)


def credited_agency(text: str) -> str | None:
    """The agency of the dateline, the byline or the credit line; a quotation of one is no credit.

    Where several are credited, the first: it is the one whose story was taken.
    """
    head, foot = text[:_HEAD_CHARACTERS], text[-_FOOT_CHARACTERS:]
    found = [
        (match.start(), match)
        for pattern, part in ((_head_pattern(), head), (_foot_pattern(), foot), (_any_pattern(), head))
        for match in [pattern.search(part)]
        if match is not None
    ]
    if not found:
        match = _any_pattern().search(foot)
        return _agency_of(match) if match else None
    return _agency_of(min(found, key=lambda each: each[0])[1])


def _agency_of(match: "re.Match[str]") -> str:
    name = next((group for group in match.groups() if group), None)
    if name is None:  # the one alternative that holds no name
        return "reuters"
    return _by_name().get(name) or _by_name()[name.casefold()]


@cache
def _by_name() -> dict[str, str]:
    cased = {name: agency.id for agency in all_agencies() for name in agency.names}
    return {name.casefold(): agency_id for name, agency_id in cased.items() if len(name) > _CASED_UP_TO} | cased


@cache
def _names() -> str:
    """All names, longest first; the long ones whatever their case. A name is no part of a longer word."""
    names = sorted({name for agency in all_agencies() for name in agency.names}, key=len, reverse=True)
    written = (re.escape(name) if len(name) <= _CASED_UP_TO else f"(?i:{re.escape(name)})" for name in names)
    return rf"(?<![^\W_])({'|'.join(written)})(?![^\W\d_]*[^\W\d_])"


@cache
def _head_pattern() -> "re.Pattern[str]":
    """Datelines: `HELSINKI (Reuters) -`, `BNS, Tallinn -`, `/ТАСС/`, `(서울=연합뉴스)`, `【ワルシャワ共同】`."""
    name = _names()
    loose = name.removeprefix(r"(?<![^\W_])").removesuffix(r"(?![^\W\d_]*[^\W\d_])")
    with_others = r"(?:\s?[/,+&]\s?[^()\[\]\n]{1,24})?"
    return re.compile(
        rf"[(\[（]{name}{with_others}[)\]）]\s*{_DASH}"
        rf"|(?:^|\n)\s*[(\[（]{name}{with_others}[)\]）]"
        rf"|(?:^|\n)[^\n/()]{{0,48}}/{name}/"
        rf"|(?:^|\n)[^\n()]{{0,40}}\d[^\n()]{{0,12}}\({name}\)\s?\."
        rf"|(?:^|\n)[^\W\d_]{{2,20}}\.\s?{name}\.\s"
        rf"|(?:^|\n)[(\[（【]{_PLACE_AND_DAY}[=＝\s]{name}"
        rf"|(?:^|\n)【[^】\n]{{0,24}}?{loose}】"
        rf"|(?:^|\n){loose}[^\n，。,.]{{0,24}}(?:电|電)"
        rf"|(?:^|\n){name}(?:[,/.][^\n()\[\]]{{0,32}})?\s{_DASH}\s"
        rf"|(?:^|\n){_PLACE_AND_DAY}[,.]\s?{name}\s?{_DASH}\s"
    )


@cache
def _foot_pattern() -> "re.Pattern[str]":
    """The last words: `… koniec. (PAP)`, `/ritzau/`, `dpa/AFP` on a line of its own, Reuters' list of reporters."""
    name = _names()
    several = rf"{name}(?:\s?[/,+&]\s?[^\s()\[\]]{{1,16}})*"
    return re.compile(
        rf"(?:[.!?…。»”\"]\s*|\n)[(\[（/]\s?{several}[)\]）/]\s*\.?\s*$"
        rf"|\n\s*(?:©\s?)?{several}\s*$"
        rf"|\(?{_REUTERS_REPORTERS}"
    )


@cache
def _any_pattern() -> "re.Pattern[str]":
    """A label and its credit, at the head or at the foot: `Quelle: dpa`, `Šaltinis: BNS`, `来源：新华社`."""
    words = sorted({word for words in credit_labels().values() for word in words}, key=len, reverse=True)
    labels = "|".join(map(re.escape, words))
    return re.compile(rf"(?:^|[\n.!?…。(\[（]|\s)(?i:{labels})\s?[:：]\s?{_names()}")
