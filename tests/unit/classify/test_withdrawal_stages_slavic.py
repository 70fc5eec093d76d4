"""How far an exit has come, in the Slavic languages and Georgian."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import READ_ON, read


@pytest.mark.parametrize(
    ("language", "text", "state", "stage"),
    [
        ("ru", "Депутат выступил за то, чтобы Норвегия вышла из Оттавской конвенции.", "NO", Stage.CONSIDERED),
        ("uk", "Депутат виступив за те, щоб Норвегія вийшла з Оттавської конвенції.", "NO", Stage.CONSIDERED),
        ("ru", "Меджлис готовит законопроект о выходе Ирана из ДНЯО.", "IR", Stage.CONSIDERED),
        ("be", "Услед за суседзямі з Атаўскай канвенцыі выйшла Літва.", "LT", Stage.IN_EFFECT),
        ("ru", "Дипломат осудил недавний выход Эстонии из Оттавской конвенции.", "EE", Stage.IN_EFFECT),
        ("ru", "Дипломат осудил выход Эстонии из Оттавской конвенции.", "EE", Stage.OPPOSED),
        ("uk", "Речник засудив нещодавній вихід Литви з Оттавської конвенції.", "LT", Stage.IN_EFFECT),
        (
            "ru",
            "Норвегия передала ООН уведомление о выходе из Оттавской конвенции. Выход вступит в силу через полгода.",
            "NO",
            Stage.NOTIFIED,
        ),
        ("ru", "Остановку для Украины действия Оттавской конвенции поддержали депутаты Рады.", "UA", Stage.SUSPENDED),
        (
            "ru",
            "Россия отозвала ратификацию ДВЗЯИ: закон, подписанный президентом, опубликован.",
            "RU",
            Stage.SIGNED_INTO_LAW,
        ),
    ],
)
def test_slavic_steps_stand_where_their_words_put_them(language: str, text: str, state: str, stage: Stage) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == {(state, stage)}


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


def test_like_steps_that_were_taken_before_are_heard() -> None:
    text = "Estonský parlament schválil odstoupení od Ottawské úmluvy. Podobné kroky už podnikly Lotyšsko a Litva."
    assert {finding.country for finding in read("", text, language="cs").findings} == {"EE", "LV", "LT"}


def test_a_suspension_of_obligations_is_heard_in_belarusian() -> None:
    text = "Польшча спыняе выконваць дагавор аб звычайных узброеных сілах у Еўропе."
    (found,) = read("", text, language="be").findings
    assert (found.country, found.stage.value) == ("PL", "suspended")


def test_a_bill_that_was_tabled_is_a_step_though_its_sentence_does_not_say_what_for() -> None:
    text = (
        "Госдума может осенью рассмотреть денонсацию соглашения с США об утилизации плутония. "
        "Законопроект внесён в Госдуму правительством России."
    )
    found = read("", text, language="ru", published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == {("RU", Stage.GOVERNMENT_DECISION)}


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("sl", "Predsednik Trump je potrdil, da bodo ZDA zapustile pogodbo o odprtem nebu.", "government_decision"),
        ("pl", "Minister wezwał prezydenta do podpisania ustawy o wyjściu z konwencji ottawskiej.", "considered"),
        ("pl", "Prezydent Polski podpisał ustawę o wyjściu z konwencji ottawskiej.", "signed_into_law"),
        (
            "pl",
            "Do Sejmu wpłynął projekt przepisów o wypowiedzeniu przez Polskę konwencji ottawskiej.",
            "government_decision",
        ),
        (
            "cs",
            "Ruští poslanci bez jediného hlasu proti schválili vypovězení Smlouvy o otevřeném nebi.",
            "parliament_approved",
        ),
        (
            "bg",
            "Сеймът на Полша прие без глас против закона за излизане от Отавската конвенция.",
            "parliament_approved",
        ),
    ],
)
def test_slavic_news_is_read_by_what_was_done_not_by_what_was_asked_for(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("sk", "Ruský prezident podpísal výnos o vypovedaní Zmluvy o otvorenom nebi.", "government_decision"),
        ("sk", "Dolná komora ruského parlamentu rozhodla o vypovedaní Zmluvy o otvorenom nebi.", "parliament_approved"),
        ("pl", "Prezydent Trump zdecydował o wyjściu z traktatu INF.", "government_decision"),
        ("pl", "Sejm Łotwy zdecydował o wypowiedzeniu konwencji ottawskiej.", "parliament_approved"),
    ],
)
def test_who_decides_tells_how_far_it_is_decided(language: str, text: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", text, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "pl",
            "Do izby niższej w Mińsku skierowano projekt ustawy zawieszającej traktat CFE.",
            {"BY": "government_decision"},
        ),
        ("pl", "Rząd Białorusi skierował projekt ustawy, który zawiesza traktat CFE.", {"BY": "government_decision"}),
        ("pl", "Duma uchwaliła ustawę, na mocy której Rosja zawiesi udział w CFE.", {"RU": "parliament_approved"}),
        ("pl", "Rosja zawiesiła udział w CFE ustawą, którą uchwaliła Duma.", {"RU": "suspended"}),
        ("pl", "Łotewscy posłowie zagłosowali za wyjściem z konwencji ottawskiej.", {"LV": "parliament_approved"}),
        ("pl", "Litwini wycofali się z konwencji o amunicji kasetowej.", {"LT": "in_effect"}),
        ("pl", "Irańscy deputowani przygotowują ustawę o wyjściu z NPT.", {"IR": "considered"}),
        ("cs", "Íránští poslanci připravují zákon o odstoupení od NPT.", {"IR": "considered"}),
        ("sk", "Iránski poslanci pripravujú zákon o odstúpení od NPT.", {"IR": "considered"}),
        ("hr", "Iranski zastupnici pripremaju zakon o izlasku iz NPT-a.", {"IR": "considered"}),
        ("pl", "Norwegia nie pójdzie śladem sąsiadów i zostaje w konwencji ottawskiej.", {"NO": "rejected"}),
        ("cs", "Ottawská úmluva přestala pro Polsko platit.", {"PL": "in_effect"}),
        ("sk", "Ottawský dohovor prestal pre Poľsko platiť.", {"PL": "in_effect"}),
        (
            "sk",
            "Fínsko oznámilo, že od Ottawského dohovoru odstúpi; notifikácie má OSN dostať čoskoro.",
            {"FI": "government_decision"},
        ),
        ("sk", "Fínsko odovzdalo OSN notifikáciu o odstúpení od Ottawského dohovoru.", {"FI": "notified"}),
        (
            "pl",
            "Konwencję ottawską wypowiedziała Finlandia. W czerwcu zdecydowała się na to Ukraina.",
            {"FI": "in_effect", "UA": "government_decision"},
        ),
        ("sl", "Od ottawske pogodbe o prepovedi protipehotnih min je že odstopila Finska.", {"FI": "in_effect"}),
        (
            "sl",
            "Litovski parlament je izglasoval izstop iz ottawske pogodbe. Latvijski parlament je to storil že.",
            {"LT": "parliament_approved", "LV": "parliament_approved"},
        ),
    ],
)
def test_steps_of_bills_votes_and_plurals_are_told(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "ru",
            "Глава государства передал в парламент законопроект о приостановлении Белоруссией ДОВСЕ.",
            {("BY", Stage.GOVERNMENT_DECISION)},
        ),
        ("ru", "Белоруссия приостановила действие ДОВСЕ.", {("BY", Stage.SUSPENDED)}),
        (
            "uk",
            "Польща тимчасово не виконуватиме договір про звичайні збройні сили в Європі.",
            {("PL", Stage.SUSPENDED)},
        ),
        (
            "uk",
            "Польща не призупинятиме участь у договорі про звичайні збройні сили в Європі.",
            {("PL", Stage.REJECTED)},
        ),
        (
            "ru",
            "Путин подписал закон: действие российско-американского соглашения по плутонию приостанавливается.",
            {("RU", Stage.SUSPENDED)},
        ),
    ],
)
def test_a_bill_to_suspend_is_no_suspension_yet(language: str, text: str, told: set[tuple[str, Stage]]) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Вашингтон в среду уведомил Москву о выходе из Договора по ПРО.", {("US", Stage.NOTIFIED)}),
        ("en", "Washington notified Moscow of its withdrawal from the ABM treaty.", {("US", Stage.NOTIFIED)}),
        (
            "ru",
            "Министр сказал, что Румынии стоит подумать о выходе из Оттавской конвенции.",
            {("RO", Stage.CONSIDERED)},
        ),
        ("ru", "Аналитик считает, что Молдавии следует выйти из ДОВСЕ.", {("MD", Stage.CONSIDERED)}),
        ("uk", "Аналітик вважає, що Молдові слід вийти з ДЗЗСЄ.", {("MD", Stage.CONSIDERED)}),
        (
            "ru",
            "Министр обороны Словакии предложил правительству начать выход из Оттавской конвенции.",
            {("SK", Stage.RECOMMENDED)},
        ),
    ],
)
def test_who_is_notified_does_not_leave_and_advice_decides_nothing(
    language: str, text: str, told: set[tuple[str, Stage]]
) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "uk",
            "Туреччина призупинила ДЗЗСЄ. Так вчинили союзники, коли договір остаточно покинула Росія.",
            {("TR", Stage.SUSPENDED), ("RU", Stage.IN_EFFECT)},
        ),
        (
            "ru",
            "Комитет Думы рекомендовал принять закон, приостанавливающий участие России в ДСНВ.",
            {("RU", Stage.RECOMMENDED)},
        ),
    ],
)
def test_a_step_that_dates_another_is_over(language: str, text: str, told: set[tuple[str, Stage]]) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == told


def test_a_document_that_the_depositary_got_is_no_delivery_of_mines() -> None:
    title = "Латвія більше не зв'язана забороною протипіхотних мін"
    text = "Від суботи Латвія не учасниця Оттавської конвенції: документ генсек ООН отримав у червні."
    found = read(title, text, language="uk", published_on=READ_ON).findings
    assert {(finding.country, finding.treaty) for finding in found} == {("LV", "ottawa")}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "ru",
            "США не выходили из Договора по открытому небу, но рассматривают варианты своего участия в нём.",
            {("US", Stage.CONSIDERED)},
        ),
        ("ru", "Принят закон о выходе Латвии из Оттавской конвенции.", {("LV", Stage.PARLIAMENT_APPROVED)}),
        ("ru", "Принят проект доклада о выходе Латвии из Оттавской конвенции.", {("LV", Stage.GOVERNMENT_DECISION)}),
        (
            "hr",
            "Vlada u Talinu uputila je parlamentu predlog zakona o otkazivanju Otavske konvencije.",
            {("EE", Stage.GOVERNMENT_DECISION)},
        ),
        ("ru", "Греция думает выйти из Оттавской конвенции.", {("GR", Stage.CONSIDERED)}),
    ],
)
def test_options_bills_and_laws_are_told_apart(language: str, text: str, told: set[tuple[str, Stage]]) -> None:
    found = read("", text, language=language, published_on=READ_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == told
