"""A question reaches one replica, and whoever asks always learns how it ended."""

import asyncio
from typing import ClassVar

import pytest

from services.contracts.message import Value
from services.contracts.request import Request
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.jetstream import Bus
from services.runtime.requests import MAX_ANSWER_BYTES, answering, ask


class Doubling(Request):
    subject: ClassVar[str] = "test.v1.double"

    number: int


class Doubled(Value):
    number: int
    padding: str = ""


async def double(question: Doubling) -> Doubled:
    if question.number < 0:
        raise Refused("only what is not negative is doubled")
    if question.number > 1000:
        raise ZeroDivisionError
    return Doubled(number=2 * question.number, padding="x" * (MAX_ANSWER_BYTES if question.number == 13 else 0))


async def test_an_answer_comes_back(bus: Bus) -> None:
    async with answering(bus, Doubling, double):
        assert (await ask(bus, Doubling(number=4), Doubled, timeout_seconds=5)).number == 8


async def test_of_two_replicas_one_answers(bus: Bus) -> None:
    served: list[int] = []

    async def count(question: Doubling) -> Doubled:
        served.append(question.number)
        return Doubled(number=question.number)

    async with answering(bus, Doubling, count), answering(bus, Doubling, count):
        await asyncio.gather(*(ask(bus, Doubling(number=n), Doubled, timeout_seconds=5) for n in range(20)))
    assert sorted(served) == list(range(20))


@pytest.mark.parametrize(
    ("number", "reason"), [(-1, "not negative"), (1001, "ZeroDivisionError"), (13, "more than one message holds")]
)
async def test_what_is_not_answered_is_refused_in_words(bus: Bus, number: int, reason: str) -> None:
    async with answering(bus, Doubling, double):
        with pytest.raises(Refused, match=reason):
            await ask(bus, Doubling(number=number), Doubled, timeout_seconds=5)


async def test_what_is_no_question_is_refused_in_words(bus: Bus) -> None:
    async with answering(bus, Doubling, double):
        reply = await bus.client.request(Doubling.subject, b"\xff", timeout=5)
    assert b"not a Doubling" in reply.data


async def test_where_nobody_serves_one_learns_it_at_once(bus: Bus) -> None:
    with pytest.raises(NobodyAnswers, match="no service"):
        await ask(bus, Doubling(number=1), Doubled, timeout_seconds=30)


async def test_an_answer_that_takes_too_long_is_not_waited_for(bus: Bus) -> None:
    async def never(_question: Doubling) -> Doubled:
        await asyncio.sleep(3600)
        raise AssertionError

    async with answering(bus, Doubling, never):
        with pytest.raises(NobodyAnswers, match=r"within 0\.1 s"):
            await ask(bus, Doubling(number=1), Doubled, timeout_seconds=0.1)
