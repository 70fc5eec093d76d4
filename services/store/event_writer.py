"""Merged events into rows: new ones, new versions, retractions, and the alerts that tell of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import EventChanged
from services.contracts.vocabulary import AlertType, EventStatus, Stage
from services.database.event_queries import event_of
from services.database.events import CaseRow, EventLanguageRow, EventRow, EventVersionRow, FindingRow, OutboxRow
from services.database.folding import folded, producer_key
from services.store.causes import Causes
from services.store.changes import Announced, Notice, Revision, retract, revise
from services.store.event_columns import case_id_of, case_values, derived_values, outbox_values
from services.store.locks import lock_sequence
from services.store.marks import schedule_marks
from services.store.merged import Merged
from services.store.standing import CORROBORATED_FROM
from services.store.writing import insert_rows, update_rows


@dataclass(frozen=True, slots=True)
class Hung:
    """How a finding hangs: on which event, as what, and for which independent origin it counts there."""

    event_id: str | None
    rung_id: str | None
    role: str
    origin: str
    fold_reason: str | None


@dataclass(frozen=True, slots=True)
class _Planned:
    group: str
    row: EventRow | None
    revision: Revision
    merged: Merged | None
    """None for a retraction."""
    merged_into: str | None = None


@dataclass(slots=True)
class EventWriter:
    """Collects what one batch changes, then writes it; the sequence is locked only if numbers are needed."""

    session: AsyncSession
    now: datetime
    causes: Causes
    is_silent: bool = False
    """Whether nobody is told, as when a book is derived anew."""
    _planned: list[_Planned] = field(default_factory=list)
    _hung: dict[str, Hung] = field(default_factory=dict)
    _quiet: list[tuple[EventRow, Merged]] = field(default_factory=list)
    _moved: list[tuple[EventRow, str | None]] = field(default_factory=list)

    def hang(self, findings: Mapping[str, Hung]) -> None:
        """These findings, by their ids, now hang so."""
        self._hung.update(findings)

    def take(self, merged: Iterable[Merged], existing: Mapping[str, EventRow], successors: Mapping[str, str]) -> None:
        """Hold what the findings make of some groups against what is stored of them."""
        left = dict(existing)
        for one in merged:
            row = left.pop(one.id, None)
            cause = self.causes.of(one)
            revision = revise(event_of(row) if row else None, one, _announced(row), now=self.now, cause=cause)
            if revision is not None:
                self._planned.append(_Planned(one.group, row, revision, one))
            elif row is not None:
                self._quiet.append((row, one))
        for row in left.values():
            successor = successors.get(row.id)
            if row.status != EventStatus.RETRACTED:
                cause = self.causes.of_group(row.group_key)
                gone = retract(event_of(row), _announced(row), now=self.now, cause=cause, merged_into=successor)
                self._planned.append(_Planned(row.group_key, row, gone, None, successor))
            elif successor is not None and row.merged_into != successor:
                self._moved.append((row, successor))

    def differences(self) -> tuple[str, ...]:
        """What would be written of events, in words: a line for each."""
        return tuple(
            f"{one.revision.event.id} {one.revision.event.title}: "
            + (", ".join(f"{change.field} {change.before} -> {change.after}" for change in one.revision.changes))
            for one in self._planned
        )

    async def write(self) -> int:
        """Write it all; answers the number of alerts. New events come first, because others may lead to them."""
        # In one transaction nothing comes first, so what was seen first does.
        planned = sorted(self._planned, key=lambda one: (one.revision.event.first_seen_at, one.revision.event.id))
        await self._open_cases()
        told = [] if self.is_silent else list(_notices(planned))
        if told or any(one.row is None for one in planned):
            await lock_sequence(self.session)
            seq, position = await self._last_numbers()
            new = [one for one in planned if one.row is None]
            await insert_rows(
                self.session, EventRow, [_event_values(one) | {"seq": seq + n} for n, one in enumerate(new, 1)]
            )
            rows = [self._outbox_values(one, notice, place) for place, (one, notice) in enumerate(told, position + 1)]
            await insert_rows(self.session, OutboxRow, rows)
        changed = [_event_values(one) | {"id": one.row.id} for one in planned if one.row is not None]
        changed += [{"id": row.id, **derived_values(merged)} for row, merged in self._quiet if _differs(row, merged)]
        changed += [{"id": row.id, "merged_into": successor} for row, successor in self._moved]
        await update_rows(self.session, EventRow, changed)
        await insert_rows(self.session, EventVersionRow, [self._version_values(one) for one in planned])
        await self._write_languages()
        await schedule_marks(self.session, self._clocks(), today=self.now.date(), now=self.now)
        await update_rows(self.session, FindingRow, [{"id": key, **asdict(hung)} for key, hung in self._hung.items()])
        return len(told)

    async def _last_numbers(self) -> tuple[int, int]:
        found = await self.session.execute(
            select(
                select(func.coalesce(func.max(EventRow.seq), 0)).scalar_subquery(),
                select(func.coalesce(func.max(OutboxRow.position), 0)).scalar_subquery(),
            )
        )
        seq, position = found.one()
        return int(seq), int(position)

    async def _open_cases(self) -> None:
        """A row for each case that has none. An event that becomes more specific moves to another case."""
        events = [
            one.revision.event
            for one in self._planned
            if one.row is None or one.row.case_id != case_id_of(one.revision.event)
        ]
        cases = {values["id"]: values for values in (case_values(event, self.now) for event in events)}
        if not cases:
            return
        known = set(await self.session.scalars(select(col(CaseRow.id)).where(col(CaseRow.id).in_(sorted(cases)))))
        await insert_rows(self.session, CaseRow, [values for case_id, values in cases.items() if case_id not in known])

    async def _write_languages(self) -> None:
        wanted = {one.revision.event.id: set(one.merged.languages) for one in self._planned if one.merged}
        wanted |= {row.id: set(merged.languages) for row, merged in self._quiet}
        if not wanted:
            return
        stored: dict[str, set[str]] = {event_id: set() for event_id in wanted}
        found = await self.session.scalars(
            select(EventLanguageRow).where(col(EventLanguageRow.event_id).in_(sorted(wanted)))
        )
        for row in found.all():
            stored[row.event_id].add(row.language)
            if row.language not in wanted[row.event_id]:
                await self.session.delete(row)
        await self.session.flush()
        missing = [
            {"event_id": event_id, "language": language}
            for event_id, languages in wanted.items()
            for language in sorted(languages - stored[event_id])
        ]
        await insert_rows(self.session, EventLanguageRow, missing)

    def _clocks(self) -> dict[str, date | None]:
        """The day each notice that changed counts down to, by its event; None where it counts no more."""
        return {
            one.revision.event.id: one.revision.event.computed_effective_on if _is_counting(one) else None
            for one in self._planned
            if one.revision.event.stage is Stage.NOTIFIED or (one.row and one.row.stage == Stage.NOTIFIED)
        }

    def _version_values(self, one: _Planned) -> dict[str, Any]:
        event = one.revision.event
        return {
            "event_id": event.id,
            "version": event.version,
            "changed_at": self.now,
            "changes": [change.model_dump(mode="json") for change in one.revision.changes],
            "snapshot": event.model_dump(mode="json"),
        }

    def _outbox_values(self, one: _Planned, notice: Notice, position: int) -> dict[str, Any]:
        message = EventChanged(
            alert_id=notice.alert_id,
            type=notice.type,
            raised_at=self.now,
            newest_report_at=one.merged.newest_report_at if one.merged else one.row and one.row.newest_report_at,
            languages=one.merged.languages if one.merged else (),
            event=one.revision.event,
            changes=notice.changes,
        )
        return outbox_values(message, position)


def _announced(row: EventRow | None) -> Announced:
    return Announced(row.created_announced, row.corroborated_announced) if row else Announced()


def _notices(planned: Iterable[_Planned]) -> Iterator[tuple[_Planned, Notice]]:
    return ((one, notice) for one in planned for notice in one.revision.notices)


def _is_counting(one: _Planned) -> bool:
    gone = (EventStatus.RETRACTED, EventStatus.DISMISSED)
    return one.revision.event.stage is Stage.NOTIFIED and one.revision.event.status not in gone


def _event_values(one: _Planned) -> dict[str, Any]:
    """The columns of the event's row that this revision sets."""
    event = one.revision.event
    told = {notice.type for notice in one.revision.notices}
    before = one.row
    return {
        **event.model_dump(),
        "case_id": case_id_of(event),
        "group_key": one.group,
        "producer_key": producer_key(event.producer) if event.producer else None,
        "folded_title": folded(event.title),
        "merged_into": one.merged_into,
        "created_announced": AlertType.EVENT_CREATED in told or bool(before and before.created_announced),
        # An event that is created with two origins already has told of them.
        "corroborated_announced": (bool(told) and event.sources >= CORROBORATED_FROM)
        or bool(before and before.corroborated_announced),
        **(derived_values(one.merged) if one.merged else {}),
    }


def _differs(row: EventRow, merged: Merged) -> bool:
    return any(getattr(row, name) != value for name, value in derived_values(merged).items())
