from services.classify.gate import gate
from services.classify.lexicon import lexicon
from services.classify.normalise import normalise


def _passes(text: str) -> bool:
    return gate(lexicon("en").mentions(normalise(text))).passed


def test_an_arms_treaty_with_an_exit_passes() -> None:
    assert _passes("Finland left the Ottawa Convention")


def test_a_mine_with_a_maker_passes() -> None:
    assert _passes("The plant produces anti-tank mines")


def test_other_news_is_stopped_with_the_reason() -> None:
    result = gate(lexicon("en").mentions(normalise("The council left the question of the bridge open")))
    assert not result.passed
    assert "no arms treaty" in result.reason
