"""Production news that names no state, and stages that small words turn round."""

import pytest

from tests.support.by_rules import read


def _told(text: str, language: str, title: str = "") -> set[tuple[str, str]]:
    return {(finding.country, finding.stage.value) for finding in read(title, text, language=language).findings}


@pytest.mark.parametrize(
    ("language", "text", "state"),
    [
        ("de", "Die Bundeswehr hat 10.000 Panzerabwehrminen bestellt, teilte das Ministerium mit.", "DE"),
        ("es", "La empresa fabrica desde enero minas contracarro para el Ejército.", "ES"),
        ("sk", "Armáda prevzala prvé kusy nových protitankových mín od domácej firmy.", "SK"),
    ],
)
def test_news_at_home_need_not_name_its_state(language: str, text: str, state: str) -> None:
    assert {country for country, _ in _told(text, language)} == {state}


def test_a_shared_language_gives_its_first_state_nothing_of_anothers() -> None:
    title, text = (
        "Colombia no fabricará minas",
        "El ministro descartó que Indumil vuelva a producir minas antipersonal.",
    )
    assert {country for country, _ in _told(text, "es", title)} == {"CO"}


def test_a_private_purchase_is_no_state_s() -> None:
    assert _told("Policja znalazła dwie miny. Mężczyzna kupił je od handlarza.", "pl") == set()


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("en", "Canada has not ruled out making anti-personnel mines, an official said.", ("CA", "considered")),
        ("sv", "Sverige utesluter inte att tillverka personminor.", ("SE", "considered")),
        ("pl", "Polska nie wyklucza produkcji min przeciwpiechotnych.", ("PL", "considered")),
        ("en", "South Korea's Hanwha no longer makes anti-personnel mines.", ("KR", "halted")),
        ("de", "Die Schweiz wird keine Antipersonenminen herstellen oder kaufen.", ("CH", "rejected")),
        ("pl", "Zamówione przez Polskę miny przeciwpancerne zostaną dostarczone do 2028 r.", ("PL", "contracted")),
        ("pl", "Polska podpisze w tym roku umowę na miny morskie.", ("PL", "planned")),
    ],
)
def test_small_words_turn_a_stage_round(language: str, text: str, stage: tuple[str, str]) -> None:
    assert _told(text, language) == {stage}


def test_what_has_not_been_ordered_yet_is_not_refused() -> None:
    text = "Latvia's army will buy anti-tank mines. The ministry has not signed a contract for the mines."
    assert _told(text, "en") == {("LV", "planned")}


def test_another_name_in_brackets_parts_no_clause() -> None:
    assert _told("Finland has begun production of naval mines (MIGM) at home.", "en") == {("FI", "started")}


def test_a_state_at_a_sentence_s_end_is_no_maker() -> None:
    text = "België bestelt antitankmijnen. De bestelling is geplaatst samen met Nederland."
    makers = {finding.producer for finding in read("", text, language="nl").findings}
    assert makers <= {None}


def test_a_group_gives_way_to_its_works_that_the_article_names() -> None:
    title = "Belma ma nową halę"
    text = "Bydgoska Belma zwiększyła moce. Polska Grupa Zbrojeniowa produkuje miny przeciwpancerne dla wojska."
    makers = {finding.producer for finding in read(title, text, language="pl").findings}
    assert makers == {"Belma"}


def test_an_inflected_million_is_a_number() -> None:
    text = "Polska Grupa Niewiadów będzie wytwarzać do miliona min przeciwpiechotnych rocznie."
    (finding,) = read("", text, language="pl").findings
    assert finding.capacity_per_year == 1_000_000


@pytest.mark.parametrize(
    ("text", "country"),
    [("海軍編列預算採購水雷。", "TW"), ("海军编列预算采购水雷。", "CN"), ("美國海軍編列預算採購水雷。", "US")],
)
def test_the_spelling_tells_whose_army_chinese_news_means(text: str, country: str) -> None:
    assert {finding.country for finding in read("", text, language="zh").findings} == {country}
