"""Every date that CLDR writes in a language is read back as that date; CLDR's names are in the language files."""

from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.classify.dates import stated_dates
from services.classify.language_data import language, language_codes
from services.classify.normalise import normalise

_LOCALES = {"no": "nb", "sr": "sr_Latn"}
_SHORT_NAMED = ("en", "de", "nl", "fr", "da", "no", "is", "ru", "sv")
"""Where news shortens the names of months as CLDR does."""
DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))


def _locale(code: str) -> str:
    return _LOCALES.get(code, code)


def _read(text: str, code: str, published_on: date | None) -> list[date]:
    return [stated.day for stated in stated_dates(normalise(text).text, code, published_on)]


@pytest.mark.parametrize("code", language_codes())
@settings(max_examples=15, deadline=None)
@given(day=DAYS, published_on=st.one_of(st.none(), DAYS))
def test_a_date_as_cldr_writes_it_is_read_back(code: str, day: date, published_on: date | None) -> None:
    assert _read(format_date(day, "long", locale=_locale(code)), code, published_on) == [day]


@pytest.mark.parametrize("code", language_codes())
@settings(max_examples=10, deadline=None)
@given(day=DAYS)
def test_a_date_with_its_weekday_is_one_date(code: str, day: date) -> None:
    assert _read(format_date(day, "full", locale=_locale(code)), code, day + timedelta(days=3)) == [day]


@pytest.mark.parametrize("code", _SHORT_NAMED)
@settings(max_examples=10, deadline=None)
@given(day=DAYS)
def test_a_date_with_a_shortened_month_is_read_back(code: str, day: date) -> None:
    assert _read(format_date(day, "medium", locale=_locale(code)), code, None) == [day]


@pytest.mark.parametrize("code", language_codes())
@settings(max_examples=15, deadline=None)
@given(published_on=DAYS, away=st.integers(min_value=-150, max_value=150))
def test_a_day_without_its_year_is_the_nearest_one(code: str, published_on: date, away: int) -> None:
    day = published_on + timedelta(days=away)
    assume((day.month, day.day) != (2, 29))
    assert _read(_without_year(day, code), code, published_on) == [day]


def _without_year(day: date, code: str) -> str:
    return format_date(day, Locale.parse(_locale(code)).datetime_skeletons["MMMMd"].pattern, locale=_locale(code))


@pytest.mark.parametrize("code", language_codes())
@settings(max_examples=10, deadline=None)
@given(published_on=DAYS)
def test_a_weekday_is_the_last_such_day(code: str, published_on: date) -> None:
    for back in range(7):
        day = published_on - timedelta(days=back)
        assert day in _read(format_date(day, "EEEE", locale=_locale(code)), code, published_on)


@pytest.mark.parametrize("code", language_codes())
def test_the_names_of_months_and_weekdays_in_cldr_are_in_the_file(code: str) -> None:
    calendar = language(code).calendar
    locale = Locale.parse(_locale(code))
    for number, names in enumerate(calendar.months, 1):
        own = {normalise(name).text for name in names}
        assert normalise(locale.months["format"]["wide"][number]).text in own
    for number, names in enumerate(calendar.weekdays):
        own = {normalise(name).text for name in names}
        assert normalise(locale.days["format"]["wide"][number]).text in own
