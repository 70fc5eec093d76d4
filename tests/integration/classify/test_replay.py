"""Replaying on a real nats-server: the kept articles, the current rules, and what was told before."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from services.classify.handlers import article_reader, findings_id
from services.classify.replay import replay, stored_articles
from services.classify.rules_version import rules_version
from services.commands.replay import replay_command
from services.contracts.finding import Findings
from services.contracts.streams import FINDINGS
from services.runtime.clock import utc_now
from services.runtime.jetstream import Bus
from tests.support import samples
from tests.support.nats import NatsProcess

EVER = datetime(2000, 1, 1, tzinfo=UTC)
READ = article_reader(0.5)
HARMLESS = {"title": "Copper output rises", "text": "The mine in Lubin produced more copper this year."}


async def _told(bus: Bus) -> list[Findings]:
    state = (await bus.context.stream_info(FINDINGS.name)).state
    messages = [await bus.context.get_msg(FINDINGS.name, seq=number) for number in range(1, state.last_seq + 1)]
    return [Findings.decode(message.data or b"") for message in messages]


async def _tell(bus: Bus, findings: Findings) -> None:
    await bus.publish(findings, message_id=findings_id(findings))


async def test_an_article_is_told_by_the_current_rules(bus: Bus) -> None:
    await bus.publish(samples.article(), message_id="1")
    done = await replay(bus, EVER, READ, utc_now)
    assert (done.articles, done.told, done.taken_back) == (1, 1, 0)
    [findings] = await _told(bus)
    assert findings.rules_version == rules_version()
    assert [finding.country for finding in findings.findings] == ["PL"]


async def test_replaying_twice_tells_nothing_twice(bus: Bus) -> None:
    await bus.publish(samples.article(), message_id="1")
    for _ in range(2):
        await replay(bus, EVER, READ, utc_now)
    assert len(await _told(bus)) == 1


async def test_what_older_rules_found_in_other_news_is_taken_back(bus: Bus) -> None:
    article = samples.article("copper", **HARMLESS)
    await bus.publish(article, message_id="1")
    await bus.publish(samples.article("never told", **HARMLESS), message_id="2")
    await _tell(bus, samples.findings(article=article, rules_version="older"))
    done = await replay(bus, EVER, READ, utc_now)
    assert (done.articles, done.told, done.taken_back) == (2, 1, 1)
    assert (await _told(bus))[-1].findings == ()
    assert (await _told(bus))[-1].article == article
    assert (await replay(bus, EVER, READ, utc_now)).told == 0


async def test_only_what_was_stored_since_is_read(bus: Bus) -> None:
    await bus.publish(samples.article("before"), message_id="1")
    await asyncio.sleep(0.05)
    since = utc_now()
    await asyncio.sleep(0.05)
    for number in range(5):
        await bus.publish(samples.article(f"after {number}"), message_id=f"after {number}")
    found = [article.id async for article in stored_articles(bus, since)]
    assert found == [samples.article(f"after {number}").id for number in range(5)]
    assert [article async for article in stored_articles(bus, utc_now() + timedelta(days=1))] == []


async def test_what_is_no_article_is_passed_over(bus: Bus) -> None:
    await bus.context.publish("articles.v1.feed_x", b'{"id": "art_1"}')
    await bus.publish(samples.article(), message_id="1")
    assert (await replay(bus, EVER, READ, utc_now)).told == 1


async def test_the_command_says_what_it_did(
    bus: Bus, nats_process: NatsProcess, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await bus.publish(samples.article(), message_id="1")
    for name, value in nats_process.embedded.environment.items():
        monkeypatch.setenv(name, value)
    assert await asyncio.to_thread(replay_command, None, "2000-01-01") == 0
    assert "1 articles since 2000-01-01" in capsys.readouterr().out
    assert await asyncio.to_thread(replay_command, None, "last week") != 0
    assert "is no date" in capsys.readouterr().err
