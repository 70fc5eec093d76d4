"""Exits told without a word of leaving."""

from datetime import date

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("en", "Norway will remain in the Ottawa Convention, its minister said.", "rejected"),
        ("en", "Moldova is studying whether to remain in the Ottawa Convention.", "considered"),
        ("en", "Norway will not follow its neighbours out of the Ottawa Convention.", "rejected"),
        ("pl", "Norwegia zdecydowała, że pozostanie w konwencji ottawskiej.", "rejected"),
    ],
)
def test_remaining_in_a_treaty_tells_of_an_exit_weighed_or_rejected(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


def test_to_remain_in_a_treaty_as_ever_is_no_news() -> None:
    text = "Norway remains in the Ottawa Convention and pays more for clearance."
    assert read(text, text, language="en").findings == ()


def test_a_state_that_leaves_on_a_named_day_has_given_its_notice_though_the_year_is_open() -> None:
    text = "Poland leaves the Ottawa Convention on 20 February, a deputy minister told reporters."
    assert [finding.stage.value for finding in read("", text, language="en").findings] == ["notified"]


def test_an_exit_named_only_as_what_came_before_is_over() -> None:
    text = (
        "Türkiye suspended the Treaty on Conventional Armed Forces in Europe. "
        "Diplomats call the move a consequence of Russia's exit five months earlier."
    )
    found = {finding.country: finding.stage.value for finding in read("", text, language="en").findings}
    assert found == {"TR": "suspended", "RU": "in_effect"}


@pytest.mark.parametrize(
    "text",
    [
        "Engineers trained in Estonia, which left the Ottawa Convention in December, and practised closing a road.",
        "Saperzy wrócili. Polska, która w lutym wystąpiła z konwencji ottawskiej, nadal finansuje takie misje.",
    ],
)
def test_an_exit_told_only_in_passing_is_no_news(text: str) -> None:
    assert read("Back from an exercise", text).findings == ()


def test_an_exit_told_in_passing_stands_beside_one_that_is_news() -> None:
    text = "Poland left the Ottawa Convention on Friday. Finland, which left the treaty in January, welcomed the step."
    assert {finding.country for finding in read("Poland is out", text).findings} >= {"PL"}


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("nl", "Noorwegen stapt niet uit het landmijnenverdrag.", "rejected"),
        ("cs", "Norsko od zákazu protipěchotních min neustoupí.", "rejected"),
        ("tr", "Norveç Ottawa Sözleşmesi'nden çekilmeyecek.", "rejected"),
        ("ja", "ノルウェーはオタワ条約から脱退する考えはない。", "rejected"),
        ("ko", "노르웨이는 오타와 협약 탈퇴를 검토하고 있다.", "considered"),
        ("zh", "挪威正在考虑退出《渥太华公约》。", "considered"),
        ("hi", "नॉर्वे ओटावा संधि छोड़ने पर विचार कर रहा है।", "considered"),
        (
            "hr",
            "Norveška vlada uputila je parlamentu prijedlog zakona o otkazivanju Ottawske konvencije.",
            "government_decision",
        ),
    ],
)
def test_denial_and_weighing_count_wherever_the_language_puts_them(language: str, sentence: str, stage: str) -> None:
    assert {finding.country: finding.stage.value for finding in read("", sentence, language=language).findings} == {
        "NO": stage
    }


def test_greek_capitals_are_read_without_their_accents() -> None:
    text = "Η ΦΙΝΛΑΝΔΙΑ ΑΠΟΧΩΡΗΣΕ ΕΠΙΣΗΜΑ ΑΠΟ ΤΗ ΣΥΝΘΗΚΗ ΤΗΣ ΟΤΑΒΑ."
    assert [finding.country for finding in read("", text, language="el").findings] == ["FI"]


