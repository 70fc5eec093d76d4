from datetime import date

import pytest

from services.classify.reading import Reading
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from tests.support.by_rules import read

DAY = date(2026, 3, 2)


def _read(text: str, title: str = "", published_on: date | None = DAY) -> Reading:
    return read(title, text, published_on=published_on)


def _steps(text: str, title: str = "", published_on: date | None = DAY) -> set[tuple[str, str | None, str]]:
    findings = _read(text, title, published_on).findings
    return {(f.country, f.treaty or f.mine_type, f.stage.value) for f in findings}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Finland is considering whether to leave the Ottawa Convention.", "considered"),
        ("The committee unanimously recommended that Finland withdraw from the Ottawa Convention.", "recommended"),
        ("Finland's government decided to withdraw from the Ottawa Convention.", "government_decision"),
        ("Finland will leave the Ottawa Convention.", "government_decision"),
        ("Finland's parliament approved withdrawal from the Ottawa Convention.", "parliament_approved"),
        ("Finland's president signed the law on withdrawal from the Ottawa Convention.", "signed_into_law"),
        ("Finland notified the United Nations of its withdrawal from the Ottawa Convention.", "notified"),
        ("Finland formally left the Ottawa Convention.", "in_effect"),
        ("Finland has no plans to leave the Ottawa Convention.", "rejected"),
        ("Finland will not withdraw from the Ottawa Convention.", "rejected"),
    ],
)
def test_each_rung_of_a_withdrawal_has_its_words(text: str, stage: str) -> None:
    assert _steps(text) == {("FI", "ottawa", stage)}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Latvia could produce anti-personnel mines, its minister said.", "considered"),
        ("Latvia will produce anti-personnel mines from next year.", "planned"),
        ("Latvia signed a contract for anti-personnel mines.", "contracted"),
        ("Latvia is now producing anti-personnel mines.", "started"),
        ("Latvia has received the first batch of anti-personnel mines.", "delivered"),
        ("Latvia has halted production of anti-personnel mines.", "halted"),
        ("Latvia will not produce anti-personnel mines.", "rejected"),
    ],
)
def test_each_rung_of_production_has_its_words(text: str, stage: str) -> None:
    assert _steps(text) == {("LV", "antipersonnel", stage)}


def test_suspending_and_taking_back_a_ratification_are_acts_of_their_own() -> None:
    suspended = _read("Russia suspended the New START treaty.").findings[0]
    unratified = _read(
        "The Duma approved revoking Russia's ratification of the Comprehensive Test Ban Treaty."
    ).findings[0]
    assert (suspended.act, suspended.stage) == (Act.SUSPEND, Stage.SUSPENDED)
    assert (unratified.act, unratified.stage) == (Act.DE_RATIFY, Stage.PARLIAMENT_APPROVED)


def test_the_headline_runs_ahead_and_the_body_decides() -> None:
    steps = _steps(
        "Estonia's parliament approved withdrawal from the Ottawa Convention.", title="Estonia quits Ottawa Convention"
    )
    assert steps == {("EE", "ottawa", "parliament_approved")}


def test_a_state_that_never_joined_cannot_leave() -> None:
    assert _steps("Russia left the Ottawa Convention, a blogger claims.") == set()


def test_a_threat_or_a_border_does_not_make_a_state_leave() -> None:
    text = "Because of the threat from Russia, Lithuania left the Ottawa Convention; it borders with Belarus."
    assert _steps(text) == {("LT", "ottawa", "in_effect")}


def test_a_list_of_states_leaves_together() -> None:
    text = "Estonia, Latvia and Lithuania have formally withdrawn from the Ottawa Convention."
    assert _steps(text) == {(code, "ottawa", "in_effect") for code in ("EE", "LV", "LT")}


def test_a_sentence_that_leaves_open_who_did_what_gives_nothing() -> None:
    text = (
        "Finland and Estonia have either announced plans to leave the Ottawa Convention or completed their departure."
    )
    assert _steps(text) == set()


def test_a_date_of_effect_that_lies_ahead_means_that_notice_was_given() -> None:
    finding = _read("Poland leaves the Ottawa Convention on 20 April 2026.").findings[0]
    assert (finding.stage, finding.effective_on) == (Stage.NOTIFIED, date(2026, 4, 20))


