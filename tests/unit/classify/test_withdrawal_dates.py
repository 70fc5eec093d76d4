"""The days of notice and of effect, as whole articles tell them."""

from datetime import date

import pytest

from tests.support.by_rules import read

PUBLISHED = date(2026, 7, 4)  # a Saturday
NOTICE, EFFECT = date(2026, 1, 1), date(2026, 7, 1)
Days = dict[str, tuple[date | None, date | None]]


def _days(text: str, published_on: date | None = PUBLISHED, title: str = "") -> Days:
    found = read(title, text, published_on=published_on).findings
    return {finding.country: (finding.notified_on, finding.effective_on) for finding in found if finding.treaty}


@pytest.mark.parametrize(
    "text",
    [
        "As of Wednesday Moldova is no longer bound by the Ottawa Convention. "
        "It had handed its notice to the UN on 1 January.",
        "Moldawien ist seit Mittwoch nicht mehr Mitglied der Ottawa-Konvention. "
        "Das Kündigungsschreiben war am 1. Januar bei den Vereinten Nationen eingegangen.",
        "Mołdawia od środy nie jest już stroną konwencji ottawskiej. Notyfikację złożono w ONZ 1 stycznia.",
        "Moldova szerdától már nem részese az ottawai egyezménynek. "
        "Az értesítést január 1-jén nyújtották be az ENSZ-nél.",
        "Молдавия со среды больше не является участником Оттавской конвенции. "
        "Уведомление было передано в ООН 1 января.",
        "Moldova kopš trešdienas vairs nav Otavas konvencijas dalībvalsts. Paziņojums ANO tika iesniegts 1. janvārī.",
        "モルドバが7月1日、対人地雷禁止条約(オタワ条約)から正式に離脱した。国連への通告は1月1日だった。",
        'מולדובה אינה עוד צד לאמנת אוטווה החל מיום רביעי. הודעת הפרישה נמסרה לאו"ם ב-1 בינואר.',
        "مولداوی از روز چهارشنبه دیگر عضو کنوانسیون اتاوا نیست. "
        "اطلاعیه خروج در ۱۱ دی به سازمان ملل تحویل داده شده بود.",
    ],
)
def test_the_next_sentence_tells_the_notice_of_the_exit_before(text: str) -> None:
    assert _days(text) == {"MD": (NOTICE, EFFECT)}


def test_the_day_of_a_vote_is_neither_notice_nor_effect() -> None:
    told = _days("Moldova left the Ottawa Convention on Wednesday. Parliament had voted for the exit on 12 January.")
    assert told == {"MD": (None, EFFECT)}


def test_the_day_of_telling_is_not_the_day_of_the_step() -> None:
    told = _days("Moldova will leave the Ottawa Convention on 1 September, its minister said on Friday.")
    assert told == {"MD": (None, date(2026, 9, 1))}


def test_several_states_keep_their_own_days() -> None:
    notice = "Moldova handed over its notice of withdrawal from the Ottawa Convention"
    told = _days(f"{notice} on 1 June and Romania did so on 9 June.")
    assert told == {"MD": (date(2026, 6, 1), None), "RO": (date(2026, 6, 9), None)}


def test_months_are_counted_from_a_stated_notice_alone() -> None:
    notice = "Moldova deposited its instrument of withdrawal from the Ottawa Convention"
    told = _days(f"{notice} on 1 July. The exit takes effect six months later.")
    assert told == {"MD": (EFFECT, date(2027, 1, 1))}
    assert _days(f"{notice}. The exit takes effect six months later.") == {"MD": (None, None)}


def test_a_word_for_the_year_may_stand_before_the_day() -> None:
    told = _days(
        "モルドバは去年12月1日、オタワ条約から脱退すると国連に正式に通告した。",
        title="モルドバ、オタワ条約脱退を通告",
    )
    assert told == {"MD": (date(2025, 12, 1), None)}


def test_the_same_day_is_the_one_told_before() -> None:
    told = _days(
        "NATO members met on Wednesday. Moldova formally left the Ottawa Convention the same day, its minister said.",
        title="Moldova leaves the Ottawa Convention",
    )
    assert told == {"MD": (None, EFFECT)}


