"""Which words of making bear on which mines, and what only looks like a deed."""

from datetime import date

import pytest

from tests.support.by_rules import READ_ON, read


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Production of anti-tank mines in Chile is planned for 2027.", {"planned"}),
        ("Chile is reportedly producing anti-tank mines.", {"started"}),
        ("Chile plans to allocate $8 million for anti-tank mines.", {"planned"}),
        ("Chile's navy has commissioned two new minelayers.", {"delivered"}),
        ("Chile's army has ordered anti-tank mines. The mines are made by a plant in Chile.", {"contracted"}),
        ("A pension fund in Chile sold its shares in companies that make anti-personnel mines.", set()),
        ("More countries than ever make anti-personnel mines, said Chile.", set()),
        ("Chile's army got 120 mm mines of its own production.", set()),
        ("Chile signed a contract for a sonar which finds sea mines.", set()),
    ],
)
def test_how_far_making_has_come_and_what_only_looks_like_making(text: str, stages: set[str]) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == stages


def test_a_day_of_the_week_is_no_maker() -> None:
    found = read("", "Chile on Friday commissioned two navy minelayers.", language="en").findings
    assert [finding.producer for finding in found] == [None]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("On a visit to Spain Chile signed a contract for anti-tank mines.", "contracted"),
        ("On a visit to Spain the minister of Chile said that the army has ordered anti-tank mines.", "contracted"),
        ("Chile's navy will buy sea mines that can sink any ship.", "planned"),
        ("Chile's navy could buy sea mines that sink any ship.", "considered"),
        ("Chile has a contract under which its firm Sarvi Defence supplies anti-tank mines.", "contracted"),
        ("Chile's firm Sarvi Defence supplies anti-tank mines to its army.", "delivered"),
        ("Chile's army shows a new anti-tank mine. Serial production has been launched.", "started"),
        ("Chile will reopen its anti-tank mine line.", "planned"),
    ],
)
def test_words_beside_the_verb_that_do_not_bear_on_it(text: str, stage: str) -> None:
    found = read("Mines for Chile", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == {stage}


def test_who_supplies_shells_has_not_delivered_the_mines_it_will_make() -> None:
    text = "Sarvi Defence, which already supplies the army of Chile with shells, will make anti-tank mines in Chile."
    assert [finding.stage.value for finding in read("", text, language="en").findings] == ["planned"]


def test_the_number_of_a_word_counts_no_mines() -> None:
    text = "A 163-page report says that Chile wants anti-tank mines."
    assert [finding.quantity for finding in read("", text, language="en").findings] == [None]
    text = "Chile placed an order for 600 anti-tank mines."
    assert [finding.quantity for finding in read("", text, language="en").findings] == [600]


@pytest.mark.parametrize(
    "text",
    [
        "Campaigners urged Chile and Peru not to produce anti-personnel mines again.",
        "Chile does not produce, import or export anti-personnel mines, it told the meeting.",
        "Anti-personnel mines manufactured by rebels killed three farmers in Chile.",
        "An oil fund excluded a firm of Chile because it makes anti-personnel mines.",
        "Chile's sea mines are made from ordinary bombs.",
    ],
)
def test_mines_not_made_and_makers_only_blamed_are_no_step(text: str) -> None:
    assert read("", text, language="en", published_on=date(2026, 5, 4)).findings == ()


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Chile's government has announced a ban on the import, sale and manufacture of sea mines.", {"rejected"}),
        ("Chile has outlawed the production of anti-personnel mines.", {"rejected"}),
        ("Chile has not outlawed the production of anti-personnel mines.", set()),
        ("Chile belongs to the Ottawa treaty, which bans the production of anti-personnel mines.", set()),
        ("The Ottawa treaty bans the production of anti-personnel mines, Chile recalled.", set()),
    ],
)
def test_a_state_s_own_ban_is_production_rejected_and_a_treaty_s_is_not(text: str, stages: set[str]) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found if finding.topic.value == "mine_production"} == stages


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Chile has asked firms to bid for 4,000 anti-tank mines, to be delivered by 2029.", "planned"),
        ("Chile's army drafts a letter of request for anti-tank mines.", "planned"),
        (
            "After a tender Chile's army signed a contract; 4,000 anti-tank mines will be delivered by 2029.",
            "contracted",
        ),
        ("A first shipment of sea mines will reach Chile's navy in May.", "contracted"),
        ("A first shipment of sea mines has reached Chile's navy.", "delivered"),
        ("Chile's army trains with sea mines bought last year from a maker in Spain.", "contracted"),
        ("Chile wants a mine delivery system from Spain.", "planned"),
        ("Chile's first minelayer launched at the yard of Asmar.", "started"),
    ],
)
def test_how_far_a_purchase_or_a_ship_has_come(text: str, stage: str) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == {stage}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Chile's army gets faulty mines", "Chile looks into why 82 mm mines of home production misfire."),
        ("Chile starts production of landmine machines", "A firm in Chile makes machines for removing landmines."),
        ("Chile plans belts of mines", "Chile's army told of belts of mines along the frontier."),
        ("Mines memo in Chile", "Nothing in the paper speaks of buying anti-tank mines, Chile's army said."),
        ("Landmine petition handed over to parliament", "Chile's army has no view on anti-personnel mines yet."),
    ],
)
def test_what_only_looks_like_making_or_buying_mines(title: str, text: str) -> None:
    assert read(title, text, language="en", published_on=date(2026, 5, 4)).findings == ()


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Chile's Famae had to say what its mines can do and is producing anti-tank mines.", "started"),
        ("Chile has not decided whether it will make anti-personnel mines.", "considered"),
        ("Chile will not make anti-personnel mines.", "rejected"),
        ("Famae will supply the army of Chile with a mine-dispensing system.", "contracted"),
        ("Famae won a contract to supply Chile's army with scatterable mine-laying vehicles.", "contracted"),
        ("Chile is to get new minelayers under an agreement reached on Friday.", "planned"),
        ("The Chilean-made minelayers and the mines will be delivered to Chile's army by 2029.", "contracted"),
    ],
)
def test_which_words_bear_on_a_deed_and_which_do_not(text: str, stage: str) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == {stage}


