"""The settings of the api service."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

import limits
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.runtime.settings import split_by_comma


def _with_slash(address: str | None) -> str | None:
    if not address:
        return None
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError("must be an http or https address without query, fragment or credentials")
    return address.rstrip("/") + "/"


def _is_rate(words: str | None) -> str | None:
    if not words:
        return None
    try:
        limits.parse(words)
    except ValueError as error:
        raise ValueError("must read like 100/second or 3000/minute") from error
    return words


class ApiSettings(BaseSettings):
    """Where the api listens, who may use it, and how webhooks are delivered."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_API_")

    host: str = Field(
        "127.0.0.1",
        description="Address to listen on. Loopback by default, because reading there needs no key; "
        "everywhere else every request needs one.",
    )
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    admin_key_file: Path | None = Field(
        None,
        description="File of the first admin key, one line. It is read if it exists; otherwise a key is made and "
        "written there, readable by the owner alone.",
    )
    admin_key: SecretStr | None = Field(
        None,
        description="The first admin key itself, at least 32 characters, for containers that get secrets from their "
        "environment.",
    )
    secrets_key: SecretStr | None = Field(
        None,
        description="Encrypts the secrets that sign webhooks, at least 32 random characters. Without it the file below "
        "is used, and without either the service does not start: a default would protect nothing.",
    )
    secrets_key_file: Path | None = Field(
        None,
        description="File of that key, one line; made, readable by the owner alone, where it does not exist.",
    )
    secrets_old_keys: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(split_by_comma)] = Field(
        (),
        description="Former secrets keys, comma-separated. To replace the key put the old one here and start once: "
        "all that is stored is sealed with the new one then.",
    )
    max_body_bytes: int = Field(
        64 * 1024, ge=1024, description="Larger request bodies are refused: the longest useful one is far below 64 KiB."
    )
    public_url: Annotated[str | None, AfterValidator(_with_slash)] = Field(
        None,
        description="Our address as clients know it, where a proxy stands before us, with its path if it has one "
        "(`https://watch.example.org/mines`). Links in feeds and redirects are built on it, and the path may stay on "
        "the requests or be taken off. Default: the address each request was sent to.",
    )
    rate_limit: Annotated[str | None, AfterValidator(_is_rate)] = Field(
        "3000/minute",
        description="How often one key may ask, as in `100/second` or `3000/minute`; empty for no limit. Counted by "
        "each api process. Reading on the machine itself without a key is not limited.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode, BeforeValidator(split_by_comma)] = Field(
        (),
        description="Web origins whose scripts may use the API (`https://desk.example.org`), comma-separated. Default "
        "none: a foreign page could otherwise use whatever key its visitor gives it.",
    )
    stream_clients: int = Field(
        1000, ge=1, description="Open event streams at a time; one more is told to come back later."
    )
    webhook_connect_seconds: float = Field(
        5.0, gt=0, le=10, description="Time for connecting to a webhook, so that a black hole is noticed early."
    )
    webhook_total_seconds: float = Field(
        15.0,
        gt=0,
        le=25,
        description="Time for a whole webhook request, so that a hanging receiver gives its slot back.",
    )
    webhook_concurrency: int = Field(
        128, ge=1, le=1000, description="Webhook requests under way at a time, over all subscriptions."
    )
    webhook_per_subscription: int = Field(
        4,
        ge=1,
        description="Webhook requests under way at a time to one subscription (1 while its last one failed): "
        "a receiver that hangs costs only these.",
    )
    webhook_lease_seconds: float = Field(
        30.0,
        gt=0,
        le=30,
        description="How long a delivery belongs to the process that took it. After a crash it is tried again once "
        "this has passed; it must outlast a request.",
    )
    webhook_waits_seconds: Annotated[tuple[float, ...], NoDecode, BeforeValidator(split_by_comma)] = Field(
        (5, 60, 600, 3_600, 10_800, 28_800, 43_200, 86_400, 86_400),
        description="Waits between the tries of a delivery, in seconds, comma-separated: ten tries over three days by "
        "default, enough for a receiver that breaks on a Friday night. Each is spread by a fifth to either side.",
    )

    webhook_disable_after_days: float = Field(
        5.0,
        gt=0,
        description="A subscription whose every delivery failed for so long is disabled, and its owner's other "
        "subscriptions are told. One success in between begins the count anew.",
    )
    webhook_log_days: int = Field(
        90,
        ge=1,
        description="How long finished deliveries stay in the log, and tests, heartbeats and digests in the book. "
        "Alerts about events stay for good.",
    )

    @model_validator(mode="after")
    def _lease_outlasts_a_request(self) -> Self:
        if self.webhook_lease_seconds <= self.webhook_total_seconds:
            raise ValueError("webhook_lease_seconds must be longer than webhook_total_seconds")
        return self

    @property
    def address(self) -> str:
        """What the links in alerts begin with."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @model_validator(mode="after")
    def _keys_are_long(self) -> Self:
        if self.admin_key is not None and len(self.admin_key.get_secret_value()) < 32:
            raise ValueError("admin_key must have at least 32 characters; `ottawatch keys create` makes good ones")
        if self.secrets_key is not None and len(self.secrets_key.get_secret_value()) < 32:
            raise ValueError("secrets_key must have at least 32 characters; `openssl rand -hex 32` makes a good one")
        return self
