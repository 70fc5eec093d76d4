"""Words that stand for the mines named before, and the type of mine that an open word means."""

import pytest

from tests.support.by_rules import read


def _told(title: str, text: str, language: str = "en") -> set[tuple[str, str, str]]:
    return {
        (finding.country, str(finding.mine_type), finding.stage.value)
        for finding in read(title, text, language=language).findings
        if finding.mine_type is not None
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Denmark's army needs anti-tank mines. The country plans to make them at home from next year."),
        ("en", "Denmark's army needs anti-tank mines. The country will begin production of these weapons next year."),
        ("ru", "Армии Дании нужны противотанковые мины. Дания будет производить их с будущего года."),
        ("pl", "Duńskie wojsko potrzebuje min przeciwpancernych. Dania będzie je produkować od przyszłego roku."),
    ],
)
def test_them_are_the_mines_named_before(language: str, text: str) -> None:
    assert _told("", text, language) == {("DK", "antitank", "planned")}


def test_them_are_no_mines_where_none_were_named() -> None:
    assert _told("", "Denmark's army needs mine detectors. The country plans to make them at home.") == set()


def test_the_mines_of_one_who_left_the_mine_ban_are_antipersonnel_mines() -> None:
    text = "Latvia has left the Ottawa Convention. Latvia will make such mines itself, its army says."
    assert ("LV", "antipersonnel", "planned") in _told("", text)


def test_the_mines_of_the_title_are_those_that_the_lead_names() -> None:
    assert _told("Chile to build mines", "Chile plans to build a sea mine for its navy.") == {
        ("CL", "naval", "planned")
    }
    both = "Chile plans to build anti-tank mines and sea mines for its forces."
    assert {slot for _, slot, _ in _told("", both)} == {"antitank", "naval"}
