"""What can go wrong in answering a request: every error is a problem detail in waiting (RFC 9457)."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A request that cannot be answered. `detail` names the thing and the mend."""

    name = "internal-error"
    """The last part of the problem's `type`; stable, because clients branch on it."""
    status = 500
    title = "Something went wrong on our side"

    def __init__(self, detail: str, *, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members
        """Further members of the problem object, as RFC 9457 allows."""


class BadCursor(Problem):
    """A cursor that we did not make, or made for another query."""

    name, status, title = "bad-cursor", 400, "This cursor cannot be used here"


class UnknownParameter(Problem):
    """A query parameter that the address does not know: a mistyped filter must not widen the answer."""

    name, status, title = "unknown-parameter", 400, "Unknown query parameter"


class KeyNeeded(Problem):
    """No key, or one that is not valid."""

    name, status, title = "key-needed", 401, "A valid API key is needed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer realm="ottawatch"'})


class ScopeMissing(Problem):
    """A valid key that may not do this."""

    name, status, title = "scope-missing", 403, "The key lacks a scope"


class NotFound(Problem):
    """Nothing has this id."""

    name, status, title = "not-found", 404, "Not found"


class SubscriptionNotActive(Problem):
    """A disabled subscription is sent nothing."""

    name, status, title = "subscription-not-active", 409, "The subscription is not active"


class Conflict(Problem):
    """Something else is happening to the same thing."""

    name, status, title = "conflict", 409, "In conflict with another request"


class BodyTooLarge(Problem):
    """A request body over the cap."""

    name, status, title = "body-too-large", 413, "The request body is too large"


class Invalid(Problem):
    """Values that are understood but not acceptable; `errors` lists the fields."""

    name, status, title = "invalid", 422, "Some values are not acceptable"


class TooManyRequests(Problem):
    """A key that asks more often than it may."""

    name, status, title = "too-many-requests", 429, "Too many requests"


class Unavailable(Problem):
    """Something we depend on does not answer now."""

    name, status, title = "unavailable", 503, "Not available now"
