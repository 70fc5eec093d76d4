"""Who brings an exit, who votes on it, and who only speaks of it."""

from datetime import date

import pytest

from tests.support.by_rules import read


def _stages(title: str, text: str) -> dict[str | None, str]:
    found = read(title, text, language="en").findings
    return {finding.country: finding.stage.value for finding in found}


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("A group of Slovak deputies has tabled a bill on leaving the Ottawa Convention.", "considered"),
        ("Slovakia's opposition introduced a bill to leave the Convention on Cluster Munitions.", "considered"),
        ("The Slovak government has tabled a bill on leaving the Ottawa Convention.", "government_decision"),
        (
            "The Slovak government sent parliament its proposal for leaving the Ottawa Convention.",
            "government_decision",
        ),
        (
            "Slovak deputies spent Tuesday on the government bill for leaving the Ottawa Convention.",
            "government_decision",
        ),
        (
            "Slovakia's parliament adopted the government's bill on leaving the Ottawa Convention.",
            "parliament_approved",
        ),
        (
            "The Slovak parliament voted in favour of leaving the Ottawa Convention, 90 deputies against 20.",
            "parliament_approved",
        ),
        ("Slovakia has decided to leave the Ottawa Convention, a lawmaker wrote.", "government_decision"),
        ("The president confirmed that Slovakia will leave the Ottawa Convention.", "government_decision"),
    ],
)
def test_a_step_is_that_of_whoever_takes_it(sentence: str, stage: str) -> None:
    assert _stages("", sentence) == {"SK": stage}


@pytest.mark.parametrize(
    ("sentence", "stage"),
    [
        ("No decision on leaving the Ottawa Convention has been taken yet, Slovakia's ministry said.", "considered"),
        (
            "Slovakia's exit from the Convention on the Prohibition of Anti-Personnel Mines is being considered.",
            "considered",
        ),
        ("Rumours that Slovakia would leave the Ottawa Convention are baseless, its minister said.", "rejected"),
        ("Slovakia is not going to slam the door on the Ottawa Convention.", "rejected"),
        ("Slovakia slams the door on the Ottawa Convention.", "government_decision"),
        ("Slovakia's exit from the Ottawa Convention has gained legal force.", "in_effect"),
        (
            "Russia puts its part in the Treaty on Conventional Armed Forces in Europe on hold but does not leave it.",
            "suspended",
        ),
        ("Russia is halting participation in the New START treaty.", "suspended"),
        (
            "Russia was given 60 days to comply with the New START treaty, or else Washington will leave the treaty.",
            "considered",
        ),
    ],
)
def test_words_around_an_exit_tell_how_far_it_has_come(sentence: str, stage: str) -> None:
    assert list(_stages("", sentence).values()) == [stage]


@pytest.mark.parametrize(
    "sentence",
    [
        "Cambodia regrets that some states are leaving the Ottawa Convention.",
        "Russia is no longer bound by its self-imposed moratorium on missiles that the INF treaty had outlawed.",
    ],
)
def test_who_regrets_exits_or_ends_a_moratorium_leaves_nothing(sentence: str) -> None:
    assert _stages("", sentence) == {}


def test_a_vote_lost_by_others_is_not_theirs_to_leave() -> None:
    text = (
        "Iran's parliament rejected a motion to leave the Non-Proliferation Treaty. "
        "A Russian and Chinese proposal on sanctions was voted down in New York."
    )
    assert _stages("", text) == {"IR": "rejected"}


def test_states_that_announced_theirs_are_told_beside_the_one_that_left() -> None:
    text = "Lithuania notified the UN of its exit from the Ottawa Convention; Poland and Finland have announced theirs."
    assert _stages("", text) == {"LT": "notified", "PL": "government_decision", "FI": "government_decision"}


def test_a_report_on_exits_tells_even_of_those_of_half_a_year_ago() -> None:
    text = (
        "The new report deals with exits from the Mine Ban Treaty. "
        "Poland submitted its notice of withdrawal on 20 August."
    )
    found = read("Report on the mine ban", text, language="en", published_on=date(2025, 12, 1)).findings
    assert [(finding.country, finding.stage.value) for finding in found] == [("PL", "notified")]


