"""Asking another service over NATS, and answering: at most once, with a time limit, to one of its replicas.

What must not be lost goes over a stream instead; see `services.runtime.consumer`.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import structlog
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from pydantic import BaseModel, ValidationError

from services.contracts.request import Refusal, Request
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.jetstream import Bus

log = structlog.get_logger()

Question = TypeVar("Question", bound=Request)
Answer = TypeVar("Answer", bound=BaseModel)

_AT_ONCE = 16
_FINISH_SECONDS = 2.0

MAX_ANSWER_BYTES = 900_000
"""What fits a NATS message of 1 MB with its headers."""


async def ask(bus: Bus, question: Request, answer: type[Answer], *, timeout_seconds: float) -> Answer:
    """The answer of one replica of the service that serves the question's subject.

    Raises `Refused` with the reason when it will not, `NobodyAnswers` when there is none or it takes too long.
    """
    try:
        reply = await bus.client.request(question.subject, question.encode(), timeout=timeout_seconds)
    except NoRespondersError as error:
        raise NobodyAnswers(f"no service that answers {question.subject} is running") from error
    except (NatsError, TimeoutError, OSError) as error:
        raise NobodyAnswers(f"{question.subject} was not answered within {timeout_seconds:g} s") from error
    with contextlib.suppress(ValidationError):
        raise Refused(Refusal.model_validate_json(reply.data).refused)
    return answer.model_validate_json(reply.data)


@contextlib.asynccontextmanager
async def answering(
    bus: Bus, kind: type[Question], answer: Callable[[Question], Awaitable[BaseModel]]
) -> AsyncIterator[None]:
    """Answer questions of `kind` while the block runs; of several replicas each question reaches one.

    `answer` may raise `Refused` with words for the one who asked. Anything else it raises is told as a fault of ours.
    """
    places = asyncio.Semaphore(_AT_ONCE)
    under_way: set[asyncio.Task[None]] = set()

    async def serve(message: Msg) -> None:
        try:
            reply = await _reply_to(kind, answer, message.data)
            with contextlib.suppress(NatsError, OSError):  # who asked will give up by itself
                await message.respond(reply)
        finally:
            places.release()

    async def on_message(message: Msg) -> None:
        # nats-py hands over one message at a time: a slow answer must not hold up the next question.
        await places.acquire()
        task = asyncio.create_task(serve(message))
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    subscription = await bus.client.subscribe(kind.subject, queue=kind.subject, cb=on_message)
    try:
        yield
    finally:
        with contextlib.suppress(NatsError, TimeoutError, OSError):
            await subscription.unsubscribe()
        if under_way:
            await asyncio.wait(under_way, timeout=_FINISH_SECONDS)
        for task in under_way:
            task.cancel()


async def _reply_to(kind: type[Question], answer: Callable[[Question], Awaitable[BaseModel]], data: bytes) -> bytes:
    try:
        reply = (await answer(kind.model_validate_json(data))).model_dump_json().encode()
        if len(reply) > MAX_ANSWER_BYTES:
            raise Refused(f"the answer has {len(reply)} bytes, more than one message holds")
    except ValidationError as error:
        return _refusal(f"not a {kind.__name__}: {error.errors()[0]['msg']}")
    except Refused as error:
        return _refusal(str(error))
    except Exception as error:
        log.exception("a question was not answered by a fault of ours", subject=kind.subject)
        return _refusal(f"a fault of ours ({type(error).__name__}); the service's log has the details")
    return reply


def _refusal(reason: str) -> bytes:
    return Refusal(refused=reason).model_dump_json().encode()
