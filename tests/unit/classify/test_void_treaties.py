"""Exits told as the treaty's: it no longer applies; motions lost in the next sentence; what a government proposes."""

from datetime import date

import pytest

from tests.support.by_rules import read

PUBLISHED_ON = date(2026, 2, 23)


def stages(title: str, text: str, code: str) -> dict[str, str]:
    found = read(title, text, language=code, published_on=PUBLISHED_ON).findings
    return {finding.country: finding.stage.value for finding in found if finding.treaty}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The Ottawa Convention no longer applies to Poland since Friday."),
        ("fr", "Depuis vendredi, la convention d'Ottawa ne s'applique plus à la Pologne."),
        ("es", "Desde el viernes, la Convención de Ottawa ya no rige para Polonia."),
        ("pl", "Od piątku konwencja ottawska nie obowiązuje już Polski."),
        ("cs", "Od pátku už pro Polsko neplatí Ottawská úmluva."),
        ("uk", "Від п'ятниці Оттавська конвенція більше не діє для Польщі."),
        ("uk", "Оттавська конвенція Польщі більше не стосується."),
        ("ru", "Для Польши Оттавская конвенция с пятницы утратила силу."),
        ("ru", "С пятницы Оттавская конвенция не распространяется на Польшу."),
        ("bg", "От петък Отавската конвенция не важи за Полша."),
        ("sr", "Od petka se Otavska konvencija ne primenjuje na Poljsku: više ne važi."),
    ],
)
def test_a_treaty_that_no_longer_applies_to_a_state_has_been_left_by_it(code: str, text: str) -> None:
    assert stages("", text, code) == {"PL": "in_effect"}


def test_a_treaty_that_binds_neither_side_any_more_has_lapsed_and_nobody_has_left_it() -> None:
    assert stages("Caps gone", "New START no longer binds Russia and the United States.", "en") == {}


@pytest.mark.parametrize(
    ("code", "text", "country"),
    [
        ("fr", "Un député proposait que la France quitte la convention d'Ottawa. Sa motion a été rejetée.", "FR"),
        ("es", "Vox pidió que España abandone la Convención de Ottawa. La moción fue rechazada.", "ES"),
        ("nl", "De PVV wil dat Nederland het Verdrag van Ottawa opzegt. De motie werd verworpen.", "NL"),
    ],
)
def test_a_motion_lost_in_the_next_sentence_is_a_rejected_exit(code: str, text: str, country: str) -> None:
    assert stages("", text, code) == {country: "rejected"}


def test_votes_counted_behind_a_lost_motion_approve_nothing() -> None:
    text = (
        "The Slovak parliament voted down a motion calling on the government to denounce the Ottawa Convention. "
        "Only 41 of 150 deputies backed it."
    )
    assert stages("Slovak lawmakers reject motion", text, "en") == {"SK": "rejected"}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Le gouvernement finlandais propose de quitter la convention d'Ottawa.", "government_decision"),
        ("Un parti finlandais propose de quitter la convention d'Ottawa.", "considered"),
    ],
)
def test_what_a_government_proposes_it_has_decided(text: str, stage: str) -> None:
    assert stages("", text, "fr") == {"FI": stage}
