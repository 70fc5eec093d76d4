"""Exits that are true but not the news."""

import pytest

from services.contracts.vocabulary import Topic
from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Deminers back home",
            "A platoon is back from a course. Lithuania quit the Ottawa Convention in winter; its men need both.",
        ),
        (
            "Zwei Wochen im Schnee",
            "Pioniere übten das Sperren einer Straße. Finnland ist aus der Ottawa-Konvention ausgetreten.",
        ),
    ],
)
def test_a_lone_later_sentence_about_an_exit_that_is_over_is_no_news(title: str, text: str) -> None:
    assert read(title, text).findings == ()


def test_a_lone_later_sentence_that_names_the_day_is_news() -> None:
    text = (
        "Poland wants to close its border within 48 hours. On 20 February it left the Ottawa Convention on landmines."
    )
    assert {finding.country for finding in read("Millions of mines", text, language="en").findings} == {"PL"}


def test_the_state_before_a_relative_clause_is_the_one_that_left() -> None:
    text = (
        "Latvia told the UN on Friday that it leaves the Ottawa Convention. "
        "British sappers trained in Estonia, which left the Ottawa Convention in December."
    )
    assert "GB" not in {finding.country for finding in read("", text, language="en").findings}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Norway's government decided on Monday to leave the Ottawa Convention. "
            "The convention was adopted in Oslo and entered into force on 1 March 1999.",
        ),
        (
            "ru",
            "Правительство Норвегии решило выйти из Оттавской конвенции. "
            "Конвенция была подписана в Канаде и вступила в силу 1 марта 1999 года.",
        ),
        (
            "uk",
            "Уряд Норвегії вирішив вийти з Оттавської конвенції. "
            "Конвенцію ухвалили в Осло, вона набула чинності в 1999 році.",
        ),
    ],
)
def test_the_years_in_which_a_treaty_was_made_tell_of_no_step_out_of_it(language: str, text: str) -> None:
    told = {
        (found.country, found.stage.value, found.effective_on) for found in read("", text, language=language).findings
    }
    assert told == {("NO", "government_decision", None)}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Estonia is offering talks on the CFE Treaty, which Russia left."),
        ("ru", "Президент предложил переговоры о новом договоре вместо ДРСМД, из которого Вашингтон вышел."),
        ("pl", "Ambasador mówił o inspekcjach na mocy traktatu New START, którego wykonywanie Rosja zawiesiła."),
        (
            "lt",
            "Ministrė aptarė sieną su kolegomis iš Latvijos, kurie anksčiau paragino trauktis iš Otavos konvencijos.",
        ),
        ("es", "Seúl pide diálogo a Pyongyang, y Corea del Norte se retiró del TNP hace veinte años."),
        ("fi", "Pohjois-Korea erosi ydinsulkusopimuksesta kaksikymmentä vuotta sitten."),
    ],
)
def test_an_exit_that_only_describes_a_treaty_or_lies_long_back_is_no_news(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "After Finland's withdrawal from the Ottawa Convention took effect the army trains again. "
            "Finland will buy new anti-personnel mines.",
        ),
        (
            "no",
            "Opplæringen starter noen dager etter at Finlands utmelding av Ottawa-konvensjonen trådte i kraft. "
            "Finland skal kjøpe nye antipersonellminer.",
        ),
        (
            "it",
            "Dopo che la Finlandia si è ritirata dalla Convenzione di Ottawa, l'esercito si addestra. "
            "La Finlandia acquisterà nuove mine antiuomo.",
        ),
    ],
)
def test_in_news_of_production_an_exit_that_came_before_it_is_no_news(language: str, text: str) -> None:
    assert {finding.topic.value for finding in read("", text, language=language).findings} == {"mine_production"}


def test_an_exit_told_as_what_came_before_is_news_where_no_production_is() -> None:
    text = "After Finland told the UN of its withdrawal from the Ottawa Convention, sappers train."
    assert read("", text, language="en").findings


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "lt",
            "Lietuva ketina prie sienos kloti prieštankines minas. Ministrė Dovilė Šakalienė tai aptarė su "
            "kolegomis iš Estijos, kurie anksčiau ragino trauktis iš Otavos konvencijos.",
        ),
        (
            "sv",
            "Litauen ska lägga minor vid gränsen. Försvarsministern mötte kolleger från regionen, "
            "som tidigare föreslog att lämna Ottawakonventionen.",
        ),
    ],
)
def test_what_others_did_before_is_only_said_of_them(language: str, text: str) -> None:
    assert read("", text, language=language).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Moscow scraps its own moratorium. It had taken that up after the US left the INF Treaty in 2019.",
        "Norway holds a review. By spring it has to decide, as events such as the withdrawal of Finland "
        "from the Ottawa Convention demand.",
    ],
)
def test_an_exit_that_only_gives_the_reason_or_the_example_for_other_news_is_none(text: str) -> None:
    assert read("", text, language="en").findings == ()


@pytest.mark.parametrize(
    ("language", "text", "states"),
    [
        (
            "pl",
            "Turcja od poniedziałku zawiesza stosowanie traktatu CFE. Tak Ankara odpowiada na odejście Rosji.",
            {"TR"},
        ),
        ("en", "Norway is suspending the CFE Treaty. Russia's exit changed everything, said the minister.", {"NO"}),
        ("en", "Estonia has left the Ottawa Convention. Latvia left it on the same day.", {"EE", "LV"}),
    ],
)
def test_an_exit_only_named_as_the_reason_of_another_states_is_not_told(
    language: str, text: str, states: set[str]
) -> None:
    assert {found.country for found in read("", text, language=language).findings} == states


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Финляндия планирует выпускать мины. Цех откроется, когда завершится выход из Оттавской конвенции."),
        ("uk", "Литва планує виробляти міни. Цех відкриється, коли завершиться вихід з Оттавської конвенції."),
        ("sr", "Poljska planira da proizvodi mine. Pogon se otvara kad se okonča povlačenje iz Otavske konvencije."),
    ],
)
def test_an_exit_that_only_dates_new_production_is_no_news(language: str, text: str) -> None:
    assert {finding.topic for finding in read("", text, language=language).findings} == {Topic.MINE_PRODUCTION}
