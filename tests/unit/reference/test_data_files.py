import pycountry
import pytest
from pydantic import ValidationError

from services.contracts.vocabulary import MineType
from services.reference.countries import UnknownCountry, all_countries, country_name
from services.reference.producers import UnknownProducer, all_producers, all_products, producer
from services.reference.schemas import Clock
from services.reference.treaties import all_treaties, treaty, treaty_name


def test_every_treaty_file_loads_and_the_fixed_ids_are_all_there() -> None:
    ids = {entry.id for entry in all_treaties()}
    assert {"ottawa", "ccm", "npt", "ctbt", "inf", "new_start", "open_skies", "cfe", "pmda", "att"} <= ids


def test_every_state_a_treaty_names_is_a_country() -> None:
    for entry in all_treaties():
        for code in (*entry.parties, *entry.never_joined, *(entry.membership.states if entry.membership else ())):
            assert pycountry.countries.get(alpha_2=code), f"{entry.id} names {code}"


def test_titles_use_the_short_name() -> None:
    assert treaty_name("ottawa") == "Ottawa Convention"


def test_a_state_outside_the_convention_cannot_leave_it() -> None:
    assert treaty("ottawa").can_be_left_by("PL")
    assert not treaty("ottawa").can_be_left_by("RU")
    assert treaty("new_start").can_be_left_by("RU")
    assert not treaty("new_start").can_be_left_by("PL")


def test_every_producer_and_product_loads_with_its_country_and_class() -> None:
    ids = [entry.id for entry in all_producers()]
    assert len(ids) == len(set(ids))
    assert all(country_name(entry.country) for entry in all_producers())
    assert producer("belma").country == "PL"
    assert {entry.mine_class for entry in all_products()} >= {MineType.MINELAYER, MineType.DIRECTIONAL}


def test_an_unknown_producer_is_an_error_of_its_own() -> None:
    with pytest.raises(UnknownProducer, match="acme"):
        producer("acme")


@pytest.mark.parametrize(
    ("code", "name"),
    [("PL", "Poland"), ("KR", "South Korea"), ("US", "United States"), ("RU", "Russia"), ("CZ", "Czechia")],
)
def test_a_country_goes_by_the_name_people_use(code: str, name: str) -> None:
    assert country_name(code) == name


def test_no_country_is_named_in_the_inverted_iso_way() -> None:
    inverted = {country_name(code) for code in all_countries() if "," in country_name(code)}
    assert inverted <= {"Bonaire, Sint Eustatius and Saba", "Saint Helena, Ascension and Tristan da Cunha"}


def test_a_code_that_is_no_country_is_an_error_of_its_own() -> None:
    with pytest.raises(UnknownCountry, match="'QQ'"):
        country_name("QQ")


def test_a_clock_with_two_lengths_is_refused() -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        Clock(months=6, days=180, article="20", rule="both", source="nowhere")
