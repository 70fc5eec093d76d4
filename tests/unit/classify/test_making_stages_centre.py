"""How far production or purchase has come, in the languages of central Europe."""

import pytest

from tests.support.by_rules import read


def _told(text: str, language: str) -> set[tuple[str, str, str]]:
    found = read("", text, language=language).findings
    return {(finding.country, str(finding.mine_type), finding.stage.value) for finding in found}


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("pl", "Saperzy z Głogowa odebrali pierwsze miny przeciwpancerne od Belmy.", "PL"),
        ("pl", "Litewscy żołnierze otrzymali miny przeciwpancerne od niemieckiego producenta.", "LT"),
        ("cs", "Ženisté převzali první protitankové miny z nové série.", "CZ"),
        ("sk", "Ženisti dostali od domáceho výrobcu prvé protitankové míny.", "SK"),
        ("hu", "A Magyar Honvédség átvette az első harckocsi elleni aknákat.", "HU"),
        ("ro", "Geniștii armatei au primit primele mine antitanc din contract.", "RO"),
    ],
)
def test_engineers_that_get_mines_have_had_them_delivered(language: str, text: str, state: str) -> None:
    assert _told(text, language) == {(state, "antitank", "delivered")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Saperzy przekazali policji wykopane miny przeciwpancerne."),
        ("cs", "Ženisté odstranili z pole protitankové miny."),
        ("sk", "Ženisti našli v lese protitankové míny z vojny."),
        ("ro", "Geniștii au neutralizat două mine antitanc."),
    ],
)
def test_engineers_that_clear_mines_have_got_none(language: str, text: str) -> None:
    assert _told(text, language) == set()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Tajwan wprowadził do służby nowe stawiacze min."),
        ("sk", "Taiwan zaviedol do služby nové ukladače mín, uviedlo ministerstvo."),
        ("hr", "Tajvanska vojska uvela je u službu nove polagače mina."),
        ("hu", "Tajvan új aknatelepítő hajókat állított szolgálatba."),
        ("ro", "Taiwanul a introdus în serviciu două nave puitoare de mine."),
    ],
)
def test_minelayers_put_into_service_are_delivered(language: str, text: str) -> None:
    assert _told(text, language) == {("TW", "minelayer", "delivered")}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Łotewski minister wyraził zainteresowanie polskimi minami przeciwpiechotnymi."),
        ("cs", "Lotyšský ministr projevil zájem o polské protipěchotní miny."),
        ("sk", "Lotyšský minister prejavil záujem o poľské protipechotné míny."),
        ("ro", "Ministrul leton este interesat de minele antipersonal poloneze."),
    ],
)
def test_interest_in_another_states_mines_is_a_purchase_considered(language: str, text: str) -> None:
    assert _told(text, language) == {("LV", "antipersonnel", "considered")}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("pl", "Belma sprzeda wojsku miny przeciwpancerne za 90 mln zł.", {("PL", "antitank", "contracted")}),
        ("pl", "Polska sprzeda stare trałowce.", set()),
        ("cs", "Textron vyrobí pro americkou armádu protipěchotní miny.", {("US", "antipersonnel", "contracted")}),
        ("cs", "Polsko vyrobí protipěchotní miny a část prodá.", {("PL", "antipersonnel", "planned")}),
        ("pl", "Bundeswehra zamówiła miny przeciwpancerne.", {("DE", "antitank", "contracted")}),
        ("pl", "Na Litwie powstaną miny przeciwpiechotne.", {("LT", "antipersonnel", "planned")}),
        ("pl", "W Bydgoszczy trwa produkcja min przeciwpancernych dla wojska.", {("PL", "antitank", "started")}),
        ("pl", "Czesi kupili miny przeciwpancerne.", {("CZ", "antitank", "contracted")}),
    ],
)
def test_orders_and_works_are_told_by_their_own_verbs(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    assert _told(text, language) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ro", "Norvegia nu va mai produce mine antipersonal.", {("NO", "antipersonnel", "rejected")}),
        ("ro", "Norvegia nu produce mine antipersonal.", set()),
        ("hr", "Varšava je odlučila opet proizvoditi protupješačke mine.", {("PL", "antipersonnel", "planned")}),
        ("hr", "Latvijski ministar zainteresiran je za poljske morske mine.", {("LV", "naval", "considered")}),
        ("pl", "Tajwan szuka stoczni dla sześciu stawiaczy min.", {("TW", "minelayer", "planned")}),
        ("hu", "A lengyel PGZ részt vesz gyalogsági aknák gyártásában.", {("PL", "antipersonnel", "planned")}),
    ],
)
def test_what_is_only_promised_sought_or_given_up_is_not_done(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    assert _told(text, language) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("cs", "Litevská armáda obdržela německé protitankové miny.", {("LT", "antitank", "delivered")}),
        ("ro", "Armata lituaniană a primit minele antitanc germane.", {("LT", "antitank", "delivered")}),
        ("hu", "A litván hadsereg megkapta a német harckocsi elleni aknákat.", {("LT", "antitank", "delivered")}),
        ("cs", "Německo dodalo Ukrajině protitankové miny.", set()),
        ("cs", "Ukrajinská armáda dostala od Německa protitankové miny ze skladů.", set()),
        ("pl", "Zakład produkował miny przeciwpiechotne do 1985 roku.", set()),
        ("pl", "Belma będzie produkowała miny przeciwpiechotne.", {("PL", "antipersonnel", "planned")}),
        ("pl", "Zakup min morskich to plan. Umowę na ich dostawę MON podpisał.", {("PL", "naval", "contracted")}),
        ("hu", "Litvánia 90 millió eurót tervez költeni tengeri aknákra.", {("LT", "naval", "planned")}),
    ],
)
def test_whose_make_mines_are_makes_no_giver_and_no_buyer(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    assert _told(text, language) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Po wyjściu z konwencji Polska zamierza produkować miny przeciwpiechotne.",
            {("PL", "antipersonnel", "planned")},
        ),
        ("cs", "Firma získala od armády zakázku na výrobu protitankových min.", {("CZ", "antitank", "contracted")}),
        ("pl", "Producentem min przeciwpancernych będzie spółka z Łodzi.", {("PL", "antitank", "planned")}),
        ("cs", "Smlouva armády zahrnuje 2600 protitankových min.", {("CZ", "antitank", "contracted")}),
        ("pl", "Firma otrzymała kontrakt na oczyszczanie terenu z min przeciwpiechotnych.", set()),
        ("cs", "Firma získala zakázku na čištění polí od protipěchotních min.", set()),
    ],
)
def test_who_will_be_the_maker_and_what_a_contract_holds(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    assert _told(text, language) == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Pieniądze mają trafić na powiększenie mocy wytwórczych min przeciwpancernych w Polsce.",
            {("PL", "antitank", "planned")},
        ),
        (
            "pl",
            "Belma w Bydgoszczy dostała 50 mln zł na powiększenie mocy wytwórczych min przeciwpancernych.",
            {("PL", "antitank", "expanded")},
        ),
        ("hr", "Francuska prestaje proizvoditi protupješačke mine.", {("FR", "antipersonnel", "halted")}),
        ("hr", "Tajvan je primio u službu pet brodova za polaganje mina.", {("TW", "minelayer", "delivered")}),
        ("hr", "Tajvan je primio u službu pet brodova za prijevoz rude.", set()),
    ],
)
def test_more_capacity_and_what_is_taken_into_service_are_told(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    assert _told(text, language) == told
