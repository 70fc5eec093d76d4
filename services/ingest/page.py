"""Fetch one web page as text, for `ottawatch explain URL`."""

from services.ingest.app import parse_pool
from services.ingest.entries import Page
from services.ingest.errors import FetchFailed
from services.ingest.fetch import PAGE_TYPES, Fetcher, open_fetcher
from services.ingest.parse_pool import ParsePool
from services.ingest.settings import IngestSettings
from services.ingest.verdict import refusal
from services.runtime.clock import utc_now
from services.runtime.settings import NetworkSettings


async def fetch_text(url: str, settings: IngestSettings, network: NetworkSettings) -> Page:
    """Title and text of the page at `url`; raises `FeedTrouble` in plain words.

    The same guard, bounds and worker process as for feeds.
    """
    async with open_fetcher(settings, network) as fetcher, parse_pool(settings) as pool:
        return await read_page(url, fetcher, pool)


async def read_page(url: str, fetcher: Fetcher, pool: ParsePool) -> Page:
    """The same with a fetcher and a pool that are there already."""
    answer = await fetcher.get(url, accept=PAGE_TYPES)
    refused = refusal(answer, utc_now())
    if refused is not None:
        raise FetchFailed(refused.words)
    return await pool.read_page(answer.body, content_type=answer.headers.get("content-type", ""))
