from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classify.solar_hijri import SOLAR_YEARS, gregorian, solar_year


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1404, 4, 6), date(2025, 6, 27)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1381, 10, 20), date(2003, 1, 10)),
    ],
)
def test_a_day_of_irans_calendar_is_a_day_of_ours(solar: tuple[int, int, int], day: date) -> None:
    assert gregorian(*solar) == day


@pytest.mark.parametrize("solar", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1200, 1, 1), (1404, 1, 0)])
def test_what_is_no_day_of_it_gives_none(solar: tuple[int, int, int]) -> None:
    assert gregorian(*solar) is None


@given(year=st.integers(SOLAR_YEARS.start, SOLAR_YEARS.stop - 2))
def test_each_year_begins_on_the_day_after_the_last_of_the_one_before(year: int) -> None:
    last = gregorian(year, 12, 30) or gregorian(year, 12, 29)
    first = gregorian(year + 1, 1, 1)
    assert last is not None
    assert first == last + timedelta(days=1)
    assert (solar_year(last), solar_year(last + timedelta(days=1))) == (year, year + 1)
