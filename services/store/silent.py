"""Events that no report makes: in effect by the clock alone, or kept by a reviewer's word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

from services.contracts.vocabulary import EventStatus, Stage
from services.store.gathering import Gathering, Scene
from services.store.merged import Merged
from services.store.naming import treaty_name_of
from services.store.reviews import Word, typed
from services.store.standing import status_of
from services.store.titles import Facts, title_of


def computed_effects(merged: Mapping[str, Merged], gathering: Gathering, scene: Scene) -> dict[str, Merged]:
    """For each notice whose time has run out unreported, the event of its effect."""
    reported = {(one.group, one.cycle) for one in merged.values() if one.facts.stage is Stage.IN_EFFECT}
    found: dict[str, Merged] = {}
    for notice in merged.values():
        effective_on = notice.facts.computed_effective_on
        if notice.facts.stage is not Stage.NOTIFIED or effective_on is None:
            continue
        if notice.status is EventStatus.DISMISSED or (notice.group, notice.cycle) in reported:
            continue
        if effective_on > scene.today and (notice.group, effective_on) not in scene.reached:
            continue
        effect = _computed_effect(notice, gathering)
        if effect.id not in merged:
            found[effect.id] = effect
    return found


def _computed_effect(notice: Merged, gathering: Gathering) -> Merged:
    facts = replace(notice.facts, stage=Stage.IN_EFFECT, occurred_on=None, claimed_effective_on=None)
    event_id = treaty_name_of(facts.country, facts.treaty, Stage.IN_EFFECT, notice.cycle)
    status, why = status_of((), 0, (), gathering.words.get(event_id, Word()))
    effective_on = facts.computed_effective_on
    assert effective_on is not None  # noqa: S101 - for the type checker
    return Merged(
        id=event_id,
        group=notice.group,
        cycle=notice.cycle,
        facts=facts,
        title=title_of(facts),
        status=status,
        score=notice.score,
        sources=0,
        article_count=0,
        first_seen_at=datetime.combine(effective_on, time(), UTC),
        reasons={"status": why or ""},
    )


def kept_by_reviewers(merged: Mapping[str, Merged], gathering: Gathering, scene: Scene) -> dict[str, Merged]:
    """Events without a report that a reviewer stands up for, as they were when the reviewer first did.

    A reviewer's word is not undone by reading the articles again.
    """
    found: dict[str, Merged] = {}
    for event_id, word in gathering.words.items():
        if event_id in merged or word.snapshot is None or gathering.merged_into(event_id) is not None:
            continue
        if word.verdict is EventStatus.CONFIRMED and event_id in scene.ages:
            found[event_id] = _kept(event_id, word)
    return found


def _kept(event_id: str, word: Word) -> Merged:
    snapshot = dict(word.snapshot or {})
    values = {name: typed(name, snapshot.get(name)) for name in Facts.__dataclass_fields__} | {
        name: value for name, value in word.corrected.items() if name != "hold"
    }
    facts = Facts(**values)
    return Merged(
        id=event_id,
        group=snapshot["group"],
        cycle=snapshot["cycle"],
        facts=facts,
        title=title_of(facts),
        status=EventStatus.CONFIRMED,
        score=snapshot["score"],
        sources=0,
        article_count=0,
        first_seen_at=datetime.fromisoformat(snapshot["first_seen_at"]),
        reasons=word.reasons,
        hold=snapshot.get("hold"),
    )
