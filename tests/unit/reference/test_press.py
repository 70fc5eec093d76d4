"""Agencies, publishers, conflicts and holdings: every entry loads, and none contradicts another."""

from collections import Counter
from datetime import date

import pytest

from services.reference.agencies import agency_hosts, agency_name, all_agencies, credit_labels, credited_agency
from services.reference.conflicts import conflict_list, conflict_on
from services.reference.countries import all_countries
from services.reference.holdings import all_holdings
from services.reference.official import is_official
from services.reference.producers import all_producers
from services.reference.publishers import all_families, publisher_of


def test_no_name_host_or_domain_belongs_to_two() -> None:
    names = Counter(name for agency in all_agencies() for name in set(agency.names))
    hosts = Counter(host for agency in all_agencies() for host in agency.hosts)
    domains = Counter(domain for family in all_families() for domain in family.domains)
    ids = Counter([*(one.id for one in all_agencies()), *(f"family {one.id}" for one in all_families())])

    assert [one for counter in (names, hosts, domains, ids) for one, count in counter.items() if count > 1] == []


def test_an_agency_is_no_house_of_publishers() -> None:
    assert not set(agency_hosts()) & {domain for family in all_families() for domain in family.domains}


@pytest.mark.parametrize("agency", [agency.id for agency in all_agencies()])
def test_every_name_of_an_agency_is_known_in_a_dateline(agency: str) -> None:
    names = next(one.names for one in all_agencies() if one.id == agency)

    assert {credited_agency(f"({name}) - The rest of the story.") for name in names} == {agency}


@pytest.mark.parametrize("language", sorted(credit_labels()))
def test_every_label_of_a_language_credits_what_stands_behind_it(language: str) -> None:
    for label in credit_labels()[language]:
        assert credited_agency(f"{'Words of the story. ' * 20}\n{label}: Reuters") == "reuters"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("BNS, Tallinn - Valitsus otsustas.", "bns"),
        ("МОСКВА, 9 июля. /ТАСС/. Россия выходит.", "tass"),
        ("(서울=연합뉴스) 핀란드가 탈퇴했다.", "yonhap"),
        ("【ヘルシンキ共同】フィンランド政府は", "kyodo"),
        ("新华社赫尔辛基7月10日电 芬兰宣布", "xinhua"),
        ("Vilnius, liepos 10 d. (ELTA). Seimas balsavo.", "elta"),
        ("Київ. Укрінформ. Рада проголосувала.", "ukrinform"),
        ("Regeringen sier ja. " * 20 + "(©NTB)", "ntb"),
        ("Vallitus päätti asiasta tänään. " * 10 + "\nSTT", "stt"),
        ("Der Bundestag stimmte zu. " * 10 + "(dpa/AFP)", "dpa"),
        ("Finland leaves. " * 20 + "(Reporting by Ann Other; Editing by Some One)", "reuters"),
        ("Poland makes anti-personnel (AP) mines again.", None),
        ("The minister told Reuters that it was over. The AP was told nothing.", None),
        ("In 2025 Poland ordered anti-personnel mines (AP). More will follow.", None),
        ("Poland's prime minister in Warsaw (AFP Photo) spoke.", None),
    ],
)
def test_credits_are_read_in_each_languages_style_and_quotations_are_none(text: str, agency: str | None) -> None:
    assert credited_agency(text) == agency


def test_an_agency_nobody_described_goes_by_its_id() -> None:
    assert (agency_name("reuters"), agency_name("unheard_of")) == ("Reuters", "unheard_of")


def test_outlets_of_one_house_are_one_publisher() -> None:
    assert publisher_of("https://www.hs.fi/1") == publisher_of("https://www.is.fi/2") == "sanoma"
    assert publisher_of("https://news.err.ee/1") == "err.ee"
    assert publisher_of("http://127.0.0.1/a") is None


def test_every_conflict_is_of_a_country_and_dated_before_the_list() -> None:
    listed = conflict_list()

    assert {one.country for one in listed.conflicts} <= set(all_countries())
    assert all(max(one.began_on, one.ended_on or one.began_on) <= listed.as_of for one in listed.conflicts)


def test_a_state_is_in_a_conflict_between_its_days() -> None:
    assert conflict_on("ET", date(2021, 6, 1)) is not None
    assert conflict_on("ET", date(2022, 11, 2)) is None
    assert conflict_on("FI", date(2025, 7, 10)) is None


def test_every_holding_and_its_works_are_known_makers() -> None:
    makers = {one.name for one in all_producers()}
    named = {name for one in all_holdings() for name in (one.name, *one.works)}

    assert named - makers == set()


def test_the_state_and_the_depositary_are_official_and_others_are_not() -> None:
    assert is_official("official", "FI", "https://um.fi/1", country="FI", treaty_id="ottawa")
    assert is_official("official", None, "https://treaties.un.org/1", country="FI", treaty_id="ottawa")
    assert not is_official("official", "SE", "https://regeringen.se/1", country="FI", treaty_id="ottawa")
    assert not is_official("newspaper", "FI", "https://hs.fi/1", country="FI", treaty_id="ottawa")
    assert not is_official("official", None, "https://treaties.un.org/1", country="FI", treaty_id="unheard_of")