def test_works_that_have_delivered_are_no_line_that_was_delivered() -> None:
    text = "Chile's navy ordered 425 sea mines last year. The ammunition factory has handed over 252."
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == {"delivered"}


@pytest.mark.parametrize(
    ("text", "stages"),
    [
        ("Peru urges all states to ban production of landmines.", set()),
        ("Campaigners in Chile protested against plans to make anti-personnel mines.", {"planned"}),
        ("Anti-personnel mines have come off the line at Famae in Chile.", {"started"}),
    ],
)
def test_others_bans_protests_and_first_batches(text: str, stages: set[str]) -> None:
    found = read("", text, language="en", published_on=date(2026, 5, 4)).findings
    assert {finding.stage.value for finding in found} == stages


def test_mines_that_are_left_out_are_not_made() -> None:
    text = (
        "Finland's Forcit has begun production of anti-tank mines in Hanko. "
        "The works make 2,000 mines a year, and anti-personnel mines are not included."
    )
    reading = read("", text, language="en", published_on=READ_ON)
    assert {finding.mine_type for finding in reading.findings} == {"antitank"}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("hi", "भारतीय नौसेना के लिए मूर्ड माइंस, माइन काउंटर पोत और मिसाइलें ख़रीदी जाएंगी।", {"IN": "planned"}),
        ("hi", "भारतीय नौसेना के लिए माइन काउंटर पोत और मिसाइलें ख़रीदी जाएंगी।", {}),
        ("ja", "リトアニア国防省は契約を結び、対戦車地雷8万個を購入することにした。", {"LT": "contracted"}),
        ("ko", "리투아니아 국방부가 계약을 맺고 대전차지뢰 8만여 발을 사들이기로 했다.", {"LT": "contracted"}),
        ("ko", "리투아니아 국방부가 대전차지뢰 8만여 발을 사들이기로 했다.", {"LT": "planned"}),
        ("ar", "ستنفق أستراليا مليار دولار على ألغام بحرية متطورة.", {"AU": "planned"}),
        ("ar", "ستنفق أستراليا خمسة ملايين دولار على إزالة الألغام في العراق.", {}),
        ("vi", "Úc sẽ chi một tỷ đô la cho thủy lôi hiện đại.", {"AU": "planned"}),
        ("vi", "Úc sẽ chi 5 triệu đô la cho việc rà phá bom mìn.", {}),
    ],
)
def test_lists_deals_and_money_before_or_behind_the_mines_bought(
    language: str, text: str, told: dict[str, str]
) -> None:
    found = read("", text, language=language).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "立陶宛计划2026年与芬兰合作开始生产杀伤人员地雷。"),
        ("ja", "リトアニアは2026年にフィンランドと協力して対人地雷の製造を始める計画だ。"),
        ("fa", "لیتوانی قصد دارد با همکاری فنلاند تولید مین‌های ضد نفر را در سال ۲۰۲۶ آغاز کند."),
    ],
)
def test_whom_one_works_with_is_not_the_one_that_makes(language: str, text: str) -> None:
    found = read("", text, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("LT", "planned")}
