import pytest

from services.classify.normalise import normalise


@pytest.mark.parametrize(
    ("original", "plain"),
    [
        ("Anti‑Personnel Mines", "anti-personnel mines"),
        ("mine\u00adfield", "minefield"),
        ("zero\u200bwidth", "zerowidth"),
        ("a  b\t c", "a b c"),
        ("a \r\n\n b", "a\nb"),
        ("<p>Poland</p><p>left", "\npoland\nleft"),
        ("Poland&nbsp;left&#8217;s &amp; co", "poland left's co"),
        ("„Miny” i «miny»", '"miny" i "miny"'),
        ("z\u0307o\u0301\u0142w", "żółw"),
        ("５００ mines", "500 mines"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
    ],
)
def test_one_spelling_is_left(original: str, plain: str) -> None:
    assert normalise(original).text == plain


def test_a_span_of_plain_text_quotes_the_original_words() -> None:
    plain = normalise("The <b>Anti‑Personnel</b>&nbsp;Mines")
    start = plain.text.index("anti-personnel")
    assert plain.quote(start, start + len("anti-personnel")) == "Anti‑Personnel"


def test_a_quote_keeps_the_accents_that_follow_its_last_letter() -> None:
    plain = normalise("Cafe\u0301 noir")
    assert plain.quote(0, 4) == "Cafe\u0301"


def test_text_that_is_plain_already_takes_the_short_way() -> None:
    assert isinstance(normalise("Poland left the treaty").offsets, range)


def test_the_dot_under_devanagari_letters_is_left_out_and_still_quoted() -> None:
    plain = normalise("नौसेना ख़रीदेगी")
    assert plain.text == normalise("नौसेना खरीदेगी").text
    assert plain.quote(plain.text.index("ख"), len(plain.text)) == "ख़रीदेगी"
