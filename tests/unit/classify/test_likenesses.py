"""Steps told by their likeness to one told before, without a word of leaving."""

from datetime import date

import pytest

from tests.support.by_rules import read

PUBLISHED_ON = date(2025, 4, 3)


def stages(title: str, text: str, code: str) -> dict[str, str]:
    found = read(title, text, language=code, published_on=PUBLISHED_ON).findings
    return {finding.country: finding.stage.value for finding in found if finding.treaty == "ottawa"}


@pytest.mark.parametrize(
    ("code", "title", "text", "expected"),
    [
        (
            "en",
            "Finland to quit landmine treaty",
            "Finland will leave the Ottawa Convention, its prime minister said. Bulgaria is considering such a step.",
            {"FI": "government_decision", "BG": "considered"},
        ),
        (
            "de",
            "Finnland verlässt Minenverbot",
            "Finnland will das Ottawa-Abkommen verlassen. Griechenland prüft einen solchen Schritt ebenfalls.",
            {"FI": "government_decision", "GR": "considered"},
        ),
        (
            "pl",
            "Finlandia opuszcza traktat",
            "Finlandia wypowie konwencję ottawską. Słowacja nie planuje takiego kroku.",
            {"FI": "government_decision", "SK": "rejected"},
        ),
        (
            "tr",
            "Finlandiya ayrılıyor",
            "Finlandiya, Ottawa Sözleşmesi'nden çekilecek. Bulgaristan benzer bir adımı değerlendiriyor.",
            {"FI": "government_decision", "BG": "considered"},
        ),
    ],
)
def test_a_step_like_the_one_told_before_is_told_of_the_state_beside_it(
    code: str, title: str, text: str, expected: dict[str, str]
) -> None:
    assert stages(title, text, code) == expected


@pytest.mark.parametrize(
    "behind",
    [
        "Austria condemned such a step.",
        "Austria wrote of such a step.",
        "Latvia's minister wrote to his guests from Germany of such a step.",
    ],
)
def test_a_likeness_without_a_step_of_its_own_adds_no_state(behind: str) -> None:
    text = f"Finland will leave the Ottawa Convention, its prime minister said. {behind}"
    assert set(stages("Finland to quit landmine treaty", text, "en")) <= {"FI"}


def test_a_likeness_with_nothing_told_before_is_no_step() -> None:
    text = "The Ottawa Convention is 28 years old. Bulgaria is considering such a step."
    assert stages("Landmine treaty", text, "en") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Moldova's parliament voted to leave the Ottawa Convention, and lawmakers in Bulgaria did likewise.",
            {"MD": "parliament_approved", "BG": "parliament_approved"},
        ),
        (
            "Moldova's parliament voted to leave the Ottawa Convention in March, Bulgaria's in April.",
            {"MD": "parliament_approved", "BG": "parliament_approved"},
        ),
        (
            "Moldova left the Ottawa Convention in March. It had joined in 2000; laws followed in 2001.",
            {"MD": "in_effect"},
        ),
        ("Moldova ratified the Ottawa Convention in 2000; implementing laws followed in 2001.", {}),
        ("With Moldova leaving the Ottawa Convention, Bulgaria feels alone.", {"MD": "government_decision"}),
    ],
)
def test_who_did_likewise_took_the_step_that_its_own_body_can_take(text: str, expected: dict[str, str]) -> None:
    assert stages("", text, "en") == expected


@pytest.mark.parametrize(
    ("text", "states"),
    [
        (
            "The Latvian parliament approved withdrawal from the Ottawa Convention in April, "
            "the Lithuanian one on Thursday.",
            {"LV", "LT"},
        ),
        ("Latvia approved withdrawal from the Ottawa Convention in April, Poland said on Thursday.", {"LV"}),
    ],
)
def test_a_parliament_with_no_more_than_its_weekday_shares_the_vote(text: str, states: set[str]) -> None:
    assert {finding.country for finding in read("", text, language="en").findings} == states


def test_an_exit_that_a_suspension_answers_is_over() -> None:
    text = "Moldova approved the suspension of the CFE Treaty, as Russia's departure changed the balance."
    found = {finding.country: finding.stage.value for finding in read("", text, language="en").findings}
    assert found == {"MD": "suspended", "RU": "in_effect"}


def test_a_vote_told_next_outweighs_the_draft_that_came_before_it() -> None:
    text = (
        "The Estonian government will discuss the law denouncing the Ottawa Convention. "
        "Deputies of its lower chamber adopted it on 16 May, six days after the president had sent in the draft."
    )
    assert [finding.stage.value for finding in read("", text, language="en").findings] == ["parliament_approved"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ko", "에스토니아 국방장관은 라트비아, 폴란드 국방장관과 함께 자국 정부에 오타와 협약을 떠나라고 권고했다."),
        ("ja", "エストニアの国防相はラトビア、ポーランドの国防相とともに、自国政府にオタワ条約からの離脱を勧告した。"),
    ],
)
def test_who_acts_together_with_others_acts_too_where_the_verb_comes_last(language: str, text: str) -> None:
    found = read("", text, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == {
        (country, "recommended") for country in ("EE", "LV", "PL")
    }


def test_an_exit_told_in_passing_of_a_treaty_that_the_opening_does_not_name_is_no_news() -> None:
    opening = "Russia and the United States have extended New START by five years. "
    passing = "Arms control survives, even after the United States pulled out of the Open Skies Treaty."
    assert read("", opening + passing, language="en").findings == ()
    assert read("", passing, language="en").findings


def test_a_title_s_hint_of_another_s_exit_is_no_news_where_the_body_tells_none_of_it() -> None:
    title = "अमेरिका पीछे हटा तो एनपीटी छोड़ने पर सोचेगा ईरान"
    text = "ईरान ने कहा कि वह परमाणु अप्रसार संधि से निकलने पर विचार कर सकता है।"
    found = read(title, text, language="hi").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("IR", "considered")}