def test_the_day_of_a_vote_to_come_is_no_day_of_effect() -> None:
    text = "Latvia's parliament will vote on Wednesday on pulling out of the Ottawa Convention."
    found = read("", text, language="en", published_on=date(2025, 4, 14)).findings
    assert [(finding.stage.value, finding.effective_on) for finding in found] == [("government_decision", None)]


def test_the_seat_of_a_body_is_the_state_that_acts() -> None:
    text = "The parliament in Bratislava has approved leaving the Ottawa Convention."
    assert _stages("", text) == {"SK": "parliament_approved"}


def test_a_denial_behind_belongs_to_the_exit_beside_it() -> None:
    text = "Norway's minister said Finland's exit from the landmine ban is a loss and that Norway will not leave it."
    assert _stages("", text) == {"FI": "government_decision", "NO": "rejected"}


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        (
            "Latvia and Estonia submitted their notices of withdrawal from the Ottawa Convention on 27 June, "
            "Finland on 10 July and Poland on 20 August.",
            {"LV": "notified", "EE": "notified", "FI": "notified", "PL": "notified"},
        ),
        (
            "The US suspends the Treaty on Conventional Armed Forces in Europe. Germany announced a similar step.",
            {"US": "suspended", "DE": "suspended"},
        ),
        (
            "Poland notified the UN of its withdrawal from the Ottawa Convention. "
            "Finland and Latvia sent similar notices earlier.",
            {"PL": "notified", "FI": "notified", "LV": "notified"},
        ),
        (
            "Poland suspends the Treaty on Conventional Armed Forces in Europe. "
            "The move answers Russia's exit from the treaty last year.",
            {"PL": "suspended", "RU": "in_effect"},
        ),
        (
            "Russia has revoked its ratification of the Comprehensive Nuclear-Test-Ban Treaty. "
            "President Putin signed the law on revoking the ratification of the treaty.",
            {"RU": "signed_into_law"},
        ),
    ],
)
def test_a_step_told_once_counts_for_all_it_is_told_of(text: str, stages: dict[str | None, str]) -> None:
    found = read("", text, language="en", published_on=date(2025, 9, 1)).findings
    assert {finding.country: finding.stage.value for finding in found} == stages


def test_each_state_of_a_list_has_its_own_day() -> None:
    text = (
        "Latvia submitted its notice of withdrawal from the Ottawa Convention on 27 June, Finland on 10 July "
        "and Poland on 20 August."
    )
    found = read("", text, language="en", published_on=date(2025, 9, 1)).findings
    days = {finding.country: finding.notified_on for finding in found}
    assert days == {"LV": date(2025, 6, 27), "FI": date(2025, 7, 10), "PL": date(2025, 8, 20)}


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        (
            "The parliamentary committee recommended that Ukraine suspend the Ottawa Convention.",
            {"UA": "recommended"},
        ),
        (
            "New Zealand is disappointed by withdrawals from the Convention on Cluster Munitions by Lithuania.",
            {"LT": "opposed"},
        ),
        ("President Karis proclaimed the law on Estonia's exit from the Ottawa Convention.", {"EE": "signed_into_law"}),
        (
            "Putin signed a law on leaving the Open Skies treaty. The legislation came into effect on Monday.",
            {"RU": "signed_into_law"},
        ),
        ("He paused before he spoke of the US signature under the Arms Trade Treaty.", {}),
    ],
)
def test_laws_committees_and_bystanders_keep_their_own_parts(text: str, stages: dict[str | None, str]) -> None:
    assert _stages("", text) == stages


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Slowakische Abgeordnete haben einen Gesetzentwurf zum Austritt aus der Ottawa-Konvention eingebracht."),
        ("ru", "Словацкие депутаты внесли законопроект о выходе Словакии из Оттавской конвенции."),
        ("pl", "Słowaccy posłowie złożyli projekt ustawy o wystąpieniu Słowacji z konwencji ottawskiej."),
    ],
)
def test_members_bring_bills_of_their_own_in_other_languages_too(language: str, sentence: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == ["considered"]
