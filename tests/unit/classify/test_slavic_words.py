"""How reporters write in the Slavic languages of the centre and the south."""

from datetime import date

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("pl", "Białoruś zawiesiła udział w traktacie o siłach konwencjonalnych w Europie.", {"BY": "suspended"}),
        ("pl", "Sejm zajmie się projektem wypowiedzenia konwencji ottawskiej.", {"PL": "government_decision"}),
        (
            "pl",
            "Rząd chce wypowiedzieć konwencję ottawską. Projekt ustawy trafił do Sejmu.",
            {"PL": "government_decision"},
        ),
        (
            "cs",
            "Litva a Lotyšsko od soboty nejsou smluvními stranami Ottawské úmluvy.",
            {"LT": "in_effect", "LV": "in_effect"},
        ),
        ("sk", "Poľsko od piatka nie je zmluvnou stranou Ottawského dohovoru.", {"PL": "in_effect"}),
        (
            "hr",
            "Poljska i Finska najavile su da će istupiti iz Ottawske konvencije.",
            dict.fromkeys(("PL", "FI"), "government_decision"),
        ),
        (
            "sl",
            "Od nje so že odstopile Litva, Finska in Poljska, je zapisano v poročilu o Ottawski konvenciji.",
            dict.fromkeys(("LT", "FI", "PL"), "in_effect"),
        ),
    ],
)
def test_steps_out_of_treaties_are_heard(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "stages"),
    [
        ("pl", "Estonia nie zamierza kupować min przeciwpiechotnych.", ["rejected"]),
        ("pl", "W Bydgoszczy powstają już miny przeciwpiechotne dla wojska.", ["started"]),
        ("sl", "Litva bo kupila mine, Finska bosta z njo začeli proizvajati protipehotne mine.", ["planned"]),
        ("pl", "Polska nigdy nie produkowała min przeciwpiechotnych na eksport.", []),
        ("cs", "Estonsko neplánuje nakupovat protipěchotní miny.", ["rejected"]),
        ("hr", "Hrvatska ratna mornarica dobila je novi lovac mina.", []),
        ("cs", "Slovensko nikdy nevyrábělo protipěchotní miny.", []),
        ("hr", "Hrvatska nikada nije proizvodila protupješačke mine.", []),
    ],
)
def test_mines_made_or_never_made_are_told_apart(language: str, text: str, stages: list[str]) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert sorted({finding.stage.value for finding in found}) == stages


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("pl", "USA wyjdą z traktatu INF, jeśli Rosja nie zacznie go przestrzegać.", {"US": "considered"}),
        ("bg", "САЩ ще излязат от договора INF, ако Русия не започне да го спазва.", {"US": "considered"}),
        ("en", "The United States will leave the INF treaty if Russia does not yield, he said.", {"US": "considered"}),
        ("pl", "Polska wyjdzie z konwencji ottawskiej, choć Norwegia tego nie chce.", {"PL": "government_decision"}),
    ],
)
def test_an_exit_that_hangs_on_a_condition_behind_it_is_only_weighed(
    language: str, text: str, told: dict[str, str]
) -> None:
    found = read("", text, language=language).findings
    assert {finding.country: finding.stage.value for finding in found} == told


def test_a_formal_exit_outweighs_the_vote_that_is_told_behind_it() -> None:
    text = (
        "Литванија официјално се повлече од Конвенцијата за касетна муниција. "
        "Парламентот во јули гласаше за напуштање на конвенцијата."
    )
    assert [finding.stage.value for finding in read("", text, language="mk").findings] == ["in_effect"]


