import math
from dataclasses import replace
from datetime import date

import pycountry
import pytest

from services.classify.claims import Claim
from services.classify.document import Document
from services.classify.learned import Weights
from services.classify.merging import findings
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


def test_a_loose_claim_counts_for_more_or_less_by_what_the_signs_say_of_it() -> None:
    told = claim(MINES, Topic.MINE_PRODUCTION, Stage.PLANNED, is_firm=False)
    (doubted,) = opinion(MINES, {"any mine weapon": [-4, 0, 0]}).on_production([told], Trace())
    (believed,) = opinion(MINES, {"any mine weapon": [4, 0, 0]}).on_production([told], Trace())
    assert doubted.log_odds < told.log_odds < believed.log_odds


def test_production_in_one_clear_sentence_is_not_outvoted_but_an_exit_is() -> None:
    made = claim(MINES, Topic.MINE_PRODUCTION, Stage.PLANNED)
    assert opinion(MINES, {"any mine weapon": [-4, 0, 0]}).on_production([made], Trace()) == [made]
    left = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.IN_EFFECT)
    (doubted,) = opinion(EXIT, {"state in lead": [-4, 0, 0]}).on_exits([left], Trace())
    assert doubted.log_odds < left.log_odds


def test_a_state_is_supposed_to_leave_beside_another_that_the_rules_found_to() -> None:
    text = "Finland left the Ottawa Convention. Sweden gave up the treaty as well."
    signs = {"state in lead": [1.3, 0, 0]}
    told = claim(text, Topic.TREATY_WITHDRAWAL, Stage.IN_EFFECT)
    assert [one.country for one in opinion(text, signs).on_exits([told], Trace())] == ["FI", "SE"]


def test_no_exit_is_supposed_where_the_rules_found_none() -> None:
    assert opinion(EXIT, {"sentence exit.past withdraw": [9.0, 0, 0]}).on_exits([], Trace()) == []


@pytest.mark.parametrize(
    "bystander",
    [
        "Norway has not left the treaty.",
        "Norway stays in the convention.",
        "Norway condemned the exit from the treaty.",
        "Norway held elections.",
    ],
)
def test_who_stays_objects_or_is_only_named_is_never_supposed_to_leave(bystander: str) -> None:
    text = f"Finland left the Ottawa Convention. {bystander}"
    told = claim(text, Topic.TREATY_WITHDRAWAL, Stage.IN_EFFECT)
    found = opinion(text, {"state in lead": [9.0, 0, 0]}).on_exits([told], Trace())
    assert [one.country for one in found] == ["FI"]


def test_mines_and_making_in_different_sentences_suppose_nothing() -> None:
    text = "The army lost soldiers to anti-personnel mines. Poland will produce shells."
    assert opinion(text, {"any mine weapon": [9.0, 2, 0]}).on_production([], Trace()) == []


def test_another_stage_must_be_clearly_likelier_than_one_told_outright() -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.CONSIDERED)
    (close,) = opinion(EXIT, {"state in lead": [0, 0, 1.0]}).restaged([told], [[told]])
    (clear,) = opinion(EXIT, {"state in lead": [0, 0, 3.0]}).restaged([told], [[told]])
    assert close == told
    assert (clear.stage, clear.act) == (Stage.SUSPENDED, Act.SUSPEND)
    assert "suspended, not considered" in clear.rule


def test_a_stage_that_is_only_named_gives_way_sooner() -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.CONSIDERED, is_firm=False)
    (close,) = opinion(EXIT, {"state in lead": [0, 0, 1.0]}).restaged([told], [[told]])
    assert close.stage is Stage.SUSPENDED


def test_a_stated_day_of_the_notice_is_not_outvoted() -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, Stage.SUSPENDED, notified_on=date(2025, 7, 10))
    assert opinion(EXIT, {"state in lead": [0, 5.0, 0]}).restaged([told], [[told]]) == [told]


@pytest.mark.parametrize(("read_as", "by_signs"), [(Stage.REJECTED, [0, 0, 5.0]), (Stage.SUSPENDED, [0, 5.0, 0])])
def test_a_denial_stays_one_and_a_day_ahead_is_not_passed(read_as: Stage, by_signs: list[float]) -> None:
    told = claim(EXIT, Topic.TREATY_WITHDRAWAL, read_as, effective_on=date(2027, 1, 10))
    assert opinion(EXIT, {"state in lead": by_signs}).restaged([told], [[told]]) == [told]


def test_where_production_is_told_at_several_stages_each_keeps_its_own() -> None:
    told = [claim(MINES, Topic.MINE_PRODUCTION, stage) for stage in (Stage.CONSIDERED, Stage.STARTED)]
    assert opinion(MINES, {"any mine weapon": [0, 0, 5.0]}).restaged(told, [[one] for one in told]) == told


def test_a_list_of_the_worlds_states_is_not_weighed() -> None:
    known = [country for code in all_countries() if (country := pycountry.countries.get(alpha_2=code)) is not None]
    names = ", ".join(country.name for country in known)
    document = document_of(f"Parties to the Ottawa Convention left out: {names}. Finland will leave it.")
    assert len(document.states) > MAX_PAIRS
    assert list(SecondOpinion(document).pairs()) == []


def test_a_supposition_scores_what_its_signs_promise() -> None:
    (supposed,) = opinion(MINES, {"any mine weapon": [4, 2, 0]}).on_production([], Trace())
    found = findings(document_of(MINES), [supposed], 0.0, Trace())
    assert found[0].score == pytest.approx(1 / (1 + math.exp(-3.0)), abs=0.001)


def test_an_article_longer_than_what_was_learned_on_is_read_by_the_rules_alone() -> None:
    news = "Finland has left the Ottawa Convention. "
    for repeats, is_weighed in ((1, True), (100, False)):
        text = news + "The weather was fine. " * repeats
        with_signs, by_rules = read("", text, language="en"), read("", text, language="en", is_learned=False)
        assert with_signs.findings[0].country == "FI"
        assert (with_signs.findings[0].score != by_rules.findings[0].score) is is_weighed
