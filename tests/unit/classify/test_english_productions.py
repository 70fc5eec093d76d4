"""How English reporters tell of mines being made and bought, and what only looks like it."""

from datetime import date

import pytest

from tests.support.by_rules import read

DAY = date(2025, 9, 1)


def told(text: str) -> set[str]:
    """State, mine and step of each finding."""
    findings = read("", text, language="en", published_on=DAY).findings
    return {f"{found.country} {found.mine_type} {found.stage}" for found in findings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Romania will put 90 million euros into anti-tank mines by 2030, the minister said.", "RO antitank planned"),
        ("Latvia has set aside 40 million euros for sea mines.", "LV naval planned"),
        ("Most of Estonia's new money, 50 million euros, is for anti-tank mines.", "EE antitank planned"),
        ("Poland's Belma has been commissioned to make 5,000 anti-tank mines.", "PL antitank contracted"),
        ("Greece admitted making anti-personnel mines last year.", "GR antipersonnel started"),
        ("Sweden's navy is to get new sea mines in 2027.", "SE naval planned"),
        ("Turkish forces will take the new naval mine into their inventory.", "TR naval planned"),
        (
            "Serial output of the new anti-tank mine, a design that took years, has begun in Romania.",
            "RO antitank started",
        ),
        (
            "The United States will no longer use, produce or stockpile anti-personnel mines.",
            "US antipersonnel rejected",
        ),
        ("Spain ordered directional anti-tank mines from a Bavarian firm.", "ES antitank contracted"),
    ],
)
def test_money_orders_and_makers_tell_of_mines(text: str, expected: str) -> None:
    assert told(text) == {expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Czech army is interested in anti-tank mines from Nitro-Chem.", "CZ antitank considered"),
        ("Latvia is in talks with Belma about anti-personnel mines.", "LV antipersonnel considered"),
        ("Ukraine asked Forcit whether it could supply sea mines.", "UA naval considered"),
        ("Estonia is looking into whether anti-tank mines can be made at home.", "EE antitank considered"),
        ("The Bundestag's committee released funds for anti-tank mines.", "DE antitank planned"),
        ("Dynamit Nobel Defence won an order from Latvia for anti-tank mines.", "LV antitank contracted"),
        ("Serial production of sea mines is under way in Finland.", "FI naval started"),
        ("The first anti-tank mines rolled off the line in Slovakia.", "SK antitank started"),
        ("Russia has put the POM-3 mine into series production.", "RU antipersonnel started"),
        ("Indian forces got their first Vibhav anti-tank mines.", "IN antitank delivered"),
        ("Italy banned the production of anti-personnel mines.", "IT antipersonnel rejected"),
        ("Saab has received an order from the Swedish government for naval mines.", "SE naval contracted"),
        ("The Norwegian parliament voted down a proposal to buy anti-personnel mines.", "NO antipersonnel rejected"),
        ("Lung Teh launched a second minelayer for Taiwan's navy.", "TW minelayer started"),
        ("Rebels in the Philippines are believed to be making landmines.", "PH unspecified started"),
        ("Madrid authorised 24 million euros for naval mines.", "ES naval planned"),
        ("Nammo has opened a production line for anti-tank mines in Norway.", "NO antitank started"),
        ("Volunteers in Myanmar are producing rockets, landmines and mortar rounds.", "MM unspecified started"),
    ],
)
def test_every_step_has_many_words(text: str, expected: str) -> None:
    assert told(text) == {expected}


@pytest.mark.parametrize(
    "text",
    [
        "The Finnish army is to finish its study of the need for anti-personnel mines.",
        "The state mine in Poland doubled its output of coal.",
        "The chapter tells how landmines were once manufactured in Russia and China.",
        "A decision on the Ottawa Convention and its mines will be made in May, Finland said.",
    ],
)
def test_a_need_an_ore_mine_and_a_decision_to_come_are_no_production(text: str) -> None:
    assert told(text) == set()


