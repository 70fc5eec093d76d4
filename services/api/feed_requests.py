"""What the api asks of ingest, and ingest's refusals as problems."""

from services.api.errors import NotFound, Problem, Unavailable
from services.api.parts import Parts
from services.contracts.feed_requests import REPLY_SECONDS, FeedReply, RefusalKind
from services.contracts.request import Request
from services.runtime.errors import NobodyAnswers, Refused
from services.runtime.requests import ask


class AlreadyListed(Problem):
    """The feed is on the list."""

    name, status, title = "already-listed", 409, "The feed is on the list already"


class NotAFeed(Problem):
    """No feed was found at the address."""

    name, status, title = "not-a-feed", 422, "No feed was found at this address"


class FeedRefused(Problem):
    """Ingest understood and would not."""

    name, status, title = "feed-request-refused", 409, "This cannot be done with the feed"


async def ask_ingest(parts: Parts, request: Request) -> FeedReply:
    """Ingest's answer; raises the problem that tells of its refusal or its absence."""
    try:
        reply = await ask(parts.bus, request, FeedReply, timeout_seconds=REPLY_SECONDS)
    except Refused as error:
        raise FeedRefused(str(error)) from error
    except NobodyAnswers as error:
        raise Unavailable(
            "no ingest answers, and it alone changes feeds; /readyz tells more", headers={"Retry-After": "5"}
        ) from error
    finally:
        parts.feeds.expire()
    if reply.refusal is not None:
        raise _problem(reply)
    return reply


def _problem(reply: FeedReply) -> Problem:
    refusal = reply.refusal
    if refusal is None:  # cannot be: the caller looked
        raise AssertionError
    if refusal.kind is RefusalKind.UNKNOWN_FEED:
        return NotFound(refusal.words)
    if refusal.kind is RefusalKind.ALREADY_LISTED:
        return AlreadyListed(refusal.words, feed_id=refusal.feed_id)
    if refusal.kind is RefusalKind.BUSY:
        return Unavailable(refusal.words, headers={"Retry-After": "5"})
    if refusal.kind is RefusalKind.INVALID:
        return FeedRefused(refusal.words)
    return NotAFeed(refusal.words)
