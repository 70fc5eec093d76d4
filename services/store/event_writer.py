"""Merged events into rows: new ones, new versions, retractions, and the alerts that tell of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event, EventChanged
from services.contracts.vocabulary import AlertType, EventStatus
from services.database.event_queries import event_of
from services.database.events import CaseRow, EventLanguageRow, EventRow, EventVersionRow, FindingRow, OutboxRow
from services.database.folding import folded, producer_key
from services.runtime.identifiers import stable_id
from services.store.changes import CORROBORATED_FROM, Announced, Notice, Revision, retract, revise
from services.store.locks import lock_sequence
from services.store.merge import Merged


@dataclass(frozen=True, slots=True)
class Hung:
    """How a finding hangs: on which event, as what, and for which independent origin it counts there."""

    event_id: str | None
    role: str
    origin: str


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
    """Collects what one message changes, then writes it; the sequence is locked only if numbers are needed."""

    session: AsyncSession
    now: datetime
    cause: str
    _planned: list[_Planned] = field(default_factory=list)
    _hung: dict[str, Hung] = field(default_factory=dict)
    _quiet: list[tuple[EventRow, Merged]] = field(default_factory=list)

    def hang(self, findings: Mapping[str, Hung]) -> None:
        """These findings, by their ids, now hang so."""
        self._hung.update(findings)

    def take(
        self,
        group: str,
        merged: Iterable[Merged],
        existing: Mapping[str, EventRow],
        successors: Mapping[str, str],
    ) -> None:
        """Hold what the findings make of a group against what is stored of it."""
        left = dict(existing)
        for one in merged:
            row = left.pop(one.id, None)
            announced = Announced(row.created_announced, row.corroborated_announced) if row else Announced()
            revision = revise(event_of(row) if row else None, one, announced, now=self.now, cause=self.cause)
            if revision is not None:
                self._planned.append(_Planned(group, row, revision, one))
            elif row is not None:
                self._quiet.append((row, one))
        for row in left.values():
            if row.status != EventStatus.RETRACTED:
                successor = successors.get(row.id)
                revision = retract(event_of(row), now=self.now, cause=self.cause, merged_into=successor)
                self._planned.append(_Planned(group, row, revision, None, successor))

    async def write(self) -> int:
        """Write it all; answers the number of alerts. New events come first, because others may lead to them."""
        planned = self._planned
        await self._open_cases()
        if any(one.row is None or one.revision.notices for one in planned):
            await lock_sequence(self.session)
            seq, position = await self._last_numbers()
            for one in planned:
                if one.row is None:
                    seq += 1
                    self.session.add(EventRow(seq=seq, **_event_values(one)))
            await self.session.flush()
            for place, (one, notice) in enumerate(_notices(planned), position + 1):
                self.session.add(self._outbox_row(one, notice, place))
        for one in planned:
            if one.row is not None:
                one.row.sqlmodel_update(_event_values(one))
            self.session.add(self._version_row(one))
        for row, merged in self._quiet:
            row.newest_report_at = merged.newest_report_at
        await self._write_languages()
        await self.session.flush()
        if self._hung:
            await self.session.execute(
                update(FindingRow), [{"id": finding_id, **asdict(hung)} for finding_id, hung in self._hung.items()]
            )
        return sum(1 for _ in _notices(planned))

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
            if one.row is None or one.row.case_id != _case_id(one.revision.event)
        ]
        cases = {case.id: case for case in (_case_row(event, self.now) for event in events)}
        if not cases:
            return
        known = set(await self.session.scalars(select(col(CaseRow.id)).where(col(CaseRow.id).in_(sorted(cases)))))
        self.session.add_all(case for case_id, case in cases.items() if case_id not in known)
        await self.session.flush()

    async def _write_languages(self) -> None:
        wanted = {one.revision.event.id: set(one.merged.languages) for one in self._planned if one.merged}
        wanted |= {row.id: set(merged.languages) for row, merged in self._quiet}
        stored: dict[str, set[str]] = {event_id: set() for event_id in wanted}
        found = await self.session.scalars(
            select(EventLanguageRow).where(col(EventLanguageRow.event_id).in_(sorted(wanted)))
        )
        for row in found.all():
            stored[row.event_id].add(row.language)
            if row.language not in wanted[row.event_id]:
                await self.session.delete(row)
        for event_id, languages in wanted.items():
            for language in sorted(languages - stored[event_id]):
                self.session.add(EventLanguageRow(event_id=event_id, language=language))

    def _version_row(self, one: _Planned) -> EventVersionRow:
        event = one.revision.event
        return EventVersionRow(
            event_id=event.id,
            version=event.version,
            changed_at=self.now,
            changes=[change.model_dump(mode="json") for change in one.revision.changes],
            snapshot=event.model_dump(mode="json"),
        )

    def _outbox_row(self, one: _Planned, notice: Notice, position: int) -> OutboxRow:
        message = EventChanged(
            alert_id=notice.alert_id,
            type=notice.type,
            raised_at=self.now,
            newest_report_at=one.merged.newest_report_at if one.merged else one.row and one.row.newest_report_at,
            languages=one.merged.languages if one.merged else (),
            event=one.revision.event,
            changes=notice.changes,
        )
        return OutboxRow(
            id=notice.alert_id,
            position=position,
            event_id=one.revision.event.id,
            payload=message.encode().decode(),
            created_at=self.now,
        )


def _notices(planned: Iterable[_Planned]) -> Iterator[tuple[_Planned, Notice]]:
    return ((one, notice) for one in planned for notice in one.revision.notices)


def _event_values(one: _Planned) -> dict[str, Any]:
    """The columns of the event's row that this revision sets."""
    event = one.revision.event
    told = {notice.type for notice in one.revision.notices}
    before = one.row
    newest = one.merged.newest_report_at if one.merged else before and before.newest_report_at
    return {
        **event.model_dump(),
        "case_id": _case_id(event),
        "group_key": one.group,
        "producer_key": producer_key(event.producer) if event.producer else None,
        "folded_title": folded(event.title),
        "newest_report_at": newest,
        "merged_into": one.merged_into,
        "created_announced": AlertType.EVENT_CREATED in told or bool(before and before.created_announced),
        # An event that is created with two origins already has told of them.
        "corroborated_announced": (bool(told) and event.sources >= CORROBORATED_FROM)
        or bool(before and before.corroborated_announced),
    }


def _case_id(event: Event) -> str:
    maker = producer_key(event.producer or "")
    return stable_id("cas", event.topic, event.country, event.treaty, maker, event.mine_type)


def _case_row(event: Event, now: datetime) -> CaseRow:
    return CaseRow(
        id=_case_id(event),
        topic=event.topic,
        country=event.country,
        treaty=event.treaty,
        producer=event.producer,
        mine_type=event.mine_type,
        opened_at=now,
    )
