"""Which article an entry is, and whether its text is new. Pure.

An entry is known by its GUID, else its link, else its words. A GUID that stands twice in one document names
nothing by itself; link, and if need be the place in the document, are added to it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.contracts.article import Article, FeedReference
from services.contracts.feed import SeenEntries, SeenEntry
from services.contracts.vocabulary import FeedKind
from services.ingest.aggregators import credited
from services.ingest.entries import Document, Entry
from services.runtime.identifiers import stable_id

MAX_REVISIONS = 25
"""Of one article: the first and 24 edits. Some sites change a counter in the text at every request."""

FORGET_UNLISTED_AFTER = timedelta(days=30)
"""Feeds list old entries anew after repairs; most do so within weeks."""

EARLIEST_DATE = datetime(1990, 1, 1, tzinfo=UTC)
FURTHEST_AHEAD = timedelta(days=366)
"""An entry dated outside of these is taken as undated: broken software writes the years 1, 1970 and 9999, and law is
computed from the day of the news."""

_SCHEME = re.compile(r"^https?://(?:www\.)?(?=[^/])", re.IGNORECASE)

MAX_PAGE_FETCHES = 4
"""Of one article: the first and three after its summary was changed. Further changes of it are left out."""

MAX_REMEMBERED = 4000
"""Twice the entries of the longest document; as JSON about 600 kB, and a stored value may have 1 MB."""


@dataclass(frozen=True)
class News:
    """What a document brings: the articles to publish, oldest first, and what is remembered afterwards."""

    articles: tuple[Article, ...]
    seen: SeenEntries
    listed: int
    new: int
    """Entries never seen before; `articles` holds new texts of known ones as well."""
    frozen: int = 0
    """Listed entries that were edited so often that further edits are left out."""
    renewed: tuple[Article, ...] = ()
    """New summaries of articles whose page was read: not to be published unless the page can't be had again."""

    @property
    def changed(self) -> int:
        """New texts of known entries."""
        return len(self.articles) + len(self.renewed) - self.new


def content_hash(entry: Entry) -> str:
    """Names the words of an entry. Dates and links are left out: they change without anything being said."""
    return stable_id("txt", entry.title, entry.text).removeprefix("txt_")


