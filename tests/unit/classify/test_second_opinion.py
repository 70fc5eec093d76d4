from dataclasses import replace
from datetime import date

import pycountry
import pytest

from services.classify.claims import Claim
from services.classify.document import Document
from services.classify.learned import Weights
from services.classify.reading import read
from services.classify.second_opinion import MAX_PAIRS, SecondOpinion
from services.classify.trace import Trace
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from services.reference.countries import all_countries

EXIT = "Finland left the Ottawa Convention. Norway watches."
MINES = "Finland will produce anti-personnel mines."


def document_of(text: str) -> Document:
    document = read("", text, language="en", published_on=date(2026, 3, 1)).document
    assert document is not None
    return document


def handmade(signs: dict[str, list[float]], bias: float = -1.0) -> Weights:
    return Weights.of({"bias": [bias, 0, 0], "stages": ["considered", "suspended"], "signs": signs})


def opinion(text: str, signs: dict[str, list[float]], bias: float = -1.0) -> SecondOpinion:
    return SecondOpinion(document_of(text), lambda _: handmade(signs, bias))


def claim(text: str, topic: Topic, stage: Stage, **more: object) -> Claim:
    is_exit = topic is Topic.TREATY_WITHDRAWAL
    slot = "ottawa" if is_exit else "antipersonnel"
    sentence = document_of(text).sentences[-1]
    told = Claim(
        topic, "FI", slot, stage, Realis.ACTUAL, sentence, "a rule", 1.0, act=Act.WITHDRAW if is_exit else None
    )
    return replace(told, **more)  # type: ignore[arg-type]


def test_likely_signs_without_a_claim_suppose_one_with_its_evidence() -> None:
    found = opinion(MINES, {"any mine weapon": [4, 2, 0]}).on_production([], Trace())
    assert [(one.country, one.slot, one.stage, one.realis) for one in found] == [
        ("FI", "antipersonnel", Stage.CONSIDERED, Realis.CONDITIONAL)
    ]
    assert {span.field for span in found[0].spans} == {"country", "mine_type", "stage"}
    assert not found[0].is_firm


def test_unlikely_signs_without_a_claim_say_nothing() -> None:
    assert opinion(MINES, {"any mine weapon": [1, 2, 0]}).on_production([], Trace()) == []


def test_a_claim_counts_for_more_or_less_by_what_the_signs_say_of_it() -> None:
    told = claim(MINES, Topic.MINE_PRODUCTION, Stage.PLANNED)
    (doubted,) = opinion(MINES, {"any mine weapon": [-4, 0, 0]}).on_production([told], Trace())
    (believed,) = opinion(MINES, {"any mine weapon": [4, 0, 0]}).on_production([told], Trace())
    assert doubted.log_odds < told.log_odds < believed.log_odds


def test_a_state_beside_the_treaty_can_be_supposed_to_leave_it() -> None:
    signs = {"sentence exit.past withdraw": [4.0, 0, 0]}
    found = opinion(EXIT, signs).on_exits([], Trace())
    assert [(one.country, one.slot) for one in found] == [("FI", "ottawa")]


def test_more_states_are_believed_where_the_rules_found_one_already() -> None:
    signs = {"state in lead": [1.3, 0, 0]}
    assert opinion(EXIT, signs).on_exits([], Trace()) == []
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.IN_EFFECT)
    assert [one.country for one in opinion(EXIT, signs).on_exits([told], Trace())] == ["FI", "NO"]


def test_another_stage_must_be_clearly_likelier() -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.CONSIDERED)
    (close,) = opinion(EXIT, {"state in lead": [0, 0, 1.0]}).restaged([told])
    (clear,) = opinion(EXIT, {"state in lead": [0, 0, 3.0]}).restaged([told])
    assert close == told
    assert (clear.stage, clear.act) == (Stage.SUSPENDED, Act.SUSPEND)
    assert "suspended, not considered" in clear.rule


def test_a_stated_day_of_the_notice_is_not_outvoted() -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.SUSPENDED, notified_on=date(2025, 7, 10))
    assert opinion(EXIT, {"state in lead": [0, 5.0, 0]}).restaged([told]) == [told]


def test_where_production_is_told_at_several_stages_each_keeps_its_own() -> None:
    told = [claim(MINES, Topic.MINE_PRODUCTION, stage) for stage in (Stage.CONSIDERED, Stage.STARTED)]
    assert opinion(MINES, {"any mine weapon": [0, 0, 5.0]}).restaged(told) == told


def test_a_list_of_the_worlds_states_is_not_weighed() -> None:
    known = [country for code in all_countries() if (country := pycountry.countries.get(alpha_2=code)) is not None]
    names = ", ".join(country.name for country in known)
    document = document_of(f"Parties to the Ottawa Convention left out: {names}. Finland will leave it.")
    assert len(document.states) > MAX_PAIRS
    assert list(SecondOpinion(document).pairs()) == []


@pytest.mark.parametrize("is_learned", [True, False])
def test_the_rules_can_be_asked_alone(is_learned: bool) -> None:
    reading = read("", "Finland has left the Ottawa Convention.", language="en", is_learned=is_learned)
    assert [finding.country for finding in reading.findings] == ["FI"]
    assert any("by its signs" in note.text for note in reading.trace.notes) is False


def test_a_state_that_only_stays_is_not_supposed_to_leave() -> None:
    text = "Finland left the Ottawa Convention. Norway stays in the convention."
    told = claim(text, Topic.TREATY_WITHDRAWAL, Stage.IN_EFFECT)
    found = opinion(text, {"state in lead": [9.0, 0, 0]}).on_exits([told], Trace())
    assert [one.country for one in found] == ["FI"]


def test_an_article_longer_than_what_was_learned_on_is_read_by_the_rules_alone() -> None:
    news = "Finland has left the Ottawa Convention. "
    for repeats, is_weighed in ((1, True), (100, False)):
        text = news + "The weather was fine. " * repeats
        with_signs, by_rules = read("", text, language="en"), read("", text, language="en", is_learned=False)
        assert with_signs.findings[0].country == "FI"
        assert (with_signs.findings[0].score != by_rules.findings[0].score) is is_weighed
