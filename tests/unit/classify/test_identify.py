import pytest

from services.classify.identify import identify


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Poland to restart production of landmines", "en"),
        ("Finland's exit from the mine ban takes effect", "en"),
        ("Polska wychodzi z konwencji ottawskiej", "pl"),
        ("Belma zwiększy produkcję min", "pl"),
        ("Finlands riksdag röstade för att lämna Ottawakonventionen", "sv"),
        ("Mina de diamantes de Panna retoma a produção", "pt"),
        ("Финляндия вышла из Оттавской конвенции", "ru"),
    ],
)
def test_a_headline_is_enough(text: str, code: str) -> None:
    assert identify(text) == code


def test_a_hint_decides_where_the_words_do_not() -> None:
    assert identify("Baobab-K, MN-123", hint="pl-PL") == "pl"


def test_a_wrong_hint_does_not_outweigh_a_clear_text() -> None:
    text = "The government said on Tuesday that it will leave the treaty with the approval of parliament."
    assert identify(text, hint="pl") == "en"


@pytest.mark.parametrize("text", ["", "   ", "12345 !!!", "\x00\x01"])
def test_nothing_to_go_by_is_said_so(text: str) -> None:
    assert identify(text) == "und"
    assert identify(text, hint="en_GB") == "en"
