"""Batches of more articles than are written at a time."""

import pytest

from services.runtime.consumer import Reject
from tests.integration.store.conftest import StoreBench
from tests.support.store import START, message, withdrawal

PAPERS = [f"paper{number}" for number in range(90)]


async def test_all_articles_of_a_large_batch_are_written_new_ones_and_revised_ones(store: StoreBench) -> None:
    await store.say(message("paper50", withdrawal("EE")))

    await store.say_at_once(*(message(paper, withdrawal("FI"), revision=2) for paper in PAPERS))

    counts = {event.country: event.article_count for event in await store.events()}
    assert counts["FI"] == len(PAPERS)


@pytest.mark.parametrize("place", [0, 60, 89])
async def test_one_article_that_no_column_holds_keeps_the_whole_batch_out(store: StoreBench, place: int) -> None:
    revisions = {PAPERS[place]: 2**63}
    with pytest.raises(Reject, match="no number of mines or revisions"):
        await store.say_at_once(
            *(message(one, withdrawal(), revision=revisions.get(one, 1), read_at=START) for one in PAPERS)
        )
    assert await store.events() == []

    await store.say_at_once(*(message(one, withdrawal()) for one in PAPERS))
    (event,) = await store.events()
    assert event.article_count == len(PAPERS)
