"""What the classifier does with each article."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from services.classify.explain import explain
from services.classify.reading import Reading, read
from services.classify.rules_version import rules_version
from services.classify.thin import missing_from
from services.contracts.article import Article
from services.contracts.explain import ExplainText, Explanation
from services.contracts.finding import Findings
from services.contracts.wanted import ArticleWanted
from services.runtime.clock import Clock
from services.runtime.consumer import Delivery
from services.runtime.identifiers import stable_id
from services.runtime.jetstream import Bus

Read = Callable[[Article], Reading]


class OnArticle:
    """Reads each article and publishes what it says, and asks for the page where the feed carries too little of it."""

    def __init__(self, bus: Bus, read: Read, clock: Clock, *, full_text_below: int = 0) -> None:
        self._bus = bus
        self._read = read
        self._clock = clock
        self._full_text_below = full_text_below

    async def __call__(self, delivery: Delivery) -> None:
        """Handle one delivery; raises `InvalidMessage` for what is no article."""
        article = Article.decode(delivery.data)
        # In a thread, so that the connection's pings and "still working" are sent during a long text.
        reading = await asyncio.to_thread(self._read, article)
        missing = missing_from(article, reading, below_characters=self._full_text_below)
        if missing is not None:
            wanted = ArticleWanted(article=article, reason=missing, wanted_at=self._clock())
            await self._bus.publish(wanted, message_id=wanted_id(article))
        if not reading.findings and article.revision == 1:
            return
        # A later revision is told even when it says nothing: it takes back what the earlier one said.
        findings = findings_message(article, reading, self._clock())
        await self._bus.publish(findings, message_id=findings_id(findings))


def article_reader(score_threshold: float) -> Read:
    """How the service reads an article: hinted by its feed, dated by its entry."""

    def read_article(article: Article) -> Reading:
        return read(
            article.title,
            article.text,
            language=article.language or article.feed.language,
            published_on=(article.published_at or article.first_seen_at).date(),
            score_threshold=score_threshold,
        )

    return read_article


def text_explainer(score_threshold: float) -> Callable[[ExplainText], Awaitable[Explanation]]:
    """How the service answers who asks why a text is, or is not, a finding."""

    async def explain_text(question: ExplainText) -> Explanation:
        explained = await asyncio.to_thread(
            explain,
            question.title,
            question.text,
            language=question.language,
            published_on=question.published_on,
            score_threshold=score_threshold,
        )
        return Explanation.model_validate(explained.as_dict())

    return explain_text


def findings_message(article: Article, reading: Reading, now: datetime) -> Findings:
    """What the current rules say of the article, as a message."""
    return Findings(
        article=article,
        language=reading.language,
        rules_version=rules_version(),
        read_at=now,
        findings=reading.findings,
    )


def wanted_id(article: Article) -> str:
    """One id for one article: its page is asked for once."""
    return stable_id("wnt", article.id)


def findings_id(findings: Findings) -> str:
    """One id for one version of an article under one version of the rules: read twice, it is told once."""
    article = findings.article
    return stable_id("fnd", article.id, article.revision, article.content_hash, findings.rules_version)
