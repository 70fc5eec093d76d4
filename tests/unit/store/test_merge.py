"""Findings into events, in any order and any portions."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts.finding import Finding
from services.contracts.vocabulary import LADDERS, OFF_LADDER, Act, MineType, Realis, Stage, Topic
from services.store.gathering import Scene, Touched
from services.store.merge import merge as merge_scene
from services.store.merged import Merged
from services.store.stored import StoredFinding
from tests.support.store import FINNISH_NOTICE, HISTORICAL, on_day, production, withdrawal
from tests.unit.store.findings import stored


def merge(findings: Iterable[StoredFinding], ages: Mapping[str, int]) -> tuple[Merged, ...]:
    merged, _ = merge_scene(Scene(tuple(findings), ages))
    return merged


def only(findings: Sequence[StoredFinding]) -> Merged:
    (merged,) = merge(findings, {})
    return merged


def test_the_value_of_most_independent_origins_is_shown() -> None:
    right, wrong = withdrawal(notified_on=FINNISH_NOTICE), withdrawal(notified_on=date(2025, 7, 1))
    merged = only(
        [*stored("a", right), *stored("b", right), *stored("c", wrong, published_at=on_day(40), publisher="c.example")]
    )

    assert (merged.facts.notified_on, merged.support["notified_on"]) == (FINNISH_NOTICE, 2)


def test_copies_of_a_wrong_value_do_not_outvote_two_origins() -> None:
    right, wrong = withdrawal(notified_on=FINNISH_NOTICE), withdrawal(notified_on=date(2025, 7, 1))
    copies = [one for number in range(5) for one in stored(f"copy{number}", wrong, text="The same words. " * 30)]
    merged = only([*stored("a", right), *stored("b", right), *copies])

    assert merged.facts.notified_on == FINNISH_NOTICE
    assert (merged.sources, merged.article_count) == (3, 7)


def test_among_equals_the_newest_report_is_shown() -> None:
    earlier, later = production(quantity=100), production(quantity=200)
    findings = [*stored("a", later, published_at=on_day(9)), *stored("b", earlier, published_at=on_day(1))]

    assert only(findings).facts.quantity == 200


def test_two_articles_of_one_publisher_are_one_source() -> None:
    merged = only([*stored("a", withdrawal(), publisher="yle.fi"), *stored("b", withdrawal(), publisher="yle.fi")])

    assert (merged.sources, merged.article_count) == (1, 2)


def test_the_score_grows_with_origins_and_not_with_copies() -> None:
    alone = only(stored("a", withdrawal(score=0.6), publisher="yle.fi"))
    copied = only(
        [*stored("a", withdrawal(score=0.6), publisher="yle.fi")] * 1
        + stored("b", withdrawal(score=0.6), publisher="yle.fi")
    )
    confirmed = only([*stored("a", withdrawal(score=0.6)), *stored("b", withdrawal(score=0.5))])

    assert alone.score == copied.score == 0.6
    assert confirmed.score == 0.8


def test_background_raises_neither_score_nor_sources_nor_the_time_of_the_newest_report() -> None:
    alone = only(stored("a", withdrawal()))
    recalled = only([*stored("a", withdrawal()), *stored("b", withdrawal(realis=HISTORICAL), published_at=on_day(90))])

    assert replace(recalled, background=(), origins=alone.origins) == alone
    assert len(recalled.background) == 1


def test_ukraines_suspension_has_no_effect_date() -> None:
    suspended = withdrawal("UA", Stage.SUSPENDED, act=Act.SUSPEND, notified_on=date(2025, 7, 17))
    told_as_notice = withdrawal("UA", Stage.NOTIFIED, act=Act.SUSPEND, notified_on=date(2025, 7, 17))

    assert only(stored("a", suspended)).facts.computed_effective_on is None
    assert only(stored("a", told_as_notice)).facts.computed_effective_on is None


def test_a_treaty_that_nobody_described_has_no_computed_date() -> None:
    assert only(stored("a", withdrawal(treaty="unheard_of", notified_on=FINNISH_NOTICE))).title.endswith("treaty")


def test_the_claimed_date_stands_beside_the_computed_one() -> None:
    facts = only(stored("a", withdrawal(notified_on=FINNISH_NOTICE, effective_on=date(2025, 12, 26)))).facts

    assert (facts.claimed_effective_on, facts.computed_effective_on) == (date(2025, 12, 26), date(2026, 1, 10))


def test_the_rung_of_effect_learns_the_notice_from_the_rung_before() -> None:
    effect = stored("a", withdrawal(stage=Stage.IN_EFFECT), published_at=on_day(230))
    notice = stored("b", withdrawal(notified_on=FINNISH_NOTICE))

    by_stage = {merged.facts.stage: merged.facts for merged in merge([*effect, *notice], {})}
    assert by_stage[Stage.IN_EFFECT].computed_effective_on == date(2026, 1, 10)


# Often while the notices below run, when what is told of the effect cannot be.
days = st.integers(min_value=0, max_value=1200) | st.integers(min_value=30, max_value=230)
dates = st.sampled_from([None, date(2025, 7, 1), FINNISH_NOTICE])
kinds = st.sampled_from(list(Realis))
scores = st.sampled_from([0.3, 0.55, 0.8, 0.95])
withdrawals = st.builds(
    withdrawal,
    country=st.just("FI"),
    stage=st.sampled_from(LADDERS[Topic.TREATY_WITHDRAWAL] + OFF_LADDER[Topic.TREATY_WITHDRAWAL])
    | st.sampled_from([Stage.NOTIFIED, Stage.IN_EFFECT]),
    score=scores,
    realis=kinds,
    notified_on=dates,
    effective_on=dates,
    act=st.sampled_from([None, Act.WITHDRAW, Act.SUSPEND]),
)
productions = st.builds(
    production,
    country=st.just("PL"),
    producer=st.sampled_from([None, "Belma", "BELMA", "Dezamet"]),
    mine_type=st.sampled_from([MineType.ANTIPERSONNEL, MineType.ANTITANK, MineType.UNSPECIFIED]),
    stage=st.sampled_from([Stage.PLANNED, Stage.STARTED]),
    score=scores,
    realis=kinds,
    quantity=st.sampled_from([None, 100, 200]),
)


@st.composite
def groups(draw: st.DrawFn) -> list[StoredFinding]:
    """What some articles, copies among them, say about one state."""
    told: st.SearchStrategy[Finding] = draw(st.sampled_from([withdrawals, productions]))
    found: list[StoredFinding] = []
    for number in range(draw(st.integers(1, 9))):
        found += stored(
            f"n{number}",
            *draw(st.lists(told, min_size=1, max_size=2)),
            published_at=on_day(draw(days)),
            publisher=draw(st.sampled_from(["yle.fi", "err.ee", "lrt.lt"])),
            text=draw(st.sampled_from(["one wire story " * 30, f"own words of {number} " * 20])),
            language=draw(st.sampled_from(["fi", "en", None])),
            seen_after=timedelta(minutes=number),
        )
    return found


def told(merged: Sequence[Merged]) -> set[object]:
    """All but the names."""
    return {
        (
            one.facts,
            one.title,
            one.score,
            one.sources,
            one.article_count,
            one.first_seen_at,
            one.newest_report_at,
            one.languages,
            frozenset(report.id for report in one.reports),
            frozenset(mention.id for mention in one.background),
            frozenset((key, origin.name, origin.fold_reason) for key, origin in one.origins.items()),
            frozenset(one.support.items()),
        )
        for one in merged
    }


def fed(portions: Sequence[Sequence[StoredFinding]]) -> tuple[list[Merged], dict[str, str | None]]:
    """What is merged after portions that came one after the other, each handled as store does: with owners kept."""
    known: dict[str, StoredFinding] = {}
    ages: dict[str, int] = {}
    merged: tuple[Merged, ...] = ()
    for portion in portions:
        for finding in portion:
            known.setdefault(finding.id, finding)
        merged, gathering = merge_scene(Scene(tuple(known.values()), ages))
        known = {key: replace(finding, owner=gathering.rung_of.get(key)) for key, finding in known.items()}
        for one in merged:
            ages.setdefault(one.id, len(ages) + 1)
    return list(merged), {key: finding.owner for key, finding in known.items()}


@settings(max_examples=150, deadline=None)
@given(groups(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_any_order_duplication_and_batching_gives_the_same_events(
    findings: list[StoredFinding], chance: random.Random, portion: int
) -> None:
    at_once, _ = fed([findings])
    shuffled = [*findings, *chance.sample(findings, len(findings) // 2)]
    chance.shuffle(shuffled)
    bit_by_bit, _ = fed([shuffled[at : at + portion] for at in range(0, len(shuffled), portion)])

    assert told(bit_by_bit) == told(at_once)
    assert len({one.id for one in bit_by_bit}) == len(bit_by_bit)


@settings(max_examples=100, deadline=None)
@given(groups(), st.randoms(use_true_random=False))
def test_looking_again_changes_neither_events_nor_names(findings: list[StoredFinding], chance: random.Random) -> None:
    chance.shuffle(findings)
    portions = [[finding] for finding in findings]
    once, owners = fed(portions)
    again, owners_again = fed([*portions, [], findings])

    assert {one.id: one.facts for one in once} == {one.id: one.facts for one in again}
    assert owners == owners_again


@settings(max_examples=100, deadline=None)
@given(groups())
def test_every_report_hangs_on_exactly_one_event(findings: list[StoredFinding]) -> None:
    merged, _ = fed([findings])
    hung = [report.id for one in merged for report in one.reports]

    assert len(hung) == len(set(hung))
    denied = {f.id for f in findings if f.realis is Realis.NEGATED and f.stage in LADDERS[f.topic]}
    past = {f.id for f in findings if f.realis is Realis.HISTORICAL}
    assert set(hung) == {f.id for f in findings} - denied - past


@settings(max_examples=80, deadline=None)
@given(groups(), st.randoms(use_true_random=False))
def test_looking_only_at_what_a_batch_touches_comes_to_the_same(
    findings: list[StoredFinding], chance: random.Random
) -> None:
    known: dict[str, StoredFinding] = {}
    ages: dict[str, int] = {}
    book: dict[str, Merged] = {}
    chance.shuffle(findings)
    for start in range(0, len(findings), 3):
        batch = findings[start : start + 3]
        known |= {finding.id: finding for finding in batch}
        articles = {finding.article_id for finding in batch}
        merged, gathering = merge_scene(Scene(tuple(known.values()), ages, touched=Touched(articles)))
        alive = {event.event_id for event in gathering.events}
        book = {key: one for key, one in book.items() if key in alive} | {one.id: one for one in merged}
        hung = {
            finding.id: event.event_id for event in gathering.events for finding in (*event.reports, *event.background)
        }
        known = {
            key: replace(finding, owner=gathering.rung_of.get(key), hangs_on=hung.get(key))
            for key, finding in known.items()
        }
        for event_id in sorted(alive):
            ages.setdefault(event_id, len(ages) + 1)

    assert told(list(book.values())) == told(merge(known.values(), ages))
