"""Fifty named ways to ask for events, and ten to search them: from the page's own to the most awkward."""

from datetime import timedelta
from typing import Any

from tests.bench.book import BEGINNING, EVENTS

_WITHDRAWAL, _PRODUCTION = "treaty_withdrawal", "mine_production"
_YEARS = timedelta(days=365)
_LATE = BEGINNING + 20 * _YEARS

Mix = tuple[dict[str, Any], int | None, int]
"""Filters, the sequence to go on after, and how many."""


def _mix(after: int | None = None, limit: int = 51, **filters: Any) -> Mix:
    return filters, after, limit


FILTER_MIXES: dict[str, Mix] = {
    "newest": _mix(),
    "newest 500": _mix(limit=501),
    "page in the middle": _mix(after=EVENTS // 2),
    "last page": _mix(after=40),
    "topic withdrawal": _mix(topic=(_WITHDRAWAL,)),
    "topic production": _mix(topic=(_PRODUCTION,)),
    "topic, middle": _mix(after=EVENTS // 2, topic=(_PRODUCTION,)),
    "common country": _mix(country=("PL",)),
    "rare country": _mix(country=("ZA",)),
    "country without events": _mix(country=("NZ",)),
    "five countries": _mix(country=("PL", "FI", "EE", "LV", "LT")),
    "country, deep": _mix(after=EVENTS // 10, country=("EE",)),
    "treaty": _mix(treaty=("ottawa",)),
    "two treaties": _mix(treaty=("ottawa", "ccm")),
    "unknown treaty": _mix(treaty=("paris",)),
    "treaty and country": _mix(treaty=("ottawa",), country=("PL",)),
    "treaty and rare country": _mix(treaty=("inf",), country=("BR",)),
    "treaty, country, stage": _mix(treaty=("ccm",), country=("LT",), stage=("notified",)),
    "stage": _mix(stage=("notified",)),
    "stages": _mix(stage=("notified", "in_effect", "signed_into_law")),
    "stage of either topic": _mix(stage=("rejected",)),
    "stage and topic": _mix(stage=("considered",), topic=(_PRODUCTION,)),
    "stage that the topic lacks": _mix(stage=("delivered",), topic=(_WITHDRAWAL,)),
    "producer": _mix(producer=("Maker 7 Works",)),
    "producer misspelt": _mix(producer=("maker-7works",)),
    "unknown producer": _mix(producer=("nobody",)),
    "producers": _mix(producer=tuple(f"Maker {number} Works" for number in range(20))),
    "producer and stage": _mix(producer=("Maker 11 Works",), stage=("contracted",)),
    "mine type": _mix(mine_type=("antipersonnel",)),
    "mine types": _mix(mine_type=("antitank", "naval")),
    "mine type and country": _mix(mine_type=("antipersonnel",), country=("FI",)),
    "mine type, country, stage": _mix(mine_type=("naval",), country=("NO",), stage=("delivered",)),
    "common language": _mix(language=("en",)),
    "rare language": _mix(language=("th",)),
    "language without events": _mix(language=("ka",)),
    "languages": _mix(language=("fi", "et", "lv", "lt")),
    "language and country": _mix(language=("ja",), country=("PL",)),
    "language and rare stage": _mix(language=("en",), stage=("suspended",), country=("ZA",)),
    "since last year": _mix(since=_LATE),
    "since the last minute": _mix(since=BEGINNING + 30 * _YEARS),
    "until the first year": _mix(until=BEGINNING + _YEARS),
    "one month long ago": _mix(since=BEGINNING + 5 * _YEARS, until=BEGINNING + 5 * _YEARS + timedelta(days=30)),
    "month, country, topic": _mix(
        since=BEGINNING + 9 * _YEARS,
        until=BEGINNING + 9 * _YEARS + timedelta(days=30),
        country=("PL",),
        topic=(_PRODUCTION,),
    ),
    "score": _mix(min_score=0.9),
    "score nobody has": _mix(min_score=1.0),
    "many sources": _mix(min_sources=15),
    "sources nobody has": _mix(min_sources=41),
    "sources, score, topic": _mix(min_sources=8, min_score=0.8, topic=(_WITHDRAWAL,)),
    "status": _mix(status=("confirmed",)),
    "rare status, country, treaty": _mix(status=("retracted",), country=("FI",), treaty=("ottawa",)),
}
assert len(FILTER_MIXES) == 50

TEXT_MIXES: dict[str, Mix] = {
    "common word": _mix(q="convention"),
    "common words": _mix(q="mines withdrawal parliament"),
    "common word, deep": _mix(after=EVENTS // 3, q="border"),
    "word of another script": _mix(q="конвенция граница"),
    "two characters": _mix(q="地雷"),
    "one character": _mix(q="雷"),
    "Arabic": _mix(q="الألغام الحدود"),
    "rare word": _mix(q="{rare}"),
    "part of a rare word": _mix(q="{part}"),
    "word nobody says": _mix(q="xylophonists"),
    "common and rare": _mix(q="convention {rare}"),
    "word and country": _mix(q="army", country=("ZA",)),
    "word and language": _mix(q="treaty", language=("th",)),
    "letter": _mix(q="z"),
    "phrase": _mix(q='"mines treaty"'),
}
