"""Feeds that list other outlets' news: whom each item credits, and which of their links lead nowhere. Pure.

Runs in the parse workers too: standard library only.
"""

from urllib.parse import urlsplit

REDIRECTING = frozenset(("news.google.com", "news.url.google.com"))
"""Hosts whose links are followed by browsers only. They are never fetched."""

_MOST_CHARACTERS = 300


def is_redirecting(url: str) -> bool:
    """Whether the address only leads on to the article, by a script."""
    return host_of(url) in REDIRECTING


def host_of(url: str | None) -> str:
    """The host without its `www.`, or nothing."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def credited(
    source: str | None, source_url: str | None, *, link: str | None, feed_url: str, is_aggregator: bool
) -> tuple[str | None, str | None]:
    """Name and address of an item's publisher, or two times None where that is who keeps the feed.

    An item's own `<source>` comes first. Of an aggregator's items without one, the link's host tells.
    """
    if source and host_of(source_url) != host_of(feed_url):
        return source[:_MOST_CHARACTERS], source_url
    host = host_of(link)
    if is_aggregator and host and host != host_of(feed_url) and host not in REDIRECTING:
        return host, f"https://{host}/"
    return None, None


def without_credit(title: str, source: str | None) -> str:
    """The title without the “ - Outlet” that aggregators put behind it."""
    for dash in (" - ", " – ", " — ", " | "):
        if source and title.endswith(f"{dash}{source}") and len(title) > len(dash) + len(source):
            return title[: -len(dash) - len(source)].rstrip()
    return title