def keyed(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Each entry with its key, unique in the document; exact repetitions are left out."""
    entries = list(dict.fromkeys(entries))
    first = [_own_key(entry) for entry in entries]
    repeated = _repeated(first)
    second = [
        f"{key}\n{entry.url or ''}" if key in repeated else key for key, entry in zip(first, entries, strict=True)
    ]
    still_repeated = _repeated(second)
    # Places are counted from the end: new entries come in at the top and must not move the old ones.
    places: Counter[str] = Counter()
    keys = []
    for key in reversed(second):
        places[key] += 1
        keys.append(f"{key}\n{places[key]}" if key in still_repeated else key)
    return list(zip(reversed(keys), entries, strict=True))


def _own_key(entry: Entry) -> str:
    if entry.guid:
        return f"guid\n{_without_scheme(entry.guid)}"
    if entry.url:
        return f"link\n{_without_scheme(entry.url)}"
    return f"text\n{content_hash(entry)}"


def _without_scheme(name: str) -> str:
    """An address without what changes when a site moves to https or drops its www; anything else as it is."""
    return _SCHEME.sub("", name, count=1)


def _repeated(keys: Iterable[str]) -> set[str]:
    return {key for key, count in Counter(keys).items() if count > 1}


def news_in(
    document: Document,
    seen: SeenEntries,
    feed: FeedReference,
    now: datetime,
    *,
    pieces: Sequence[str] = (),
) -> News:
    """The articles that are new or changed since `seen`. `pieces` are the names of the document's entries as bytes."""
    news = _news(document, seen, feed, now, pieces=pieces, unread={})
    if news is None:  # cannot be: nothing is left unread
        raise AssertionError
    return news


def news_beside(
    document: Document,
    unread: Mapping[str, str],
    seen: SeenEntries,
    feed: FeedReference,
    now: datetime,
    *,
    pieces: Sequence[str],
) -> News | None:
    """The same for a document from which known entries were left out: `unread` has their pieces by article id.

    None when an entry may be one of those left out: then only the whole document tells who is who.
    """
    return _news(document, seen, feed, now, pieces=pieces, unread=unread)


def _news(
    document: Document,
    seen: SeenEntries,
    feed: FeedReference,
    now: datetime,
    *,
    pieces: Sequence[str],
    unread: Mapping[str, str],
) -> News | None:
    second = now.replace(microsecond=0)
    remembered = dict(_still_listed_until(seen, second))
    for article_id in unread:
        remembered[article_id] = remembered[article_id].model_copy(update={"last_listed_at": second})
    articles: list[Article] = []
    renewed: list[Article] = []
    entries = keyed(document.entries)
    # What is broken is guessed at, and a guess at all of it may differ from one at a part.
    is_certain = document.note is None and 0 < len(pieces) == document.found
    is_plain = is_certain and not _repeated([_own_key(entry) for _, entry in entries])
    new = 0
    for key, entry in reversed(entries):
        article_id = stable_id("art", feed.id, key)
        if unread and (article_id in unread or not is_plain):
            return None
        known = remembered.get(article_id)
        new += known is None
        words = content_hash(entry)
        piece = pieces[entry.place] if is_plain else None
        current = _revised(known, words, second).model_copy(update={"piece_hash": piece})
        remembered[article_id] = current
        if known is None or current.revision > known.revision:
            made = _article(article_id, entry, current, document, feed, now)
            (renewed if current.page_hash else articles).append(made)
    kept = SeenEntries(entries=_pruned(remembered, second), is_plain=is_plain)
    frozen = sum(_is_frozen(entry) and entry.last_listed_at == second for entry in kept.entries.values())
    return News(tuple(articles), kept, len(entries) + len(unread), new, frozen, tuple(renewed))


def message_id(article: Article) -> str:
    """The `Nats-Msg-Id`: the same when the same version is published again.

    The revision belongs to it: a text that is changed and changed back within the stream's window is a third
    version, not the first one again.
    """
    return stable_id("msg", article.id, article.revision, article.content_hash)


def _revised(known: SeenEntry | None, words: str, now: datetime) -> SeenEntry:
    if known is None:
        return SeenEntry(revision=1, content_hash=words, first_seen_at=now, last_listed_at=now)
    if known.content_hash == words or _is_frozen(known):
        return known.model_copy(update={"last_listed_at": now})
    return known.model_copy(
        update={"revision": known.revision + 1, "content_hash": words, "last_listed_at": now},
    )


def _is_frozen(known: SeenEntry) -> bool:
    """Whether it was edited so often that further edits are left out."""
    asked_too_often = known.page_hash is not None and (known.page_fetches or 0) >= MAX_PAGE_FETCHES
    return known.revision >= MAX_REVISIONS or asked_too_often


def _still_listed_until(seen: SeenEntries, now: datetime) -> Iterable[tuple[str, SeenEntry]]:
    """What is remembered. The entries of the last document were listed until now, however long it stood unchanged.

    They get the second before, so that the next time they are told from those that this document lists.
    """
    last = max((entry.last_listed_at for entry in seen.entries.values()), default=None)
    just_now = now - timedelta(seconds=1)
    for article_id, entry in seen.entries.items():
        was_listed = entry.last_listed_at == last
        yield article_id, entry.model_copy(update={"last_listed_at": just_now}) if was_listed else entry


def _pruned(remembered: dict[str, SeenEntry], now: datetime) -> dict[str, SeenEntry]:
    kept = {key: entry for key, entry in remembered.items() if now - entry.last_listed_at < FORGET_UNLISTED_AFTER}
    if len(kept) <= MAX_REMEMBERED:
        return kept
    newest = sorted(kept.items(), key=lambda item: item[1].last_listed_at, reverse=True)
    return dict(newest[:MAX_REMEMBERED])


def _article(
    article_id: str, entry: Entry, seen: SeenEntry, document: Document, feed: FeedReference, now: datetime
) -> Article:
    publisher, publisher_url = credited(
        entry.source,
        entry.source_url,
        link=entry.url,
        feed_url=feed.url,
        is_aggregator=feed.kind is FeedKind.AGGREGATOR,
    )
    return Article(
        id=article_id,
        revision=seen.revision,
        content_hash=seen.content_hash,
        feed=feed.model_copy(update={"title": feed.title or document.title}),
        url=entry.url,
        title=entry.title,
        text=entry.text,
        language=entry.language or document.language or feed.language,
        published_at=_believable(entry.published_at, now),
        first_seen_at=seen.first_seen_at,
        fetched_at=now,
        publisher=publisher,
        publisher_url=publisher_url,
    )


def _believable(published_at: datetime | None, now: datetime) -> datetime | None:
    if published_at is None or not EARLIEST_DATE <= published_at <= now + FURTHEST_AHEAD:
        return None
    return published_at
