import pytest

from services.classify.labelled import Item
from services.classify.reading import read
from services.commands.train import as_told, brier, examples, reliability
from services.contracts.vocabulary import Topic

LEFT = {
    "id": "a", "lang": "en", "published": "2026-01-12", "title": "Finland is out",
    "text": "Finland formally left the Ottawa Convention on 10 January 2026.",
}  # fmt: skip
FACT = {"type": "treaty_withdrawal", "country": "FI", "treaty": "ottawa", "stage": "in_effect"}


@pytest.mark.parametrize(("facts", "is_right"), [([FACT], True), ([], False)])
def test_a_finding_is_right_when_its_slot_is_labelled(facts: list[dict[str, str]], is_right: bool) -> None:
    [example] = examples([Item.model_validate({**LEFT, "facts": facts})])
    assert (example.topic, example.is_right) == (Topic.TREATY_WITHDRAWAL, is_right)


def test_the_table_tells_what_was_promised_and_what_was_right() -> None:
    found = [*examples([Item.model_validate({**LEFT, "id": str(number), "facts": [FACT]}) for number in range(40)])]
    table = reliability(found, [(0.97, True)] * 39 + [(0.97, False)])
    assert "| 0.95 to 1.00 | 40 | 0.97 | 0.97 |" in table
    assert table.splitlines()[-1].startswith("Brier score")


def test_what_is_told_carries_the_score_that_a_reader_gets() -> None:
    item = Item.model_validate({**LEFT, "facts": [FACT]})
    [finding] = read(item.title, item.text, published_on=item.published).findings
    assert list(as_told([item])) == [(finding.score, True)]


def test_a_sure_and_right_score_is_perfect_and_a_coin_knows_nothing() -> None:
    assert brier([(1.0, True), (0.0, False)]) == 0
    assert brier([(0.5, True), (0.5, False)]) == 0.25
