"""How far production or purchase has come, in the Nordic and Baltic languages."""

import pytest

from services.contracts.vocabulary import Topic
from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "stages"),
    [
        ("fi", "Suomessa on aloitettu jalkaväkimiinojen tuotanto.", {"started"}),
        ("fi", "Latviaan rakennetaan panssarimiinoja valmistava tehdas.", {"planned"}),
        ("fi", "Venäjän armeija on saanut uusia etämiinoitusajoneuvoja.", {"delivered"}),
        ("et", "Ukraina on tankitõrjemiinide tootmist kolmekordistanud.", {"expanded"}),
        ("lv", "Prettanku mīnu ražošana Ukrainā ir trīskāršojusies.", {"expanded"}),
        ("lv", "Ukraina kāpina prettanku mīnu izlaidi.", {"expanded"}),
        ("lt", "Ukrainoje prieštankinių minų gamyba padidėjo tris kartus.", {"expanded"}),
        ("ka", "საქართველო არ აპირებს ქვეითსაწინააღმდეგო ნაღმების წარმოებას.", {"rejected"}),
        ("tr", "Türkiye tanksavar mayını üretmeyi planlamıyor.", {"rejected"}),
    ],
)
def test_how_far_production_has_come(language: str, text: str, stages: set[str]) -> None:
    found = [
        finding for finding in read("", text, language=language).findings if finding.topic is Topic.MINE_PRODUCTION
    ]
    assert {finding.stage.value for finding in found} == stages


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("lv", "Norvēģijas armija iegādāsies prettanku mīnas, no kurām tā savulaik atteicās.", "planned"),
        ("lv", "Norvēģija apsvēra prettanku mīnu ražošanu, bet no tās atteicās.", "rejected"),
        ("lv", "Uzņēmumi parakstīja saprašanās memorandu par prettanku mīnu ražotni Latvijā.", "planned"),
        ("fi", "Etelä-Afrikassa jalkaväkimiinojen valmistus päättyy välittömästi.", "halted"),
        ("et", "Eesti ettevõte paneb tankimiine kokku oma uues hallis.", "started"),
    ],
)
def test_what_was_once_given_up_is_bought_and_made_again(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


def test_leave_to_send_mines_to_ukraine_is_no_order() -> None:
    text = "Washington antoi luvan toimittaa Kiovalle jalkaväkimiinoja."
    assert read("", text, language="fi").findings == ()


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("tr", "Danimarka, Finlandiyalı Forcit'ten deniz mayını satın aldı.", "DK"),
        ("tr", "Letonya, Alman şirketiyle tanksavar mayını için sözleşme imzaladı.", "LV"),
        ("tr", "Mısır, Türkiye'den deniz mayını almayı görüşüyor.", "EG"),
        ("ka", "დანიამ ფინური კომპანიისგან საზღვაო ნაღმები შეიძინა.", "DK"),
        ("fi", "Suomalaisyhtiö valmistaa Virossa panssarimiinoja.", "EE"),
    ],
)
def test_the_state_beside_a_firm_or_a_case_of_place_is_told_from_who_acts(language: str, text: str, state: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {state}


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Litvanya 85 bin 500 tanksavar mayını satın aldı.", 85_500),
        ("Litvanya 85 bin tanksavar mayını satın aldı.", 85_000),
    ],
)
def test_hundreds_behind_a_turkish_thousand_are_added(text: str, quantity: int) -> None:
    assert [finding.quantity for finding in read("", text, language="tr").findings] == [quantity]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fi", "Telakka luovutti Ruotsin laivastolle kaksi miinanlaskualusta.", {"delivered"}),
        ("et", "Tallinna lähedal täidab Nitrotol lõhkeainega jalaväemiine.", {"started"}),
        ("et", "Eesti jalaväemiine ei telli ega tooda, ütles kaitseminister.", {"rejected"}),
        ("et", "Eesti kaitsevägi sai teada, et Soome firmalt tellitud meremiinid saabuvad kevadel.", {"contracted"}),
        ("lv", "Latvijas bruņotie spēki noskaidros, kādas kājnieku mīnas iegādāties.", {"considered"}),
        ("lt", "Lietuvoje prieštankinių minų užsakymo iš ministerijos kol kas nėra.", set()),
        ("lt", "Lietuva gavo prieštankinių minų užsakymą.", {"contracted"}),
    ],
)
def test_who_fills_mines_asks_around_or_has_no_order_yet_is_told_apart(
    language: str, text: str, told: set[str]
) -> None:
    assert {found.stage.value for found in read("", text, language=language).findings} == told
