"""What the classifier does with each article."""

import asyncio
from collections.abc import Callable

from services.classify.reading import Reading
from services.classify.rules_version import RULES_VERSION
from services.contracts.article import Article
from services.contracts.finding import Findings
from services.runtime.clock import Clock
from services.runtime.consumer import Delivery
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus

Read = Callable[[Article], Reading]


class OnArticle:
    """Reads each article and publishes what it says."""

    def __init__(self, bus: Bus, read: Read, clock: Clock) -> None:
        self._bus = bus
        self._read = read
        self._clock = clock

    async def __call__(self, delivery: Delivery) -> None:
        """Handle one delivery; raises `InvalidMessage` for what is no article."""
        article = Article.decode(delivery.data)
        # In a thread, so that the connection's pings and "still working" are sent during a long text.
        reading = await asyncio.to_thread(self._read, article)
        if not reading.findings and article.revision == 1:
            return
        # A later revision is told even when it says nothing: it takes back what the earlier one said.
        findings = Findings(
            article=article,
            language=reading.language,
            rules_version=RULES_VERSION,
            read_at=self._clock(),
            findings=reading.findings,
        )
        message_id = stable_id("fnd", article.id, article.revision, article.content_hash, RULES_VERSION)
        await self._bus.publish(findings, message_id=message_id)