def test_what_holds_as_of_a_day_holds_by_the_decree_that_says_so() -> None:
    told = _days(
        "Moldova will stop applying the CFE treaty as of 8 July, a presidential decree published on Friday says.",
        title="Moldova freezes the CFE treaty",
    )
    assert told == {"MD": (None, date(2026, 7, 8))}


def test_an_article_without_a_day_of_publication_is_dated_by_its_dateline() -> None:
    text = "CHISINAU, 4 July 2026 (IPN) - Moldova formally left the Ottawa Convention on Wednesday."
    assert _days(text, published_on=None) == {"MD": (None, EFFECT)}


def test_an_exit_that_is_only_weighed_has_no_days() -> None:
    told = _days("Moldova is considering whether to leave the Ottawa Convention on 1 September.")
    assert told == {"MD": (None, None)}


def test_dates_carry_the_words_they_were_read_from() -> None:
    text = "Moldova left the Ottawa Convention on Wednesday. The notice was handed to the UN on 1 January."
    (finding,) = read("", text, published_on=PUBLISHED).findings
    quotes = {evidence.field: evidence.quote for evidence in finding.evidence}
    assert quotes["effective_on"] == "Wednesday"
    assert quotes["notified_on"] == "1 January"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Poland will leave the Ottawa Convention, which bans anti-personnel mines, on 20 February."),
        ("ru", "Польша покинет Оттавскую конвенцию, запрещающую противопехотные мины, 20 февраля."),
        ("uk", "Польща вийде з Оттавської конвенції, яка забороняє протипіхотні міни, 20 лютого."),
    ],
)
def test_a_day_behind_what_the_treaty_bans_is_the_day_of_leaving(language: str, text: str) -> None:
    found = read("", text, language=language, published_on=date(2026, 1, 16)).findings
    assert [(finding.stage.value, finding.effective_on) for finding in found] == [("notified", date(2026, 2, 20))]


def test_a_day_within_what_is_told_of_the_treaty_is_none_of_leaving() -> None:
    text = "Польша покинет Оттавскую конвенцию, которую в Канаде подписали 3 декабря 1997 года."
    found = read("", text, language="ru", published_on=date(2026, 1, 16)).findings
    assert [finding.effective_on for finding in found] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Campaigners note with regret that 1 July marks the departure of Moldova from the Ottawa Convention.",
        "Moldova's decision to leave the Ottawa Convention took effect on 1 July.",
    ],
)
def test_a_day_is_that_of_the_effect_beside_marks_and_beside_a_decision_in_force(text: str) -> None:
    assert _days(text) == {"MD": (None, EFFECT)}


def test_an_exit_that_is_over_gets_no_day_half_a_year_ahead() -> None:
    text = "Moldova has left the Ottawa Convention. It ended long talks on 2 January."
    assert _days(text)["MD"][1] != date(2027, 1, 2)


@pytest.mark.parametrize(
    ("text", "effective_on"),
    [
        (
            "Announced on 13 December 2001, the American withdrawal from the ABM Treaty took effect on 13 June 2002.",
            date(2002, 6, 13),
        ),
        (
            "Since Thursday, June 13, the United States is no longer in the Anti-Ballistic Missile Treaty.",
            date(2002, 6, 13),
        ),
    ],
)
def test_the_day_of_effect_is_the_one_that_the_words_of_effect_stand_with(text: str, effective_on: date) -> None:
    found = read("", text, language="en", published_on=date(2002, 6, 14)).findings
    assert [finding.effective_on for finding in found] == [effective_on]


def test_each_exit_in_a_sentence_of_several_keeps_its_own_day() -> None:
    text = "Finland's withdrawal from the Ottawa Convention takes effect on 10 January, Poland's on 20 February."
    found = read("", text, language="en", published_on=date(2025, 12, 30)).findings
    assert {(finding.country, finding.effective_on) for finding in found} == {
        ("FI", date(2026, 1, 10)),
        ("PL", date(2026, 2, 20)),
    }


def test_a_day_too_late_for_the_notice_of_what_is_over_is_that_of_its_end() -> None:
    text = (
        "Ceturtdien pagāja pusgads, kopš Viļņa iesniedza paziņojumu ANO, "
        "un izstāšanās no Oslo konvencijas stājusies spēkā."
    )
    found = _days(text, date(2025, 3, 6), "Lietuva vairs nav kasešu munīcijas konvencijā")
    assert found == {"LT": (None, date(2025, 3, 6))}
