"""Find the feed behind an address that somebody gave, with as few requests as can be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from services.contracts.feed_requests import Candidate
from services.ingest.entries import Document
from services.ingest.errors import FeedTrouble, FetchFailed, Unreadable
from services.ingest.fetch import FEED_TYPES, Answer, Fetcher
from services.ingest.parse_pool import ParsePool
from services.ingest.verdict import refusal
from services.runtime.clock import Clock

WELL_KNOWN = ("/feed", "/rss.xml", "/feed.xml", "/atom.xml")
"""Where most sites that name no feed have one. No more of them: asking for what is not there is bad manners."""

_MOST_NAMED = 3
_PAGE_TYPES = f"{FEED_TYPES}, text/html;q=0.8"
_GITHUB = re.compile(r"^/([\w.-]+/[\w.-]+)(?:/(?:releases|tags)?)?/?$")


@dataclass(frozen=True)
class Found:
    """The feed that was found and read, and what else the address names."""

    candidates: tuple[Candidate, ...]
    """The one that was read first."""
    document: Document
    steps: tuple[str, ...]


def known_feeds(url: str) -> Iterator[str]:
    """Where the big platforms keep the feed of a page of theirs. Pure."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    words = [word for word in parts.path.split("/") if word]
    if host == "youtube.com":
        playlist = parse_qs(parts.query).get("list")
        if playlist:
            yield f"https://www.youtube.com/feeds/videos.xml?playlist_id={playlist[0]}"
        elif len(words) >= 2 and words[0] == "channel":
            yield f"https://www.youtube.com/feeds/videos.xml?channel_id={words[1]}"
    elif host == "github.com" and (repository := _GITHUB.match(parts.path)):
        yield f"https://github.com/{repository[1]}/releases.atom"
    elif host in ("reddit.com", "old.reddit.com") and len(words) >= 2 and words[0] in ("r", "user"):
        yield f"https://www.reddit.com/{words[0]}/{words[1]}/.rss"
    elif host == "medium.com" and words:
        yield f"https://medium.com/feed/{words[0]}"
    elif host.endswith(".substack.com"):
        yield f"https://{host}/feed"


@dataclass(frozen=True)
class Discovery:
    """What looking for a feed needs."""

    fetcher: Fetcher
    pool: ParsePool
    clock: Clock

    async def find(self, url: str) -> Found:
        """The feed at `url`, or named by the page there; raises `FeedTrouble` that says what was tried."""
        steps: list[str] = []
        for address in known_feeds(url):
            found = await self._try(Candidate(url=address, found="where this platform keeps its feeds"), steps)
            if found is not None:
                return found
        answer = await self._get(url)
        given = Candidate(url=_settled(url, answer), found="the address itself is a feed")
        try:
            return self._made(given, await self._read(answer), (), steps)
        except Unreadable as error:
            steps.append(f"{url}: {error}")
        named = await self._named(answer, steps)
        for candidate in named[:_MOST_NAMED]:
            found = await self._try(candidate, steps, named)
            if found is not None:
                return found
        if not named:
            for path in WELL_KNOWN:
                usual = Candidate(url=urljoin(answer.url, path), found="at a usual place; the page names no feed")
                found = await self._try(usual, steps)
                if found is not None:
                    return found
        raise Unreadable("no feed was found there. " + "; ".join(steps))

    async def _named(self, answer: Answer, steps: list[str]) -> tuple[Candidate, ...]:
        kind = answer.headers.get("content-type", "")
        links = await self.pool.read_links(answer.body, content_type=kind, url=answer.url)
        steps.append(f"the page names {len(links)} feed{'' if len(links) == 1 else 's'}")
        return tuple(Candidate(url=address, title=title, found="named by the page") for address, title in links)

    async def _try(self, candidate: Candidate, steps: list[str], others: tuple[Candidate, ...] = ()) -> Found | None:
        try:
            answer = await self._get(candidate.url)
            document = await self._read(answer)
        except FeedTrouble as error:
            steps.append(f"{candidate.url}: {error}")
            return None
        settled = candidate.model_copy(update={"url": _settled(candidate.url, answer)})
        return self._made(settled, document, tuple(one for one in others if one is not candidate), steps)

    @staticmethod
    def _made(taken: Candidate, document: Document, others: tuple[Candidate, ...], steps: list[str]) -> Found:
        steps.append(f"{taken.url}: a feed of {len(document.entries)} entries, {taken.found}")
        titled = taken.model_copy(update={"title": document.title or taken.title})
        return Found((titled, *others), document, tuple(steps))

    async def _get(self, url: str) -> Answer:
        answer = await self.fetcher.get(url, accept=_PAGE_TYPES)
        refused = refusal(answer, self.clock())
        if refused is not None:
            raise FetchFailed(refused.words, weight=refused.weight)
        return answer

    async def _read(self, answer: Answer) -> Document:
        kind = answer.headers.get("content-type", "")
        return await self.pool.read_feed(answer.body, content_type=kind, url=answer.url)


def _settled(url: str, answer: Answer) -> str:
    """The address to keep: where the server says that the feed has moved for good."""
    return answer.url if answer.is_moved else url
