"""The descriptions that clients are generated from: in step with the code, whole, and readable."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from services.api.asgi import FAMILIES, face
from services.commands.asyncapi import FLOWS, REQUESTS, asyncapi
from services.commands.descriptions import as_text
from services.contracts.message import Message
from tests.support import samples

DOCS = Path(__file__).parents[3] / "docs"
OPENAPI: dict[str, Any] = face().openapi()
ASYNCAPI = asyncapi()


@pytest.mark.parametrize(("name", "document"), [("openapi", OPENAPI), ("asyncapi", ASYNCAPI)])
def test_the_kept_description_is_today_s(name: str, document: dict[str, Any]) -> None:
    kept = (DOCS / f"{name}.json").read_text(encoding="utf-8").strip()
    assert kept == as_text(document), "an answer or a message changed: `make docs` writes the description anew"


@pytest.mark.parametrize("document", [OPENAPI, ASYNCAPI], ids=["openapi", "asyncapi"])
def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    for reference in set(_references(document)):
        place: Any = document
        for step in reference.removeprefix("#/").split("/"):
            place = place[step.replace("~1", "/").replace("~0", "~")]


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _operations() -> list[dict[str, Any]]:
    return [operation for methods in OPENAPI["paths"].values() for operation in methods.values()]


def test_every_operation_has_an_id_of_its_own_a_described_tag_and_words() -> None:
    ids = [operation["operationId"] for operation in _operations()]
    assert len(set(ids)) == len(ids)
    described = {tag["name"] for tag in OPENAPI["tags"]}
    for operation in _operations():
        assert set(operation["tags"]) <= described, operation["operationId"]
        assert operation["description"].strip(), operation["operationId"]


def test_every_operation_says_how_it_tells_an_error() -> None:
    for operation in _operations():
        assert "application/problem+json" in operation["responses"]["default"]["content"], operation["operationId"]


def test_every_family_of_routes_is_described_or_hidden_on_purpose() -> None:
    hidden = [family.__name__ for family in FAMILIES if not family.router.include_in_schema]
    assert hidden == ["services.api.routes.pages"]


def test_every_message_and_question_is_on_the_map_of_the_bus() -> None:
    assert set(FLOWS) == set(Message.__subclasses__())
    assert {kind.__name__ for kind in (*FLOWS, *REQUESTS)} <= ASYNCAPI["channels"].keys()


def test_a_message_as_it_travels_is_valid_by_its_description() -> None:
    for message in (samples.article(), samples.findings(), samples.event_changed()):
        name = type(message).__name__
        schema = {**ASYNCAPI["components"]["schemas"][name], "components": ASYNCAPI["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(message.encode()))
