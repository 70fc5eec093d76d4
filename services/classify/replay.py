"""Reading the kept articles again through the current rules, and telling what they now say."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from nats.js.errors import NotFoundError

from services.classify.handlers import Read, findings_id, findings_message
from services.contracts.article import Article
from services.contracts.finding import Findings
from services.contracts.message import InvalidMessage
from services.contracts.streams import ARTICLES, FINDINGS
from services.runtime.clock import Clock
from services.runtime.jetstream import Bus


@dataclass
class Replayed:
    """What a replay did."""

    articles: int = 0
    told: int = 0
    """Articles whose findings were published, those that take earlier ones back included."""
    taken_back: int = 0
    """Articles that had findings and now have none."""


async def replay(bus: Bus, since: datetime, read: Read, clock: Clock) -> Replayed:
    """Read every article stored since `since` again and publish what the current rules find in it.

    An article that says nothing is told of only where it said something before. Under the same rules the messages
    have the ids they had, so that replaying twice tells nothing twice.
    """
    done = Replayed()
    async for article in stored_articles(bus, since):
        done.articles += 1
        reading = await asyncio.to_thread(read, article)
        if not reading.findings:
            if not await _said_something(bus, article):
                continue
            done.taken_back += 1
        findings = findings_message(article, reading, clock())
        await bus.publish(findings, message_id=findings_id(findings))
        done.told += 1
    return done


async def stored_articles(bus: Bus, since: datetime) -> AsyncIterator[Article]:
    """The articles stored since `since`, oldest first, up to the last one stored when this began."""
    last = (await bus.context.stream_info(ARTICLES.name)).state.last_seq
    sequence = await _first_since(bus, since)
    while sequence <= last:
        try:
            message = await bus.context.get_msg(
                ARTICLES.name, seq=sequence, subject=Article.subject_filter(), next=True, direct=True
            )
        except NotFoundError:
            return
        if message.seq is None or message.seq > last:
            return
        sequence = message.seq + 1
        try:
            yield Article.decode(message.data or b"")
        except InvalidMessage:
            continue  # it went to the dead letters when it came


async def _first_since(bus: Bus, since: datetime) -> int:
    """The number of the first message stored at `since` or later, found by halving."""
    state = (await bus.context.stream_info(ARTICLES.name)).state
    low, high = state.first_seq, state.last_seq + 1
    while low < high:
        middle = (low + high) // 2
        try:
            message = await bus.context.get_msg(ARTICLES.name, seq=middle, subject=Article.subject_filter(), next=True)
        except NotFoundError:
            high = middle
            continue
        if message.time is not None and message.time < since:
            low = (message.seq or middle) + 1
        else:
            high = middle
    return low


async def _said_something(bus: Bus, article: Article) -> bool:
    """Whether the last that was told of the article had findings in it."""
    try:
        message = await bus.context.get_last_msg(FINDINGS.name, f"{Findings.subject_prefix}.{article.id}", direct=True)
        return bool(Findings.decode(message.data or b"").findings)
    except (NotFoundError, InvalidMessage):
        return False
