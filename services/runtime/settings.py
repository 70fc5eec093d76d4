"""Settings that more than one service reads, and how settings are read at all.

Every setting is an environment variable `OTTAWATCH_<SECTION>_<FIELD>`, derived from the class here or in a
service's `settings.py`, never typed twice. docs/configuration.md is generated from these classes.
"""

import ipaddress
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.runtime.errors import BadConfiguration

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
Section = TypeVar("Section", bound=BaseSettings)


def split_by_comma(value: Any) -> Any:
    """`"a, b"` as `["a", "b"]`; anything but a string unchanged."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


class NatsSettings(BaseSettings):
    """Where NATS is and who we are there."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_NATS_")

    url: str = Field("nats://127.0.0.1:4222", description="Address of the NATS server (comma-separated for a cluster).")
    user: str | None = Field(None, description="User name at the NATS server.")
    password: SecretStr | None = Field(None, description="Password at the NATS server.")
    replicas: int = Field(
        1, ge=1, le=5, description="Copies JetStream keeps of each stream; 3 on a three-node cluster."
    )
    stream_scale: float = Field(
        1.0,
        gt=0,
        description="Multiplies every stream's size limit (3.3 GiB together at 1.0): "
        "JetStream reserves that much disk, so a small disk needs less.",
    )


class DatabaseSettings(BaseSettings):
    """Where events and alerts are kept."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_DATABASE_")

    url: SecretStr | None = Field(
        None,
        description="PostgreSQL, as `postgresql+asyncpg://user:password@host/name`. "
        "Without it, SQLite files in `directory`.",
    )
    directory: Path = Field(Path("data"), description="Folder of the SQLite files `events.db` and `alerts.db`.")


class NetworkSettings(BaseSettings):
    """What feeds and webhooks may reach."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_")

    allowed_private_networks: Annotated[tuple[IpNetwork, ...], NoDecode, BeforeValidator(split_by_comma)] = Field(
        (),
        description="CIDRs, comma-separated. Feeds and webhooks may reach these although they are not public "
        "addresses; there, and only there, a webhook may be plain http. Default none, because a feed or webhook "
        "address is outside input and must not become a way into the operator's network.",
    )


class LogSettings(BaseSettings):
    """How logs look."""

    model_config = SettingsConfigDict(env_prefix="OTTAWATCH_LOG_")

    level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least severe level written.")
    format: str = Field("json", pattern="^(json|text)$", description="`json` for machines, `text` for people.")


def load(section: type[Section], **overrides: Any) -> Section:
    """The settings of `section` from the environment; raises `BadConfiguration` that names the variables."""
    try:
        return section(**overrides)
    except ValidationError as error:
        prefix = section.model_config.get("env_prefix", "")
        lines = [
            f"{prefix}{'_'.join(str(part) for part in e['loc'][:1])}".upper() + f": {e['msg']}" for e in error.errors()
        ]
        raise BadConfiguration("; ".join(lines)) from error
