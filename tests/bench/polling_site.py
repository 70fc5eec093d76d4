"""The local site that the polling bench asks: as quick as Python can be, and the same for everybody who polls it.

`/same/<n>` is a feed of twenty entries that never changes and answers 304; `/one/<n>` is a feed of the newest 21
entries, of which one is new whenever `/turn` was asked for; `/new/<n>` is a feed of fifty entries. Every feed has a
host of its own (127.x.y.z), so that nobody gains by keeping one connection open.
"""

import asyncio
import sys

ETAG = b'"as ever"'
WORDS = (
    "The ministry said on Tuesday that the committee would meet again next week to hear what the inspectors found "
    "at the two depots in the north, where work had stopped for the winter &amp; the roads are closed. "
)


def item(feed: str, number: int) -> str:
    """One entry with a text of about 1.2 kB, as newspapers list them."""
    return (
        f"<item><title>Report {number} from the desk of feed {feed}</title>"
        f"<link>https://news{feed}.example/2026/02/story-{number}.html</link>"
        f"<guid isPermaLink='false'>news{feed}-{number}</guid><category>World</category>"
        f"<pubDate>Fri, 20 Feb 2026 12:{number % 60:02d}:00 +0000</pubDate>"
        f"<description>&lt;p&gt;Entry {number}. {WORDS * 2}&lt;/p&gt;&lt;p&gt;{WORDS * 3}&lt;/p&gt;</description>"
        "</item>"
    )


def document(feed: str, first: int, count: int) -> bytes:
    """A feed of `count` entries, the newest, with the highest number, on top."""
    items = "".join(item(feed, number) for number in range(first + count - 1, first - 1, -1))
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>News {feed}</title><link>https://news{feed}.example/</link><language>en</language>{items}"
        "</channel></rss>"
    ).encode()


class Site(asyncio.Protocol):
    """Answers one request after the other on a connection."""

    turn = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._buffer = b""

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            self._transport.write(self._answer(head))

    def _answer(self, head: bytes) -> bytes:
        path = head.split(b" ", 2)[1].decode()
        kind, _, feed = path.strip("/").partition("/")
        if kind == "turn":
            Site.turn += 1
            return _response(b"turned", b"")
        if kind == "same":
            if b"if-none-match" in head.lower():
                return b"HTTP/1.1 304 Not Modified\r\nETag: " + ETAG + b"\r\nContent-Length: 0\r\n\r\n"
            return _response(document(feed, 0, 20), b"ETag: " + ETAG + b"\r\n")
        if kind == "one":
            return _response(document(feed, Site.turn, 21), b"")
        return _response(document(feed, 0, 50), b"")


def _response(body: bytes, headers: bytes) -> bytes:
    length = str(len(body)).encode()
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
        + headers
        + b"Content-Length: "
        + length
        + b"\r\n\r\n"
    ) + body


async def serve() -> None:
    """Listen on every loopback address until standard input closes, and say on which port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Site, "0.0.0.0", 0, backlog=1024)  # noqa: S104 - every 127.x.y.z
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve())