def test_like_steps_that_were_taken_before_are_heard() -> None:
    text = "Estonský parlament schválil odstoupení od Ottawské úmluvy. Podobné kroky už podnikly Lotyšsko a Litva."
    assert {finding.country for finding in read("", text, language="cs").findings} == {"EE", "LV", "LT"}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("cs", "Varšava rozhodla, že protipěchotní miny začne vyrábět, poprvé od studené války.", ["planned"]),
        ("bg", "Полша ще произвежда противопехотни мини за първи път от студената война насам.", ["planned"]),
        ("cs", "Z padesáti bývalých výrobců protipěchotních min jich Česko i další výrobu ukončily.", []),
        ("pl", "Rada Litwy wyda 300 mln euro na miny przeciwpiechotne.", ["planned"]),
        ("pl", "Huta Stalowa Wola przekazała saperom pierwsze pojazdy minowania narzutowego.", ["delivered"]),
        ("pl", "Saperzy przekazali policji wykopane miny przeciwpancerne.", []),
        ("pl", "Belma wykona za ok. 500 mln zł miny przeciwpancerne.", ["contracted"]),
        ("pl", "Belma dostała 311 mln zł na zwiększenie produkcji min przeciwpancernych.", ["expanded"]),
        ("sl", "V Libiji so našli granatne mine, izdelane v času Jugoslavije.", []),
        ("bg", "Заводът BELMA в Бидгошч вдига производството на противотанкови мини.", ["expanded"]),
    ],
)
def test_mines_that_are_paid_for_or_long_made(language: str, text: str, told: list[str]) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert sorted({finding.stage.value for finding in found}) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Deutschland und die USA setzen den KSE-Vertrag nun ihrerseits aus.",
            dict.fromkeys(("DE", "US"), "suspended"),
        ),
        ("Ankara legt den KSE-Vertrag still.", {"TR": "suspended"}),
        ("Der Rücktritt Moskaus vom KSE-Vertrag ist seit Dienstag rechtswirksam.", {"RU": "in_effect"}),
        (
            "Die Saeima hat den von der Regierung gefassten Beschluss gebilligt, das Ottawa-Übereinkommen zu kündigen.",
            {"LV": "parliament_approved"},
        ),
        (
            "Der litauische Präsident hat den Parlamentsbeschluss zur Kündigung des Streumunitionsverbots bestätigt. "
            "In Kraft tritt der Schritt ein halbes Jahr, nachdem die Notifikation eingegangen ist.",
            {"LT": "signed_into_law"},
        ),
    ],
)
def test_german_steps_keep_to_who_took_them(text: str, told: dict[str, str]) -> None:
    found = read("", text, language="de").findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Ереван из Договора о нераспространении уходить не намерен.", {"AM": "rejected"}),
        (
            "ru",
            "Депутат норвежского парламента высказался за то, чтобы страна вышла из Оттавской конвенции.",
            {"NO": "considered"},
        ),
        (
            "ru",
            "Стортинг Норвегии проголосовал за то, чтобы страна вышла из Оттавской конвенции.",
            {"NO": "parliament_approved"},
        ),
        (
            "ru",
            "Комитет Рады рассмотрел проект закона о приостановлении Оттавской конвенции для Украины и советует "
            "парламенту принять его.",
            {"UA": "recommended"},
        ),
        ("ru", "Польша перестала исполнять Договор об обычных вооружённых силах в Европе.", {"PL": "suspended"}),
        (
            "ru",
            "В Тегеране депутаты взялись за план выхода Ирана из договора о нераспространении.",
            {"IR": "considered"},
        ),
        ("uk", "Російський диктатор підписав закон, яким Москва виходить з ДВЗЯВ.", {"RU": "signed_into_law"}),
        ("be", "Савет міністраў Польшчы ўхваліў дэнансацыю Атаўскай канвенцыі.", {"PL": "government_decision"}),
        (
            "ka",
            "ესტონეთისა და ლატვიის პარლამენტებმა ოტავის კონვენციიდან გასვლას მხარი დაუჭირეს.",
            dict.fromkeys(("EE", "LV"), "parliament_approved"),
        ),
    ],
)
def test_steps_out_of_treaties_are_heard_in_the_east(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Производить или закупать противопехотные мины Норвегия не будет.", {"NO": "rejected"}),
        ("ru", "Противотанковые мины достанутся армии Индии.", {"IN": "planned"}),
        ("ru", "Минный заградитель приняли в состав флота Тайваня.", {"TW": "delivered"}),
        ("uk", "Тривають перемовини Литви з Україною про спільне виробництво протипіхотних мін.", {"LT": "considered"}),
        ("uk", "Латвія витратить на протитанкові міни 40 мільйонів євро.", {"LV": "planned"}),
        ("uk", "Естонія налагодить виробництво вибухівки, придатної для мін.", {}),
        ("be", "Літва плануе выпускаць машыны дыстанцыйнага мініравання.", {"LT": "planned"}),
        ("be", "Рашэнне аб выхадзе з дамовы аб супрацьпяхотных мінах набудзе моц праз паўгода.", {}),
    ],
)
def test_mines_made_or_bought_are_heard_in_the_east(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert {finding.country: finding.stage.value for finding in found if finding.mine_type} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Ukraina ogłosiła odejście z konwencji ottawskiej. Z konwencji wycofały się już inne państwa regionu: "
            "Finlandia, Litwa i Łotwa.",
            {"UA": "government_decision", "FI": "in_effect", "LT": "in_effect", "LV": "in_effect"},
        ),
        (
            "pl",
            "W piątek 20 lutego 2026 r. mija okres wypowiedzenia konwencji ottawskiej przez Polskę. "
            "Polska wypowiedziała traktat wiosną.",
            {"PL": "notified"},
        ),
        (
            "pl",
            "Szef resortu w Tallinie zasugerował, że Estonia mogłaby odejść z konwencji ottawskiej.",
            {"EE": "considered"},
        ),
        ("cs", "Norsko z Ottawské úmluvy vystupovat nehodlá.", {"NO": "rejected"}),
        ("sk", "Nórsko nemieni vystúpiť z Ottawského dohovoru.", {"NO": "rejected"}),
        ("bg", "Отавската конвенция вече не е в сила за Полша.", {"PL": "in_effect"}),
        ("bg", "Норвегия остава в Отавската конвенция и няма да я напусне.", {"NO": "rejected"}),
    ],
)
def test_exits_are_told_by_lists_days_and_refusals(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language, published_on=date(2026, 2, 18)).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("pl", "Polska zaprzestała produkcji min przeciwpiechotnych w połowie lat 80.", []),
        ("cs", "Polsko ukončilo výrobu protipěchotních min v polovině 80. let.", []),
        ("pl", "Belma otrzymała z funduszu dofinansowanie na produkcję min przeciwpiechotnych.", ["expanded"]),
        ("pl", "Litwa ogłosiła przetarg na miny przeciwpiechotne.", ["planned"]),
        ("sl", "Poljska bo spet izdelovala protipehotne mine.", ["planned"]),
        ("sl", "Tovarna je nekoč izdelovala protipehotne mine.", []),
        ("de", "Litauen nimmt die Fertigung von Schützenminen auf.", ["started"]),
        ("pl", "Jedna z umów dotyczy zakupu dla Polski min przeciwpancernych.", ["contracted"]),
        ("sk", "Lotyšsko si objednalo systém kladenia mín od nemeckého výrobcu.", ["contracted"]),
        ("cs", "Lotyšsko objednalo systém pokládání min od německého výrobce.", ["contracted"]),
        ("bg", "Латвия поръча система за полагане на мини.", ["contracted"]),
        ("cs", "Lotyšsko objednalo systém vyhledávání min od německého výrobce.", []),
    ],
)
def test_making_of_old_is_told_from_what_is_ordered_now(language: str, text: str, told: list[str]) -> None:
    found = read("", text, language=language, published_on=date(2026, 5, 4)).findings
    assert sorted({finding.stage.value for finding in found}) == told


@pytest.mark.parametrize(
    ("language", "title", "text", "told"),
    [
        ("be", "Літва выйшла з канвенцыі", "МІНСК, 20 лют. Улады плануюць вытворчасць супрацьпяхотных мін.", {"LT"}),
        ("ru", "Латвия и мины", "МОСКВА, 3 фев – АГН. Власти планируют производство противопехотных мин.", {"LV"}),
        ("ru", "Планы армии", "ВИЛЬНЮС, 3 фев – АГН. Власти планируют производство противопехотных мин.", {"LT"}),
    ],
)
def test_the_town_of_a_dateline_is_no_actor_where_the_title_names_another_state(
    language: str, title: str, text: str, told: set[str]
) -> None:
    found = read(title, text, language=language, published_on=date(2026, 2, 20)).findings
    assert {finding.country for finding in found} == told


def test_a_suspension_of_obligations_is_heard_in_belarusian() -> None:
    text = "Польшча спыняе выконваць дагавор аб звычайных узброеных сілах у Еўропе."
    (found,) = read("", text, language="be").findings
    assert (found.country, found.stage.value) == ("PL", "suspended")
