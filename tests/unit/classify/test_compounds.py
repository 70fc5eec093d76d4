"""Exits, notices and treaties told in parts that stand anywhere in the sentence."""

from datetime import date

import pytest

from tests.support.by_rules import read


def stages(language: str, text: str, published_on: date | None = None) -> dict[str, str]:
    found = read("", text, language=language, published_on=published_on).findings
    return {finding.country: finding.stage.value for finding in found}


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "Poland no longer considers itself a party to the Ottawa Convention.", {"PL": "in_effect"}),
        ("de", "Polen ist an den Vertrag über das Verbot von Landminen nicht länger gebunden.", {"PL": "in_effect"}),
        ("ru", "Польша больше не является участником Оттавской конвенции.", {"PL": "in_effect"}),
        (
            "fr",
            "Le gouvernement polonais met fin à son adhésion à la convention d'Ottawa.",
            {"PL": "government_decision"},
        ),
        (
            "it",
            "Gli Stati Uniti revocano la propria firma sul Trattato sul commercio delle armi.",
            {"US": "government_decision"},
        ),
    ],
)
def test_an_exit_may_be_told_by_what_binds_a_state_and_what_ends_it(
    language: str, sentence: str, expected: dict[str, str]
) -> None:
    assert stages(language, sentence) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Notes announcing Finland's departure from the Ottawa Convention were handed to the depositary."),
        ("nl", "Finland heeft de VN officieel laten weten dat het uit het Verdrag van Ottawa stapt."),
        ("pl", "Finlandia zawiadomiła Organizację Narodów Zjednoczonych, że opuszcza konwencję ottawską."),
        ("ko", "핀란드가 오타와 협약 탈퇴를 유엔 사무총장에게 공식 통보했다."),
    ],
)
def test_telling_the_keeper_of_a_treaty_is_a_notice(language: str, sentence: str) -> None:
    assert stages(language, sentence) == {"FI": "notified"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("da", "Finland forlader traktaten, der forbyder personelminer."),
        ("lt", "Suomija traukiasi iš sutarties, draudžiančios priešpėstines minas."),
        ("en", "Finland is leaving the accord, in force since 1999, that outlaws antipersonnel mines."),
    ],
)
def test_a_treaty_may_be_told_by_what_it_bans(language: str, sentence: str) -> None:
    found = read("", sentence, language=language).findings
    assert {(finding.country, finding.treaty) for finding in found} == {("FI", "ottawa")}


@pytest.mark.parametrize(
    "sentence",
    [
        "The regiment ended its participation in the exercise on clearing mines banned by the Ottawa Convention.",
        "Poland told the United Nations how it destroyed its mines under the Ottawa Convention.",
    ],
)
def test_parts_that_belong_to_other_things_make_no_exit(sentence: str) -> None:
    assert stages("en", sentence) == {}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Suomi käänsi selkänsä Ottawan sopimukselle."),
        ("ko", "핀란드가 오타와 협약에 등을 돌렸다."),
        ("hi", "फ़िनलैंड ने ओटावा संधि से मुंह मोड़ लिया।"),
        ("et", "Soome pööras Ottawa konventsioonile selja."),
        ("uk", "Фінляндія порвала з Оттавською конвенцією."),
        ("lv", "Somija pagrieza muguru Otavas konvencijai."),
        ("en", "Finland has torn up the Ottawa Convention."),
    ],
)
def test_a_treaty_that_is_turned_from_or_torn_up_is_left(language: str, sentence: str) -> None:
    assert set(stages(language, sentence)) == {"FI"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Russia has declared a moratorium on its compliance with the CFE Treaty."),
        ("en", "Russia will stop applying the CFE Treaty."),
        ("de", "Russland wendet den KSE-Vertrag nicht mehr an."),
        ("fr", "La Russie a cessé d'appliquer le traité FCE."),
        ("cs", "Rusko už neplní smlouvu o konvenčních silách v Evropě."),
        ("ru", "Россия заморозила ДСНВ."),
        ("ja", "ロシアは新戦略兵器削減条約の履行を停止した。"),
        ("vi", "Nga không còn thực hiện Hiệp ước CFE."),
    ],
)
def test_a_treaty_no_longer_carried_out_is_suspended(language: str, sentence: str) -> None:
    assert stages(language, sentence) == {"RU": "suspended"}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Russia no longer observes its moratorium on missiles, the kind that the INF Treaty once banned."),
        ("en", "Finland turned its back on the talks about clearing mines under the Ottawa Convention."),
        ("de", "Russland hält sich an den KSE-Vertrag."),
    ],
)
def test_other_things_given_up_or_kept_are_no_exit(language: str, sentence: str) -> None:
    assert stages(language, sentence) == {}
