"""Making that is over long since, and mines that are only found, are no news of production."""

import pytest

from tests.support.by_rules import read


def _stages(text: str, language: str = "en") -> set[tuple[str, str]]:
    return {(finding.country, finding.stage.value) for finding in read("", text, language=language).findings}


def test_making_that_a_year_of_the_last_century_dates_is_no_news() -> None:
    assert _stages("The works in Poland made anti-tank mines until 1989.") == set()
    assert _stages("In der Fabrik in Schlesien, Polen, wurden bis 1989 Panzerabwehrminen hergestellt.", "de") == set()


def test_making_since_such_a_year_goes_on() -> None:
    assert _stages("Poland's Belma has produced anti-tank mines since 1965.") == {("PL", "started")}


def test_the_year_in_a_treatys_name_dates_nothing() -> None:
    told = _stages("Poland, which left the 1997 convention, now makes anti-personnel mines.")
    assert ("PL", "started") in told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Researchers found anti-personnel mines of Iranian manufacture along the road in Yemen."),
        ("fr", "Des mines antipersonnel fabriquées en Italie ont été retrouvées en Libye."),
        ("de", "Dänemark hat der Ukraine Panzerabwehrminen aus Beständen geliefert."),
        ("ru", "Финляндия передала Украине противотанковые мины со складов."),
        ("lt", "Lietuva perdavė Ukrainai prieštankinių minų iš kariuomenės atsargų."),
        ("zh", "乌克兰发现了中国制造的反坦克地雷,专家称其来自旧库存。"),
    ],
)
def test_mines_that_are_found_or_come_from_stores_are_no_production(language: str, text: str) -> None:
    assert _stages(text, language) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Дания впервые со времён холодной войны намерена начать производство противотанковых мин."),
        ("uk", "Данія вперше з часів холодної війни має намір почати виробництво протитанкових мін."),
    ],
)
def test_what_is_new_since_a_time_that_is_over_is_news(language: str, text: str) -> None:
    assert _stages(text, language) == {("DK", "planned")}


def test_what_was_made_in_a_time_that_is_over_is_none() -> None:
    assert (
        _stages("В музее показали противотанковые мины, выпущенные в Дании во времена холодной войны.", "ru") == set()
    )


def test_a_year_of_the_last_century_right_beside_the_making_dates_it_alone() -> None:
    text = "Chile's production of anti-personnel mines was halted in 1998, and the last mines were destroyed in 2003."
    assert _stages(text) == set()
    text = (
        "Chile's output of anti-tank mines stopped in 1985, but the army of Chile will buy anti-tank mines from 2027."
    )
    assert _stages(text) == {("CL", "planned")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Landmine Monitor says only twelve states still make anti-personnel mines, Iran among them."),
        ("pl", "Landmine Monitor wymienia Indie, Pakistan i Birmę jako producentów min przeciwpiechotnych."),
        ("de", "Der Landmine Monitor nennt Indien und Pakistan als Hersteller von Antipersonenminen."),
        ("ar", "يذكر مرصد الألغام الأرضية الهند وباكستان بين الدول المنتجة للألغام المضادة للأفراد."),
        ("zh", "《地雷监测》报告将印度、巴基斯坦和缅甸列为杀伤人员地雷生产国。"),
    ],
)
def test_what_a_yearly_report_says_of_makers_is_no_news(language: str, text: str) -> None:
    assert _stages(text, language) == set()


def test_what_one_state_begins_to_make_is_news_beside_such_a_report() -> None:
    text = "Poland has begun producing anti-personnel mines. The Landmine Monitor will note it in the autumn."
    assert _stages(text) == {("PL", "started")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Пенсионный фонд Норвегии продал акции компании, которая производит противопехотные мины."),
        ("fr", "Un fonds de pension norvégien a vendu ses actions d'une société qui fabrique des mines antipersonnel."),
        ("tr", "Norveç emeklilik fonu antipersonel mayın üreten şirketteki hisselerini sattı."),
        ("fi", "Norjalainen eläkerahasto myi osakkeensa yhtiöstä, joka valmistaa jalkaväkimiinoja."),
    ],
)
def test_shares_sold_in_makers_are_no_production(language: str, text: str) -> None:
    assert _stages(text, language) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Polska zaprzestała produkcji min przeciwpiechotnych w połowie lat 80."),
        ("de", "Deutschland stellte die Produktion von Antipersonenminen Mitte der Achtzigerjahre ein."),
        ("fr", "La France a cessé de produire des mines antipersonnel au milieu des années 80."),
        ("es", "España dejó de fabricar minas antipersona a mediados de los años 80."),
    ],
)
def test_production_that_ended_decades_ago_is_no_news(language: str, text: str) -> None:
    assert _stages(text, language) == set()