def test_notice_and_effect_keep_their_own_dates() -> None:
    text = (
        "Poland left the Ottawa Convention on 20 February 2026, after submitting a notification of withdrawal "
        "to the United Nations on 20 August 2025."
    )
    finding = _read(text).findings[0]
    assert (finding.notified_on, finding.effective_on) == (date(2025, 8, 20), date(2026, 2, 20))


def test_the_year_comes_from_publication_where_the_text_leaves_it_out() -> None:
    finding = _read("Finland left the Ottawa Convention on 10 January.").findings[0]
    assert finding.effective_on == date(2026, 1, 10)


def test_without_a_day_of_publication_a_date_without_a_year_is_not_guessed() -> None:
    finding = _read("Finland left the Ottawa Convention on 10 January.", published_on=None).findings[0]
    assert finding.effective_on is None


@pytest.mark.parametrize(
    "clause",
    [
        "bans the use, stockpiling, production and transfer of anti-personnel mines",
        "prohibits producing antipersonnel mines",
    ],
)
def test_what_a_treaty_bans_is_not_production_news(clause: str) -> None:
    assert _steps(f"Poland is a party to the Ottawa Convention, which {clause}.") == set()


def test_the_same_words_about_another_treaty_are_silent() -> None:
    assert _steps("Hungary formally withdrew from the Rome Statute and left the International Criminal Court.") == set()


def test_an_order_counts_mines_and_a_need_does_not() -> None:
    ordered = _read("Lithuania ordered 85,000 anti-tank mines.").findings[0]
    needed = _read("Lithuania needs 85,000 anti-tank mines and will produce anti-tank mines itself.").findings[0]
    assert (ordered.quantity, needed.quantity) == (85_000, None)


def test_a_rise_in_capacity_gives_where_it_ends() -> None:
    text = "Belma in Poland will produce anti-tank mines and raise capacity from 100,000 to 1.2 million mines a year."
    finding = _read(text).findings[0]
    assert (finding.producer, finding.capacity_per_year) == ("Belma", 1_200_000)


def test_an_import_belongs_to_the_buyer_and_names_the_maker() -> None:
    finding = _read("Latvia bought anti-tank mines from Germany's Dynamit Nobel Defence.").findings[0]
    assert (finding.country, finding.producer, finding.stage) == ("LV", "Dynamit Nobel Defence", Stage.CONTRACTED)


def test_a_bare_mine_in_the_company_of_ore_is_a_pit() -> None:
    assert _steps("Poland will start production at a new copper mine; the mine employs 900 miners.") == set()


def test_furniture_around_an_article_is_not_read_as_its_news() -> None:
    text = "Finland leaves Ottawa Convention\nLatvia orders anti-tank mines\nThe harvest was good, farmers say."
    assert _steps(text, title="Good harvest in Iowa") == set()


def test_a_title_alone_is_read() -> None:
    assert _steps("", title="Finland's parliament approves leaving the Ottawa Convention") == {
        ("FI", "ottawa", "parliament_approved")
    }


def test_a_higher_threshold_tells_less() -> None:
    text = "Finland formally left the Ottawa Convention."
    sure = read("", text, score_threshold=0.0).findings
    none = read("", text, score_threshold=1.0).findings
    assert len(sure) == 1
    assert none == ()


def test_a_language_without_a_file_is_named_and_not_read() -> None:
    reading = read("", "Τα δελφίνια κολυμπούν στη θάλασσα κοντά στο νησί και τα παιδιά γελούν.")
    assert reading.language == "el"
    assert reading.findings == ()


def test_both_topics_come_out_of_one_article() -> None:
    text = "Latvia formally left the Ottawa Convention. Latvia will produce anti-personnel mines."
    assert {finding.topic for finding in _read(text).findings} == set(Topic)


def test_a_step_told_long_after_its_day_is_background() -> None:
    text = (
        "Finland left the Ottawa Convention on 10 November 2025. Lithuania left the Ottawa Convention on 1 March 2026."
    )
    realis = {finding.country: finding.realis for finding in _read(text).findings}
    assert realis == {"FI": Realis.HISTORICAL, "LT": Realis.ACTUAL}
