"""The page's own list of words, beside the vocabulary that all services share."""

import json
import re
from importlib.resources import files

import pytest

from services.contracts.alert import Severity
from services.contracts.vocabulary import LADDERS, OFF_LADDER, EventStatus, MineType, Topic

SCRIPT = files("services.api").joinpath("web/words.js").read_text(encoding="utf-8")


def listed(name: str) -> list[str]:
    """The words of a list in the script."""
    found = re.search(rf"\b{name}(?: =|:) (\[[^\]]*\])", SCRIPT)
    assert found is not None, name
    words: list[str] = json.loads(found[1])
    return words


@pytest.mark.parametrize(
    ("name", "words"), [("SEVERITIES", Severity), ("STATUSES", EventStatus), ("MINE_TYPES", MineType)]
)
def test_what_the_page_offers_is_what_the_api_takes(name: str, words: type[Severity | EventStatus | MineType]) -> None:
    assert set(listed(name)) == {str(word) for word in words}


def test_the_page_ranks_what_weighs_more_as_the_api_does() -> None:
    assert listed("SEVERITIES") == [str(severity) for severity in Severity]


@pytest.mark.parametrize("topic", Topic)
def test_the_page_draws_each_ladder_with_its_own_rungs(topic: Topic) -> None:
    assert listed(topic) == [str(stage) for stage in LADDERS[topic]]
    beside = re.search(r"OFF_LADDER = \{(.*)\}", SCRIPT)
    assert beside is not None
    own = re.search(rf"{topic}: (\[[^\]]*\])", beside[1])
    assert own is not None
    assert set(json.loads(own[1])) == {str(stage) for stage in OFF_LADDER[topic]}
