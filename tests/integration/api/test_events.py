"""Reading events: lists, one event, feeds for readers and spreadsheets."""

import csv
import io
from typing import Any
from xml.etree import ElementTree

import feedparser
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.database.events import EventRow
from tests.integration.api.conftest import RunningApi
from tests.support.event_samples import article_row, attach_article, event, mines, store_events

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


async def ids(api: RunningApi, query: str) -> list[str]:
    answer = await api.client.get(f"/v1/events?{query}")
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["data"]]


async def test_events_are_listed_newest_first_and_every_filter_narrows_the_list(
    api: RunningApi, events_book: AsyncEngine
) -> None:
    first, second, third = event(1), mines(2), event(3, country="LT", treaty="ccm", sources=1, score=0.4)
    await store_events(events_book, [first, second, third])
    assert await ids(api, "") == [third.id, second.id, first.id]
    for query, expected in [
        ("topic=mine_production", [second]),
        ("country=EE,LT", [third, first]),
        ("country=ee&country=pl", [second, first]),
        ("treaty=ottawa", [first]),
        ("stage=contracted", [second]),
        ("producer=belma%20SA", [second]),
        ("mine_type=antitank", [second]),
        ("language=en", [third, second, first]),
        ("language=ja", []),
        ("q=withdrawal+estonia", [third, first]),
        ("min_sources=2", [second, first]),
        ("min_score=0.5&country=LT", []),
        (f"since={second.first_seen_at:%Y-%m-%dT%H:%M:%SZ}", [third, second]),
        (f"until={second.first_seen_at:%Y-%m-%dT%H:%M:%SZ}", [first]),
        ("since=2030-01-01", []),
    ]:
        assert await ids(api, query) == [one.id for one in expected], query
    shown = (await api.client.get("/v1/events?topic=mine_production")).json()["data"][0]
    assert shown == second.model_dump(mode="json")


async def test_a_walk_neither_skips_nor_repeats_while_events_arrive(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(number) for number in range(1, 24)])
    seen: list[str] = []
    cursor: str | None = None
    arriving = 100
    while True:
        answer = await api.client.get("/v1/events", params={"limit": 5, **({"cursor": cursor} if cursor else {})})
        page = answer.json()
        seen += [one["id"] for one in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
        await store_events(events_book, [event(arriving), event(arriving + 1)], first_seq=arriving)
        arriving += 2
    assert seen == [event(number).id for number in range(23, 0, -1)]


async def test_a_cursor_of_other_filters_is_refused(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(number) for number in range(3)])
    cursor = (await api.client.get("/v1/events?limit=1&country=EE")).json()["next_cursor"]
    assert (await api.client.get(f"/v1/events?limit=2&country=EE&cursor={cursor}")).status_code == 200
    for query in (f"country=LT&cursor={cursor}", f"cursor={cursor}", f"country=EE&cursor={cursor}x"):
        answer = await api.client.get(f"/v1/events?{query}")
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:ottawatch:problem:bad-cursor"


async def test_a_list_that_did_not_change_costs_no_bytes(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1)])
    for path in ("/v1/events", "/v1/events.atom", f"/v1/events/{event(1).id}"):
        first = await api.client.get(path)
        again = await api.client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    tag = (await api.client.get("/v1/events")).headers["etag"]
    await store_events(events_book, [event(2)], first_seq=2)
    assert (await api.client.get("/v1/events", headers={"If-None-Match": tag})).status_code == 200


async def test_one_event_carries_its_articles_evidence_and_history(api: RunningApi, events_book: AsyncEngine) -> None:
    stored = event(1)
    await store_events(events_book, [stored])
    await attach_article(events_book, stored, article_row(1, title="Estonia leaves"), quote="it leaves")
    detail = (await api.client.get(f"/v1/events/{stored.id}")).json()
    assert {name: detail[name] for name in type(stored).model_fields} == stored.model_dump(mode="json")
    assert detail["articles"][0]["title"] == "Estonia leaves"
    assert detail["articles"][0]["role"] == "report"
    assert detail["evidence"][0]["quote"] == "it leaves"
    assert detail["evidence"][0]["article_id"] == detail["articles"][0]["id"]
    assert detail["history"][0]["changes"][0]["reason"] == "a second outlet"


async def test_the_address_of_a_merged_event_leads_to_the_one_it_went_into(
    api: RunningApi, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(1), event(2)])
    async with AsyncSession(events_book) as session, session.begin():
        row = await session.get(EventRow, event(1).id)
        assert row is not None
        row.merged_into = event(2).id
    answer = await api.client.get(f"/v1/events/{event(1).id}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/events/{event(2).id}")


async def test_feed_readers_read_back_what_is_written(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1), mines(2, title=XSS + " & \x0b control")])
    for path, version in (("/v1/events.atom", "atom10"), ("/v1/events.rss", "rss20")):
        answer = await api.client.get(path)
        ElementTree.fromstring(answer.content)  # noqa: S314 - our own
        read = feedparser.parse(answer.content, response_headers={"content-type": answer.headers["content-type"]})
        assert (read.version, read.bozo) == (version, False)
        assert [one.id for one in read.entries] == [f"urn:ottawatch:event:{one.id}" for one in (event(2), event(1))]
        assert read.entries[1].title == event(1).title
        assert "<script>" not in answer.text
        assert read.entries[0].link.startswith(api.base_url)
    items = (await api.client.get("/v1/events.json?country=EE")).json()["items"]
    assert [(one["id"], one["title"]) for one in items] == [(f"urn:ottawatch:event:{event(1).id}", event(1).title)]


async def test_a_spreadsheet_gets_every_field_and_runs_no_formula(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [mines(1, producer='=HYPERLINK("https://x")', title='Say "no", then\nleave')])
    answer = await api.client.get("/v1/events.csv")
    (line,) = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert line["title"] == 'Say "no", then\nleave'
    assert line["producer"] == '\'=HYPERLINK("https://x")'
    assert line["quantity"] == "10000"


async def test_the_csv_goes_on_where_its_link_header_says(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(number) for number in range(1, 4)])
    answer = await api.client.get("/v1/events.csv?limit=2&country=EE")
    rest = await api.client.get(answer.links["next"]["url"])
    lines: list[Any] = [*csv.DictReader(io.StringIO(answer.text)), *csv.DictReader(io.StringIO(rest.text))]
    assert [line["id"] for line in lines] == [event(number).id for number in (3, 2, 1)]
    assert "next" not in rest.links
