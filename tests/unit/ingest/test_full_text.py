"""What becomes of an article when its page was read: one new version, that no later poll takes back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.article import Article, FeedReference, TextFrom
from services.contracts.feed import SeenEntries, SeenEntry
from services.contracts.wanted import ArticleWanted
from services.ingest.entries import Document, Entry
from services.ingest.errors import Unreadable
from services.ingest.full_page import FullPage
from services.ingest.full_text import full_version, given_up, kept, page_hash, reason_to_leave
from services.ingest.identity import MAX_PAGE_FETCHES, News, news_in

NOW = datetime(2025, 7, 1, 12, tzinfo=UTC)
FEED = FeedReference(id="feed_1", url="https://news.example/rss")
TITLE = "Estonia leaves the Ottawa Convention"
SUMMARY = "The government decided it today."
PAGE = FullPage(TITLE, f"{SUMMARY} Estonia will leave the Ottawa Convention six months after its notice of 27 June.")


def polled(summary: str = SUMMARY, seen: SeenEntries | None = None, hours: int = 0) -> News:
    entry = Entry(guid="1", url="https://news.example/1?utm=rss", title=TITLE, text=summary)
    return news_in(Document("News", "en", (entry,)), seen or SeenEntries(), FEED, NOW + timedelta(hours=hours))


def wish(article: Article, *, is_published: bool = True) -> ArticleWanted:
    return ArticleWanted(article=article, reason="the dates", wanted_at=NOW, is_published=is_published)


def with_page(news: News) -> tuple[Article, SeenEntries]:
    """The page's version and what is remembered after it."""
    [article] = news.articles
    known = news.seen.entries[article.id]
    full = full_version(article, PAGE, NOW)
    what = kept(wish(article), known, full.content_hash, is_again=False)
    assert what.entry is not None
    return full.model_copy(update={"revision": what.revision}), SeenEntries(entries={article.id: what.entry})


def test_the_page_is_the_next_revision_of_the_same_article_and_says_where_its_text_is_from() -> None:
    full, seen = with_page(polled())
    assert (full.revision, full.text_from, full.text) == (2, TextFrom.PAGE, PAGE.text)
    assert full.content_hash == page_hash(TITLE, PAGE.text)
    assert seen.entries[full.id].revision == 2


def test_the_next_poll_does_not_flip_it_back_to_the_summary() -> None:
    _, seen = with_page(polled())
    after = polled(seen=seen, hours=1)
    assert (after.articles, after.renewed) == ((), ())


def test_a_changed_summary_asks_for_the_page_again_and_publishes_nothing_itself() -> None:
    _, seen = with_page(polled())
    after = polled("The government decided it today. Corrected.", seen, 1)
    assert after.articles == ()
    assert [article.revision for article in after.renewed] == [3]
    assert after.changed == 1


def test_the_renewed_page_takes_the_revision_that_was_kept_free_for_it() -> None:
    _, seen = with_page(polled())
    after = polled("Corrected.", seen, 1)
    [article] = after.renewed
    what = kept(wish(article, is_published=False), after.seen.entries[article.id], "other words", is_again=False)
    assert what.revision == 3
    assert what.entry is not None
    assert what.entry.page_hash == "other words"


def test_when_the_page_cannot_be_had_again_the_changed_summary_is_published_and_counts_from_then_on() -> None:
    _, seen = with_page(polled())
    after = polled("Corrected.", seen, 1)
    [article] = after.renewed
    what = given_up(wish(article, is_published=False), after.seen.entries[article.id])
    assert what.revision == 3
    assert what.entry is not None
    assert what.entry.page_hash is None
    later = polled("Corrected twice.", SeenEntries(entries={article.id: what.entry}), 2)
    assert [one.revision for one in later.articles] == [4]


def test_a_page_that_fails_the_first_time_publishes_nothing_and_is_not_asked_for_again() -> None:
    news = polled()
    [article] = news.articles
    what = given_up(wish(article), news.seen.entries[article.id])
    assert what.revision is None
    assert reason_to_leave(wish(article), what.entry, is_again=False) == "asked for before"


