"""Structured logs on standard error."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

import structlog

from services.runtime.settings import LogSettings

_SECRET_WORDS = ("secret", "password", "token", "authorization", "api_key")


def _hide_secrets(_logger: Any, _method: str, fields: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The last guard: a field named like a secret never reaches the output, whoever logged it."""
    for name, value in fields.items():
        fields[name] = _without_secrets(name, value)
    return fields


def _without_secrets(name: str, value: Any) -> Any:
    """The value to log under `name`: "hidden" for a secret, and what is nested is looked through."""
    if any(word in name.lower() for word in _SECRET_WORDS):
        return "hidden"
    if isinstance(value, Mapping):
        return {key: _without_secrets(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple) and name != "exc_info":
        return [_without_secrets(name, inner) for inner in value]
    return value


def configure_logs(settings: LogSettings, *, service: str) -> None:
    """Send this process's logs, structlog's and the standard library's alike, to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_secrets,
    ]
    renderer: structlog.typing.Processor
    if settings.format == "text":
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # Where the package rich is installed the default would print every local variable, secrets among them.
            exception_formatter=structlog.dev.plain_traceback,
        )
    else:
        shared.append(structlog.processors.format_exc_info)
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    level = logging.getLevelNamesMapping()[settings.level.upper()]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "nats", "uvicorn", "aiosqlite", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.contextvars.bind_contextvars(service=service)
