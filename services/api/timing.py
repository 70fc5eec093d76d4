"""When an alert may reach a subscription: quiet hours and digests. Pure, by the clock on the subscriber's wall."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from services.api.severity import is_at_least
from services.contracts.alert import Severity


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("this is no time zone of the IANA database, such as Europe/Warsaw") from error
    return name


def _of_the_clock(text: str) -> str:
    try:
        moment = time.fromisoformat(text)
    except ValueError as error:
        raise ValueError("a time of day reads as 07:30") from error
    if moment.tzinfo is not None or moment.second or moment.microsecond:
        raise ValueError("a time of day reads as 07:30; the zone stands in tz")
    return moment.strftime("%H:%M")


Zone = Annotated[str, Field(max_length=64), AfterValidator(_zone)]
ClockTime = Annotated[str, Field(max_length=20), AfterValidator(_of_the_clock)]
_Unless = Annotated[
    Severity | None, Field(default=None, description="Alerts that weigh so much or more come at once nevertheless.")
]


class QuietHours(BaseModel):
    """A part of the day in which nothing is sent; a digest of it follows."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    from_: ClockTime = Field(alias="from")
    to: ClockTime
    tz: Zone = "UTC"
    unless: _Unless = None

    @model_validator(mode="after")
    def _is_a_part(self) -> "QuietHours":
        if self.from_ == self.to:
            raise ValueError("from and to are the same; pause the subscription instead")
        return self


class DigestTimes(BaseModel):
    """How often alerts are sent together instead of one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    every: Literal["hour", "day"]
    at: ClockTime = Field(default="07:00", description="With every day: when.")
    tz: Zone = "UTC"
    unless: _Unless = None


def _spelled_out(value: Any) -> Any:
    return {"every": {"hourly": "hour", "daily": "day"}.get(value, value)} if isinstance(value, str) else value


Digesting = Annotated[DigestTimes, BeforeValidator(_spelled_out)]
"""Also spelled in a word: `hourly`, `daily` (at 07:00 UTC)."""


def held_until(
    now: datetime, severity: Severity | None, quiet: QuietHours | None, digest: DigestTimes | None
) -> datetime | None:
    """Until when an alert that is raised now waits for a digest; None when it is sent at once."""
    until = None
    if digest is not None and not _is_urgent(severity, digest.unless):
        until = next_digest_at(now, digest)
    if quiet is not None and not _is_urgent(severity, quiet.unless):
        until = quiet_until(until or now, quiet) or until
    return until


def next_digest_at(now: datetime, digest: DigestTimes) -> datetime:
    """The next full hour, or the next time that the subscriber's clock shows `at`."""
    if digest.every == "hour":
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return _next(now, digest.at, digest.tz)


def quiet_until(moment: datetime, quiet: QuietHours) -> datetime | None:
    """When the quiet hours end that `moment` lies in; None outside them."""
    local = moment.astimezone(ZoneInfo(quiet.tz)).strftime("%H:%M")
    begins, ends = quiet.from_, quiet.to
    is_quiet = begins <= local < ends if begins < ends else local >= begins or local < ends
    return _next(moment, ends, quiet.tz) if is_quiet else None


def quiet_hours_of(stored: Mapping[str, Any] | None) -> QuietHours | None:
    """As a subscription's row keeps them."""
    return None if stored is None else QuietHours.model_validate(stored)


def digest_of(stored: Mapping[str, Any] | None) -> DigestTimes | None:
    """As a subscription's row keeps it."""
    return None if stored is None else DigestTimes.model_validate(stored)


def _next(now: datetime, clock_time: str, zone: str) -> datetime:
    """The next moment, after `now`, at which clocks in `zone` show this time.

    On the day on which clocks go forward over it, the moment that would have been.
    """
    tz, at = ZoneInfo(zone), time.fromisoformat(clock_time)
    today = now.astimezone(tz).date()
    for days in (0, 1):
        moment = datetime.combine(today + timedelta(days=days), at, tz).astimezone(UTC)
        if moment > now:
            return moment
    return datetime.combine(today + timedelta(days=2), at, tz).astimezone(UTC)


def _is_urgent(severity: Severity | None, unless: Severity | None) -> bool:
    return severity is not None and unless is not None and is_at_least(severity, unless)
