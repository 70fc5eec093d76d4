"""Read the DEAD stream, and put its messages back where they came from."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from nats.js.errors import NotFoundError

from services.contracts.dead_letter import DeadLetter
from services.contracts.message import InvalidMessage
from services.contracts.streams import DEAD
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus


@dataclass(frozen=True)
class StoredLetter:
    """A letter and its place in DEAD."""

    sequence: int
    letter: DeadLetter


async def stored_letters(bus: Bus) -> AsyncIterator[StoredLetter]:
    """Every letter in DEAD, oldest first. What is not a letter is passed over."""
    state = (await bus.context.stream_info(DEAD.name)).state
    sequence = state.first_seq
    while sequence <= state.last_seq:
        try:
            message = await bus.context.get_msg(
                DEAD.name, seq=sequence, subject=DeadLetter.subject_filter(), next=True, direct=True
            )
        except NotFoundError:
            return
        if message.seq is None or message.seq > state.last_seq:
            return
        sequence = message.seq + 1
        try:
            yield StoredLetter(message.seq, DeadLetter.decode(message.data or b""))
        except InvalidMessage:
            continue


async def replay_letter(bus: Bus, stored: StoredLetter) -> bool:
    """Publish a letter's message again under its old subject and take the letter out of DEAD.

    The original is taken from its stream while that still has it; a payload that was cut and is gone from its
    stream cannot be replayed: then the answer is False and the letter stays.
    """
    letter = stored.letter
    try:
        original = await bus.context.get_msg(letter.source_stream, seq=letter.stream_sequence, direct=True)
        data = original.data or b""
    except NotFoundError:
        if letter.payload_is_cut:
            return False
        data = letter.payload()
    # An id of its own: under the original's id JetStream would drop it as a duplicate.
    headers = {"Nats-Msg-Id": stable_id("replay", letter.source_stream, letter.stream_sequence, stored.sequence)}
    await bus.context.publish(letter.source_subject, data, headers=headers)
    await bus.context.delete_msg(DEAD.name, stored.sequence)
    return True
