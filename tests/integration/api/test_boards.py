"""Boards, dossiers and articles: who has come how far, by when, and why we say so."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

from services.contracts.article import TextFrom
from services.contracts.event import Event
from services.contracts.vocabulary import Act, MineType, Stage
from services.database.events import EventRow
from services.runtime.identifiers import stable_id
from services.runtime.process import Life
from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.store.conftest import StoreBench
from tests.support.event_samples import event, mines, store_events
from tests.support.store import message, on_day, production, withdrawal


async def get(api: RunningApi, path: str) -> Any:
    answer = await api.client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tell_a_story(store: StoreBench) -> None:
    """Norway decides, notifies; Ukraine suspends; Finland's maker gets an order; all in the summer of 2025."""
    steps = (
        ("no1", on_day(0), withdrawal("NO", Stage.GOVERNMENT_DECISION)),
        ("no2", on_day(40), withdrawal("NO", Stage.NOTIFIED, notified_on=date(2025, 7, 11), act=Act.WITHDRAW)),
        ("ua", on_day(50), withdrawal("UA", Stage.SUSPENDED, act=Act.SUSPEND)),
        ("fi", on_day(20), production("FI", "Forcit", MineType.ANTIPERSONNEL, Stage.CONTRACTED, quantity=5000)),
    )
    for name, when, said in steps:
        store.clock.now = when
        await store.say(message(name, said, published_at=when))


