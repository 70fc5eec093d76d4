"""A book of events as decades of this news would fill it: 100,000 events, 1,000,000 findings, 400,000 articles."""

import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

import asyncpg

from services.contracts.article import TextFrom
from services.contracts.vocabulary import STAGES, EventStatus, MineType, Realis, Role, Topic
from services.database.events import ArticleRow, CaseRow, EventLanguageRow, EventRow, EventVersionRow, FindingRow
from services.database.folding import folded, producer_key
from services.runtime.identifiers import stable_id

EVENTS, FINDINGS, ARTICLES = 100_000, 1_000_000, 400_000
BEGINNING = datetime(2005, 1, 1, tzinfo=UTC)
_COUNTRIES = "PL FI EE LV LT UA RU US KR TR DE FR GB NO SE CZ SK RO BG GR IT ES IN PK CN IR IL EG BR ZA"
COUNTRIES = tuple(_COUNTRIES.split())
TREATIES = ("ottawa", "ccm", "new_start", "open_skies", "cfe", "inf", "npt", "ctbt", "att")
_LANGUAGES = "en pl ru uk de fr es fi et lv lt sv nb cs tr ar fa zh ja ko el ro bg it pt nl hu hi th"
LANGUAGES = tuple(_LANGUAGES.split())
PRODUCERS = tuple(f"Maker {number} Works" for number in range(300))
_SCRIPTS = (
    "convention mines withdrawal parliament notice minister border army stockpile treaty",
    "konwencja miny przeciwpiechotne produkcja wojsko granica ustawa umowa ministerstwo",
    "конвенция мины парламент граница производство министерство договор выход",
    "条約 地雷 脱退 国会 防衛省 生産 国境 禁止",
    "اتفاقية الألغام البرلمان الحدود الانسحاب الإنتاج",
    "สนธิสัญญา ทุ่นระเบิด รัฐสภา ชายแดน",
)

_Row = dict[str, Any]


class Words:
    """Text whose words are as unevenly common as those of real text."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        letters = "etaoinshrdlucmfwypvbgkq"
        made_up = ["".join(chance.choices(letters, k=chance.randint(4, 11))) for _ in range(30_000)]
        real = [word for script in _SCRIPTS for word in script.split()]
        self.words = [*real, *made_up]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def say(self, count: int) -> str:
        """So many words."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=count))


def cases(chance: random.Random) -> list[_Row]:
    """Each state with each treaty, and with some makers and types."""
    found = []
    for country in COUNTRIES:
        for treaty in TREATIES:
            found.append({"topic": Topic.TREATY_WITHDRAWAL, "country": country, "treaty": treaty})
        for producer in chance.sample(PRODUCERS, 20):
            mine_type = chance.choice(list(MineType))
            found.append(
                {"topic": Topic.MINE_PRODUCTION, "country": country, "producer": producer, "mine_type": mine_type}
            )
    return [{"id": stable_id("cas", number), "opened_at": BEGINNING, **case} for number, case in enumerate(found)]


def events(chance: random.Random, of: list[_Row]) -> Iterator[_Row]:
    """Events in the order of their sequence; their times run nearly alike."""
    weights = list(accumulate(1 / (rank % 29 + 1) for rank in range(len(of))))
    step = timedelta(days=365 * 21) / EVENTS
    for seq, case in enumerate(chance.choices(of, cum_weights=weights, k=EVENTS), start=1):
        seen_at = BEGINNING + step * seq + timedelta(minutes=chance.randint(-3000, 3000))
        stage = chance.choice(STAGES[case["topic"]])
        title = f"{case['country']} {stage} {case.get('treaty') or case.get('producer')} {seq}"
        yield {
            **{name: case.get(name) for name in ("topic", "country", "treaty", "producer", "mine_type")},
            "id": stable_id("evt", seq),
            "seq": seq,
            "case_id": case["id"],
            "group_key": f"{case['topic']}/{case['country']}/{case.get('treaty')}/{seq % 40}",
            "stage": stage,
            "producer_key": producer_key(case["producer"]) if case.get("producer") else None,
            "occurred_on": seen_at.date(),
            "title": title,
            "folded_title": folded(title),
            "score": round(chance.random(), 3),
            "sources": min(40, int(chance.expovariate(0.5)) + 1),
            "article_count": 10,
            "first_seen_at": seen_at,
            "updated_at": seen_at,
            "version": 1,
            "status": chance.choices(list(EventStatus), (50, 30, 10, 5, 3, *[2] * (len(EventStatus) - 5)))[0],
            "created_announced": True,
            "corroborated_announced": False,
            "cycle": 1,
            "date_conflict": False,
            "unconfirmed": False,
            "contradictions": [],
        }


