"""What becomes of an article when its page was read. Pure.

The feed goes on listing its summary. So that the next poll does not take that for a change, `content_hash` of what is
remembered stays the summary's, and the page's own hash stands beside it. When the feed changes its summary afterwards,
the page is asked for again instead of falling back to the thin text (see `services.ingest.identity`).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from services.contracts.article import MAX_TEXT_CHARACTERS, Article, TextFrom
from services.contracts.feed import SeenEntry
from services.contracts.wanted import ArticleWanted
from services.ingest.aggregators import host_of, is_redirecting
from services.ingest.errors import Unreadable
from services.ingest.full_page import FullPage, tells_of
from services.runtime.identifiers import stable_id

LONGER_BY = 1.2
"""A page that says no more than the summary by this factor is not worth a new version."""

_HEAD_CHARACTERS = 80


@dataclass(frozen=True)
class Kept:
    """What to publish and what to remember of it; both None where the page says nothing new."""

    revision: int | None
    entry: SeenEntry | None


def reason_to_leave(wanted: ArticleWanted, known: SeenEntry | None, *, is_again: bool) -> str | None:
    """Why the page is not fetched, or None. `is_again` when the wish itself was delivered before."""
    article = wanted.article
    if article.text_from is TextFrom.PAGE:
        return "it is the page's text already"
    if article.url is None or is_redirecting(article.url):
        return "no address of its own"
    if wanted.is_published and known is not None and known.page_fetches and not is_again:
        return "asked for before"
    return None


def full_version(article: Article, page: FullPage, now: datetime) -> Article:
    """The article with its page's text; raises `Unreadable` when the page is not it or tells no more.

    Its revision is the one it had: what is published gets another.
    """
    if not tells_of(page, article.title, article.text):
        raise Unreadable("the page is about something else: an error page, a wall, or another article")
    if len(page.text) < LONGER_BY * len(article.text):
        raise Unreadable(f"the page holds no more text than the feed ({len(page.text)} characters)")
    text = _with_summary(article.text, page.text)
    canonical = page.canonical_url
    return article.model_copy(
        update={
            "title": article.title or page.title,
            "text": text,
            "content_hash": page_hash(article.title or page.title, text),
            "language": article.language or page.language,
            "author": page.author,
            "published_at": article.published_at or _midnight(page.published_on, now),
            "url": canonical if canonical and host_of(canonical) == host_of(article.url) else article.url,
            "text_from": TextFrom.PAGE,
            "fetched_at": now,
        }
    )


def page_hash(title: str, text: str) -> str:
    """Names the words of a page."""
    return stable_id("txt", title, text).removeprefix("txt_")


def kept(wanted: ArticleWanted, known: SeenEntry | None, words: str, *, is_again: bool) -> Kept:
    """What to publish a page of these `words` as, and what to remember.

    The revision is remembered before it is published. Should we die in between, the wish is delivered again, finds
    its own words remembered, and publishes them under that same revision.
    """
    if known is None:  # forgotten, or no longer on the list: no poll will ever compare with it
        return Kept(wanted.article.revision + 1, None)
    if known.page_hash == words:
        return Kept(known.revision if is_again else None, _asked(known))
    is_reserved = not wanted.is_published and known.revision == wanted.article.revision
    revision = known.revision if is_reserved else known.revision + 1
    return Kept(revision, _asked(known).model_copy(update={"revision": revision, "page_hash": words}))


def given_up(wanted: ArticleWanted, known: SeenEntry | None) -> Kept:
    """The same when the page can't be had: a changed summary that waited for it is published after all."""
    if wanted.is_published:
        return Kept(None, None if known is None else _asked(known))
    is_newest = known is None or known.revision == wanted.article.revision
    entry = None if known is None else _asked(known).model_copy(update={"page_hash": None})
    return Kept(wanted.article.revision if is_newest else None, entry)


def _asked(known: SeenEntry) -> SeenEntry:
    return known.model_copy(update={"page_fetches": (known.page_fetches or 0) + 1})


def _with_summary(summary: str, text: str) -> str:
    """The page's text; the summary before it where the page, as it was extracted, leaves it out."""
    head = " ".join(summary.split())[:_HEAD_CHARACTERS].casefold()
    if not head or head in " ".join(text.split()).casefold():
        return text
    return f"{summary}\n{text}"[:MAX_TEXT_CHARACTERS]


def _midnight(day: str | None, now: datetime) -> datetime | None:
    """The beginning of a stated day that has begun."""
    if day is None:
        return None
    moment = datetime.combine(datetime.fromisoformat(day).date(), time(0), UTC)
    return moment if moment <= now else None
