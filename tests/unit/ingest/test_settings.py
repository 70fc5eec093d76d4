"""What an operator can set."""

import pytest

from services.contracts.article import MAX_TEXT_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_CHARACTERS, FeedReference
from services.contracts.feed import SeenEntries
from services.ingest.app import pace_of
from services.ingest.entries import Document, Entry
from services.ingest.identity import news_in
from services.ingest.settings import IngestSettings
from services.runtime.clock import utc_now
from services.runtime.jetstream import MAX_PAYLOAD_BYTES


def test_every_setting_says_why_it_is_there() -> None:
    for name, field in IngestSettings.model_fields.items():
        assert field.description, name


def test_the_name_we_give_carries_the_contact_address_where_there_is_one() -> None:
    assert IngestSettings().agent == "ottawatch"
    assert IngestSettings(contact_url="https://w.example/").agent == "ottawatch (+https://w.example/)"


def test_the_floor_wins_over_a_ceiling_below_it() -> None:
    pace = pace_of(IngestSettings(min_interval=7200, max_interval=60))
    assert pace.adaptive(pace.default) == pace.floor


@pytest.mark.parametrize("letter", ["x", '"', "\\", "ż", "爆", "𐍈"])
def test_the_longest_article_fits_one_message(letter: str) -> None:
    entry = Entry(
        guid="g",
        url="https://x.example/" + "a" * (MAX_URL_CHARACTERS - 18),
        title=letter * MAX_TITLE_CHARACTERS,
        text=letter * MAX_TEXT_CHARACTERS,
    )
    feed = FeedReference(id="feed_1", url="https://x.example/", title=letter * 300)
    (article,) = news_in(Document(None, None, (entry,)), SeenEntries(), feed, utc_now()).articles
    assert len(article.encode()) < MAX_PAYLOAD_BYTES


def test_a_variable_that_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_INGEST_FEEDS_FILE", "")
    assert IngestSettings().feeds_file is None
