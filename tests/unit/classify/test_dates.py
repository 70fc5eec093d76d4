from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.classify.dates import stated_dates
from services.classify.language_data import language_codes
from services.classify.normalise import normalise

PUBLISHED = date(2026, 2, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("on 20 february 2026", "en", date(2026, 2, 20)),
        ("on february 20, 2026", "en", date(2026, 2, 20)),
        ("on the 20th of february", "en", date(2026, 2, 20)),
        ("on dec. 27", "en", date(2025, 12, 27)),
        ("on 20 february this year", "en", date(2026, 2, 20)),
        ("on 8 may last year", "en", date(2025, 5, 8)),
        ("on friday", "en", date(2026, 2, 20)),
        ("yesterday", "en", date(2026, 2, 21)),
        ("2026-02-20", "en", date(2026, 2, 20)),
        ("20.02.2026", "pl", date(2026, 2, 20)),
        ("20 sierpnia 2025 r.", "pl", date(2025, 8, 20)),
        ("20 sierpnia ubiegłego roku", "pl", date(2025, 8, 20)),
        ("we wtorek", "pl", date(2026, 2, 17)),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, code: str, day: date) -> None:
    assert [stated.day for stated in stated_dates(text, code, PUBLISHED)] == [day]


@pytest.mark.parametrize("text", ["31 february 2026", "2026-13-01", "may be", "the 1997 convention", "120 february"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert stated_dates(text, "en", PUBLISHED) == []


def test_without_a_day_of_publication_only_full_dates_count() -> None:
    found = stated_dates("on 10 january, on friday and on 27 december 2025", "en", None)
    assert [stated.day for stated in found] == [date(2025, 12, 27)]


@pytest.mark.parametrize("published_on", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_trap(published_on: date) -> None:
    stated_dates("yesterday, tomorrow, on friday and on 29 february", "en", published_on)


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("2025. gada 27. jūnijā", "lv", date(2025, 6, 27)),
        ("2025 m. gegužės 8 d.", "lt", date(2025, 5, 8)),
        ("政府は2025年11月22日に", "ja", date(2025, 11, 22)),
    ],
)
def test_the_year_may_stand_first(text: str, code: str, day: date) -> None:
    assert [stated.day for stated in stated_dates(text, code, PUBLISHED)] == [day]


def test_a_sentence_names_its_year_once() -> None:
    found = stated_dates("in may 2020 it gave notice and by november 22 it was out", "en", None)
    assert [stated.day for stated in found] == [date(2020, 11, 22)]


def test_a_day_without_a_year_is_turned_to_the_side_of_publication_its_sign_asks_for() -> None:
    stated = stated_dates("on 27 june", "en", date(2025, 12, 27))[0]
    assert stated.before(date(2025, 12, 27)).day == date(2025, 6, 27)
    assert stated.after(date(2025, 12, 27)).day == date(2026, 6, 27)


def test_a_number_with_the_mark_of_a_day_is_the_last_such_day_and_a_count_of_days_is_none() -> None:
    assert [stated.day for stated in stated_dates("国防省は6日、発表した。", "ja", PUBLISHED)] == [date(2026, 2, 6)]
    assert [stated.day for stated in stated_dates("国防部28日说", "zh", PUBLISHED)] == [date(2026, 1, 28)]
    assert stated_dates("今後30日間", "ja", PUBLISHED) == []


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=200),
    code=st.sampled_from(language_codes()),
    published_on=st.one_of(st.none(), st.dates()),
)
def test_any_text_gives_dates_within_its_bounds(text: str, code: str, published_on: date | None) -> None:
    written = normalise(text).text
    for stated in stated_dates(written, code, published_on):
        assert 0 <= stated.start < stated.end <= len(written)


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("le 12 février dernier", "fr", date(2026, 2, 12)),
        ("el próximo 12 de febrero", "es", date(2027, 2, 12)),
        ("last friday", "en", date(2026, 2, 20)),
        ("am kommenden freitag", "de", date(2026, 2, 27)),
        ("27-ąją birželio", "lt", date(2026, 6, 27)),
        ("voimaan 20.2.", "fi", date(2026, 2, 20)),
        ("ngày 2/8", "vi", date(2026, 8, 2)),
        ("令和7年6月27日", "ja", date(2025, 6, 27)),
        ("民國114年6月27日", "zh", date(2025, 6, 27)),
        ("先月22日", "ja", date(2026, 1, 22)),
        ("十二月二十七日", "zh", date(2025, 12, 27)),
        ("6 تیر 1404", "fa", date(2025, 6, 27)),
        ("ב-20 בפברואר", "he", date(2026, 2, 20)),
        ("20 şubat'ta", "tr", date(2026, 2, 20)),
    ],
)
def test_each_language_has_its_own_ways_with_days(text: str, code: str, day: date) -> None:
    assert [stated.day for stated in stated_dates(normalise(text).text, code, PUBLISHED)] == [day]