def articles(words: Words) -> Iterator[_Row]:
    """Short articles: what matters here is their number."""
    for number in range(ARTICLES):
        title, said = words.say(6), words.say(16)
        seen_at = BEGINNING + timedelta(minutes=number * 27)
        yield {
            **dict.fromkeys(("first_seen_at", "fetched_at", "reported_at", "published_at", "read_at"), seen_at),
            "id": stable_id("art", number),
            "revision": 1,
            "content_hash": "0",
            "feed_id": f"feed_{number % 400}",
            "feed_url": f"https://feed{number % 400}.example/rss",
            "url": f"https://feed{number % 400}.example/{number}",
            "title": title,
            "text": said,
            "text_from": TextFrom.FEED.value,
            "folded_text": folded(f"{title}\n{said}"),
            "text_key": str(number),
            "own_origin": f"feed{number % 400}.example",
            "language": LANGUAGES[min(len(LANGUAGES) - 1, number * 7919 % 97 * number % 29)],
            "rules_version": "1",
        }


def findings(chance: random.Random, of: list[_Row]) -> Iterator[_Row]:
    """Ten for each event on average, on articles of about the same time."""
    for number in range(FINDINGS):
        event = of[min(EVENTS - 1, int(number / FINDINGS * EVENTS))]
        article = min(ARTICLES - 1, max(0, int(number / FINDINGS * ARTICLES) + chance.randint(-50, 50)))
        yield {
            **{name: event[name] for name in ("group_key", "topic", "country", "treaty", "stage", "mine_type")},
            "id": stable_id("fnd", number),
            "article_id": stable_id("art", article),
            "event_id": event["id"],
            "rung_id": event["id"],
            "role": Role.BACKGROUND if number % 5 == 0 else Role.REPORT,
            "origin": f"feed{article % 400}.example",
            "realis": Realis.ACTUAL,
            "score": 0.8,
            "evidence": [],
            "rules_version": "1",
        }


def tables(seed: int = 7) -> Iterator[tuple[Any, Iterable[_Row]]]:
    """Every table with its rows, in the order in which foreign keys allow them."""
    chance = random.Random(seed)
    dossiers = cases(chance)
    happened = list(events(chance, dossiers))
    yield CaseRow, dossiers
    yield EventRow, happened
    yield (
        EventLanguageRow,
        (
            {"event_id": event["id"], "language": language, "seq": event["seq"]}
            for event in happened
            for language in {LANGUAGES[min(28, int(chance.expovariate(0.35)))] for _ in range(3)}
        ),
    )
    yield (
        EventVersionRow,
        (
            {"event_id": event["id"], "version": 1, "changed_at": event["first_seen_at"], "changes": [], "snapshot": {}}
            for event in happened
        ),
    )
    yield ArticleRow, articles(Words(chance))
    yield FindingRow, findings(chance, happened)


def fill_sqlite(file: Path) -> None:
    """Write the book into a migrated file, without waiting for the disk."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    connection.execute("BEGIN")
    for table, rows in tables():
        names = list(table.__table__.columns.keys())
        holes = ",".join("?" * len(names))
        statement = f"INSERT INTO {table.__tablename__} ({','.join(names)}) VALUES ({holes})"  # noqa: S608
        connection.executemany(statement, ([_for_sqlite(row.get(name)) for name in names] for row in rows))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, list | dict) else value


async def fill_postgresql(dsn: str, schema: str) -> None:
    """Write the book into a migrated schema; the index of texts is made once they are all there."""
    connection = await asyncpg.connect(dsn, server_settings={"search_path": schema, "synchronous_commit": "off"})
    try:
        await connection.execute("SET maintenance_work_mem = '512MB'")
        await connection.execute("DROP INDEX search_article")
        for table, rows in tables():
            names = list(table.__table__.columns.keys())
            rest = iter(rows)
            while part := list(islice(rest, 50_000)):
                records = [[_for_postgresql(row.get(name)) for name in names] for row in part]
                await connection.copy_records_to_table(table.__tablename__, records=records, columns=names)
        await connection.execute("CREATE INDEX search_article ON article USING gin (search_grams(folded_text))")
        await connection.execute("ALTER INDEX search_article ALTER COLUMN 1 SET STATISTICS 0")
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


def _for_postgresql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value