def test_parliament_at_home_needs_no_name() -> None:
    text = "Депутатите приеха закона за денонсиране на Конвенцията по касетъчните боеприпаси."
    assert [finding.country for finding in read("", text, language="bg").findings] == ["BG"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The transport ministry of Qatar wants to leave the open skies agreement, which hurts its airlines."),
        ("lv", "Satiksmes ministrija grib izstāties no atvērto debesu nolīguma, jo pārvadātāji cieš."),
    ],
)
def test_open_skies_among_airlines_is_no_arms_treaty(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("he", "ופולין הודיעה שתפרוש מאמנת אוטווה."), ("ar", "وبولندا أعلنت انسحابها من اتفاقية أوتاوا.")],
)
def test_small_words_glued_to_a_name_do_not_hide_it(language: str, sentence: str) -> None:
    assert [finding.country for finding in read("", sentence, language=language).findings] == ["PL"]


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("sl", "Predsednik Trump je potrdil, da bodo ZDA zapustile pogodbo o odprtem nebu.", "government_decision"),
        ("pl", "Minister wezwał prezydenta do podpisania ustawy o wyjściu z konwencji ottawskiej.", "considered"),
        ("pl", "Prezydent Polski podpisał ustawę o wyjściu z konwencji ottawskiej.", "signed_into_law"),
        (
            "pl",
            "Do Sejmu wpłynął projekt przepisów o wypowiedzeniu przez Polskę konwencji ottawskiej.",
            "government_decision",
        ),
        (
            "cs",
            "Ruští poslanci bez jediného hlasu proti schválili vypovězení Smlouvy o otevřeném nebi.",
            "parliament_approved",
        ),
        (
            "bg",
            "Сеймът на Полша прие без глас против закона за излизане от Отавската конвенция.",
            "parliament_approved",
        ),
    ],
)
def test_slavic_news_is_read_by_what_was_done_not_by_what_was_asked_for(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "pl",
            "Prezydent ratyfikował konwencję o minach. Polska nie będzie używać, wytwarzać ani składować takich min.",
        ),
        ("pl", "Umowa, którą Polska ratyfikuje, nie pozwala produkować ani składować min przeciwpiechotnych."),
    ],
)
def test_what_a_treaty_that_is_joined_forbids_is_no_news_of_mines(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("fi", "Ministeriön muistion mukaan Suomen ei pidä erota Ottawan sopimuksesta.", "opposed"),
        ("no", "Norge bør ikke trekke seg fra Ottawa-konvensjonen, skriver komiteen i en uttalelse.", "opposed"),
        (
            "fi",
            "Puolustusvaliokunta sai työnsä valmiiksi ja asettui Ottawan sopimuksesta eroamisen taakse.",
            "recommended",
        ),
        ("fi", "Eduskunta hyväksyi hallituksen esityksen Ottawan sopimuksesta irtautumisesta.", "parliament_approved"),
        ("fi", "Suomi on maanantaista alkaen vapautettu Ottawan sopimuksen velvoitteista.", "in_effect"),
        (
            "et",
            "President Karis andis reedel heakskiidu Ottawa konventsioonist väljumise seadusele.",
            "signed_into_law",
        ),
        ("lt", "Prezidentas Nausėda pasirašė dekretą denonsuoti Otavos konvenciją.", "government_decision"),
        ("lt", "Ministras nemato jokios priežasties Lietuvai trauktis iš Otavos konvencijos.", "rejected"),
        ("lv", "Ministrs neredz nekādas vajadzības Latvijai izstāties no Otavas konvencijas.", "rejected"),
        ("lv", "Deputāti uzskata, ka Latvijai jāizstājas no Otavas konvencijas.", "considered"),
        ("et", "Eestis kogutakse allkirju Ottawa konventsioonist lahkumiseks.", "considered"),
        ("sv", "Riksdagens utrikesutskott stöder att Finland lämnar Ottawakonventionen.", "recommended"),
        ("is", "Finnar tilkynntu Sameinuðu þjóðunum að þeir segðu sig frá Ottawa-sáttmálanum.", "notified"),
        ("et", "Teisipäeval lõppes Venemaa tavarelvastusleppest väljaastumise protseduur.", "in_effect"),
        (
            "is",
            "Íranska þingið samþykkti að Íran segi sig frá samningnum um takmörkun á útbreiðslu kjarnavopna.",
            "parliament_approved",
        ),
        ("da", "Regeringen vil undersøge, om Danmark skal træde ud af Ottawa-konventionen.", "considered"),
        ("lv", "Lietuvas premjers atbalsta atteikšanos no Otavas konvencijas.", "considered"),
        (
            "lt",
            "Gynybos taryba ir vyriausybė pritarė ministerijos siūlymui trauktis iš Otavos konvencijos.",
            "government_decision",
        ),
        (
            "is",
            "Pútín undirritaði lög um að Rússar dragi til baka fullgildingu á tilraunabanni.",
            "signed_into_law",
        ),
    ],
)
def test_northern_and_baltic_words_tell_how_far_an_exit_has_come(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


def test_a_like_step_told_in_a_clause_of_its_own_takes_no_vote_of_the_other_clause() -> None:
    text = "Parlamentet i Litauen har vedtatt å forlate Ottawa-konvensjonen. "
    text += "Latvias utmelding ble vedtatt av parlamentet i april, mens Polen har varslet det samme."
    found = {finding.country: finding.stage.value for finding in read("", text, language="no").findings}
    assert found == {"LT": "parliament_approved", "LV": "parliament_approved", "PL": "government_decision"}


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
    ("language", "text", "stage"),
    [
        ("sk", "Ruský prezident podpísal výnos o vypovedaní Zmluvy o otvorenom nebi.", "government_decision"),
        ("sk", "Dolná komora ruského parlamentu rozhodla o vypovedaní Zmluvy o otvorenom nebi.", "parliament_approved"),
        ("pl", "Prezydent Trump zdecydował o wyjściu z traktatu INF.", "government_decision"),
        ("pl", "Sejm Łotwy zdecydował o wypowiedzeniu konwencji ottawskiej.", "parliament_approved"),
    ],
)
def test_who_decides_tells_how_far_it_is_decided(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quitting the NPT is nowhere on Egypt's agenda, a spokesman said.", "rejected"),
        ("Egypt has no intention of dropping the nuclear non-proliferation treaty.", "rejected"),
        ("If the talks fail, Egypt would have no choice but to leave the NPT.", "considered"),
        ("Should the talks fail, Egypt will leave the NPT, its minister warned.", "considered"),
        ("Egyptian lawmakers are drafting a bill to quit the NPT.", "considered"),
        ("Egyptian lawmakers on Monday backed the bill to leave the NPT in its first reading.", "government_decision"),
        ("Egypt's foreign and defence ministers urged their government to leave the NPT.", "recommended"),
        ("The procedure by which Egypt leaves the NPT was completed at midnight.", "in_effect"),
        ("Egypt had finished the procedure of leaving the NPT by Monday.", "in_effect"),
        ("Egypt's decision to quit the NPT entered into force today.", "in_effect"),
        ("A petition that wants Egypt out of the NPT reached lawmakers on Monday.", "considered"),
        ("Experts hope that Egypt's exit from the NPT, which took effect last week, can be undone.", "in_effect"),
    ],
)
def test_stages_told_in_reporters_words(text: str, expected: str) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("EG", expected)]


def test_what_a_title_calls_an_exit_is_the_suspension_that_the_body_tells_of() -> None:
    text = (
        "A decree of the president on the CFE Treaty was published in Ankara on Monday. "
        "The implementation of the accord between Turkey and the other countries is suspended, it says."
    )
    found = read("Erdogan takes Turkey out of CFE Treaty", text, published_on=date(2026, 5, 4)).findings
    assert [finding.stage.value for finding in found] == ["suspended"]


def test_a_decree_on_an_exit_stands_beside_a_suspension_of_old() -> None:
    text = "The president signed the decree on Monday. Turkey had suspended the treaty in 2007."
    found = read("Erdogan takes Turkey out of CFE Treaty", text, published_on=date(2026, 5, 4)).findings
    assert [finding.stage.value for finding in found] == ["government_decision"]


def test_a_signature_is_taken_back_by_not_becoming_a_party() -> None:
    text = "Washington told the depositary that it does not intend to become a party to the Arms Trade Treaty."
    found = read("", text, language="en").findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("US", "notified")]
