"""Which replica polls which feeds: the rules."""

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.leases import LEASE_SECONDS, SHARES, View, share_of, wanted_by

names = st.sets(st.text("abcdef", min_size=1, max_size=4), min_size=1, max_size=6)


@given(names)
def test_every_share_is_wanted_by_one_replica_and_all_agree_on_it(replicas: set[str]) -> None:
    for share in range(SHARES):
        wanted = wanted_by(share, sorted(replicas))
        assert wanted in replicas
        assert wanted == wanted_by(share, sorted(replicas, reverse=True))


@given(names, st.text("xyz", min_size=1, max_size=4))
def test_a_replica_that_comes_takes_shares_and_moves_none_between_the_others(replicas: set[str], new: str) -> None:
    for share in range(SHARES):
        before, after = wanted_by(share, replicas), wanted_by(share, replicas | {new})
        assert after in (before, new)


def test_without_replicas_nobody_wants_anything() -> None:
    assert wanted_by(0, []) is None


def test_feeds_are_spread_over_the_shares() -> None:
    counts = [0] * SHARES
    for number in range(6400):
        counts[share_of(f"feed_{number}")] += 1
    assert min(counts) > 50


def test_a_lease_that_is_not_renewed_is_over_after_its_time_whenever_it_was_written() -> None:
    view = View()
    assert view.look({"a": 5, "b": 9}, 1000) == {"a", "b"}
    assert view.look({"a": 6, "b": 9}, 1000 + LEASE_SECONDS - 1) == {"a", "b"}
    assert view.look({"a": 6, "b": 9}, 1000 + LEASE_SECONDS) == {"a"}
    assert view.look({"a": 6, "b": 10}, 1000 + LEASE_SECONDS + 1) == {"a", "b"}


def test_a_replica_that_gave_its_lease_back_is_gone_at_once() -> None:
    view = View()
    view.look({"a": 5, "b": 9}, 1000)
    assert view.look({"a": 5}, 1001) == {"a"}
