"""What the store service reads from its environment."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.store.keeping import Keeping


class StoreSettings(BaseSettings):
    """How store runs. Where its database and NATS are stands in their own sections."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_STORE_", env_parse_none_str="none", env_ignore_empty=True)

    health_host: str = Field(
        "127.0.0.1",
        description="Address on which `/livez`, `/readyz` and `/metrics` are served. Loopback by default, because "
        "they ask for no key; a container sets 0.0.0.0 so that its orchestrator reaches them.",
    )
    health_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port of the same; without it they are not served, because `ottawatch run` watches its children "
        "by itself and a fixed port would collide with the other services.",
    )
    clock_seconds: float = Field(
        60.0,
        gt=0,
        description="How often the clocks of notices are looked at, in seconds. Their marks fall on days, so that a "
        "minute is soon enough; a look costs one query over an index.",
    )
    outbox_days: int | None = Field(
        30,
        ge=1,
        description="Alerts that were told stay this many days in the events database, for looking into; `none` "
        "keeps them for ever. What the api lists at `/v1/alerts` is its own and is not touched.",
    )
    texts_days: int | None = Field(
        None,
        ge=30,
        description="After this many days an article's text is taken out of the database; its title, its facts, its "
        "quotes and its events stay, the words alone can be searched no more. None keeps texts for ever: a decade of "
        "this news is a few GB.",
    )
    idle_findings_days: int | None = Field(
        None,
        gt=365,
        description="After this many days articles whose findings hang on no event are deleted with them. More than "
        "365, the age of the oldest message in FINDINGS: an older version of such an article, delivered late, would "
        "otherwise be taken for news. None keeps them.",
    )
    archive_directory: Path | None = Field(
        None,
        description="Folder to which articles and findings are written, as compressed JSON lines by month, before the "
        "two settings above take them out of the database; none writes them nowhere.",
    )

    @property
    def keeping(self) -> Keeping:
        """The same as lengths of time."""
        return Keeping(
            _days(self.outbox_days), _days(self.texts_days), _days(self.idle_findings_days), self.archive_directory
        )


def _days(count: int | None) -> timedelta | None:
    return timedelta(days=count) if count is not None else None
