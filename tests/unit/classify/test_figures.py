import pytest

from services.classify.figures import figures
from services.classify.lexicon import lexicon
from services.classify.normalise import normalise
from services.classify.sentences import sentences
from tests.support.by_rules import read


def _figures(text: str, code: str) -> list[tuple[int, str]]:
    plain = normalise(text)
    cut = sentences(plain, 0, lexicon(code).mentions(plain), frozenset())
    return [(figure.value, figure.role) for figure in figures(cut[0], code)]


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Lithuania ordered 85,000 anti-tank mines.", "en", [(85_000, "quantity")]),
        ("The contract is for 1.5 million anti-personnel mines.", "en", [(1_500_000, "quantity")]),
        ("The plant can make 1.2 million mines a year.", "en", [(1_200_000, "capacity_per_year")]),
        ("Podpisano umowę na 10,5 tys. min przeciwpancernych.", "pl", [(10_500, "quantity")]),
        ("Zakład mógłby robić do 1,2 mln min rocznie.", "pl", [(1_200_000, "capacity_per_year")]),
        ("MON kupi 375 min za 9 mln zł.", "pl", [(375, "quantity")]),
        ("Das Heer hat 10.000 Panzerabwehrminen bestellt.", "de", [(10_000, "quantity")]),
        ("Tehdas voi valmistaa puoli miljoonaa miinaa vuodessa.", "fi", [(500_000, "capacity_per_year")]),
        ("Zamówiono milion min przeciwpiechotnych.", "pl", [(1_000_000, "quantity")]),
        ("Контракт предусматривает полмиллиона мин.", "ru", [(500_000, "quantity")]),
        ("Rheinmetall soll ab 2027 Panzerabwehrminen liefern.", "de", []),
    ],
)
def test_a_figure_is_an_order_or_a_capacity(text: str, code: str, found: list[tuple[int, str]]) -> None:
    assert _figures(text, code) == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army needs 5 million mines.", "en"),
        ("Poland destroyed its stock of 1,055,971 mines.", "en"),
        ("The vehicle lays 600 mines in twenty minutes.", "en"),
        ("Mines killed 1,003 people.", "en"),
        ("The order is worth 50 million euros.", "en"),
        ("The army bought 24 vehicles that carry mines.", "en"),
        ("Potrzeby to 5–6 mln min.", "pl"),
        ("Pojazd rozstawia 600 min.", "pl"),
    ],
)
def test_need_stock_load_casualties_and_money_are_no_figures_of_ours(text: str, code: str) -> None:
    assert _figures(text, code) == []


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("The order is worth A$310 million, for sea mines.", "en", []),
        ("The contract for sea mines costs €40 million.", "en", []),
        ("The plant makes 5,000 anti-tank mines a month.", "en", []),
        ("Das Werk liefert 40.000 Panzerabwehrminen und 100.000 Patronen.", "de", [(40_000, "quantity")]),
        ("MON zamówiło dwadzieścia tysięcy min przeciwpancernych.", "pl", [(20_000, "quantity")]),
        ("每年可以生产八百枚水雷。", "zh", [(800, "capacity_per_year")]),
    ],
)
def test_money_months_and_other_goods_are_told_from_mines(text: str, code: str, found: list[tuple[int, str]]) -> None:
    assert _figures(text, code) == found


def _told(text: str) -> dict[str, tuple[int | None, int | None]]:
    found = read("Croatia buys mines", text).findings
    return {finding.country: (finding.quantity, finding.capacity_per_year) for finding in found if finding.mine_type}


def test_the_whole_of_an_order_comes_before_its_part() -> None:
    first = "Croatia received the first 1,200 anti-tank mines"
    assert _told(f"{first} of an order for 9,000 from STV Group.") == {"HR": (9_000, None)}
    assert _told(f"{first} it ordered from STV Group. The rest of the order, 9,000 in all, is due by 2029.") == {
        "HR": (9_000, None)
    }


def test_the_next_sentence_counts_the_mines_told_of_before() -> None:
    ordered = "Croatia signed a contract for anti-tank mines with STV Group."
    assert _told(f"{ordered} It will get 9,000 of them.") == {"HR": (9_000, None)}
    assert _told(f"{ordered} It is worth 9,000,000 euros.") == {"HR": (None, None)}
    assert _told(f"{ordered} It replaces stocks bought since 1948.") == {"HR": (None, None)}


def test_a_sum_spent_for_mines_counts_none() -> None:
    assert _told("Croatia ordered mines: 320 million for anti-tank mines.") == {"HR": (None, None)}
    assert _told("Croatia ordered 1,200,000 anti-tank mines.") == {"HR": (1_200_000, None)}
    assert _told("Croatia ordered DM 22 anti-tank mines.") == {"HR": (None, None)}


def test_numbers_of_types_and_sums_and_vehicles_count_no_mines() -> None:
    assert _told("Croatia ordered type 15 sea mines.") == {"HR": (None, None)}
    assert _told("Croatia will spend EUR 500 million on the purchase of anti-tank mines.") == {"HR": (None, None)}
    assert _told("Croatia ordered 24 mine-laying vehicles and mines.") == {"HR": (None, None)}


def test_a_bare_number_before_a_verb_of_ordering_counts_the_mines_told_of() -> None:
    assert _told("Croatia ordered anti-tank mines from STV Group. Some 9,000 have been ordered.") == {
        "HR": (9_000, None)
    }
    assert _told("Croatia ordered anti-tank mines from STV Group. Some 9,000 have been trained.") == {
        "HR": (None, None)
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Belma in Poland makes 100,000 anti-tank mines a year, and next year it wants to reach 1,200,000."),
        ("uk", "Польська Belma виробляє 100 тисяч протитанкових мін на рік, а згодом планує вийти на 1,2 мільйона."),
    ],
)
def test_a_number_that_goes_on_from_a_yearly_one_is_a_capacity_too(language: str, text: str) -> None:
    (found,) = read("", text, language=language).findings
    assert found.capacity_per_year == 1_200_000
