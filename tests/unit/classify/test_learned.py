import json
import math
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.calibration import probability
from services.classify.learned import FILE, Weights, log_odds_of, weights
from services.contracts.vocabulary import LADDERS, Stage, Topic

OFF_LADDER = {Stage.REJECTED, Stage.OPPOSED, Stage.SUSPENDED, Stage.HALTED}
NUMBERS = st.floats(-5, 5)
ROWS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=3)


def handmade(rows: dict[str, tuple[float, float, float]]) -> Weights:
    return Weights.of({"bias": [-1.0, 0.5, -0.5], "stages": ["planned", "started"], "signs": rows})


@pytest.mark.parametrize("topic", Topic)
def test_the_file_holds_weights_for_the_stages_of_each_topic(topic: Topic) -> None:
    fitted = weights(topic)
    assert set(fitted.stages) >= set(LADDERS[topic]) - {Stage.EXPANDED}
    assert set(fitted.stages) <= set(LADDERS[topic]) | OFF_LADDER
    assert len(fitted.stage_bias) == len(fitted.stages)
    assert all(len(row) == len(fitted.stages) for row in fitted.staging.values())
    assert all(map(math.isfinite, fitted.likely.values()))


def test_no_weight_is_so_large_that_one_sign_decides() -> None:
    told = json.loads((files("services.classify") / FILE).read_text(encoding="utf-8"))
    largest = {name: max(abs(row[0]) for row in table["signs"].values()) for name, table in told.items()}
    assert all(weight < 3 for weight in largest.values()), largest


def test_what_signs_add_is_added_up() -> None:
    fitted = handmade({"a": (2.0, 0, 0), "b": (0.5, 0, 0)})
    assert fitted.log_odds(["a", "b", "unknown"]) == pytest.approx(1.5)
    assert fitted.heaviest({"b", "a"}, 1) == ["a +2.0"]


@given(rows=ROWS, signs=st.sets(st.sampled_from(["a", "b", "c", "d"])))
def test_the_stages_share_one_probability(rows: dict[str, tuple[float, float, float]], signs: set[str]) -> None:
    told = handmade(rows).stage_log_probabilities(signs)
    assert sum(map(math.exp, told.values())) == pytest.approx(1)


@given(st.floats(0.001, 0.999))
def test_log_odds_and_probabilities_are_each_others_inverse(share: float) -> None:
    assert probability(log_odds_of(share)) == pytest.approx(share)
