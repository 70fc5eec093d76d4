"""Findings and reviews of some groups into events: which steps there are, and what is said of each.

Pure, and blind to the order of arrival: everything is derived from all findings and reviews each time.

An event's score is the chance that at least one of its independent origins is right, taking each at its best
score: 1 - (1 - a)(1 - b)… Copies therefore never raise it, and a second origin always does.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from services.contracts.event import Contradiction
from services.contracts.vocabulary import MineType, Topic
from services.store.clock import NOTICE_STAGES, Effect, effect_of
from services.store.gathering import Case, Gathered, Gathering, Scene, gather
from services.store.merged import Merged
from services.store.origins import Origin, origins
from services.store.premature import premature_effect, rival_stage
from services.store.reviews import Word
from services.store.silent import computed_effects, kept_by_reviewers
from services.store.standing import status_of
from services.store.stored import StoredFinding
from services.store.titles import Facts, title_of
from services.store.touching import touched_events
from services.store.voices import Chosen, chosen

_ATTRIBUTES = (
    ("act", "act"),
    ("producer", "producer"),
    ("quantity", "quantity"),
    ("capacity_per_year", "capacity_per_year"),
    ("notified_on", "notified_on"),
    ("claimed_effective_on", "effective_on"),
    ("occurred_on", "occurred_on"),
)
_DISPUTABLE = (
    "producer",
    "quantity",
    "capacity_per_year",
    "notified_on",
    "claimed_effective_on",
    "occurred_on",
)


def merge(scene: Scene) -> tuple[tuple[Merged, ...], Gathering]:
    """The touched events of a scene, and the gathering they were made from.

    Give it every finding of its groups that has one of the stages in question: for either of `NOTICE_STAGES` those
    of both, and all where a case may have been closed in between.
    """
    gathering = gather(scene)
    notices = {case: _notice(case, gathering) for case in gathering.notices}
    looked_at = touched_events(gathering.events, scene.findings, scene.touched)
    merged = {one.event_id: _merged(one, gathering, notices) for one in looked_at}
    merged |= computed_effects(merged, gathering, scene)
    merged |= kept_by_reviewers(merged, gathering, scene)
    return tuple(premature_effect(one, merged.values(), scene.today) for one in merged.values()), gathering


def _notice(case: Case, gathering: Gathering) -> Chosen:
    """When the case's notice was received, by all reports of the notice and of its effect, or by a reviewer."""
    for event in gathering.events:
        word = gathering.words.get(event.event_id, Word())
        if event.case == case and event.home.stage in NOTICE_STAGES and "notified_on" in word.corrected:
            return Chosen(word.corrected["notified_on"], is_official=True)
    reports = gathering.notices[case]
    return chosen(reports, "notified_on", _names(origins(report.copy for report in reports)))


def _merged(event: Gathered, gathering: Gathering, notices: Mapping[Case, Chosen]) -> Merged:
    word = gathering.words.get(event.event_id, Word())
    report_origins = origins(report.copy for report in event.reports)
    all_origins = report_origins
    if event.background:
        all_origins = origins(finding.copy for finding in (*event.reports, *event.background)) | report_origins
    sources = len({origin.name for origin in report_origins.values()})
    choices = _choices(event, report_origins, notices)
    facts, effect = _facts(event, choices, word)
    contradictions = _contradictions(choices, facts, word)
    stages = rival_stage(event.home.stage, event.reports, report_origins)
    if stages is not None:
        contradictions = (*contradictions, stages)
    status, why = status_of(event.reports, sources, contradictions, word)
    languages = {report.language for report in event.reports if report.language}
    return Merged(
        id=event.event_id,
        group=event.case[0],
        cycle=event.home.cycle,
        facts=facts,
        title=title_of(facts),
        status=status,
        score=_score(event.reports, report_origins),
        sources=sources,
        article_count=len({report.article_id for report in event.reports if not report.is_entered}),
        first_seen_at=min(report.first_seen_at for report in event.reports),
        newest_report_at=max(report.reported_at for report in event.reports),
        languages=tuple(sorted(languages)),
        reports=tuple(event.reports),
        background=tuple(event.background),
        origins=all_origins,
        support={name: choice.support for name, choice in choices.items() if choice.support},
        reasons=dict(word.reasons) | ({"status": why} if why else {}),
        contradictions=contradictions,
        date_conflict=_is_date_conflict(facts, effect),
        hold=effect.hold,
    )


def _choices(
    event: Gathered, report_origins: Mapping[str, Origin], notices: Mapping[Case, Chosen]
) -> dict[str, Chosen]:
    names = _names(report_origins)
    choices = {name: chosen(event.reports, attribute, names) for name, attribute in _ATTRIBUTES}
    if event.home.stage in NOTICE_STAGES and event.case in notices:
        choices["notified_on"] = notices[event.case]
    return choices


def _facts(event: Gathered, choices: Mapping[str, Chosen], word: Word) -> tuple[Facts, Effect]:
    """What is shown, a reviewer's corrections included, and the day of effect that follows from it."""
    first = event.home.reports[0]
    is_treaty = first.topic is Topic.TREATY_WITHDRAWAL
    values: dict[str, Any] = {
        "topic": first.topic,
        "country": first.country,
        "treaty": first.treaty if is_treaty else None,
        "stage": first.stage,
        "mine_type": None if is_treaty else MineType(event.home.slot[1] or MineType.UNSPECIFIED),
        **{name: choice.value for name, choice in choices.items()},
        **{name: value for name, value in word.corrected.items() if name != "hold"},
    }
    effect = Effect()
    if values["stage"] in NOTICE_STAGES:
        effect = effect_of(
            values, corrected_hold=word.corrected.get("hold"), is_hold_corrected="hold" in word.corrected
        )
    return Facts(computed_effective_on=effect.on, **values), effect


def _contradictions(choices: Mapping[str, Chosen], facts: Facts, word: Word) -> tuple[Contradiction, ...]:
    """Where sources differ. A day of effect that the law gives is no matter of opinion; a reviewer settles all."""
    found = []
    for name in _DISPUTABLE:
        by_law = name == "claimed_effective_on" and facts.computed_effective_on is not None
        settled = by_law or word.verdict is not None or name in word.corrected
        contradiction = choices[name].contradiction(name, is_settled=settled)
        if contradiction is not None:
            found.append(contradiction)
    return tuple(found)


def _is_date_conflict(facts: Facts, effect: Effect) -> bool:
    claimed = facts.claimed_effective_on
    return claimed is not None and (effect.hold is not None or (effect.on is not None and claimed != effect.on))


def _score(reports: Iterable[StoredFinding], origin_by_article: Mapping[str, Origin]) -> float:
    best: dict[str, float] = defaultdict(float)
    for report in reports:
        origin = origin_by_article[report.article_id].name
        best[origin] = max(best[origin], report.score)
    # Sorted, because a product of floats depends on the order in its last digits.
    return round(1 - math.prod(1 - score for score in sorted(best.values())), 4)


def _names(found: Mapping[str, Origin]) -> dict[str, str]:
    return {article_id: origin.name for article_id, origin in found.items()}
