"""The DEAD stream: what is read from it, and what is put back."""

import base64

from services.contracts.article import Article
from services.contracts.dead_letter import MAX_KEPT_BYTES, DeadLetter
from services.contracts.message import Message
from services.contracts.streams import ARTICLES, DEAD
from services.runtime.dead_letters import StoredLetter, replay_letter, stored_letters
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus, prepare
from tests.support import samples
from tests.support.nats import NatsProcess


async def bury(bus: Bus, message: Message, *, sequence: int, kept_bytes: int = MAX_KEPT_BYTES) -> None:
    data = message.encode()
    letter = DeadLetter(
        source_stream=message.stream,
        source_subject=message.subject(),
        stream_sequence=sequence,
        consumer="test",
        reason="the rules were wrong",
        deliveries=1,
        dead_at=samples.NOON,
        payload_base64=base64.b64encode(data[:kept_bytes]).decode(),
        payload_is_cut=len(data) > kept_bytes,
    )
    await bus.publish(letter, message_id=stable_id("dead", sequence, data))


async def letters(bus: Bus) -> list[StoredLetter]:
    return [stored async for stored in stored_letters(bus)]


async def articles(bus: Bus) -> list[Article]:
    state = (await bus.context.stream_info(ARTICLES.name)).state
    numbers = range(max(state.first_seq, 1), state.last_seq + 1)
    messages = [await bus.context.get_msg(ARTICLES.name, seq=n) for n in numbers]
    return [Article.decode(message.data or b"") for message in messages]


async def test_an_empty_stream_has_no_letters(bus: Bus) -> None:
    assert await letters(bus) == []


async def test_letters_are_read_oldest_first_and_what_is_none_is_passed_over(bus: Bus) -> None:
    for number in (1, 2, 3):
        await bury(bus, samples.article(f"a{number}"), sequence=number)
    await bus.context.publish("dead.v1.ARTICLES.test", b"{no letter")
    await bus.context.publish("dead.v2.ARTICLES.test", b"of another version")
    await bury(bus, samples.article("a6"), sequence=6)
    await bus.context.delete_msg(DEAD.name, 2)
    assert [stored.letter.stream_sequence for stored in await letters(bus)] == [1, 3, 6]


async def test_a_cut_letter_is_replayed_whole_from_its_stream(bus: Bus) -> None:
    article = samples.article("one")
    await bus.publish(article, message_id="one")
    await bury(bus, article, sequence=1, kept_bytes=20)
    [stored] = await letters(bus)
    assert await replay_letter(bus, stored)
    assert await articles(bus) == [article, article]
    assert await letters(bus) == []


async def test_a_cut_letter_whose_message_is_gone_stays(bus: Bus) -> None:
    await bury(bus, samples.article("one"), sequence=1, kept_bytes=20)
    [stored] = await letters(bus)
    assert not await replay_letter(bus, stored)
    assert await letters(bus) == [stored]
    assert await articles(bus) == []


async def test_a_whole_letter_is_replayed_though_its_message_is_gone(bus: Bus) -> None:
    await bury(bus, samples.article("one"), sequence=1)
    [stored] = await letters(bus)
    assert await replay_letter(bus, stored)
    assert await articles(bus) == [samples.article("one")]


async def test_a_stream_made_anew_lends_no_letter_another_message(bus: Bus, nats_process: NatsProcess) -> None:
    """Its numbers begin at one again: the same number is another message."""
    whole, cut, newcomer = samples.article("whole"), samples.article("cut"), samples.article("newcomer")
    await bury(bus, whole, sequence=1)
    await bury(bus, cut, sequence=1, kept_bytes=150)
    await bus.context.delete_stream(ARTICLES.name)
    await prepare(bus.context, nats_process.settings)
    await bus.publish(newcomer, message_id="newcomer")
    of_whole, of_cut = await letters(bus)
    assert await replay_letter(bus, of_whole)
    assert not await replay_letter(bus, of_cut)
    assert await articles(bus) == [newcomer, whole]


async def test_a_letter_replayed_twice_is_one_message(bus: Bus) -> None:
    """As when the answer to the first time was lost."""
    await bury(bus, samples.article("one"), sequence=1)
    [stored] = await letters(bus)
    assert await replay_letter(bus, stored)
    assert await replay_letter(bus, stored)
    assert await articles(bus) == [samples.article("one")]
