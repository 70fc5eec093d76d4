"""Pages that must wait: they come again when their time has come, and hold up nobody meanwhile."""

from datetime import UTC, datetime, timedelta

from services.contracts.article import Article, FeedReference
from services.contracts.streams import ARTICLES, PAGE_WISH_BUCKET
from services.contracts.wanted import ArticleWanted
from services.ingest.postponed import PostponedWishes
from services.runtime.buckets import read_bucket
from services.runtime.clock import utc_now
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus
from tests.integration.ingest.conftest import Ingest
from tests.integration.ingest.site import Site
from tests.support.eventually import eventually

NOW = datetime(2026, 2, 20, 12, tzinfo=UTC)
TITLE = "Estonia leaves the Ottawa Convention"
PAGE = f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>" + "".join(
    f"<p>The government of Estonia said in its paragraph {n} that the convention will be left in December.</p>"
    for n in range(8)
)


def wish(url: str, tries: int = 0) -> ArticleWanted:
    article = Article(
        id=stable_id("art", url),
        revision=1,
        content_hash="txt",
        feed=FeedReference(id="feed_1", url="https://a.example/feed"),
        url=url,
        title=TITLE,
        text="A summary.",
        first_seen_at=NOW,
        fetched_at=NOW,
    )
    return ArticleWanted(article=article, reason="the dates", wanted_at=NOW, tries=tries)


async def asked(bus: Bus) -> list[ArticleWanted]:
    """The wishes in the stream."""
    state = (await bus.context.stream_info(ARTICLES.name)).state
    numbers = range(state.first_seq, state.last_seq + 1) if state.messages else ()
    messages = [await bus.context.get_msg(ARTICLES.name, seq=number) for number in numbers]
    return [ArticleWanted.decode(message.data or b"") for message in messages]


async def test_a_wish_comes_again_when_its_time_has_come_and_once_for_all_replicas(bus: Bus) -> None:
    now = NOW
    first, second = [await PostponedWishes.open(bus, lambda: now) for _ in range(2)]
    await first.add(wish("https://a.example/1", tries=1), timedelta(minutes=6))
    await second.add(wish("https://a.example/2"), timedelta(minutes=60))
    assert await first.publish_due() == 0
    now += timedelta(minutes=6)
    kept = (await read_bucket(bus, PAGE_WISH_BUCKET)).copy()
    assert await first.publish_due() == 1
    for key, stored in kept.items():  # as a replica that has read both before the first was published
        await (await bus.bucket(PAGE_WISH_BUCKET)).put(key, stored.value)
    assert await second.publish_due() == 1
    assert [again.tries for again in await asked(bus)] == [1]
    assert len(await read_bucket(bus, PAGE_WISH_BUCKET)) == 1


async def test_a_wish_that_is_postponed_anew_is_not_forgotten(bus: Bus) -> None:
    now = NOW
    postponed = await PostponedWishes.open(bus, lambda: now)
    for tries in (1, 2):
        await postponed.add(wish("https://a.example/1", tries), timedelta(minutes=6))
        now += timedelta(minutes=6)
        assert await postponed.publish_due() == 1
    assert [again.tries for again in await asked(bus)] == [1, 2]
    assert await read_bucket(bus, PAGE_WISH_BUCKET) == {}


async def test_what_cannot_be_read_is_dropped(bus: Bus) -> None:
    await (await bus.bucket(PAGE_WISH_BUCKET)).put("art_1.1", b"{")
    assert await (await PostponedWishes.open(bus, utc_now)).publish_due() == 0
    assert await read_bucket(bus, PAGE_WISH_BUCKET) == {}


async def test_a_hundred_dead_pages_do_not_hold_up_a_living_one(
    ingest: Ingest, site: Site, base: str, bus: Bus
) -> None:
    dead = [f"{base}/dead/{number}" for number in range(100)]
    for number in range(100):
        site.give(f"/dead/{number}", b"", 503)
    site.give("/alive", PAGE.encode(), content_type="text/html; charset=utf-8")
    ingest.list_feeds()
    for url in [*dead, f"{base}/alive"]:
        wanted = wish(url)
        await bus.publish(wanted, message_id=wanted.article.id)

    async def full_text() -> list[str]:
        state = (await bus.context.stream_info(ARTICLES.name, subjects_filter=f"{Article.subject_prefix}.>")).state
        return list(state.subjects or ())

    async def all_laid_aside() -> bool:
        return len(await read_bucket(bus, PAGE_WISH_BUCKET)) == len(dead)

    async with ingest.running():
        await eventually(full_text)
        await eventually(all_laid_aside)
    assert all(len(site.requests[f"/dead/{number}"]) == 1 for number in range(100))
