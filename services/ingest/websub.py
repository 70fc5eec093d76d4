"""WebSub (https://www.w3.org/TR/websub/) as rules: when to ask a hub, whom to believe, how long it holds. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from services.contracts.feed import FeedState, PushSubscription

LEASE = timedelta(days=10)
"""What we ask for; hubs grant what they like."""

SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(days=30)
LONGEST_MARGIN = timedelta(days=1)
"""A lease is renewed a quarter of its time before it ends, and a day before at most."""

FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(days=1)
SETTLING = timedelta(hours=1)
"""After a hub has agreed, polls may still find what was published before."""

# Hubs still sign with SHA-1, the largest among them; as a MAC it is not broken.
_DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}


def callback_url(public_callback: str, feed_id: str, token: str) -> str:
    """Where a hub reaches us about one feed."""
    return f"{public_callback.rstrip('/')}/websub/{feed_id}/{token}"


def is_current(state: FeedState, subscription: PushSubscription | None) -> bool:
    """Whether the subscription is about the hub and topic that the feed names today."""
    return (
        subscription is not None and state.hub_url == subscription.hub_url and state.topic_url == subscription.topic_url
    )


def is_due(state: FeedState, subscription: PushSubscription | None, now: datetime) -> bool:
    """Whether the feed's hub is to be asked now: for the first time, again, or to renew."""
    if state.hub_url is None or state.topic_url is None:
        return False
    if subscription is None or not is_current(state, subscription):
        return True
    retry = min(FIRST_RETRY * 2 ** min(subscription.tries - 1, 10), LONGEST_RETRY)
    if now - subscription.asked_at < retry:
        return False
    until, since = subscription.lease_until, subscription.verified_at
    if until is None or since is None or until <= now:
        return True
    return until - now < min((until - since) / 4, LONGEST_MARGIN)


def asked(
    state: FeedState, before: PushSubscription | None, now: datetime, *, token: str, secret: str
) -> PushSubscription:
    """The subscription as it is when the hub is asked; a running one keeps its token and secret until it ends."""
    if before is not None and is_current(state, before):
        return before.model_copy(update={"asked_at": now, "tries": before.tries + 1, "denied": None})
    return PushSubscription(
        hub_url=state.hub_url or "", topic_url=state.topic_url or "", token=token, secret=secret, asked_at=now
    )


def request_form(subscription: PushSubscription, callback: str) -> dict[str, str]:
    """What the hub is sent."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": subscription.topic_url,
        "hub.callback": callback,
        "hub.secret": subscription.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def confirmed(
    subscription: PushSubscription, parameters: Mapping[str, str], now: datetime
) -> tuple[PushSubscription, str | None]:
    """What a hub's verification makes of the subscription, and the challenge to answer it with.

    Without a challenge the answer is no: we did not ask for that.
    """
    mode = parameters.get("hub.mode")
    if parameters.get("hub.topic") != subscription.topic_url:
        return subscription, None
    if mode == "denied":
        reason = parameters.get("hub.reason") or "it gives no reason"
        denied = {"denied": f"the hub will not: {reason}"[:300], "lease_until": None, "verified_at": None}
        return subscription.model_copy(update=denied), ""
    challenge = parameters.get("hub.challenge")
    if mode != "subscribe" or not challenge or len(challenge) > 2048:
        return subscription, None
    granted = {"verified_at": now, "lease_until": now + _lease(parameters), "denied": None, "tries": 1}
    return subscription.model_copy(update=granted), challenge


def _lease(parameters: Mapping[str, str]) -> timedelta:
    stated = parameters.get("hub.lease_seconds", "")
    granted = timedelta(seconds=int(stated[:9])) if stated.isascii() and stated.isdigit() else LEASE
    return min(max(granted, SHORTEST_LEASE), LONGEST_LEASE)


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Whether the hub that knows the secret sent this."""
    method, _, signature = header.strip().partition("=")
    digest = _DIGESTS.get(method.lower())
    if digest is None:
        return False
    right = hmac.new(secret.encode(), body, digest).hexdigest()
    return hmac.compare_digest(right.encode(), signature.strip().lower().encode("utf-8", "replace"))


def is_deaf(state: FeedState, subscription: PushSubscription, backup: timedelta) -> bool:
    """Whether polls find what the hub should have pushed: it has said nothing for a whole backup interval."""
    if subscription.verified_at is None or state.last_new_at is None:
        return False
    if state.last_new_at <= subscription.verified_at + SETTLING:
        return False
    heard = subscription.last_push_at
    return heard is None or heard < state.last_new_at - backup


def with_push(state: FeedState, subscription: PushSubscription | None, now: datetime) -> FeedState:
    """The feed's state with what its subscription means for its polls."""
    until = None
    if subscription is not None and is_current(state, subscription) and subscription.deaf_since is None:
        until = subscription.lease_until
    if until is not None and until <= now:
        until = None
    after = state.model_copy(update={"push_until": until})
    return after if subscription is None else _with_figures(after, subscription)


def _with_figures(state: FeedState, subscription: PushSubscription) -> FeedState:
    """The same with what came by pushes since this was last looked at: a feed that is pushed is not silent."""
    pushed = subscription.pushed_articles
    since = max(pushed - state.pushed_articles, 0)
    news = [moment for moment in (state.last_new_at, subscription.last_new_at) if moment is not None]
    return state.model_copy(
        update={
            "last_push_at": subscription.last_push_at or state.last_push_at,
            "last_new_at": max(news, default=None),
            "pushed_articles": pushed,
            "articles": state.articles + since,
            "recent_articles": state.recent_articles + since,
        }
    )
