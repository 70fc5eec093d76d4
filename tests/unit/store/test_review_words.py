"""What stands of what reviewers said."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.review import undone
from services.contracts.vocabulary import EventStatus, ReviewAction, Stage
from services.runtime.identifiers import stable_id
from services.store.reviewing import correction_refusal, split_refusal
from services.store.reviews import StoredReview, destination, entered, split_event_id, standing, words_of
from tests.support.store import START

A, B, C = (stable_id("evt", name) for name in "abc")


def said(position: int, event_id: str, action: ReviewAction, **more: Any) -> StoredReview:
    return StoredReview(f"rev_{position}", position, event_id, action, "desk", START, **more)


def test_the_last_word_counts_and_can_be_taken_back() -> None:
    confirmed = said(1, A, ReviewAction.CONFIRM)
    dismissed = said(2, A, ReviewAction.DISMISS, reason="an ore mine")
    back = said(3, A, ReviewAction.UNDO, undoes="rev_2")

    assert words_of(standing([confirmed, dismissed]))[A].verdict is EventStatus.DISMISSED
    assert words_of(standing([confirmed, dismissed]))[A].reasons == {"status": "dismissed by desk: an ore mine"}
    assert words_of(standing([dismissed, back, confirmed]))[A].verdict is EventStatus.CONFIRMED


def test_taking_back_an_undo_restores_what_it_undid() -> None:
    words = [
        said(1, A, ReviewAction.DISMISS),
        said(2, A, ReviewAction.UNDO, undoes="rev_1"),
        said(3, A, ReviewAction.UNDO, undoes="rev_2"),
    ]

    assert words_of(standing(words))[A].verdict is EventStatus.DISMISSED


def test_later_corrections_go_before_earlier_ones_field_by_field() -> None:
    word = words_of(
        standing(
            [
                said(1, A, ReviewAction.CORRECT, fields={"notified_on": "2025-07-01", "quantity": 5}),
                said(2, A, ReviewAction.CORRECT, fields={"notified_on": "2025-07-10", "act": None}),
            ]
        )
    )[A]

    assert word.corrected == {"notified_on": date(2025, 7, 10), "quantity": 5, "act": None}


def test_merges_and_splits_are_followed_in_their_order() -> None:
    split = said(2, B, ReviewAction.SPLIT, article_ids=("art_x",))
    reviews = [said(1, A, ReviewAction.MERGE, into=B), split, said(3, B, ReviewAction.MERGE, into=C)]

    assert destination(A, "art_y", reviews) == C
    assert destination(A, "art_x", reviews) == split_event_id(split.id)
    assert destination(C, "art_y", reviews) == C


def test_events_merged_into_each_other_do_not_go_round_for_ever() -> None:
    reviews = [said(1, A, ReviewAction.MERGE, into=B), said(2, B, ReviewAction.MERGE, into=A)]

    assert (destination(A, None, reviews), destination(B, None, reviews)) == (A, A)


def test_an_entered_event_is_a_report_of_its_source() -> None:
    fields = {"topic": "treaty_withdrawal", "country": "FI", "treaty": "ottawa", "stage": "notified"}
    report = entered(said(1, A, ReviewAction.ENTER, fields=fields, source_url="https://www.bbc.co.uk/1"))

    assert (report.owner, report.stage, report.copy.own_origin) == (A, Stage.NOTIFIED, "publisher:bbc")


def test_a_split_must_leave_something_and_name_what_is_there() -> None:
    assert split_refusal(["a"], ["a", "b"]) is None
    assert "does not report" in (split_refusal(["c"], ["a", "b"]) or "")
    assert "nothing would be left" in (split_refusal(["a", "b"], ["a", "b"]) or "")
    assert split_refusal([], ["a"]) is not None


def test_corrections_keep_to_the_topic() -> None:
    assert correction_refusal("treaty_withdrawal", {"stage": "notified"}) is None
    assert correction_refusal("treaty_withdrawal", {"treaty": None}) == "a treaty withdrawal needs its treaty"
    assert correction_refusal("mine_production", {"stage": "notified"}) == "notified is no stage of mine_production"
    assert correction_refusal("mine_production", {}) == "it names no field"


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=10))
def test_what_is_undone_is_undone_by_something_that_stands(drawn: list[tuple[bool, int]]) -> None:
    reviews = [(f"r{n}", f"r{target}" if is_undo and target < n else None) for n, (is_undo, target) in enumerate(drawn)]
    gone = undone(reviews)

    assert gone == {target for review_id, target in reviews if target is not None and review_id not in gone}
