"""Which article an entry is, and whether its text is new."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import Article, FeedReference
from services.contracts.feed import SeenEntries
from services.ingest.entries import Document, Entry
from services.ingest.identity import (
    FORGET_UNLISTED_AFTER,
    MAX_REMEMBERED,
    MAX_REVISIONS,
    News,
    keyed,
    message_id,
    news_beside,
    news_in,
)

NOW = datetime(2026, 2, 20, 12, 0, 0, 250_000, tzinfo=UTC)
FEED = FeedReference(id="feed_1", url="https://news.example/rss", language="pl")


def entry(guid: str | None = None, title: str = "A title", text: str = "", url: str | None = None) -> Entry:
    return Entry(guid=guid, url=url, title=title, text=text)


def news(*entries: Entry, after: News | None = None, now: datetime = NOW) -> News:
    seen = SeenEntries() if after is None else after.seen
    return news_in(Document("The News", "en-GB", entries), seen, FEED, now)


entries_strategy = st.lists(
    st.builds(
        Entry,
        guid=st.none() | st.sampled_from(["a", "b", "c"]),
        url=st.none() | st.sampled_from(["https://x.example/1", "https://x.example/2"]),
        title=st.sampled_from(["one", "two"]),
        text=st.sampled_from(["", "long"]),
    ),
    max_size=30,
)


def test_a_guid_makes_the_article_whatever_its_link_and_words() -> None:
    first = news(entry("g", "one", url="https://x.example/1")).articles[0]
    second = news(entry("g", "two", url="https://x.example/2")).articles[0]
    assert first.id == second.id


def test_without_a_guid_the_link_makes_the_article_and_without_both_its_words_do() -> None:
    assert keyed([entry(url="https://x.example/1")])[0][0] == "link\nx.example/1"
    assert keyed([entry(title="one")])[0][0] != keyed([entry(title="two")])[0][0]


def test_the_same_guid_in_two_feeds_is_two_articles() -> None:
    other = FeedReference(id="feed_2", url="https://other.example/rss")
    document = Document(None, None, (entry("g"),))
    assert news_in(document, SeenEntries(), other, NOW).articles[0].id != news(entry("g")).articles[0].id


def test_a_guid_that_stands_on_several_entries_is_told_apart_by_their_links() -> None:
    found = news(entry("g", "one", url="https://x.example/1"), entry("g", "two", url="https://x.example/2"))
    assert len({article.id for article in found.articles}) == 2


def test_entries_that_share_a_guid_keep_their_names_when_they_change_places() -> None:
    one, two = entry("g", "one", url="https://x.example/1"), entry("g", "two", url="https://x.example/2")
    assert dict(keyed([one, two])) == dict(keyed([two, one]))


def test_a_new_entry_on_top_does_not_rename_entries_that_share_guid_and_link() -> None:
    before = [key for key, _ in keyed([entry("g", "two"), entry("g", "one")])]
    after = [key for key, _ in keyed([entry("g", "three"), entry("g", "two"), entry("g", "one")])]
    assert after[1:] == before


def test_an_entry_listed_twice_word_for_word_is_one() -> None:
    assert len(news(entry("g"), entry("g")).articles) == 1


@given(entries_strategy)
def test_keys_are_unique_and_keep_the_order(entries: list[Entry]) -> None:
    pairs = keyed(entries)
    assert len({key for key, _ in pairs}) == len(pairs)
    assert [one for _, one in pairs] == list(dict.fromkeys(entries))
    for key, one in pairs:
        assert key.startswith(f"guid\n{one.guid}" if one.guid else "link\n" if one.url else "text\n")


@given(entries_strategy)
def test_a_document_read_again_brings_nothing(entries: list[Entry]) -> None:
    first = news(*entries)
    again = news(*entries, after=first, now=NOW + timedelta(minutes=5))
    assert again.articles == ()
    assert again.new == 0
    assert len(first.articles) == first.new == first.listed


@given(entries_strategy, entries_strategy)
def test_what_is_published_twice_has_another_message_id(one: list[Entry], two: list[Entry]) -> None:
    first = news(*one)
    second = news(*two, after=first, now=NOW + timedelta(minutes=5))
    ids = [message_id(article) for article in (*first.articles, *second.articles)]
    assert len(set(ids)) == len(ids)


def test_an_article_says_where_and_when_it_was_seen() -> None:
    article = news(entry("g", "A title", "Its text")).articles[0]
    assert article == Article(
        id=article.id,
        revision=1,
        content_hash=article.content_hash,
        feed=FEED.model_copy(update={"title": "The News"}),
        title="A title",
        text="Its text",
        language="en-GB",
        first_seen_at=NOW.replace(microsecond=0),
        fetched_at=NOW,
    )


def test_articles_come_oldest_first() -> None:
    assert [article.title for article in news(entry("b", "new"), entry("a", "old")).articles] == ["old", "new"]


def test_an_edited_text_is_a_new_revision_of_the_same_article() -> None:
    first = news(entry("g", text="one"))
    later = NOW + timedelta(minutes=5)
    second = news(entry("g", text="two"), after=first, now=later)
    assert [(a.id, a.revision) for a in second.articles] == [(first.articles[0].id, 2)]
    assert second.articles[0].first_seen_at == first.articles[0].first_seen_at
    assert second.articles[0].fetched_at == later
    assert second.new == 0


def test_a_text_changed_back_is_a_third_revision_with_a_message_id_of_its_own() -> None:
    first = news(entry("g", text="one"))
    second = news(entry("g", text="two"), after=first)
    third = news(entry("g", text="one"), after=second)
    assert third.articles[0].revision == 3
    assert message_id(third.articles[0]) != message_id(first.articles[0])


def test_a_changed_link_alone_is_no_new_revision() -> None:
    first = news(entry("g", url="https://x.example/1"))
    assert news(entry("g", url="https://x.example/1?utm=2"), after=first).articles == ()


def test_a_counter_in_a_text_does_not_publish_for_ever() -> None:
    found, published = news(entry("g", text="0")), 1
    for number in range(1, 60):
        found = news(entry("g", text=str(number)), after=found, now=NOW + timedelta(minutes=number))
        published += len(found.articles)
    assert published == MAX_REVISIONS == 25
    assert found.frozen == 1


def test_an_entry_is_remembered_while_it_is_listed_and_thirty_days_beyond() -> None:
    first = news(entry("old"), entry("new"))
    # The document stood unchanged for 90 days, so nothing was written; both entries were listed all the while.
    dropped_at = NOW + timedelta(days=90)
    second = news(entry("new"), after=first, now=dropped_at)
    assert len(second.seen.entries) == 2
    third = news(entry("new"), entry("newest"), after=second, now=dropped_at + timedelta(days=20))
    assert len(third.seen.entries) == 3
    fourth = news(entry("newest"), after=third, now=dropped_at + FORGET_UNLISTED_AFTER + timedelta(days=1))
    assert len(fourth.seen.entries) == 2


def test_an_entry_listed_again_within_that_time_is_not_published_again() -> None:
    first = news(entry("old"), entry("new"))
    second = news(entry("new"), after=first, now=NOW + timedelta(days=1))
    third = news(entry("old"), entry("new"), after=second, now=NOW + timedelta(days=20))
    assert third.articles == ()


def test_what_is_remembered_fits_one_message() -> None:
    found = None
    for day in range(5):
        entries = [entry(f"{day}-{number}") for number in range(2000)]
        found = news(*entries, after=found, now=NOW + timedelta(days=day))
    assert found is not None
    assert len(found.seen.entries) == MAX_REMEMBERED
    assert len(found.seen.model_dump_json()) < 1_000_000
    # Those of the last document are never the ones forgotten.
    assert news(*entries, after=found, now=NOW + timedelta(days=6)).articles == ()


def test_a_date_that_cannot_be_is_none_and_a_late_or_early_one_is_kept() -> None:
    def published(moment: datetime) -> datetime | None:
        dated = Entry(guid="g", url=None, title="A title", text="", published_at=moment)
        return news(dated).articles[0].published_at

    for absurd in (datetime(1, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)):
        assert published(absurd) is None
    for possible in (datetime(1997, 12, 3, tzinfo=UTC), NOW + timedelta(hours=14), NOW + timedelta(days=365)):
        assert published(possible) == possible


def documented(*entries: Entry) -> tuple[Document, tuple[str, ...]]:
    """A document as the parser gives it, and a name for the bytes of each entry."""
    placed = tuple(replace(one, place=place) for place, one in enumerate(entries))
    return Document(None, None, placed, found=len(placed)), tuple(f"{one.guid}/{one.text}" for one in entries)


def beside(unread: Sequence[Entry], read: Sequence[Entry], after: News) -> News | None:
    """What reading only `read` of a document brings, when the entries `unread` are known byte for byte."""
    names = {entry.piece_hash: key for key, entry in after.seen.entries.items()}
    document, pieces = documented(*read)
    left_out = {names[piece]: piece for piece in documented(*unread)[1]}
    return news_beside(document, left_out, after.seen, FEED, NOW + timedelta(minutes=5), pieces=pieces)


def read_whole(*entries: Entry, after: News | None = None, now: datetime = NOW) -> News:
    document, pieces = documented(*entries)
    return news_in(document, SeenEntries() if after is None else after.seen, FEED, now, pieces=pieces)


plain_entries = st.lists(
    st.builds(entry, st.sampled_from("abcdef"), text=st.sampled_from(["x", "y"])), unique_by=lambda one: one.guid
)


@given(plain_entries, plain_entries)
def test_reading_only_what_is_not_known_brings_what_reading_all_brings(before: list[Entry], now: list[Entry]) -> None:
    first = read_whole(*before)
    known = [one for one in now if one in before]
    unknown = [one for one in now if one not in before]
    if not known or not unknown:
        return
    short = beside(known, unknown, first)
    whole = read_whole(*now, after=first, now=NOW + timedelta(minutes=5))
    assert short is not None
    assert set(short.articles) == set(whole.articles)
    assert (short.seen, short.new, short.listed) == (whole.seen, whole.new, whole.listed)


def test_an_entry_that_claims_the_identity_of_one_left_out_is_a_doubt() -> None:
    first = read_whole(entry("a", text="one"), entry("b", text="two"))
    assert beside([entry("a", text="one")], [entry("a", text="another")], first) is None


def test_two_unread_entries_of_one_identity_are_a_doubt() -> None:
    first = read_whole(entry("a", text="one"))
    assert beside([entry("a", text="one")], [entry("c", text="1"), entry("c", text="2")], first) is None


def test_a_document_in_which_an_identity_stands_twice_is_not_plain() -> None:
    assert read_whole(entry("a"), entry("b")).seen.is_plain
    assert not read_whole(entry("a", text="one"), entry("a", text="two")).seen.is_plain


def test_an_address_that_moves_to_https_or_drops_its_www_stays_the_same_article() -> None:
    ids = {news(entry(f"{scheme}x.example/1")).articles[0].id for scheme in ("http://", "https://", "https://www.")}
    assert len(ids) == 1
