"""How far an exit has come, in the languages of central Europe."""

from datetime import date

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Litwa zapowiedziała wyjście z konwencji ottawskiej i z konwencji o amunicji kasetowej.",
            {("LT", "ottawa", "government_decision"), ("LT", "ccm", "government_decision")},
        ),
        (
            "sk",
            "Poľsko sa chystá. Výpovedná lehota Ottawského dohovoru sa končí 1. marca 2027.",
            {("PL", "ottawa", "notified")},
        ),
        ("pl", "Premier opuścił posiedzenie, na którym mówiono o konwencji ottawskiej.", set()),
        ("sl", "Litovska ministrica je odstopila; branila je Ottawsko konvencijo.", set()),
        ("hr", "Rusija obustavlja provedbu sporazuma INF, odlučio je Putin.", {("RU", "inf", "suspended")}),
    ],
)
def test_treaties_in_one_breath_and_periods_of_notice_are_told(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    found = read("", text, language=language, published_on=date(2027, 2, 20)).findings
    assert {(finding.country, str(finding.treaty), finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("pl", "Wcześniej taką decyzję podjął parlament Estonii.", "parliament_approved"),
        ("pl", "Wcześniej taką decyzję podjął rząd Estonii.", "government_decision"),
        ("cs", "Dříve tak rozhodl parlament Estonska.", "parliament_approved"),
    ],
)
def test_what_a_parliament_decided_likewise_is_its_vote(language: str, text: str, stage: str) -> None:
    opening = {
        "pl": "Parlament Finlandii zagłosował za wyjściem z konwencji ottawskiej.",
        "cs": "Finský parlament hlasoval pro odstoupení od Ottawské úmluvy.",
    }[language]
    found = read("", f"{opening} {text}", language=language, published_on=date(2027, 2, 20)).findings
    told = {finding.country: finding.stage.value for finding in found}
    assert told == {"FI": "parliament_approved", "EE": stage}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Sekretarz stanu oświadczył, że USA przestają stosować układ INF.",
            {("US", "inf", "suspended")},
        ),
        (
            "hu",
            "Oroszország felmondja a Nyitott Égbolt szerződést: a felmondásról szóló törvényt Putyin elnök írta alá.",
            {("RU", "open_skies", "signed_into_law")},
        ),
        (
            "sk",
            "Moskva zmrazila platnosť dohody o zneškodnení zbraňového plutónia.",
            {("RU", "pmda", "suspended")},
        ),
        (
            "sk",
            "Vladimir Putin po hlasovaní v parlamente vypovedal Zmluvu o konvenčných ozbrojených silách v Európe.",
            {("RU", "cfe", "signed_into_law")},
        ),
        (
            "sk",
            "Ruský parlament vypovedal Zmluvu o konvenčných ozbrojených silách v Európe.",
            {("RU", "cfe", "parliament_approved")},
        ),
        (
            "sl",
            "Ukrajina odstopa od Ottawske konvencije. O tem mora glasovati še rada. "
            "Dan prej so izjave o odstopu v ZN vložile Estonija, Latvija in Litva.",
            {
                ("UA", "ottawa", "government_decision"),
                ("EE", "ottawa", "notified"),
                ("LV", "ottawa", "notified"),
                ("LT", "ottawa", "notified"),
            },
        ),
    ],
)
def test_who_pauses_ends_or_gives_notice_is_told_from_where_it_was_voted(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    found = read("", text, language=language, published_on=date(2025, 6, 29)).findings
    assert {(one.country, one.treaty, one.stage.value) for one in found} == told
