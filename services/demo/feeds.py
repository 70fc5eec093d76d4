"""The invented publishers of the demo. Their `.example` names are reserved, so none can be mistaken for a real one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.contracts.vocabulary import FeedKind

POLL_INTERVAL_SECONDS = 1
"""The demo squeezes weeks into a second, so its feeds are asked every second."""


class FeedFormat(StrEnum):
    """What a publisher's feed is written in."""

    RSS = "rss"
    ATOM = "atom"


@dataclass(frozen=True)
class Publisher:
    """One invented publisher and its feed."""

    id: str
    title: str
    kind: FeedKind
    language: str | None = None
    """None where the publisher carries several languages."""
    country: str | None = None
    format: FeedFormat = FeedFormat.RSS

    @property
    def host(self) -> str:
        """The publisher's home, under a top-level domain that is reserved and never resolves."""
        return f"{self.id}.example"

    @property
    def feed_path(self) -> str:
        """Where the local feed site serves this publisher's feed."""
        return f"/feeds/{self.id}.xml"


PUBLISHERS: tuple[Publisher, ...] = (
    Publisher("northern-wire", "Northern Wire", FeedKind.AGENCY, "en"),
    Publisher("harbour-gazette", "The Harbour Gazette", FeedKind.NEWSPAPER, "en", format=FeedFormat.ATOM),
    Publisher("ore-and-ordnance", "Ore & Ordnance", FeedKind.TRADE, "en"),
    Publisher("goniec-rzeczny", "Goniec Rzeczny", FeedKind.NEWSPAPER, "pl", "PL"),
    Publisher("radio-dwie-rzeki", "Radio Dwie Rzeki", FeedKind.BROADCASTER, "pl", "PL"),
    Publisher("baltic-mosaic", "Baltic Mosaic", FeedKind.AGGREGATOR),
    Publisher("elbwarte", "Elbwarte", FeedKind.NEWSPAPER, "de", "DE"),
    Publisher("world-relay", "World Relay", FeedKind.AGGREGATOR),
)


def feeds_toml(site_url: str, publishers: Sequence[Publisher] = PUBLISHERS) -> str:
    """The feeds file that has Ottawatch poll `publishers` at the local feed site."""
    return "\n".join(_entry(site_url, publisher) for publisher in publishers)


def _entry(site_url: str, publisher: Publisher) -> str:
    texts = {
        "url": site_url + publisher.feed_path,
        "title": publisher.title,
        "kind": publisher.kind.value,
        "language": publisher.language,
        "country": publisher.country,
    }
    # A TOML basic string is written like a JSON string.
    lines = [f"{name} = {json.dumps(text)}" for name, text in texts.items() if text is not None]
    return "\n".join(["[[feeds]]", *lines, f"interval = {POLL_INTERVAL_SECONDS}", ""])
