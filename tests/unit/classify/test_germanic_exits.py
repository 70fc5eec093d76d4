"""Exits as the German, Dutch and Nordic press words them, and what only looks like one."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Rumänien denkt laut über einen Ausstieg aus dem Landminenverbot nach.", "RO considered"),
        (
            "de",
            "Ein Ausstieg Schwedens aus der Ottawa-Konvention ist nicht mehr ausgeschlossen.",
            "SE considered",
        ),
        ("de", "Athen stellt seine Mitgliedschaft in der Ottawa-Konvention auf den Prüfstand.", "GR considered"),
        ("de", "Lettland macht Schluss mit dem Minenverbot.", "LV government_decision"),
        (
            "de",
            "Die USA haben die anderen Vertragsstaaten über ihren Rückzug aus dem Open-Skies-Vertrag unterrichtet.",
            "US notified",
        ),
        ("de", "Mit dem heutigen Tag endet Estlands Mitgliedschaft in der Ottawa-Konvention.", "EE in_effect"),
        ("de", "Der Nationalrat lehnt die Kündigung der Ottawa-Konvention ab.", "CH rejected"),
        (
            "de",
            "Ein Austritt Norwegens aus der Konvention über das Verbot von Antipersonenminen kommt nicht infrage.",
            "NO rejected",
        ),
        ("nl", "Noorwegen sluit een vertrek uit het Ottawaverdrag niet uit.", "NO considered"),
        ("nl", "In Boekarest wordt onderzocht of het land uit het Ottawaverdrag kan stappen.", "RO considered"),
        ("nl", "De Poolse regering wil van het verbod op antipersoonsmijnen af.", "PL government_decision"),
        (
            "nl",
            "De Doema heeft besloten de ratificatie van het kernstopverdrag in te trekken.",
            "RU parliament_approved",
        ),
        ("nl", "Oostenrijk wijst opzegging van het Ottawaverdrag van de hand.", "AT rejected"),
        ("sv", "Ryssland frånträder CFE-avtalet.", "RU government_decision"),
        ("sv", "Trump vill dra USA ur Open Skies-avtalet.", "US government_decision"),
        ("no", "Riksdagen i Helsingfors sa ja til å gå ut av landmineavtalen.", "FI parliament_approved"),
        ("no", "Noreg vil ikkje seie opp minekonvensjonen.", "NO rejected"),
        ("da", "Rusland indstiller sin deltagelse i New START.", "RU suspended"),
        ("is", "Bandaríkin hafa yfirgefið samninginn um opna lofthelgi.", "US in_effect"),
    ],
)
def test_how_far_an_exit_has_come_in_the_words_of_the_press(language: str, text: str, found: str) -> None:
    told = [f"{finding.country} {finding.stage}" for finding in read("", text, language=language).findings]
    assert told == [found]


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("nl", "JA21 wil dat Nederland het Verdrag van Ottawa opzegt.", "considered"),
        ("no", "Frp vil at Norge skal trekke seg fra minekonvensjonen.", "considered"),
        ("no", "Norges regjering vil at landet skal trekke seg fra minekonvensjonen.", "government_decision"),
    ],
)
def test_what_others_than_the_state_wish_is_weighed_at_most(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Minister verließ die Konferenz zur Ottawa-Konvention in Genf vorzeitig."),
        ("nl", "De minister verliet de vergadering over het Ottawaverdrag voortijdig."),
    ],
)
def test_who_leaves_a_meeting_leaves_no_treaty(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Als de sancties terugkeren, zal Iran het non-proliferatieverdrag verlaten."),
        ("de", "Wenn die Sanktionen zurückkehren, werde Iran den Atomwaffensperrvertrag verlassen."),
        ("en", "If sanctions return, Iran will leave the Non-Proliferation Treaty, the minister said."),
        ("sv", "Om sanktionerna återinförs kommer Iran att lämna ickespridningsavtalet."),
        ("no", "Hvis sanksjonene kommer tilbake, vil Iran forlate ikkespredningsavtalen."),
        ("da", "Hvis sanktionerne kommer tilbage, vil Iran forlade ikkespredningstraktaten."),
    ],
)
def test_an_exit_that_hangs_on_a_condition_ahead_of_it_is_only_weighed(language: str, text: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == ["considered"]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Estland zegt het verbod op antipersoonsmijnen niet op.", "rejected"),
        ("Estland zegt het verbod op antipersoonsmijnen op.", "government_decision"),
        ("Rusland steunt het kernstopverdrag niet langer en trekt de ratificatie in.", "government_decision"),
    ],
)
def test_a_denial_is_of_the_verb_it_stands_with(text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language="nl").findings] == [stage]


def test_a_verb_that_closes_the_title_is_read_apart_from_the_text_below() -> None:
    title, text = "Ukraine will Minen-Verbot verlassen", "Das Dekret trägt die Unterschrift des Präsidenten."
    assert [finding.country for finding in read(title, text, language="de").findings] == ["UA"]


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("de", "Den Ausstieg aus der Ottawa-Konvention haben neben Polen auch Lettland beschlossen.", {"PL", "LV"}),
        ("nl", "Naast Estland willen ook Letland en Finland het Verdrag van Ottawa opzeggen.", {"EE", "LV", "FI"}),
        (
            "en",
            "Besides Poland, Latvia and Estonia have also decided to leave the Ottawa Convention.",
            {"PL", "LV", "EE"},
        ),
        ("no", "I tillegg til Polen har Latvia besluttet å forlate Ottawa-konvensjonen.", {"PL", "LV"}),
        ("es", "Además de Polonia, Letonia ha decidido abandonar la Convención de Ottawa.", {"PL", "LV"}),
        ("de", "Neben Russland verlässt auch Polen das Ottawa-Abkommen.", {"PL"}),
    ],
)
def test_who_is_named_beside_those_who_leave_leaves_too(language: str, text: str, states: set[str]) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == states


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "nl",
            "Estland en Litouwen hebben de VN laten weten dat ze uit het Verdrag van Ottawa stappen. Tallinn spreekt "
            "van dwingende redenen. De parlementen van Letland en Finland hebben ook toestemming gegeven.",
        ),
        (
            "de",
            "Estland und Litauen haben der UNO ihren Austritt aus der Ottawa-Konvention mitgeteilt. Tallinn spricht "
            "von zwingenden Gründen. Die Parlamente von Lettland und Finnland haben ebenfalls zugestimmt.",
        ),
    ],
)
def test_the_votes_of_further_parliaments_may_stand_a_sentence_behind(language: str, text: str) -> None:
    stages = {finding.country: finding.stage for finding in read("", text, language=language).findings}
    assert stages == {
        "EE": "notified",
        "LT": "notified",
        "LV": "parliament_approved",
        "FI": "parliament_approved",
    }


def test_who_is_told_of_an_exit_does_not_leave() -> None:
    text = "Bush sagte, Russland sei unterrichtet worden, dass die USA von dem ABM-Vertrag zurücktreten."
    assert [finding.country for finding in read("", text, language="de").findings] == ["US"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("no", "Utenriksministeren beklager at flere land trekker seg fra minekonvensjonen."),
        ("sv", "Röda Korset uppmanar Finland att stanna kvar i Ottawakonventionen."),
        ("da", "Røde Kors opfordrer regeringen til at blive i Ottawa-konventionen."),
    ],
)
def test_regret_and_a_plea_to_stay_are_no_exit(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


def test_a_parliament_that_said_yes_on_a_day_has_voted() -> None:
    text = "Litauens parlament sa på torsdagen ja till ett utträde ur konventionen mot klusterammunition."
    assert [finding.stage for finding in read("", text, language="sv").findings] == ["parliament_approved"]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("de", "Polen und Finnland verlassen Minenvertrag.", {"PL government_decision", "FI government_decision"}),
        ("nl", "Polen en Finland verlaten landmijnverdrag.", {"PL government_decision", "FI government_decision"}),
        (
            "de",
            "Organisationen haben den Beschluss Litauens kritisiert, das Übereinkommen über Streumunition zu "
            "verlassen.",
            {"LT government_decision"},
        ),
        ("de", "Sollten die USA aufrüsten, werde Russland den INF-Vertrag aufkündigen.", {"RU considered"}),
        (
            "nl",
            "Polen heeft als eerste zijn opzegging van het Verdrag van Ottawa in New York ingediend.",
            {"PL notified"},
        ),
        (
            "sv",
            "Sverigedemokraterna vill att Sverige lämnar Ottawakonventionen, men regeringen säger nej.",
            {"SE rejected"},
        ),
        ("nl", "Een motie vraagt het kabinet het Verdrag van Ottawa op te zeggen.", {"NL considered"}),
    ],
)
def test_who_leaves_and_who_only_asks_for_it(language: str, text: str, found: set[str]) -> None:
    assert {f"{told.country} {told.stage}" for told in read("", text, language=language).findings} == found


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("da", "USA vil forlade INF-aftalen, medmindre Rusland går med til en ny aftale.", "US considered"),
        ("nl", "De VS zullen het INF-verdrag verlaten, tenzij Rusland inbindt.", "US considered"),
        ("is", "Yfirvöld í Eistlandi hafa lagt til að ríkið dragi sig frá Ottawa-sáttmálanum.", "EE recommended"),
        (
            "de",
            "Finnlands Parlament stimmte für den Austritt aus der Ottawa-Konvention. Nach der Unterschrift wird der "
            "UN-Generalsekretär über den Austritt aus dem Übereinkommen informiert.",
            "FI parliament_approved",
        ),
    ],
)
def test_what_hangs_on_others_is_asked_for_or_will_only_be_told(language: str, text: str, found: str) -> None:
    assert [f"{told.country} {told.stage}" for told in read("", text, language=language).findings] == [found]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        (
            "de",
            "Am Rande der Tagung hieß es, Finnland tritt am 10. Januar 2027 aus dem Ottawa-Vertrag aus.",
            "FI ottawa",
        ),
        ("de", "Litauen scheidet auch nach dem Einwand der Helfer aus dem Streubombenverbot aus.", "LT ccm"),
        ("nl", "Estland zegt het oude verdrag dat landmijnen verbiedt op.", "EE ottawa"),
        ("nl", "Letland zegt het internationale verdrag tegen landmijnen volgend jaar op.", "LV ottawa"),
    ],
)
def test_the_second_half_of_a_verb_may_stand_far_behind_the_first(language: str, text: str, found: str) -> None:
    told = {f"{finding.country} {finding.treaty}" for finding in read("", text, language=language).findings}
    assert told == {found}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Litauen erwägt den Austritt aus der Ottawa- und der Oslo-Konvention."),
        ("nl", "Litouwen overweegt uit het Ottawa- en het Osloverdrag te stappen."),
        ("sv", "Litauen överväger att lämna Ottawa- och Oslokonventionen."),
        ("no", "Litauen vurderer å trekke seg fra Ottawa- og Oslo-konvensjonen."),
        ("da", "Litauen vil ud af Ottawa- og Oslo-konventionen."),
        ("is", "Litháen íhugar að segja sig úr Ottawa- og Óslóarsamningnum."),
        ("da", "Et parti vil have Litauen ud af Ottawa- og Oslo-konventionen. Regeringen overvejer at træde ud."),
    ],
)
def test_of_two_treaties_that_share_half_a_name_both_are_left(language: str, text: str) -> None:
    told = {f"{finding.country} {finding.treaty}" for finding in read("", text, language=language).findings}
    assert told == {"LT ottawa", "LT ccm"}


def test_a_city_beside_a_treaty_is_no_half_of_its_name() -> None:
    text = "In Helsinki und der Oslo-Konvention treu bleibend: Litauen verlässt das Streubombenverbot."
    assert {finding.treaty for finding in read("", text, language="de").findings} <= {"ccm"}
