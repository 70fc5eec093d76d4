"""The classifier reads the demo's articles as they are labelled by hand, in every language it knows."""

import pytest

from services.classify.language_data import language_codes
from services.classify.reading import read
from services.contracts.vocabulary import Realis
from services.demo.chronology import BundledArticle, load_chronology, load_expected_events

Step = tuple[str, str, str, str]

EXPECTED: dict[str, Step] = {
    event.key: (event.topic.value, event.country, event.treaty or str(event.mine_type), event.stage.value)
    for event in load_expected_events()
}


def _steps(article: BundledArticle) -> set[Step]:
    reading = read(article.title, article.text, language=article.language, published_on=article.published_at.date())
    return {
        (f.topic.value, f.country, f.treaty or str(f.mine_type), f.stage.value)
        for f in reading.findings
        if f.realis is not Realis.HISTORICAL
    }


@pytest.mark.parametrize("article", load_chronology(), ids=lambda article: article.id)
def test_an_article_of_the_demo_is_read_as_it_is_labelled(article: BundledArticle) -> None:
    labelled = {EXPECTED[key] for key in article.reports}
    if article.language in language_codes():
        assert _steps(article) == labelled
    else:
        assert _steps(article) <= labelled
