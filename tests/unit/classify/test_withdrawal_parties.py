"""Which states an exit is told of, and which are only named beside it."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import READ_ON, read

_DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Nachdem die USA gegangen sind, steigt nun auch Russland aus dem Open-Skies-Vertrag aus.", {"RU"}),
        ("Präsident Putin kündigte an, Russlands Teilnahme am New-Start-Vertrag mit den USA auszusetzen.", {"RU"}),
    ],
)
def test_the_state_between_the_parts_of_a_verb_acts_and_a_treaty_s_other_side_does_not(
    sentence: str, told: set[str]
) -> None:
    assert {finding.country for finding in read("", sentence, language="de").findings} == told


def test_the_swiss_government_is_not_the_german_chamber() -> None:
    text = (
        "Der Bundesrat der Schweiz soll das Ottawa-Übereinkommen nicht kündigen, der Nationalrat lehnte die Motion ab."
    )
    assert {finding.country for finding in read("", text, language="de").findings} == {"CH"}


def test_talks_that_are_broken_off_are_no_treaty() -> None:
    text = "L'Iran envisage de quitter le TNP. Suit la suspension de toute négociation avec Paris et Berlin."
    assert {finding.country for finding in read("", text, language="fr").findings} == {"IR"}


def test_whom_a_state_tells_of_its_exit_does_not_leave() -> None:
    text = "Trump deve informar à Rússia que os EUA deixarão o Tratado de Céus Abertos."
    assert {finding.country for finding in read("", text, language="pt").findings} == {"US"}


def test_to_leave_nato_is_no_exit_from_an_arms_treaty() -> None:
    text = "Turquía amenaza con abandonar la OTAN tras la disputa sobre el Tratado de Cielos Abiertos."
    assert read("", text, language="es").findings == ()


def test_those_who_strike_a_state_do_not_leave_its_treaties() -> None:
    text = "Dopo i raid americani, la commissione parlamentare ha chiesto il ritiro del Paese dal TNP."
    found = read("Teheran, la commissione chiede di uscire dal TNP", text, language="it").findings
    assert {finding.country for finding in found} == {"IR"}


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        ("fr", "Vilnius dit adieu à la Convention d'Ottawa", "Le pays balte a quitté la Convention d'Ottawa."),
        ("hu", "Litvánia lezárta az ottawai fejezetet", "A balti ország kilépett az ottawai egyezményből."),
    ],
)
def test_one_baltic_country_is_not_all_three(language: str, title: str, text: str) -> None:
    assert {finding.country for finding in read(title, text, language=language).findings} == {"LT"}


def test_a_treaty_that_the_next_sentence_names_is_the_one_that_the_first_calls_a_treaty() -> None:
    text = "انسحبت وارسو رسميا من اتفاقية دولية تحظر هذه الأسلحة. وتعرف المعاهدة باسم اتفاقية أوتاوا."
    found = read("", text, language="ar", published_on=_DAY).findings
    assert [(finding.country, finding.treaty, finding.stage) for finding in found] == [
        ("PL", "ottawa", Stage.IN_EFFECT)
    ]
    assert read("", text.split(". ")[0], language="ar", published_on=_DAY).findings == ()


def test_a_state_in_brackets_behind_a_city_is_where_the_city_lies() -> None:
    text = "Công ước Ottawa được bàn tại Geneva (Thụy Sĩ). Tại Geneva (Thụy Sĩ), một nước đã rút khỏi Công ước Ottawa."
    assert read("", text, language="vi", published_on=_DAY).findings == ()


def test_states_named_only_as_a_threat_take_no_vote() -> None:
    text = (
        "Латвия и Эстония заявили, что выйдут из Оттавской конвенции. "
        "Решение принято в ответ на угрозу со стороны России и Беларуси."
    )
    found = read("", text, language="ru", published_on=READ_ON).findings
    assert {finding.country for finding in found} == {"LV", "EE"}


@pytest.mark.parametrize(
    ("language", "title", "text", "told"),
    [
        ("be", "Літва выйшла з канвенцыі", "МІНСК, 20 лют. Улады плануюць вытворчасць супрацьпяхотных мін.", {"LT"}),
        ("ru", "Латвия и мины", "МОСКВА, 3 фев – АГН. Власти планируют производство противопехотных мин.", {"LV"}),
        ("ru", "Планы армии", "ВИЛЬНЮС, 3 фев – АГН. Власти планируют производство противопехотных мин.", {"LT"}),
    ],
)
def test_the_town_of_a_dateline_is_no_actor_where_the_title_names_another_state(
    language: str, title: str, text: str, told: set[str]
) -> None:
    found = read(title, text, language=language, published_on=date(2026, 2, 20)).findings
    assert {finding.country for finding in found} == told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("hu", "Kazahsztán nem részese az ottawai egyezménynek."),
        ("nl", "Het Ottawaverdrag verbood de productie van antipersoonsmijnen."),
        ("fr", "Une association publie la liste des entreprises qui produisent des mines antipersonnel."),
        ("it", "La campagna denuncia le banche che finanziano i produttori di mine antiuomo."),
        ("es", "La campaña denuncia a los bancos que financian a los fabricantes de minas antipersona."),
    ],
)
def test_those_never_bound_and_lists_of_makers_are_no_news(language: str, sentence: str) -> None:
    assert read("", sentence, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        ("cs", "Litva a Lotyšsko odstoupily od Ottawské úmluvy. Obě pobaltské země to oznámily OSN.", {"LT", "LV"}),
        (
            "hr",
            "Latvija, Litva i Estonija najavile su izlazak iz Ottawske konvencije. Kasnije im se pridružila Finska.",
            {"LV", "LT", "EE", "FI"},
        ),
        (
            "cs",
            "Země sousedící s Ruskem (s výjimkou Norska) oznámily odstoupení. Polsko odstupuje od Ottawské úmluvy.",
            {"PL"},
        ),
        ("pl", "Litwa i Łotwa występują z konwencji ottawskiej. Później dołączyła Finlandia.", {"LT", "LV", "FI"}),
    ],
)
def test_who_joins_the_leavers_is_told_from_who_is_left_out(language: str, text: str, states: set[str]) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == states


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Poland is withdrawing from the Ottawa Convention together with the neighbouring Lithuania."),
        ("de", "Polen tritt aus der Ottawa-Konvention aus, gemeinsam mit Litauen."),
        ("ru", "Польша выходит из Оттавской конвенции вместе с Литвой."),
        ("pl", "Polska wychodzi z konwencji ottawskiej wraz z Litwą."),
    ],
)
def test_who_leaves_along_with_the_subject_leaves_too(language: str, text: str) -> None:
    told = {finding.country for finding in read("", text, language=language, published_on=_DAY).findings}
    assert told == {"PL", "LT"}


def test_the_only_state_an_article_names_is_the_one_whose_minister_asks() -> None:
    title = "Chief of defence supports withdrawal from anti-personnel mine treaty"
    text = "General Kowal told reporters in Vilnius that he was in favour of leaving the Ottawa Convention."
    assert {finding.country for finding in read(title, text, published_on=_DAY).findings} == {"LT"}
    other = f"{text} His colleague from Latvia was silent."
    assert {finding.country for finding in read(title, other, published_on=_DAY).findings} <= {"LT"}


def test_who_is_to_be_driven_out_is_the_one_that_would_leave() -> None:
    text = "Washington wants to drive Tehran out of the Non-Proliferation Treaty, the envoy said."
    assert {finding.country for finding in read("", text, published_on=_DAY).findings} == {"IR"}


def test_a_dateline_is_not_the_first_sentence_of_the_news() -> None:
    title = "Open Skies zone grows smaller"
    text = "MOSCOW, March 3. /Agency/. The allies meet today. Russia is no longer a party to the Treaty on Open Skies."
    assert {finding.country for finding in read(title, text, published_on=_DAY).findings} == {"RU"}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "en",
            "Germany and Norway voiced regret at Finland's decision to withdraw from the Ottawa Convention.",
            {"FI"},
        ),
        ("en", "Iran will not accept leaving the IAEA and the NPT.", {"IR"}),
        ("en", "Egypt is withdrawing from a second week of NPT talks in Geneva.", set()),
        ("en", "Egypt is withdrawing from the NPT after talks in Geneva.", {"EG"}),
        ("ru", "Египет покинул переговоры по ДНЯО в Женеве.", set()),
        ("de", "Ägypten zieht sich aus den Verhandlungen über den Atomwaffensperrvertrag zurück.", set()),
    ],
)
def test_whose_exit_it_is_and_from_what(language: str, text: str, told: set[str]) -> None:
    assert {finding.country for finding in read("", text, language=language, published_on=_DAY).findings} == told


def test_where_a_conference_meets_is_no_state_that_leaves() -> None:
    text = "対人地雷禁止条約の締約国会議がスイス・ジュネーブで始まった。脱退を決める国が相次いでいる。"
    assert read("スイスで締約国会議", text, language="ja").findings == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Russia left the CFE treaty in autumn and revoked its ratification of the CTBT in the same month.",
            {("RU", "cfe"), ("RU", "ctbt")},
        ),
        (
            "Lithuania is leaving the Ottawa Convention and the Convention on Cluster Munitions.",
            {("LT", "ottawa"), ("LT", "ccm")},
        ),
        ("Poland is leaving the Ottawa Convention and the Convention on Cluster Munitions.", {("PL", "ottawa")}),
    ],
)
def test_each_word_of_leaving_has_its_treaties(text: str, told: set[tuple[str, str]]) -> None:
    found = read("", text, language="en", published_on=_DAY).findings
    assert {(finding.country, finding.treaty) for finding in found} == told


def test_the_effect_of_a_second_states_exit_is_not_that_of_the_first() -> None:
    text = "Russia announced it was leaving Open Skies, two months after the US withdrawal from the treaty took effect."
    found = read("", text, language="en", published_on=date(2021, 1, 15)).findings
    stages = {finding.country: finding.stage for finding in found}
    assert stages == {"RU": Stage.GOVERNMENT_DECISION, "US": Stage.IN_EFFECT}
