"""Merged events into rows: new ones, new versions, retractions, and the alerts that tell of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.contracts.event import Event, EventChanged
from services.contracts.vocabulary import AlertType, EventStatus
from services.database.event_queries import event_of
from services.database.events import CaseRow, EventLanguageRow, EventRow, EventVersionRow, FindingRow, OutboxRow
from services.database.folding import folded, producer_key
from services.runtime.identifiers import stable_id
from services.store.changes import Announced, Notice, Revision, retract, revise
from services.store.locks import lock_sequence
from services.store.merge import Merged


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
    _hung: list[tuple[FindingRow, str | None, str, str]] = field(default_factory=list)
    _quiet: list[tuple[EventRow, Merged]] = field(default_factory=list)

    def hang(self, row: FindingRow, event_id: str | None, role: str, origin: str) -> None:
        """The finding now hangs on that event, or on none."""
        self._hung.append((row, event_id, role, origin))

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
        """Write it all, new events first; answers the number of alerts."""
        planned = sorted(self._planned, key=lambda one: (one.merged is None, one.revision.event.id))
        if any(one.row is None or one.revision.notices for one in planned):
            await lock_sequence(self.session)
        seq = await self._last(EventRow.seq)
        position = await self._last(OutboxRow.position)
        for one in planned:
            if one.row is None:
                seq += 1
            await self._write_event(one, seq)
            for notice in one.revision.notices:
                position += 1
                self.session.add(self._outbox_row(one, notice, position))
        for row, merged in self._quiet:
            await self._write_unversioned(row, merged)
        await self.session.flush()
        for finding, event_id, role, origin in self._hung:
            finding.event_id, finding.role, finding.origin = event_id, role, origin
        await self.session.flush()
        return sum(len(one.revision.notices) for one in planned)

    async def _last(self, column: Any) -> int:
        return int(await self.session.scalar(select(func.coalesce(func.max(column), 0))) or 0)

    async def _write_event(self, one: _Planned, seq: int) -> None:
        event = one.revision.event
        case_id = await self._case_of(event)
        row = one.row
        values = {
            **event.model_dump(),
            "case_id": case_id,
            "group_key": one.group,
            "producer_key": producer_key(event.producer) if event.producer else None,
            "folded_title": folded(event.title),
            "merged_into": one.merged_into,
        }
        if row is None:
            row = EventRow(seq=seq, **values)
            self.session.add(row)
        else:
            row.sqlmodel_update(values)
        told = {notice.type for notice in one.revision.notices}
        row.created_announced = row.created_announced or AlertType.EVENT_CREATED in told
        # An event that is created with two origins already has told of them.
        row.corroborated_announced = row.corroborated_announced or (bool(told) and event.sources > 1)
        await self.session.flush()
        if one.merged is not None:
            await self._write_unversioned(row, one.merged)
        self.session.add(
            EventVersionRow(
                event_id=event.id,
                version=event.version,
                changed_at=self.now,
                changes=[change.model_dump(mode="json") for change in one.revision.changes],
                snapshot=event.model_dump(mode="json"),
            )
        )

    async def _write_unversioned(self, row: EventRow, merged: Merged) -> None:
        """What clients do not see, and what may therefore change without a version."""
        row.newest_report_at = merged.newest_report_at
        known = select(EventLanguageRow.language).where(col(EventLanguageRow.event_id) == row.id)  # type: ignore[call-overload]
        stored = set(await self.session.scalars(known))
        wanted = set(merged.languages)
        if stored - wanted:
            await self.session.execute(
                delete(EventLanguageRow).where(
                    col(EventLanguageRow.event_id) == row.id, col(EventLanguageRow.language).in_(stored - wanted)
                )
            )
        for language in sorted(wanted - stored):
            self.session.add(EventLanguageRow(event_id=row.id, language=language))

    async def _case_of(self, event: Event) -> str:
        maker = producer_key(event.producer or "")
        case_id = stable_id("cas", event.topic, event.country, event.treaty, maker, event.mine_type)
        if await self.session.get(CaseRow, case_id) is None:
            self.session.add(
                CaseRow(
                    id=case_id,
                    topic=event.topic,
                    country=event.country,
                    treaty=event.treaty,
                    producer=event.producer,
                    mine_type=event.mine_type,
                    opened_at=self.now,
                )
            )
            await self.session.flush()
        return case_id

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
