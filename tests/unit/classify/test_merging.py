"""Which of an article's claims stands."""

from datetime import date

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


def _stages(title: str, text: str) -> set[tuple[str, str]]:
    return {(found.country, found.stage.value) for found in read(title, text, language="en").findings}


def test_a_rule_about_taking_effect_does_not_outrank_the_vote_that_was_won() -> None:
    text = (
        "Finland's parliament approved withdrawal from the Ottawa Convention on Thursday. "
        "The exit would take effect half a year later."
    )
    assert _stages("", text) == {("FI", "parliament_approved")}


def test_a_title_of_suspending_alone_makes_another_act_in_the_body_the_story_so_far() -> None:
    text = (
        "Ukraine suspended the Ottawa Convention for the length of the war. "
        "In June its president signed a law on withdrawal from the Ottawa Convention."
    )
    assert _stages("Ukraine suspends the Ottawa Convention", text) == {("UA", "suspended")}


def test_a_state_named_only_as_the_reason_does_not_act() -> None:
    text = "The United States left the INF Treaty. Its duties are suspended, because Russia broke the rules for years."
    assert {country for country, _ in _stages("", text)} == {"US"}


def test_a_notice_that_could_be_given_is_no_notice_given() -> None:
    text = (
        "Slovakia's government decided on Wednesday to leave the Convention on Cluster Munitions. "
        "If deputies agree, the instrument of withdrawal could be deposited before Christmas."
    )
    assert _stages("", text) == {("SK", "government_decision")}


def test_a_committee_that_urges_the_government_recommends() -> None:
    text = "Sweden's defence committee urges the government to withdraw from the Convention on Cluster Munitions."
    assert _stages("", text) == {("SE", "recommended")}


def test_the_day_of_a_vote_is_no_day_of_effect() -> None:
    text = (
        "Eesti Riigikogu võttis kolmapäeval, 4. juunil 2025 vastu seaduse, millega Eesti taganeb jalaväemiinid "
        "keelustavast Ottawa konventsioonist. Poolt hääletas 81 saadikut, vastu oli üks."
    )
    (found,) = read("Seadus sai vastu võetud", text, published_on=date(2025, 6, 4)).findings
    assert (found.stage, found.effective_on) == (Stage.PARLIAMENT_APPROVED, None)


def test_a_bill_at_its_first_reading_is_not_yet_approved_whatever_the_next_sentence_says() -> None:
    text = (
        "The State Duma passed in its first reading a bill that revokes the ratification of the CTBT. "
        "Lawmakers approved the bill on the ratification unanimously."
    )
    assert _stages("", text) == {("RU", "government_decision")}


def test_who_takes_back_its_ratification_says_that_it_does_not_leave() -> None:
    text = (
        "Russia may revoke its ratification of the CTBT, the speaker said. "
        "Moscow is not withdrawing from the Comprehensive Nuclear-Test-Ban Treaty, he added."
    )
    assert _stages("", text) == {("RU", "considered")}


def test_the_law_that_takes_effect_is_no_exit_in_effect() -> None:
    text = (
        "Russia has sent the UN a notice of its withdrawal of ratification of the CTBT. "
        "The law on revoking the ratification took effect on Thursday."
    )
    assert _stages("", text) == {("RU", "notified")}


def test_a_step_that_a_body_took_is_news_however_late_it_is_told_and_an_exit_that_is_over_is_not() -> None:
    opening = "Five hundred reservists practised at the weekend. The weather was cold."
    step = "The government of Latvia on Tuesday approved the bill to leave the Ottawa Convention."
    assert _stages("Exercise in the north", f"{opening} {step}") == {("LV", "government_decision")}
    assert _stages("Exercise in the north", f"{opening} Latvia has left the Ottawa Convention.") == set()


def test_a_count_of_votes_is_of_the_first_reading_that_the_title_tells_of() -> None:
    title, text = "Duma backs revoking the ratification of the test ban treaty", "All 412 deputies voted in favour."
    assert _stages(f"{title} in its first reading", text) == {("RU", "government_decision")}
    assert _stages(title, text) == {("RU", "parliament_approved")}


def test_a_body_that_only_names_the_exit_leaves_the_step_to_the_title() -> None:
    text = "A withdrawal from the Ottawa Convention was the theme of the session."
    assert _stages("Lithuania considers leaving the landmine treaty", text) == {("LT", "considered")}


def test_a_bill_that_is_tabled_stands_before_the_debate_that_a_title_tells_of() -> None:
    text = "Vlada je Saboru uputila prijedlog zakona o otkazivanju Ottawske konvencije."
    (found,) = read("Sabor raspravlja o izlasku iz Ottawske konvencije", text, language="hr").findings
    assert (found.country, found.stage) == ("HR", Stage.GOVERNMENT_DECISION)