def test_a_plan_behind_a_refusal_stands() -> None:
    text = "Estonia will not produce anti-personnel mines, said minister Pevkur, but will order anti-tank mines."
    assert told(text) == {"EE antipersonnel rejected", "EE antitank planned"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Washington renewed its ban on landmines. It will no longer make or buy them.", {"US antipersonnel rejected"}),
        ("Latvia is free. Anti-tank mines will be bought at once, the government said.", {"LV antitank planned"}),
        ("Riga signed a deal under which Norway may order anti-tank mines.", {"NO antitank planned"}),
    ],
)
def test_what_stands_for_mines_and_for_a_state_is_understood(text: str, expected: set[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Germany will buy sea mines. The paper recalls that Estonia bought sea mines from Forcit.",
            {"DE naval planned"},
        ),
        (
            "Poland will make anti-personnel mines. Belma, which makes anti-tank mines, could refit its lines.",
            {"PL antipersonnel planned"},
        ),
        ("Angola has many landmines. The treaty signed in Ottawa stopped much of the production of landmines.", set()),
        ("There are no orders for landmines in Britain.", set()),
    ],
)
def test_what_is_recalled_or_describes_a_maker_is_no_step(text: str, expected: set[str]) -> None:
    assert told(text) == expected


def test_what_is_bought_is_not_told_as_made_where_its_maker_is_only_named() -> None:
    assert told("The panel in India cleared the purchase of a minelayer, built by industry.") == {
        "IN minelayer planned"
    }


def test_a_purchase_without_order_or_maker_is_only_planned() -> None:
    assert told("Russian paratroopers will receive a new minelayer this year.") == {"RU minelayer planned"}
    assert told("Russian paratroopers will receive a new minelayer this year under a contract.") == {
        "RU minelayer contracted"
    }


def test_mines_found_are_news_of_making_only_where_a_late_year_says_so() -> None:
    assert told("The anti-tank mines found near Baku were made in Armenia in 2021.") == {"AM antitank started"}
    assert told("The anti-tank mines found near Baku were made in Armenia in 1989.") == set()
    assert told("The anti-tank mines found near Baku were made in Armenia.") == set()


def test_a_place_behind_the_comma_of_the_telling_makes_nothing() -> None:
    text = "Singapore still makes anti-personnel mines, a diplomat in Bangkok said."
    assert told(text) == {"SG antipersonnel started"}


@pytest.mark.parametrize(
    "text",
    [
        "Armenia handed over maps of 40,000 anti-tank mines.",
        "Bahrain itself is not believed to have made anti-personnel mines.",
        "Norway bought three modules against sea mines.",
        "In the past Libya made anti-personnel mines.",
    ],
)
def test_maps_and_modules_and_what_was_never_made_are_no_production(text: str) -> None:
    assert told(text) == set()


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("FARC rebels have begun to make anti-personnel mines in Arauca.", "FARC"),
        ("MBDA's German subsidiary TDW has begun making anti-tank mines.", "TDW"),
    ],
)
def test_an_armed_group_and_a_works_within_a_group_are_the_maker(text: str, maker: str) -> None:
    findings = read("", text, language="en", published_on=DAY).findings
    assert [found.producer for found in findings] == [maker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey said that the first sea mines were delivered to the Naval Forces.", {"TR naval delivered"}),
        (
            "Latvia will organise the production of anti-personnel mines and supply Ukraine.",
            {"LV antipersonnel planned"},
        ),
        (
            "The Estonian government has signed contracts with local firms that make anti-tank mines.",
            {"EE antitank contracted"},
        ),
        (
            "The US revoked the rule under which it would no longer produce anti-personnel mines.",
            {"US antipersonnel considered"},
        ),
        ("The US will no longer produce anti-personnel mines.", {"US antipersonnel rejected"}),
        ("Pakistan's government is stopping the manufacture of anti-personnel mines.", {"PK antipersonnel halted"}),
        ("Taiwan's parliament passed a bill to ban the production of land mines.", {"TW unspecified rejected"}),
        ("Taiwan's parliament discussed a bill to ban the production of land mines.", set()),
        ("There are no Canadian orders for anti-tank mines.", set()),
        ("Norway's minister said that states which make anti-personnel mines share the guilt.", set()),
        (
            "South Korea has acknowledged that it is producing anti-personnel mines, Landmine Monitor reports.",
            {"KR antipersonnel started"},
        ),
        ("Landmine Monitor names South Korea as producing anti-personnel mines.", set()),
    ],
)
def test_the_words_around_say_whether_and_how_far_mines_are_made(text: str, expected: set[str]) -> None:
    assert told(text) == expected


def test_the_firm_of_the_sentence_before_is_the_maker() -> None:
    text = "Shares of Belma rose after the attack on Ukraine. The state-owned maker builds anti-tank mines."
    (found,) = read("", text, language="en", published_on=DAY).findings
    assert (found.country, found.producer) == ("PL", "Belma")
