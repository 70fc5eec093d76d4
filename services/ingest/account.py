"""The account of one poll that somebody asked for: every decision, in order and in plain words. Pure."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from services.contracts.feed import FeedCheck, FeedState
from services.ingest.fetch import FEED_TYPES, Answer, Validators
from services.ingest.identity import News
from services.ingest.outcome import Outcome

_TELLING = (
    "etag",
    "last-modified",
    "cache-control",
    "expires",
    "date",
    "age",
    "retry-after",
    "content-type",
    "content-encoding",
    "content-length",
    "cf-mitigated",
    "location",
    "server",
)
_MOST_CHARACTERS = 300

_READ = {
    "whole": "the document was read whole",
    "pieces": "only the entries whose bytes were not known were read",
    "known": "all its entries are byte for byte known, so none was read",
}


class Account:
    """Gathers what happens in a poll. One that nobody asked for forgets it."""

    def __init__(self, checked_at: datetime | None = None) -> None:
        self._checked_at = checked_at
        self._fields: dict[str, Any] = {}
        self._steps: list[str] = []

    def asks(self, state: FeedState, validators: Validators | None) -> None:
        """The request."""
        if self._checked_at is None:
            return
        headers = {"Accept": FEED_TYPES, "Accept-Encoding": "gzip"}
        if validators is not None:
            headers |= {name.decode(): value.decode("latin-1") for name, value in validators.headers().items()}
        self._fields |= {"url": state.moved_url or state.feed.url, "request_headers": headers}
        if state.moved_url:
            self._steps.append(f"asked at its new address, where {state.feed.url} has moved for good")
        if validators is not None:
            self._steps.append("asked conditionally, with the validators that came with the last document")
        elif state.etag or state.last_modified:
            self._steps.append("asked for the whole document, as is done once a day whatever the validators")
        else:
            self._steps.append("asked unconditionally: no validators are known")

    def got(self, answer: Answer) -> None:
        """The answer."""
        if self._checked_at is None:
            return
        self._steps.extend(f"redirected to {url}" for url in answer.path[1:])
        if answer.is_moved:
            self._steps.append("the redirect says that it is for good")
        self._steps.append(f"the server answered {answer.status}")
        headers = {name: answer.headers[name][:_MOST_CHARACTERS] for name in _TELLING if name in answer.headers}
        self._fields |= {
            "final_url": answer.url,
            "status": answer.status,
            "response_headers": headers,
            "body_bytes": len(answer.body) if answer.status == 200 else None,
        }

    def read(self, news: News, how: str) -> None:
        """The reading."""
        self._steps.append(_READ[how])
        self._fields |= {
            "listed": news.listed,
            "new": news.new,
            "changed": news.changed,
            "known": news.listed - news.new - news.changed,
            "published": len(news.articles),
        }
        if news.frozen:
            self._steps.append(f"{news.frozen} entries were edited too often; further edits are left out")

    def closed(self, outcome: Outcome) -> Outcome:
        """The outcome, with the account of how it came about if somebody asked for one."""
        if self._checked_at is None:
            return outcome
        state = outcome.state
        self._steps.append(state.what_happened or outcome.result)
        if state.moved_url and state.moved_url != self._fields.get("url"):
            self._steps.append(f"from now on it is asked at {state.moved_url}")
        elif state.redirect_confirmations:
            self._steps.append(
                f"sent to {state.redirect_url} for good, {state.redirect_confirmations} times in a row so far"
            )
        self._steps.append(f"next check at {state.next_check_at:%Y-%m-%d %H:%M:%S} UTC: {state.next_check_reason}")
        fields: dict[str, Any] = {"url": state.feed.url, "body_hash": state.body_hash, **self._fields}
        check = FeedCheck(
            checked_at=self._checked_at,
            steps=tuple(self._steps),
            next_check_at=state.next_check_at,
            next_check_reason=state.next_check_reason,
            **fields,
        )
        return replace(outcome, check=check)
