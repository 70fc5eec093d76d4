"""Which events a batch touches: the others are as they are stored, and need no looking at."""

from collections import Counter
from collections.abc import Sequence

from services.store.clock import NOTICE_STAGES
from services.store.gathering import Case, Gathered, Touched
from services.store.stored import StoredFinding


def touched_events(
    events: Sequence[Gathered], findings: Sequence[StoredFinding], touched: Touched | None
) -> list[Gathered]:
    """The events with a finding that is new or hangs elsewhere now, and those that lost one.

    A notice and its effect share what is known of either, so that they are touched together.
    """
    if touched is None:
        return list(events)
    hung = Counter(finding.hangs_on for finding in findings)
    direct = {event.event_id for event in events if _is_touched(event, hung[event.event_id], touched)}
    cases: set[Case] = {
        event.case for event in events if event.event_id in direct and event.home.stage in NOTICE_STAGES
    }
    return [
        event
        for event in events
        if event.event_id in direct or (event.home.stage in NOTICE_STAGES and event.case in cases)
    ]


def _is_touched(event: Gathered, hung_before: int, touched: Touched) -> bool:
    findings = (*event.reports, *event.background)
    return (
        event.event_id in touched.events
        or hung_before != sum(not finding.is_entered for finding in findings)
        or any(
            finding.article_id in touched.articles or finding.hangs_on != event.event_id
            for finding in findings
            if not finding.is_entered
        )
    )
