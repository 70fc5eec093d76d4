"""Read the DEAD stream, and put its messages back where they came from."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from nats.js.errors import APIError, NotFoundError

from services.contracts.dead_letter import DeadLetter
from services.contracts.message import InvalidMessage
from services.contracts.streams import DEAD
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus

_NO_MESSAGE_FOUND = 10057


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

    A payload that was cut is taken from its stream while that still has it; when it is gone, the message cannot be
    replayed: then the answer is False and the letter stays.
    """
    letter = stored.letter
    data = letter.payload()
    if letter.payload_is_cut:
        try:
            original = await bus.context.get_msg(letter.source_stream, seq=letter.stream_sequence, direct=True)
        except NotFoundError:
            return False
        # A stream that was made anew counts from one again: the number may be another message's by now.
        if original.subject != letter.source_subject or not (original.data or b"").startswith(data):
            return False
        data = original.data or b""
    # An id of its own: under the original's id JetStream would drop it as a duplicate.
    headers = {"Nats-Msg-Id": stable_id("replay", letter.source_stream, letter.stream_sequence, stored.sequence)}
    await bus.context.publish(letter.source_subject, data, headers=headers)
    try:
        await bus.context.delete_msg(DEAD.name, stored.sequence)
    except APIError as error:
        if error.err_code != _NO_MESSAGE_FOUND:  # another replay took it out first
            raise
    return True
