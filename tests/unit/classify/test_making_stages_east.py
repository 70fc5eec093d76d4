"""How far production or purchase has come, in the Slavic languages and those of Asia."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage, Topic
from tests.support.by_rules import read

_DAY = date(2026, 5, 4)


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
    ("text", "language", "stage"),
    [
        ("Deniz Kuvvetleri yeni taban mayınlarını envanterine katacak.", "tr", "planned"),
        ("بدأت ليتوانيا الاستعدادات لإنتاج الألغام المضادة للأفراد.", "ar", "planned"),
        ("सेना के लिए मूर्ड माइन की खरीद को मंजूरी दी गई।", "hi", "planned"),
        ("폴란드는 냉전 종식 이후 처음으로 대인지뢰 생산을 재개하기로 했다.", "ko", "planned"),
        ("ポーランドは冷戦後初めて対人地雷の生産を始める方針だ。", "ja", "planned"),
        ("國防部證實水雷已量產,今年先交付海軍五十枚。", "zh", "started"),
        ("Polonya, antipersonel mayın üretimini artırma planlarını açıkladı.", "tr", "planned"),
        ("Litvanya bakanı, antipersonel mayın üretimi için şirketlerle görüştü.", "tr", "considered"),
        ("ستتوقف الولايات المتحدة عن تصنيع الألغام المضادة للأفراد.", "ar", "halted"),
        ("قالت النرويج إنها لن تنتج الألغام المضادة للأفراد.", "ar", "rejected"),
        ("طلبت فنلندا 30 ألف لغم مضاد للدبابات من شركة محلية.", "ar", "contracted"),
        ("Quân đội Phần Lan đặt mua mìn chống tăng.", "vi", "contracted"),
        ("Phần Lan muốn đặt mua mìn chống tăng.", "vi", "planned"),
        ("Nhà máy đã bàn giao cho hải quân lô thủy lôi đầu tiên.", "vi", "delivered"),
        ("PT Pindad menyerahkan ranjau laut kepada TNI AL.", "id", "delivered"),
        ("భారత సైన్యానికి యాంటీ ట్యాంక్ మైన్ల తొలి విడతను అందజేశారు.", "te", "delivered"),
        ("海上自衛隊に新型機雷の納入が行われた。", "ja", "delivered"),
        ("新加坡一家公司称已停止设计、生产杀伤人员地雷。", "zh", "halted"),
        ("भारत में मानव-रोधी बारूदी सुरंगें तैयार की जा रही हैं।", "hi", "started"),
        ("म्यांमार में बारूदी सुरंगें बनाई जा रही हैं।", "hi", "started"),
        ("미얀마 군수공장에서 대인지뢰가 계속 만들어지고 있다.", "ko", "started"),
        ("에스토니아 국방장관은 대인지뢰를 만들 생각이 없다고 말했다.", "ko", "rejected"),
        ("海自向け機雷の納入が進んだ。", "ja", "delivered"),
        ("印度陆军接收首批反坦克地雷。", "zh", "delivered"),
        ("美國批准對台出售14套火山車載布雷系統。", "zh", "planned"),
        ("台灣對美軍購的14套火山佈雷系統確定明年全數運交。", "zh", "contracted"),
        ("美國陸軍授予廠商1900萬美元的合約,生產火山布雷系統。", "zh", "contracted"),
        ("قررت وارسو صنع ألغام مضادة للأفراد لأول مرة منذ الحرب الباردة.", "ar", "planned"),
        ("폴란드는 30년 전 중단된 대인지뢰 생산을 재개하기로 했다.", "ko", "planned"),
        ("ポーランドは1980年代に停止していた対人地雷の生産を再開する。", "ja", "planned"),
        ("波兰将恢复已停止数十年的杀伤人员地雷生产。", "zh", "planned"),
        ("ستستأنف بولندا إنتاج الألغام المضادة للأفراد الذي توقف قبل عقود.", "ar", "planned"),
        ("Ba Lan sẽ nối lại việc sản xuất mìn sát thương đã ngừng từ nhiều thập niên trước.", "vi", "planned"),
        ("Poland will resume production of anti-personnel mines that it halted in the 1980s.", "en", "planned"),
        ("Poland has halted production of anti-personnel mines.", "en", "halted"),
        ("مین‌های دریایی هوشمند ساخت وزارت دفاع به نیروی دریایی سپاه تحویل شد.", "fa", "delivered"),
    ],
)
def test_plans_of_mines_are_read_whatever_time_they_are_measured_against(text: str, language: str, stage: str) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {(finding.topic, finding.stage) for finding in found} == {(Topic.MINE_PRODUCTION, Stage(stage))}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("نظامیان اوکراین برای متوقف کردن دشمن به شمار زیادی مین ضدتانک نیاز دارند.", "fa"),
        ("爱沙尼亚今后可使用、购买或生产杀伤人员地雷。", "zh"),
        ("【ベルリン共同】国防相は核軍縮について語った。", "ja"),
        ("सेना के लिए माइनफील्ड मार्किंग उपकरण का अनुबंध किया गया।", "hi"),
        ("보고서는 북한을 대인지뢰 생산 12개국에 포함했다.", "ko"),
        ("라트비아는 아직 대인지뢰 생산 계획을 발표하지 않았다.", "ko"),
        ("拉脱维亚尚未公布生产杀伤人员地雷的计划。", "zh"),
        ("לטביה טרם הודיעה על תוכניות לייצר מוקשים נגד אדם.", "he"),
        ("Latvia has not announced plans to produce anti-personnel mines.", "en"),
        ("회사는 어뢰와 기뢰, 소나를 만들며 쌓은 기술을 쏟겠다고 했다.", "ko"),
        ("सेना ने 1512 माइन प्लाऊ के लिए बीईएमएल से करार किया।", "hi"),
        ("زعمت المليشيا أنها صنعت الألغام البحرية المعروضة.", "ar"),
    ],
)
def test_what_is_only_needed_or_allowed_is_no_news_of_making(text: str, language: str) -> None:
    assert read("", text, language=language, published_on=_DAY).findings == ()


def test_homemade_mines_are_no_news_of_production() -> None:
    text = "Військові почали застосовувати саморобні протипіхотні міни, виготовлені на 3D-принтері."
    assert read("", text, language="uk").findings == ()


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Минобороны Индии одобрило закупку противотанковых мин.", {"IN": "planned"}),
        ("uk", "Уряд Литви погодив закупівлю протитанкових мін.", {"LT": "planned"}),
        ("bg", "Министерството на отбраната на Индия одобри покупката на противотанкови мини.", {"IN": "planned"}),
        ("mk", "Владата на Литванија одобри набавка на противтенковски мини.", {"LT": "planned"}),
        ("ru", "Производство противопехотных мин в Финляндии будет возобновлено.", {"FI": "planned"}),
        ("ru", "Производство противопехотных мин в Финляндии возобновлено.", {"FI": "started"}),
        ("ru", "Мьянма продолжает выпускать противопехотные мины.", {"MM": "started"}),
        ("uk", "В Україні кодифікували й запустили в серію протитанкову міну.", {"UA": "started"}),
        ("be", "Літва заказала процітанкавыя міны ў нямецкай кампаніі.", {"LT": "contracted"}),
        ("ru", "Литва построит завод по производству мин.", {"LT": "planned"}),
        ("ru", "Завод нарастил выпуск мин для «Тюльпанов», сообщили военные.", {}),
    ],
)
def test_a_purchase_approved_is_planned_and_mines_made_again_are_told(
    language: str, text: str, told: dict[str, str]
) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "ru",
            "Польша будет выпускать противопехотные мины. Возможно, их станут поставлять Украине.",
            {("PL", "antipersonnel", "planned")},
        ),
        ("ru", "США передали Украине противопехотные мины.", set()),
        ("ru", "Литва планирует купить мины и корабли. Речь о технике для армии.", {("LT", "unspecified", "planned")}),
        (
            "uk",
            "Українська фірма почала випуск дрона, який розкладає міни.",
            {("UA", "minelayer", "started")},
        ),
        (
            "ru",
            "Польский завод начал выпускать машину, которая расставляет мины.",
            {("PL", "minelayer", "started")},
        ),
        ("ru", "Министр поставил задачу военным: изучить мины, сказали в Литве.", set()),
        (
            "ru",
            "На расширение выпуска противопехотных мин в Польше выделено 300 млн злотых.",
            {("PL", "antipersonnel", "expanded")},
        ),
    ],
)
def test_mines_passed_on_are_not_bought_and_what_lays_mines_is_a_minelayer(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {(finding.country, str(finding.mine_type), finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "Армия США разместила заказ на мины XM204. Их изготовит Textron.", {("US", "antitank", "contracted")}),
        ("en", "The US Army placed an order for XM204 mines with Textron.", {("US", "antitank", "contracted")}),
        (
            "ru",
            "В Тегеране показали новую донную мину. Её серийный выпуск начался, сказал адмирал.",
            {("IR", "naval", "started")},
        ),
        ("ru", "В Тегеране показали новую донную мину. Выпуск новостей начался позже.", set()),
        (
            "ru",
            "В Быдгоще делают противотанковые мины. Директор Belma доволен.",
            {("PL", "antitank", "started")},
        ),
        ("ru", "Финская верфь построит новый минный заградитель.", {("FI", "minelayer", "planned")}),
        ("ru", "Финская верфь построит новый тральщик для поиска мин.", set()),
    ],
)
def test_a_product_behind_the_word_for_mines_and_works_abroad_are_told(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {(finding.country, str(finding.mine_type), finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "ru",
            "Флоту Индии достанутся якорные мины, корабли противоминной обороны и орудия.",
            {("IN", "naval", "planned")},
        ),
        ("ru", "Флоту Индии достанутся корабли, которые ищут якорные мины.", set()),
        ("ru", "Индийский завод производит тральщики для поиска якорных мин.", set()),
        (
            "uk",
            "Литва замовить протипіхотні міни. Естонія купувати такі міни не збирається.",
            {("LT", "antipersonnel", "planned"), ("EE", "antipersonnel", "rejected")},
        ),
        ("ru", "Правительство ЮАР запретило производство противопехотных мин.", {("ZA", "antipersonnel", "rejected")}),
        ("ru", "Конвенция запретила производство противопехотных мин, сообщили в ЮАР.", set()),
        (
            "ru",
            "Сингапурская фирма больше не занимается выпуском противопехотных мин.",
            {("SG", "antipersonnel", "halted")},
        ),
    ],
)
def test_lists_refusals_and_bans_of_mines_are_told_apart(
    language: str, text: str, told: set[tuple[str, str, str]]
) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {(finding.country, str(finding.mine_type), finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("ru", "У Польши будет собственное производство противопехотных мин.", {"PL": "planned"}),
        ("ru", "Противотанковые мины закупили у Польши, сообщило Минобороны Эстонии.", {"EE": "contracted"}),
        ("sr", "Proizvodnja protivtenkovskih mina u Rusiji je udvostručena.", {"RU": "expanded"}),
        ("mk", "Производството на противтенковски мини во Русија е удвоено.", {"RU": "expanded"}),
        ("mk", "Литванија ќе потроши 800 милиони евра за противтенковски мини.", {"LT": "planned"}),
        ("sr", "Фабрика „Слобода“ освојила је производњу нове противтенковске мине.", {"RS": "started"}),
        ("sr", "Екипа „Слобода“ освојила је медаљу, а војска је пронашла противтенковске мине.", {}),
    ],
)
def test_who_has_production_and_how_it_grows_is_told(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country: finding.stage.value for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "ar",
            "أعلنت ليتوانيا عزمها إطلاق إنتاج الألغام المضادة للأفراد وتزويد أوكرانيا بجزء منها.",
            {"LT": "planned"},
        ),
        (
            "de",
            "Litauen will die Produktion von Antipersonenminen aufnehmen und sie der Ukraine liefern.",
            {"LT": "planned"},
        ),
        ("de", "Litauen hat Antipersonenminen bestellt, die 2027 geliefert werden.", {"LT": "contracted"}),
        ("ar", "أزيح الستار في إيران عن مدرعة تحمي طاقمها من الألغام وسُلمت دفعة منها إلى الجيش.", {}),
    ],
)
def test_what_is_to_go_to_others_once_it_is_made_is_not_ordered(language: str, text: str, told: dict[str, str]) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country: finding.stage.value for finding in found} == told
