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


async def ask(
    bus: Bus, question: Request, answer: type[Answer], *, timeout_seconds: float, replica: str | None = None
) -> Answer:
    """The answer of one replica of the service that serves the question's subject, or of the `replica` named.

    Raises `Refused` with the reason when it will not; `NobodyAnswers` when there is none, it takes too long, cannot
    answer at this moment, or says what is no `answer`.
    """
    subject = question.subject if replica is None else f"{question.subject}.{replica}"
    try:
        reply = await bus.client.request(subject, question.encode(), timeout=timeout_seconds)
    except NoRespondersError as error:
        raise NobodyAnswers(f"no service that answers {subject} is running") from error
    except (NatsError, TimeoutError, OSError) as error:
        raise NobodyAnswers(f"{subject} was not answered within {timeout_seconds:g} s") from error
    with contextlib.suppress(ValidationError):
        refusal = Refusal.model_validate_json(reply.data)
        raise (NobodyAnswers if refusal.is_passing else Refused)(refusal.refused)
    try:
        return answer.model_validate_json(reply.data)
    except ValidationError as error:
        raise NobodyAnswers(f"{subject} was answered by a service of another version") from error


@contextlib.asynccontextmanager
async def answering(
    bus: Bus, kind: type[Question], answer: Callable[[Question], Awaitable[BaseModel]], *, replica: str | None = None
) -> AsyncIterator[None]:
    """Answer questions of `kind` while the block runs; of several replicas each question reaches one.

    With `replica` those that are asked of the replica of this name. `answer` may raise `Refused` with words for the
    one who asked. NATS that is away under it is told as such, anything else it raises as a fault of ours.
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

    subject = kind.subject if replica is None else f"{kind.subject}.{replica}"
    subscription = await bus.client.subscribe(subject, queue=subject, cb=on_message)
    try:
        await bus.settle()
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
        return _refusal(f"not a {kind.__name__}: {_in_words(error)}")
    except Refused as error:
        return _refusal(str(error))
    except (NatsError, OSError, TimeoutError) as error:
        log.warning("a question was not answered", subject=kind.subject, error=str(error) or type(error).__name__)
        return _refusal("what is needed for the answer cannot be reached at this moment; ask again", is_passing=True)
    except Exception as error:
        log.exception("a question was not answered by a fault of ours", subject=kind.subject)
        return _refusal(f"a fault of ours ({type(error).__name__}); the service's log has the details")
    return reply


def _in_words(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}".removeprefix(": ") for one in error.errors()[:5])


def _refusal(reason: str, *, is_passing: bool = False) -> bytes:
    return Refusal(refused=reason, is_passing=is_passing).model_dump_json().encode()
