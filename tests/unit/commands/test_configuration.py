"""The configuration page is generated, and the generated one is the one in docs/."""

from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from services.commands.configuration import SECTIONS, configuration_page, variable_name

ROOT = Path(__file__).parents[3]


def test_docs_configuration_is_what_the_settings_classes_say() -> None:
    written = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert written == configuration_page(), "run `make docs`"


@pytest.mark.parametrize("section", [section for _, section in SECTIONS])
def test_every_setting_says_what_it_is_for(section: type[BaseSettings]) -> None:
    assert [name for name, field in section.model_fields.items() if not field.description] == []


def test_no_two_settings_share_a_variable() -> None:
    names = [variable_name(section, field) for _, section in SECTIONS for field in section.model_fields]
    assert len(names) == len(set(names))


def test_every_variable_of_the_compose_stack_is_a_setting() -> None:
    known = {variable_name(section, field) for _, section in SECTIONS for field in section.model_fields}
    compose = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
    set_there = {
        line.split(":")[0].strip()
        for line in compose.splitlines()
        if line.strip().startswith("OTTAWATCH_") and ":" in line
    }
    assert set_there
    assert set_there <= known
