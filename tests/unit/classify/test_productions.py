from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("text", "language", "stage"),
    [
        (
            "Asked if Denmark would purchase anti-tank mines, the minister said the idea had been dropped.",
            "en",
            "rejected",
        ),
        ("Polska wykluczyła zakup min przeciwpiechotnych.", "pl", "rejected"),
        ("Deutschland schließt den Kauf von Antipersonenminen aus.", "de", "rejected"),
        ("W Polsce ruszyła seryjna produkcja min przeciwpiechotnych.", "pl", "started"),
        ("Frankreich prüft den Kauf von Panzerabwehrminen.", "de", "considered"),
        ("KNDS has doubled production of anti-tank mines in France.", "en", "expanded"),
        ("Sweden has picked Saab to supply 400 sea mines.", "en", "contracted"),
    ],
)
def test_the_words_around_a_deed_tell_how_far_it_has_come(text: str, language: str, stage: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.stage for finding in found} == {Stage(stage)}


def test_what_a_works_can_make_in_a_year_is_told_in_the_sentence_after() -> None:
    text = "Rheinmetall has started making anti-tank mines in Germany. The plant can turn out 25,000 a year."
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert [(finding.stage, finding.capacity_per_year) for finding in found] == [(Stage.STARTED, 25_000)]


def test_a_maker_s_yearly_figure_tells_that_it_makes_mines_whatever_the_verb() -> None:
    text = "Rheinmetall kommt bei Panzerabwehrminen jetzt auf 25.000 Stück im Jahr."
    found = read("", text, language="de", published_on=date(2026, 5, 4)).findings
    assert [(finding.country, finding.capacity_per_year) for finding in found] == [("DE", 25_000)]


def test_works_named_only_as_a_place_make_nothing() -> None:
    assert read("", "한화 공장 근처에서 대인지뢰가 나왔다.", language="ko").findings == ()


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Huta Stalowa Wola przekazała żołnierzom brygady pierwsze pojazdy minowania narzutowego.", "pl", "delivered"),
        ("Huta Stalowa Wola dostarczy w latach 2026–2028 pojazdy minowania narzutowego.", "pl", "contracted"),
        ("Производството на морски мини в България е преустановено.", "bg", "halted"),
    ],
)
def test_a_step_told_in_slavic_reporters_words_is_heard(text: str, language: str, told: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert [finding.stage.value for finding in found] == [told]


def test_who_makes_no_mines_has_decided_nothing() -> None:
    assert (
        read("", "Italy does not produce anti-personnel mines, its defence minister said.", language="en").findings
        == ()
    )
    found = read("", "Italy will not produce anti-personnel mines, its defence minister said.", language="en").findings
    assert {finding.stage for finding in found} == {Stage.REJECTED}


@pytest.mark.parametrize(
    ("language", "text", "stages"),
    [
        ("lt", "Ministras Seimui pristatė planus įsigyti prieštankinių minų, tam numatyta 40 mln. eurų.", ["planned"]),
        ("lt", "Lietuvos bendrovė pristatė kariuomenei prieštankines minas.", ["delivered"]),
        ("lt", "Su Latvijos įmonėmis kalbamasi dėl priešpėstinių minų gamybos Lietuvoje.", ["considered"]),
        ("fi", "Merivoimat vei miinat aluksille harjoituksessa, ja huolto toimitti merimiinat satamaan.", []),
        ("fi", "Jalkaväkimiinojen paluuta selvitetään Suomessa. Selvitys valmistuu keväällä.", []),
        ("lv", "Kājnieku mīnas Latvijas armijai ir grūti iegādāties, atzīst ministrs.", []),
        ("lv", "Polijā pēc ilga pārtraukuma taps kājnieku mīnas, sola ministrs.", ["planned"]),
        ("sv", "Om ett halvår får Finland ha truppminor igen.", []),
        ("no", "Regjeringen vil kjøpe kjøretøyer som kan legge panserminer.", ["planned"]),
        ("no", "Forsvarssjefen anbefaler at Norge skaffer seg panserminer.", ["considered"]),
        ("da", "Hæren skal igen have panserminer, siger Danmarks forsvarsminister.", ["planned"]),
        ("sv", "Försvarets materielverk har gett Saab i uppdrag att tillverka sjöminor.", ["contracted"]),
        ("fi", "Yritys toimittaa Suomen armeijalle panssarimiinoja 12 miljoonan euron arvosta.", ["contracted"]),
        ("fi", "Suomi luovutti Ukrainalle panssarimiinoja varastoistaan.", []),
        ("fi", "Mies luovutti jalkaväkimiinoja rikollisille, epäilee Suomen poliisi.", []),
        ("fi", "Uudet panssarimiinat on luovutettu Suomen maavoimille.", ["delivered"]),
        ("lt", "Krašto apsaugos ministras sako, kad Lietuvos įmonės yra pajėgios pagaminti minas.", ["considered"]),
        ("et", "Uus tööstuspark võimaldab Eestis toota padruneid ja miine.", ["considered"]),
        ("is", "Pólland hefur framleiðslu jarðsprengna á næsta ári, segir varnarmálaráðherra.", ["planned"]),
    ],
)
def test_northern_and_baltic_words_tell_what_is_made_and_what_is_not(
    language: str, text: str, stages: list[str]
) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert [finding.stage.value for finding in found] == stages


def test_a_works_named_as_a_maker_s_role_tells_who_makes() -> None:
    text = "Keskus valis tankitõrjemiinide uueks ettevõtteks Kalda Systemsi, mis hakkab Eestis miine valmistama."
    found = read("", text, language="et", published_on=date(2026, 5, 4)).findings
    assert [(finding.country, finding.producer) for finding in found] == [("EE", "Kalda Systemsi")]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Норвегия больше не будет разрабатывать, производить и закупать противопехотные мины.", {"rejected"}),
        ("ru", "Норвегия намерена потратить 40 млн евро на противотанковые мины.", {"planned"}),
        ("ru", "Норвегия ввела в строй минный заградитель местной постройки.", {"delivered"}),
        ("ru", "Инженеры Норвегии дистанционно поставили противотанковые мины вдоль реки.", set()),
        ("uk", "Норвегія більше не буде виробляти й закуповувати протипіхотні міни.", {"rejected"}),
        ("uk", "Норвегія планує почати переговори про те, щоб виробляти протипіхотні міни.", {"considered"}),
        ("uk", "Норвегія збільшуватиме виробництво протитанкових мін.", {"planned"}),
        ("be", "Нарвегія больш не будзе вырабляць супрацьпяхотныя міны.", {"rejected"}),
        ("be", "Нарвегія возьмецца за выпуск супрацьтанкавых мін.", {"planned"}),
    ],
)
def test_slavic_words_of_making_buying_and_laying(language: str, text: str, told: set[str]) -> None:
    assert {found.stage.value for found in read("", text, language=language).findings} == told


def test_a_possibility_within_the_words_of_making_makes_them_unreal() -> None:
    text = "Норвегия хочет делать противопехотные мины. Производство может быть начато через полгода."
    assert {found.stage.value for found in read("", text, language="ru").findings} == {"planned"}


def test_a_works_that_takes_mines_apart_makes_none() -> None:
    text = "Белоруссия должна избавиться от противопехотных мин. Открылся завод по утилизации этого оружия."
    assert read("", text, language="ru").findings == ()
