"""The classifier's process on a real nats-server: articles in, findings out."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from services.classify import app
from services.contracts.finding import Findings
from services.contracts.streams import FINDINGS
from services.runtime.dead_letters import stored_letters
from services.runtime.jetstream import Bus
from services.runtime.process import Life
from tests.support import samples
from tests.support.eventually import eventually
from tests.support.nats import NatsProcess


@pytest.fixture
async def classifier(nats_process: NatsProcess, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    for name, value in nats_process.embedded.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTTAWATCH_NATS_STREAM_SCALE", "0.05")
    life = Life()
    task = asyncio.create_task(app.run(life))
    yield life
    life.stopping.set()
    await asyncio.wait_for(task, 20)


async def told(bus: Bus) -> list[Findings]:
    count = (await bus.context.stream_info(FINDINGS.name)).state.messages
    found = []
    for sequence in range(1, count + 1):
        message = await bus.context.get_msg(FINDINGS.name, seq=sequence)
        found.append(Findings.decode(message.data or b""))
    return found


async def has_told(bus: Bus, count: int) -> list[Findings] | None:
    findings = await told(bus)
    return findings if len(findings) >= count else None


@pytest.mark.usefixtures("classifier")
async def test_an_article_about_a_withdrawal_becomes_findings_with_their_evidence(bus: Bus) -> None:
    article = samples.article()
    await bus.publish(article, message_id="1")
    [findings] = await eventually(lambda: has_told(bus, 1)) or []
    assert findings.article == article
    [finding] = findings.findings
    assert (finding.country, finding.treaty, finding.stage) == ("PL", "ottawa", "in_effect")
    whole = f"{article.title}\n{article.text}"
    assert finding.evidence
    assert all(whole[e.start : e.end] == e.quote for e in finding.evidence)


@pytest.mark.usefixtures("classifier")
async def test_other_news_is_passed_over_but_a_later_revision_takes_back_what_was_said(bus: Bus) -> None:
    harmless = {"title": "Copper output rises", "text": "The mine in Lubin produced more copper this year."}
    await bus.publish(samples.article("copper", **harmless), message_id="1")
    await bus.publish(samples.article("withdrawn", revision=2, **harmless), message_id="2")
    [findings] = await eventually(lambda: has_told(bus, 1)) or []
    assert findings.article.revision == 2
    assert findings.findings == ()


@pytest.mark.usefixtures("classifier")
async def test_the_same_article_delivered_again_is_told_once(bus: Bus) -> None:
    await bus.publish(samples.article(), message_id="1")
    await bus.publish(samples.article(), message_id="the id of another delivery")
    await bus.publish(samples.article("other"), message_id="3")
    findings = await eventually(lambda: has_told(bus, 2)) or []
    assert {f.article.id for f in findings} == {samples.article().id, samples.article("other").id}
    await asyncio.sleep(0.5)
    assert len(await told(bus)) == 2


@pytest.mark.usefixtures("classifier")
async def test_what_is_no_article_goes_to_dead_with_its_reason(bus: Bus) -> None:
    await bus.context.publish("articles.v1.feed_x", b'{"id": "art_1"}')

    async def letters() -> list[str]:
        with contextlib.suppress(Exception):
            return [stored.letter.reason async for stored in stored_letters(bus)]
        return []

    [reason] = await eventually(letters)
    assert "title: Field required" in reason