def test_a_summary_that_changes_for_ever_does_not_make_us_fetch_for_ever() -> None:
    _, seen = with_page(polled())
    [(article_id, entry)] = seen.entries.items()
    worn = SeenEntries(entries={article_id: entry.model_copy(update={"page_fetches": MAX_PAGE_FETCHES})})
    after = polled("Updated a minute ago.", worn, 1)
    assert (after.articles, after.renewed, after.frozen) == ((), (), 1)


def test_a_wish_delivered_again_after_a_crash_publishes_under_the_revision_it_remembered() -> None:
    news = polled()
    [article] = news.articles
    first = kept(wish(article), news.seen.entries[article.id], "words", is_again=False)
    again = kept(wish(article), first.entry, "words", is_again=True)
    assert (first.revision, again.revision) == (2, 2)
    assert again.entry is not None
    assert again.entry.page_hash == "words"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{TITLE}. {SUMMARY}"[:40], "no more text"),
        ("Accept all cookies to continue. " * 20, "something else"),
    ],
)
def test_a_page_that_says_no_more_or_something_else_is_no_new_version(text: str, why: str) -> None:
    [article] = polled(f"{TITLE}. {SUMMARY}").articles
    with pytest.raises(Unreadable, match=why):
        full_version(article, FullPage("", text), NOW)


def test_the_summary_stays_in_front_where_the_page_leaves_it_out() -> None:
    [article] = polled("A lead that only the feed has.").articles
    full = full_version(article, PAGE, NOW)
    assert full.text == f"A lead that only the feed has.\n{PAGE.text}"


def test_the_canonical_address_is_taken_from_its_own_site_only() -> None:
    [article] = polled().articles
    own = FullPage(TITLE, PAGE.text, canonical_url="https://www.news.example/1")
    assert full_version(article, own, NOW).url == "https://www.news.example/1"
    other = FullPage(TITLE, PAGE.text, canonical_url="https://elsewhere.example/1")
    assert full_version(article, other, NOW).url == "https://news.example/1?utm=rss"


def test_a_date_on_the_page_is_used_where_the_feed_has_none_unless_it_lies_ahead() -> None:
    [article] = polled().articles
    dated = full_version(article, FullPage(TITLE, PAGE.text, published_on="2025-06-30"), NOW)
    assert dated.published_at == datetime(2025, 6, 30, tzinfo=UTC)
    ahead = full_version(article, FullPage(TITLE, PAGE.text, published_on="2031-06-30"), NOW)
    assert ahead.published_at is None


def test_a_redirecting_aggregator_is_never_asked() -> None:
    [article] = polled().articles
    link = article.model_copy(update={"url": "https://news.google.com/rss/articles/CBMi?oc=5"})
    assert reason_to_leave(wish(link), None, is_again=False) == "no address of its own"


@given(
    revision=st.integers(1, 30),
    carried=st.integers(1, 30),
    is_published=st.booleans(),
    is_again=st.booleans(),
    old=st.none() | st.sampled_from(["a", "b"]),
    words=st.sampled_from(["a", "b"]),
)
def test_a_revision_never_goes_back_and_what_is_published_is_what_is_remembered(
    revision: int, carried: int, is_published: bool, is_again: bool, old: str | None, words: str
) -> None:
    [article] = polled().articles
    asked = wish(article.model_copy(update={"revision": carried}), is_published=is_published)
    known = SeenEntry(
        revision=revision, content_hash="summary", first_seen_at=NOW, last_listed_at=NOW, page_hash=old, page_fetches=1
    )
    what = kept(asked, known, words, is_again=is_again)
    after = what.entry or known
    assert after.revision >= revision
    assert after.content_hash == "summary"
    assert after.page_hash == words
    if what.revision is not None:
        assert what.revision == after.revision
