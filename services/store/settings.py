"""What the store service reads from its environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    """How store runs. Where its database and NATS are stands in their own sections."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_STORE_")

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
