"""Which exits are news: those told without a word of leaving, in passing, at home, or beside another act."""

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
