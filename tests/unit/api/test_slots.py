from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.api.deliveries import Due
from services.api.slots import AHEAD, Slots

PATIENCE = timedelta(seconds=15)

DUE = Due(
    delivery_id="dlv",
    alert_id="alr",
    subscription_id="sub",
    subscription_revision=1,
    trigger="schedule",
    number=1,
    round_start=0,
    created_at=datetime(2025, 6, 27, tzinfo=UTC) + timedelta(),
    is_struggling=False,
    is_ordered=False,
    max_per_minute=None,
)


@given(st.lists(st.sampled_from("abc")), st.integers(1, 5), st.sets(st.sampled_from("abc")))
def test_no_receiver_has_more_in_hand_than_its_share(names: list[str], slots: int, failing: set[str]) -> None:
    ours = Slots(slots, PATIENCE)
    for name in failing:
        ours.note(name, is_well=False, took=timedelta(0))
    chosen = ours.choose([replace(DUE, subscription_id=name) for name in names])
    for one in chosen:
        ours.take(one.subscription_id)
    for name in "abc":
        most = 1 if name in failing else AHEAD * slots
        count = [one.subscription_id for one in chosen].count(name)
        assert count == min(names.count(name), most)
        assert (name in ours.full()) == (count >= most)


def test_an_ordered_subscription_has_one_slot_and_a_success_gives_all_back() -> None:
    ours = Slots(4, PATIENCE)
    assert len(ours.choose([replace(DUE, is_ordered=True)] * 3)) == 1
    assert len(ours.choose([replace(DUE, is_struggling=True)] * 3)) == 1
    ours.note("sub", is_well=True, took=timedelta(0))
    assert len(ours.choose([DUE] * 3)) == 3
    assert len(ours.choose([replace(DUE, max_per_minute=60)] * 9)) == 4


def test_more_is_looked_for_once_half_of_what_a_receiver_may_have_is_done() -> None:
    ours = Slots(1, PATIENCE)
    for one in ours.choose([replace(DUE, subscription_id=name) for name in (*["busy"] * 9, "idle")]):
        ours.take(one.subscription_id)
    assert ours.full() == ["busy"]
    assert [ours.give_back("busy") for _ in range(4)] == [False, True, False, False]
    assert not ours.give_back("idle")
    assert ours.full() == []


def test_nothing_is_leased_ahead_for_a_receiver_that_takes_so_long_that_its_lease_would_end_first() -> None:
    ours = Slots(4, PATIENCE)
    for took, most in ((timedelta(seconds=5), 4), (timedelta(seconds=1), 4 * AHEAD)):
        ours.note("sub", is_well=True, took=took)
        assert len(ours.choose([DUE] * 99)) == most
