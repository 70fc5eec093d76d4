"""The AsyncAPI document of the bus, made of the very classes that travel on it."""

import inspect
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from services.contracts import feed_requests
from services.contracts.article import Article
from services.contracts.dead_letter import DeadLetter
from services.contracts.event import EventChanged
from services.contracts.explain import ExplainText, Explanation
from services.contracts.finding import Findings
from services.contracts.message import Message
from services.contracts.operations import FeedFailing
from services.contracts.review import Review
from services.contracts.streams import STREAMS
from services.contracts.wanted import ArticleWanted

FLOWS: dict[type[Message], tuple[str, tuple[str, ...]]] = {
    Article: ("ingest", ("classify",)),
    ArticleWanted: ("classify", ("ingest",)),
    Findings: ("classify", ("store",)),
    EventChanged: ("store", ("api",)),
    Review: ("api", ("store",)),
    FeedFailing: ("ingest", ("api",)),
    DeadLetter: ("every service", ()),
}
"""Who publishes each message, and who reads it."""

REQUESTS: dict[type[BaseModel], tuple[str, str]] = {
    ExplainText: ("api", "classify"),
    **{
        kind: ("api", "ingest")
        for _, kind in inspect.getmembers(feed_requests, inspect.isclass)
        if issubclass(kind, BaseModel) and kind.__module__ == feed_requests.__name__ and "subject" in vars(kind)
    },
}
"""Who asks each question, and who answers it."""

_ANSWERS: dict[type[BaseModel], type[BaseModel]] = {ExplainText: Explanation}
_DRAFT = "application/schema+json;version=draft-2020-12"
_DESCRIPTION = (
    "What the services tell and ask each other. Streams are in JetStream, with explicit acknowledgement; delivery is "
    "at least once, and every effect has a unique key."
)


@dataclass
class _Document:
    """The parts of the document as they are gathered."""

    channels: dict[str, Any] = field(default_factory=dict)
    operations: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, Any] = field(default_factory=dict)
    schemas: dict[str, Any] = field(default_factory=dict)

    def add_flow(self, kind: type[Message], sender: str, readers: tuple[str, ...]) -> None:
        """A message on a stream."""
        self._add_channel(kind, f"{kind.subject_prefix}.{{key}}")
        self.channels[kind.__name__] |= {
            "description": f"In the stream {kind.stream}: {_kept(kind)}.",
            "parameters": {"key": {"description": "The thing the message is about; readers filter by the rest."}},
        }
        self._add_operation(f"send{kind.__name__}", "send", kind, f"Published by {sender}.")
        for reader in readers:
            self._add_operation(f"{reader}Receives{kind.__name__}", "receive", kind, f"Read by {reader}.")

    def add_request(self, kind: type[BaseModel], asker: str, answerer: str) -> None:
        """A question, and its answer where it has a model of its own."""
        name = kind.__name__
        self._add_channel(kind, getattr(kind, "subject"))  # noqa: B009 - a class variable of some of the models
        self._add_operation(f"ask{name}", "send", kind, f"Asked by {asker}, answered by one replica of {answerer}.")
        if kind in _ANSWERS:
            self._add_channel(_ANSWERS[kind], None)
            reply = {"channel": {"$ref": f"#/channels/{_ANSWERS[kind].__name__}"}}
            self.operations[f"ask{name}"]["reply"] = reply

    def _add_channel(self, kind: type[BaseModel], address: str | None) -> None:
        name = kind.__name__
        schema = kind.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        self.schemas |= schema.pop("$defs", {})
        self.schemas[name] = schema
        payload = {"schemaFormat": _DRAFT, "schema": {"$ref": f"#/components/schemas/{name}"}}
        self.messages[name] = {"name": name, "summary": _first_line(kind), "payload": payload}
        self.channels[name] = {
            "address": address,
            "summary": _first_line(kind),
            "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        }

    def _add_operation(self, name: str, action: str, kind: type[BaseModel], summary: str) -> None:
        channel = f"#/channels/{kind.__name__}"
        self.operations[name] = {
            "action": action,
            "summary": summary,
            "channel": {"$ref": channel},
            "messages": [{"$ref": f"{channel}/messages/{kind.__name__}"}],
        }


def asyncapi() -> dict[str, Any]:
    """The document (AsyncAPI 3.0.0)."""
    document = _Document()
    for message, (sender, readers) in FLOWS.items():
        document.add_flow(message, sender, readers)
    for question, (asker, answerer) in sorted(REQUESTS.items(), key=lambda entry: entry[0].__name__):
        document.add_request(question, asker, answerer)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Ottawatch on NATS",
            "version": "1",
            "description": _DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": document.channels,
        "operations": document.operations,
        "components": {"messages": document.messages, "schemas": document.schemas},
    }


def _first_line(kind: type[BaseModel]) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _kept(kind: type[Message]) -> str:
    stream = next(stream for stream in STREAMS if stream.name == kind.stream)
    return f"kept for {stream.max_age.days} days or {stream.max_size_bytes // 2**20} MiB, whichever ends first"
