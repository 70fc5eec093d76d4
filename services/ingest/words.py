"""Durations and decisions in plain words, for the page of each feed. Pure."""

from datetime import timedelta

from services.contracts.feed import FeedState
from services.ingest import schedule
from services.ingest.schedule import Pace
from services.ingest.verdict import Failed

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def in_words(duration: timedelta) -> str:
    """A duration as people say it: `20 minutes`, `1 hour 30 minutes`."""
    left = round(duration.total_seconds())
    for place, (unit, size) in enumerate(_UNITS):
        if left >= size or unit == "second":
            count, rest = divmod(left, size)
            told = f"{count} {unit}{'' if count == 1 else 's'}"
            if place + 1 < len(_UNITS):
                smaller, smaller_size = _UNITS[place + 1]
                more = rest // smaller_size
                told += f" {more} {smaller}{'' if more == 1 else 's'}" if more else ""
            return told
    raise AssertionError("the last unit takes anything")


def happened_in_words(listed: int, new: int, changed: int, *, how: str = "read") -> str:
    """What was found in a document."""
    if not listed:
        return f"{how}: it lists no entries"
    entries = f"{listed} entr{'y' if listed == 1 else 'ies'}"
    parts = [f"{new} new" if new else "", f"{changed} changed" if changed else ""]
    found = " and ".join(part for part in parts if part) or "none new or changed"
    return f"{how}: {entries}, {found}"


def reason_after_success(state: FeedState, pace: Pace, interval: timedelta, patience: timedelta | None) -> str:
    """Why the next poll is when it is, while all is well."""
    explicit = schedule.own_interval(state, pace)
    if explicit is not None:
        floor = ", the shortest allowed" if explicit.total_seconds() > (state.interval_seconds or 0) else ""
        return f"its own interval of {in_words(explicit)}{floor}"
    if patience is not None and patience > interval:
        asked = in_words(patience)
        return f"the publisher asks for {asked}" + (
            f", of which {in_words(pace.ceiling)} are granted" if patience > pace.ceiling else ""
        )
    before = schedule.current_interval(state, pace)
    adapted = in_words(interval)
    if interval < before:
        return f"adapted to {adapted}: much of it was new"
    if interval > before:
        return f"adapted to {adapted}: nothing was new"
    return f"adapts, at present every {adapted}"


def reason_after_failure(failures: int, failure: Failed) -> str:
    """Why the next try is when it is."""
    if failure.retry_after:
        return f"the server asks to wait for {in_words(failure.retry_after)}"
    if failure.is_gone:
        return "withdrawn feeds are looked at now and then"
    return (
        f"waits longer after each failure, {failures} so far in a row"
        if failures > 1
        else "tried again after a failure"
    )
