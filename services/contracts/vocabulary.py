"""The words of the field, as exact tokens. They are fixed: stored rows, webhooks and queries carry them."""

from enum import StrEnum


class Topic(StrEnum):
    """What a finding is about."""

    TREATY_WITHDRAWAL = "treaty_withdrawal"
    MINE_PRODUCTION = "mine_production"


class Stage(StrEnum):
    """A rung of a case's ladder. Which stages belong to which topic, and in which order: `LADDERS`."""

    CONSIDERED = "considered"
    # treaty withdrawal
    RECOMMENDED = "recommended"
    GOVERNMENT_DECISION = "government_decision"
    PARLIAMENT_APPROVED = "parliament_approved"
    SIGNED_INTO_LAW = "signed_into_law"
    NOTIFIED = "notified"
    IN_EFFECT = "in_effect"
    SUSPENDED = "suspended"
    OPPOSED = "opposed"
    # mine production
    PLANNED = "planned"
    CONTRACTED = "contracted"
    STARTED = "started"
    EXPANDED = "expanded"
    DELIVERED = "delivered"
    HALTED = "halted"
    # either
    REJECTED = "rejected"


LADDERS: dict[Topic, tuple[Stage, ...]] = {
    Topic.TREATY_WITHDRAWAL: (
        Stage.CONSIDERED,
        Stage.RECOMMENDED,
        Stage.GOVERNMENT_DECISION,
        Stage.PARLIAMENT_APPROVED,
        Stage.SIGNED_INTO_LAW,
        Stage.NOTIFIED,
        Stage.IN_EFFECT,
    ),
    Topic.MINE_PRODUCTION: (
        Stage.CONSIDERED,
        Stage.PLANNED,
        Stage.CONTRACTED,
        Stage.STARTED,
        Stage.EXPANDED,
        Stage.DELIVERED,
    ),
}
"""The rungs of each topic, lowest first."""

OFF_LADDER: dict[Topic, tuple[Stage, ...]] = {
    Topic.TREATY_WITHDRAWAL: (Stage.SUSPENDED, Stage.REJECTED, Stage.OPPOSED),
    Topic.MINE_PRODUCTION: (Stage.HALTED, Stage.REJECTED),
}
"""Steps that are reported but lie on no rung."""

STAGES: dict[Topic, tuple[Stage, ...]] = {topic: LADDERS[topic] + OFF_LADDER[topic] for topic in Topic}
"""Every stage a finding of the topic may carry."""


class MineType(StrEnum):
    """The class of mine, or the system that lays it."""

    ANTIPERSONNEL = "antipersonnel"
    ANTITANK = "antitank"
    NAVAL = "naval"
    DIRECTIONAL = "directional"
    MINELAYER = "minelayer"
    UNSPECIFIED = "unspecified"


class Act(StrEnum):
    """What a state does to a treaty. Suspending or de-ratifying is not withdrawing, and expiry is neither."""

    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    DE_RATIFY = "de_ratify"
    EXPIRE = "expire"
    UNSIGN = "unsign"


class Realis(StrEnum):
    """How real the article says the step is."""

    ACTUAL = "actual"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    NEGATED = "negated"
    HISTORICAL = "historical"


class Role(StrEnum):
    """How an article hangs on an event. Only reports count as sources and raise alerts."""

    REPORT = "report"
    BACKGROUND = "background"


class EventStatus(StrEnum):
    """How far an event is believed."""

    COMPUTED = "computed"
    """In effect by its clock; nobody reports it yet."""
    REPORTED = "reported"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    DISMISSED = "dismissed"


class AlertType(StrEnum):
    """What an alert tells."""

    EVENT_CREATED = "event.created"
    EVENT_CORROBORATED = "event.corroborated"
    EVENT_CORRECTED = "event.corrected"
    EVENT_RETRACTED = "event.retracted"
    NOTICE_DUE = "notice.due"
    DIGEST = "digest"
    """Several alerts in one body, for a subscription that asked for that or that was in its quiet hours."""
    HEARTBEAT = "heartbeat"
    SUBSCRIPTION_TEST = "subscription.test"
    FEED_FAILING = "feed.failing"
    SUBSCRIPTION_DISABLED = "subscription.disabled"


class ReviewAction(StrEnum):
    """What a reviewer says of an event. Each can be taken back by `undo`."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    CORRECT = "correct"
    """Fields are what the reviewer says they are, whatever the reports say."""
    MERGE = "merge"
    """It is the same step as another event, into which it goes."""
    SPLIT = "split"
    """Some of its articles report another step, which becomes an event of its own."""
    ENTER = "enter"
    """An event that no article reported, by hand, with its source."""
    UNDO = "undo"


class FeedKind(StrEnum):
    """Who publishes a feed."""

    BROADCASTER = "broadcaster"
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    TRADE = "trade"
    NGO = "ngo"
    OFFICIAL = "official"
    THINKTANK = "thinktank"
    BLOG = "blog"
    AGGREGATOR = "aggregator"
