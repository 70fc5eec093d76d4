"""`ottawatch openapi` and `ottawatch asyncapi`: what the API and the bus carry, for programs that generate clients."""

import json

from services.commands.asyncapi import asyncapi


def print_openapi() -> int:
    """Print the description of the HTTP API (OpenAPI 3.1); answers the exit code."""
    from services.api.asgi import face  # a web framework is loaded for this command alone

    print(as_text(face().openapi()))  # noqa: T201
    return 0


def print_asyncapi() -> int:
    """Print the description of the NATS subjects (AsyncAPI 3.0); answers the exit code."""
    print(as_text(asyncapi()))  # noqa: T201
    return 0


def as_text(document: dict[str, object]) -> str:
    """A description as it is printed and kept in docs/."""
    return json.dumps(document, indent=2, ensure_ascii=False)
