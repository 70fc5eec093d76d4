"""Why a text is, or is not, a finding: asked of the api, answered by the classifier."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from services.classify.handlers import text_explainer
from services.contracts.explain import ExplainText
from services.runtime.requests import answering
from tests.integration.api.conftest import RunningApi, sqlite_only

NOTICE = {
    "title": "Latvia hands in its notice",
    "text": "Latvia deposited its notice of withdrawal from the Ottawa Convention with the UN on 27 June 2025.",
    "published_on": "2025-06-28",
}


@pytest.fixture
async def classifier(api: RunningApi) -> AsyncIterator[None]:
    async with answering(api.bus, ExplainText, text_explainer(0.5)):
        yield


@sqlite_only
async def test_a_text_is_explained_with_its_spans_score_and_threshold(api: RunningApi, classifier: None) -> None:
    answer = await api.client.post("/v1/explain", json=NOTICE)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    (finding,) = told["findings"]
    assert (finding["country"], finding["treaty"], finding["stage"]) == ("LV", "ottawa", "notified")
    assert told["gate"]["passed"]
    assert 0 < told["score_threshold"] <= finding["score"] <= 1
    whole = NOTICE["title"] + "\n" + NOTICE["text"]
    spans = [span for sentence in told["sentences"] for span in sentence["seen"]]
    assert spans
    assert all(whole[span["start"] : span["end"]] == span["quote"] for span in spans)


@sqlite_only
async def test_a_text_that_is_nothing_is_told_why(api: RunningApi, classifier: None) -> None:
    told = (await api.client.post("/v1/explain", json={"text": "The copper mine opens in May."})).json()
    assert told["findings"] == []
    assert not told["gate"]["passed"]
    assert told["gate"]["reason"]


@sqlite_only
@pytest.mark.parametrize(
    ("body", "words"),
    [({}, "either"), ({"title": "x", "article_id": "art_1"}, "either"), ({"txt": "x"}, "extra"), ([], "dictionary")],
)
async def test_what_is_no_question_is_refused_in_words(api: RunningApi, body: object, words: str) -> None:
    answer = await api.client.post("/v1/explain", json=body)
    assert answer.status_code == 422
    assert words in answer.json()["detail"].lower()


@sqlite_only
async def test_an_article_that_is_not_kept_is_told_so(api: RunningApi) -> None:
    answer = await api.client.post("/v1/explain", json={"article_id": "art_" + "0" * 24})
    assert answer.status_code == 404
    assert "send its text" in answer.json()["detail"]


@sqlite_only
async def test_without_a_classifier_one_is_told_to_come_again(api: RunningApi) -> None:
    answer = await api.client.post("/v1/explain", json={"text": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@sqlite_only
async def test_a_long_text_fits_and_a_longer_one_is_refused(api: RunningApi, classifier: None) -> None:
    assert (await api.client.post("/v1/explain", json={"text": "mine " * 20_000})).status_code == 200
    with contextlib.suppress(asyncio.CancelledError):
        answer = await api.client.post("/v1/explain", json={"text": "mine " * 200_000})
        assert answer.status_code == 413