async def test_a_board_on_a_day_shows_the_steps_taken_by_then_whenever_they_were_learned(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    empty = await get(api, "/v1/treaties/ottawa?as_of=2025-05-01")
    assert empty["rungs"] == {}, "nothing was known yet"
    before = await get(api, "/v1/treaties/ottawa?on=2025-07-10")
    assert before["rungs"] == {"government_decision": ["NO"]}
    assert before["next_dates"] == []
    after = await get(api, "/v1/treaties/ottawa?on=2025-07-11")
    assert after["rungs"] == {"notified": ["NO"]}
    [leaving] = after["next_dates"]
    assert (leaving["country"], leaving["effective_on"], leaving["days_left"]) == ("NO", "2026-01-11", 184)
    listed = {one["id"]: one for one in (await get(api, "/v1/treaties?on=2025-07-11"))["data"]}
    assert listed["ottawa"]["next_dates"] == after["next_dates"]
    both = await get(api, "/v1/treaties/ottawa?on=2025-07-11&as_of=2025-07-01")
    assert both["rungs"] == {"government_decision": ["NO"]}, "what was known before the notice, of that day"


async def test_a_board_shows_each_state_s_rung_clock_and_standing(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    board = await get(api, "/v1/treaties/ottawa?as_of=2025-09-01")
    states = {state["country"]: state for state in board["states"]}
    norway = states["NO"]
    assert (norway["rung"], norway["standing"], norway["notified_on"]) == ("notified", "leaving", "2025-07-11")
    assert (norway["computed_effective_on"], norway["days_left"]) == ("2026-01-11", 132)
    assert norway["party_since"] == "1999-03-01"
    assert (states["UA"]["rung"], states["UA"]["off_ladder"], states["UA"]["standing"]) == (None, "suspended", "party")
    assert states["UA"]["computed_effective_on"] is None
    assert (states["RU"]["standing"], states["RU"]["rung"]) == ("never_joined", None)
    assert (states["PL"]["standing"], states["PL"]["left_on"]) == ("leaving", "2026-02-20")
    assert states["TO"]["standing"] == "joining"
    assert states["MH"]["standing"] == "party"
    assert board["rungs"] == {"notified": ["NO"]}
    assert [(one["country"], one["effective_on"]) for one in board["next_dates"]] == [("NO", "2026-01-11")]
    assert board["clock"]["months"] == 6
    assert board["membership"]["complete"]
    listed = {one["id"]: one for one in (await get(api, "/v1/treaties?as_of=2025-09-01"))["data"]}
    assert listed["ottawa"]["rungs"] == {"notified": ["NO"]}
    assert "states" not in listed["ottawa"]
    assert listed["ccm"]["rungs"] == {}


async def test_a_day_passed_turns_leaving_into_left(api: RunningApi, events_book: AsyncEngine, life: Life) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    states = {one["country"]: one for one in (await get(api, "/v1/treaties/ottawa?as_of=2026-01-11"))["states"]}
    assert states["NO"]["standing"] == "left"
    assert states["NO"]["days_left"] == 0
    assert states["FI"]["standing"] == "left"
    assert states["PL"]["standing"] == "leaving"


async def test_the_board_and_an_event_can_be_seen_as_they_stood(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    store = StoreBench.on(events_book, life)
    await tell_a_story(store)
    store.clock.now = on_day(60)
    await store.say(message("no3", withdrawal("NO", Stage.NOTIFIED), published_at=on_day(60)))
    notice = next(one for one in await store.events() if one.stage is Stage.NOTIFIED)
    before = {one["country"]: one for one in (await get(api, "/v1/treaties/ottawa?as_of=2025-06-30"))["states"]}
    assert before["NO"]["rung"] == "government_decision"
    assert before["UA"]["off_ladder"] is None
    now = await get(api, f"/v1/events/{notice.id}")
    then = await get(api, f"/v1/events/{notice.id}?as_of=2025-07-15")
    assert (then["sources"], len(then["articles"]), len(then["history"])) == (1, 1, 1)
    assert (now["sources"], len(now["articles"])) == (2, 2)
    assert len(now["history"]) > 1
    assert (await api.client.get(f"/v1/events/{notice.id}?as_of=2025-06-30")).status_code == 404
    assert [one["country"] for one in (await get(api, "/v1/cases?as_of=2025-06-15"))["data"]] == ["NO"]


async def test_the_calendar_s_first_and_last_day_are_days_like_any(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    (norway,) = (await get(api, "/v1/cases?country=NO"))["data"]
    notice = (await get(api, "/v1/events?stage=notified"))["data"][0]["id"]
    for path in ("/v1/treaties", "/v1/treaties/ottawa", "/v1/cases"):
        await get(api, f"{path}?as_of=0001-01-01")
    for path in ("/v1/treaties", "/v1/treaties/ottawa", "/v1/cases", f"/v1/cases/{norway['id']}"):
        await get(api, f"{path}?as_of=9999-12-31")
    assert (await get(api, f"/v1/events/{notice}?as_of=9999-12-31"))["id"] == notice
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        await get(api, f"/v1/events?since={moment}")
        await get(api, f"/v1/alerts?since={moment}")


async def test_a_dossier_shows_the_rungs_reached_and_skipped(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    cases = (await get(api, "/v1/cases"))["data"]
    assert [(one["country"], one["rung"], one["off_ladder"]) for one in cases] == [
        ("UA", None, "suspended"),
        ("FI", "contracted", None),
        ("NO", "notified", None),
    ]
    assert cases[2]["title"] == "Norway and the Ottawa Convention"
    case = await get(api, f"/v1/cases/{cases[2]['id']}")
    ladder = {rung["stage"]: (rung["is_reached"], rung["is_skipped"]) for rung in case["ladder"]}
    assert ladder["considered"] == (False, True)
    assert ladder["government_decision"] == (True, False)
    assert ladder["parliament_approved"] == (False, True)
    assert ladder["notified"] == (True, False)
    assert ladder["in_effect"] == (False, False)
    assert (case["article_count"], case["event_count"]) == (2, 2)
    assert [entry["changed_at"] for entry in case["history"]] == sorted(
        entry["changed_at"] for entry in case["history"]
    )
    assert (await api.client.get("/v1/cases/cas_x")).status_code == 404
    assert (await api.client.get("/v1/treaties/paris")).status_code == 404


async def test_dossiers_are_filtered_and_walked(api: RunningApi, events_book: AsyncEngine, life: Life) -> None:
    await tell_a_story(StoreBench.on(events_book, life))
    for query, expected in (
        ("topic=mine_production", ["FI"]),
        ("country=NO,UA", ["UA", "NO"]),
        ("treaty=ottawa", ["UA", "NO"]),
        ("producer=FORCIT", ["FI"]),
        ("mine_type=antipersonnel", ["FI"]),
        ("mine_type=naval", []),
    ):
        assert [one["country"] for one in (await get(api, f"/v1/cases?{query}"))["data"]] == expected, query
    walked: list[str] = []
    cursor = ""
    while True:
        page = await get(api, f"/v1/cases?limit=1{cursor}")
        walked += [one["country"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert walked == ["UA", "FI", "NO"]
    assert (await api.client.get(f"/v1/cases?limit=1&country=NO{cursor}")).status_code == 400
    assert (await api.client.get("/v1/cases?stage=notified")).status_code == 400


async def test_an_article_shows_its_text_its_spans_and_what_it_hangs_on(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    store = StoreBench.on(events_book, life)
    await tell_a_story(store)
    said = message("copy", withdrawal("NO", Stage.NOTIFIED), published_at=on_day(41), publisher="no2.example")
    page = said.article.model_copy(update={"text_from": TextFrom.PAGE, "author": "Mari Maasikas"})
    await store.say(said.model_copy(update={"article": page}))
    article = await get(api, f"/v1/articles/{said.article.id}")
    assert article["text"] == said.article.text
    assert article["content_hash"] == said.article.content_hash
    assert article["language"] == "en"
    assert (article["text_from"], article["author"]) == ("page", "Mari Maasikas")
    (finding,) = article["findings"]
    quote = finding["evidence"][0]
    assert {"field", "quote", "start", "end"} <= set(quote)
    assert finding["role"] == "report"
    assert finding["fold_reason"]
    (hung,) = article["events"]
    assert (hung["stage"], hung["roles"]) == ("notified", ["report"])
    assert finding["event_id"] == hung["id"]
    for wrong in (stable_id("art", "nobody"), "x", "art_%00"):
        assert (await api.client.get(f"/v1/articles/{wrong}")).status_code == 404


async def test_production_by_a_state_then_bound_says_until_when(
    api: RunningApi, events_book: AsyncEngine, life: Life
) -> None:
    """Finland was bound until 10 January 2026; Norway, by its reported notice, until a day later; Russia never was."""
    mine = {"mine_type": MineType.ANTIPERSONNEL}
    made = [
        mines(1, country="FI", occurred_on=date(2026, 1, 9), **mine),
        mines(2, country="FI", occurred_on=date(2026, 1, 10), **mine),
        mines(3, country="NO", occurred_on=date(2025, 9, 1), **mine),
        mines(4, country="RU", occurred_on=date(2025, 9, 1), **mine),
        mines(5, country="FI", occurred_on=date(2025, 9, 1)),  # against vehicles
        event(6, country="NO", notified_on=date(2025, 7, 11), computed_effective_on=date(2026, 1, 11)),
    ]
    await store_events(events_book, made)
    listed = {one["id"]: one for one in (await get(api, "/v1/events"))["data"]}
    bonds = [(listed[one.id]["bound"], listed[one.id]["bound_until"]) for one in made]
    assert bonds == [
        (True, "2026-01-10"),
        (False, "2026-01-10"),
        (True, "2026-01-11"),
        (False, None),
        (None, None),
        (None, None),
    ]
    for one, (bound, until) in zip(made, bonds, strict=True):
        detail = await get(api, f"/v1/events/{one.id}")
        assert (detail["bound"], detail["bound_until"]) == (bound, until)


@sqlite_only
async def test_a_list_is_written_as_its_model_would_write_it(api: RunningApi, events_book: AsyncEngine) -> None:
    stored = [
        event(1, score=1.0, title='Łódź "quoted" \\ 地雷'),
        mines(2, first_seen_at=event(1).first_seen_at + timedelta(microseconds=7)),
    ]
    await store_events(events_book, stored)
    answer = await api.client.get("/v1/events")
    read = [Event.model_validate(one) for one in answer.json()["data"]]
    assert read == stored[::-1]
    body = ",".join(one.model_dump_json() for one in read)
    assert answer.text == f'{{"data":[{body}],"next_cursor":null}}'


async def test_the_status_filter_asks_for_just_that_status(api: RunningApi, events_book: AsyncEngine) -> None:
    await store_events(events_book, [event(1), event(2, status="retracted"), event(3, status="disputed")])
    assert [one["id"] for one in (await get(api, "/v1/events"))["data"]] == [event(3).id, event(1).id]
    assert [one["id"] for one in (await get(api, "/v1/events?status=retracted,disputed"))["data"]] == [
        event(3).id,
        event(2).id,
    ]
    assert (await api.client.get("/v1/events?status=wrong")).status_code == 422


async def test_a_walk_shows_every_event_once_while_events_come_and_change(
    api: RunningApi, events_book: AsyncEngine
) -> None:
    await store_events(events_book, [event(number) for number in range(1, 31)])
    seen: list[str] = []
    cursor, turn = "", 0
    while True:
        page = await get(api, f"/v1/events?limit=4&min_sources=1{cursor}")
        seen += [one["id"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor, turn = f"&cursor={page['next_cursor']}", turn + 1
        await store_events(events_book, [event(100 + turn)], first_seq=100 + turn)
        async with AsyncSession(events_book) as session, session.begin():
            for number in (turn, 31 - turn):  # one still to come and one already shown gain a source
                row = await session.get(EventRow, event(number).id)
                assert row is not None
                row.sources, row.version, row.updated_at = row.sources + 1, row.version + 1, on_day(300 + turn)
    assert seen == [event(number).id for number in range(30, 0, -1)]
