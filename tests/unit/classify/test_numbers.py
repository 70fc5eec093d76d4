import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.classify.language_data import language_codes
from services.classify.normalise import normalise
from services.classify.numbers import MAX_FIGURE, numbers


def _values(text: str, code: str) -> list[int]:
    return [value for value, _, _ in numbers(normalise(text).text, code)]


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("half a million mines", "en", [500_000]),
        ("two hundred thousand", "en", [200_000]),
        ("one thousand two hundred", "en", [1_200]),
        ("1,50,000 mines", "en", [150_000]),
        ("fünfundzwanzigtausend Minen", "de", [25_000]),
        ("anderthalb Millionen", "de", [1_500_000]),
        ("50 Tsd. Stück", "de", [50_000]),
        ("vijftigduizend mijnen", "nl", [50_000]),
        ("en halv miljon minor", "sv", [500_000]),
        ("kaksikymmentätuhatta miinaa", "fi", [20_000]),
        ("pięćdziesiąt tysięcy min", "pl", [50_000]),
        ("milion dwieście tysięcy", "pl", [1_200_000]),
        ("полмиллиона мин", "ru", [500_000]),
        ("сто пятьдесят тысяч", "ru", [150_000]),
        ("пів мільйона мін", "uk", [500_000]),
        ("pusę milijono minų", "lt", [500_000]),
        ("húszezer aknát", "hu", [20_000]),
        ("deux cent cinquante mille mines", "fr", [250_000]),
        ("doscientas mil minas", "es", [200_000]),
        ("ventimila mine", "it", [20_000]),
        ("10-tisíc mín", "sk", [10_000]),
        ("yüz elli bin mayın", "tr", [150_000]),
        ("יותר ממיליון מוקשים", "he", [1_000_000]),
        ("כ-20,000 מוקשים", "he", [20_000]),
        ("۲۰ هزار مین", "fa", [20_000]),
        ("خمسين ألف لغم", "ar", [50_000]),
        ("3 लाख", "hi", [300_000]),
        ("पचास हजार", "hi", [50_000]),
        ("八百枚", "zh", [800]),
        ("两万枚", "zh", [20_000]),
        ("8万5000個", "ja", [85_000]),
        ("百万個", "ja", [1_000_000]),
        ("3만 발", "ko", [30_000]),
        ("năm mươi nghìn quả mìn", "vi", [50_000]),
        ("85 000 mines", "fr", [85_000]),
        ("5-6 million mines", "en", [5, 6_000_000]),
        ("1 milyon 200 bin mayın", "tr", [1_200_000]),
        ("یک میلیون و ۲۰۰ هزار مین", "fa", [1_200_000]),
        ("1 млн 500 тыс. мин", "ru", [1_500_000]),
        ("12 लाख 50 हजार माइन", "hi", [1_250_000]),
        ("1 million mines, 200 thousand shells", "en", [1_000_000, 200_000]),
        ("1’055’971 Minen", "de", [1_055_971]),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, code: str, values: list[int]) -> None:
    assert _values(text, code) == values


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("thousands of mines", "en"),
        ("two systems", "en"),
        ("in 2026", "en"),
        ("zehntausende Minen", "de"),
        ("on binlerce mayın", "tr"),
        ("tiotusentals minor", "sv"),
    ],
)
def test_what_is_no_count_gives_none(text: str, code: str) -> None:
    assert _values(text, code) == []


@pytest.mark.parametrize("code", language_codes())
@settings(max_examples=20, deadline=None)
@given(value=st.integers(min_value=2061, max_value=MAX_FIGURE), mark=st.sampled_from(["", " ", "\u00a0", "\u202f"]))
def test_a_number_in_figures_is_read_back_however_it_is_grouped(code: str, value: int, mark: str) -> None:
    written = f"{value:,}".replace(",", mark)
    assert _values(f"« {written} »", code) == [value]


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), code=st.sampled_from(language_codes()))
def test_any_text_gives_numbers_within_bounds(text: str, code: str) -> None:
    written = normalise(text).text
    for value, start, end in numbers(written, code):
        assert 0 < value <= MAX_FIGURE
        assert 0 <= start < end <= len(written)
