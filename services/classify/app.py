"""The classifier's process: articles in, findings out."""

from services.classify.handlers import OnArticle, article_reader, text_explainer
from services.classify.settings import ClassifySettings
from services.contracts.article import Article
from services.contracts.explain import ExplainText
from services.contracts.streams import ARTICLES
from services.contracts.wanted import ArticleWanted
from services.runtime.clock import utc_now
from services.runtime.consumer import Consumer, consume
from services.runtime.health import health_server
from services.runtime.jetstream import connected
from services.runtime.process import Life
from services.runtime.requests import answering
from services.runtime.settings import NatsSettings, load


async def run(life: Life) -> None:
    """Serve until `life.stopping`."""
    settings = load(ClassifySettings)

    async with (
        connected(load(NatsSettings), name="classify") as bus,
        health_server(settings.health_host, settings.health_port, {"nats": bus.check}),
        answering(bus, ExplainText, text_explainer(settings.score_threshold)),
    ):
        life.announce_ready()
        consumer = Consumer(
            durable="classify",
            stream=ARTICLES.name,
            subject_filter=Article.subject_filter(),
            concurrency=settings.concurrency,
            keeps_stream_clean=True,
            passes_over=(ArticleWanted.subject_filter(),),
        )
        read = article_reader(settings.score_threshold)
        on_article = OnArticle(bus, read, utc_now, full_text_below=settings.full_text_below)
        await consume(bus, consumer, on_article, life)
