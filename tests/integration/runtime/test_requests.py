"""A question reaches one replica, and whoever asks always learns how it ended."""

import asyncio
import contextlib
from typing import ClassVar

import pytest

from services.contracts.message import Value
from services.contracts.request import Request
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.jetstream import Bus, connected
from services.runtime.requests import MAX_ANSWER_BYTES, answering, ask
from tests.support.nats import NatsProcess


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


async def test_one_who_answers_is_known_to_the_server_before_anybody_is_told_so(
    bus: Bus, nats_process: NatsProcess
) -> None:
    """A ping of nats-py overtakes what is still queued: without care one question in fifteen came too early."""
    async with connected(nats_process.settings, name="other") as other:
        for _ in range(100):
            async with contextlib.AsyncExitStack() as stack:
                for _ in range(9):
                    await stack.enter_async_context(answering(other, Doubling, double))
                assert (await ask(bus, Doubling(number=1), Doubled, timeout_seconds=5)).number == 2


async def test_a_named_replica_is_asked_and_no_other(bus: Bus) -> None:
    async def named(_question: Doubling) -> Doubled:
        return Doubled(number=-1)

    async with answering(bus, Doubling, double), answering(bus, Doubling, named, replica="b"):
        assert (await ask(bus, Doubling(number=1), Doubled, timeout_seconds=5)).number == 2
        assert (await ask(bus, Doubling(number=1), Doubled, timeout_seconds=5, replica="b")).number == -1
        with pytest.raises(NobodyAnswers, match=r"double\.c is running"):
            await ask(bus, Doubling(number=1), Doubled, timeout_seconds=5, replica="c")


async def test_what_fails_only_for_the_moment_is_told_apart_from_a_refusal(bus: Bus) -> None:
    async def away(_question: Doubling) -> Doubled:
        raise TimeoutError

    async with answering(bus, Doubling, away):
        with pytest.raises(NobodyAnswers, match="at this moment"):
            await ask(bus, Doubling(number=1), Doubled, timeout_seconds=5)


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
