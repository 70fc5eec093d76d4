"""News from Turkey to Japan in the words that reporters use."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage, Topic
from tests.support.by_rules import read

_DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("text", "language", "stage"),
    [
        ("伊朗总统表示,伊朗将留在《不扩散核武器条约》内。", "zh", "rejected"),
        ("فنلندا أعلنت أنها ستبقى في معاهدة أوتاوا.", "ar", "rejected"),
        ("이란 외무장관은 핵확산금지조약(NPT) 탈퇴설에 선을 그었다.", "ko", "rejected"),
        ("وزارت خارجه ایران با خروج از ان‌پی‌تی مخالف است.", "fa", "rejected"),
        ("نمایندگان مجلس ایران خواهان خروج از ان‌پی‌تی هستند.", "fa", "considered"),
        ("חברי הפרלמנט של איראן מנסחים חוק לפרישה מאמנת אי-ההפצה.", "he", "considered"),
        ("Meclisteki oylamada 120 evet oyuyla Litvanya'nın Ottawa Sözleşmesi'nden çekilmesi benimsendi.", "tr", "parl"),
        ("Finlandiya'da milletvekilleri Ottawa Antlaşması'nın bırakılmasını kabul etti.", "tr", "parl"),
        ("منح البرلمان الليتواني الضوء الأخضر للانسحاب من معاهدة أوتاوا.", "ar", "parl"),
        ("リトアニア議会がオタワ条約からの離脱を決議した。", "ja", "parl"),
        ("乌克兰总统签署法令,退出《渥太华禁雷公约》。", "zh", "government_decision"),
        ("波蘭總統簽署法案,退出《渥太華禁雷公約》。", "zh", "signed_into_law"),
        ("俄罗斯总统签署法律,撤销对《全面禁止核试验条约》的批准,法律即日生效。", "zh", "signed_into_law"),
        ("에스토니아는 오타와 협약 탈퇴 절차를 마무리했다.", "ko", "in_effect"),
        ("تهران قصدی برای خروج از ان‌پی‌تی ندارد.", "fa", "rejected"),
        ("نمایندگان مجلس ایران طرح خروج از ان‌پی‌تی را تدوین کردند.", "fa", "considered"),
        ("פינלנד אינה צד עוד לאמנת אוטווה.", "he", "in_effect"),
        ("أتمت روسيا انسحابها من معاهدة القوات التقليدية في أوروبا.", "ar", "in_effect"),
        ("קייב חתמה על צו לפרישה מאמנת אוטווה, והצו טעון אישור הפרלמנט.", "he", "government_decision"),
        ("Parlemen Finlandia memberikan suara 157 berbanding 18 untuk meninggalkan Konvensi Ottawa.", "id", "parl"),
        ("爱沙尼亚国防部长与同僚发表联合声明,呼吁各自国家退出《渥太华公约》。", "zh", "recommended"),
        ("లాట్వియా పార్లమెంటు ఒట్టావా ఒప్పందం నుంచి వైదొలిగే బిల్లును ఆమోదించింది.", "te", "parl"),
        ("Litva và Estonia phê chuẩn việc rút khỏi Công ước Ottawa.", "vi", "government_decision"),
        ("Phần Lan sẽ rút khỏi Công ước Ottawa sau sáu tháng kể từ ngày quyết định.", "vi", "government_decision"),
    ],
)
def test_a_withdrawal_is_read_at_the_step_that_reporters_words_tell(text: str, language: str, stage: str) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.stage for finding in found} == {Stage("parliament_approved" if stage == "parl" else stage)}


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
    ],
)
def test_what_is_only_needed_or_allowed_is_no_news_of_making(text: str, language: str) -> None:
    assert read("", text, language=language, published_on=_DAY).findings == ()


@pytest.mark.parametrize(
    ("text", "language", "country"),
    [
        ("台灣向美國採購十四套車載布雷系統。", "zh", "TW"),
        ("據土耳其媒體報道,巴基斯坦採購一批布雷系統。", "zh", "PK"),
        ("미 육군이 살포식 대전차지뢰 양산 계약을 맺었다.", "ko", "US"),
        ("我國向美國購得十四套布雷系統。", "zh", "TW"),
        ("रक्षा अधिग्रहण परिषद ने एंटी-टैंक माइन की खरीद को मंजूरी दी।", "hi", "IN"),
    ],
)
def test_who_buys_is_told_from_who_sells_or_reports(text: str, language: str, country: str) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.country for finding in found} == {country}


def test_a_yeh_without_its_dots_is_the_same_letter() -> None:
    found = read("", "وافق البرلمان الليتوانى على الانسحاب من معاهدة أوتاوا.", language="ar").findings
    assert [(finding.country, finding.stage) for finding in found] == [("LT", Stage.PARLIAMENT_APPROVED)]


def test_six_is_no_arabic_future() -> None:
    text = "مرت ستة أشهر على إخطار ليتوانيا الأمين العام للأمم المتحدة بانسحابها من اتفاقية أوتاوا."
    assert [finding.stage for finding in read("", text, language="ar").findings] == [Stage.NOTIFIED]


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("オタワ条約から離脱したリトアニアの企業が対戦車地雷の生産を始めた。", {Topic.MINE_PRODUCTION}),
        ("オタワ条約からの離脱を決めたリトアニアが、国連に離脱を通告した。", {Topic.TREATY_WITHDRAWAL}),
    ],
)
def test_an_exit_that_only_describes_the_state_behind_it_is_no_news_of_its_own(text: str, topics: set[Topic]) -> None:
    assert {finding.topic for finding in read("", text, language="ja", published_on=_DAY).findings} == topics


@pytest.mark.parametrize(
    ("title", "text", "language"),
    [
        ("オタワ条約からの離脱論", "ノルウェー政府はオタワ条約にとどまる方針を示した。", "ja"),
        ("오타와 협약 탈퇴 논의", "노르웨이는 오타와 협약에 남겠다고 밝혔다.", "ko"),
        ("Ottawa Sözleşmesi'nden çekilme tartışması", "Norveç, Ottawa Sözleşmesi'nde kalacağını açıkladı.", "tr"),
        ("בחינת פרישה מאמנת אוטווה", "נורווגיה תישאר באמנת אוטווה.", "he"),
    ],
)
def test_to_stay_in_a_treaty_is_news_where_leaving_was_spoken_of(title: str, text: str, language: str) -> None:
    found = read(title, text, language=language, published_on=_DAY).findings
    assert [(finding.country, finding.stage) for finding in found] == [("NO", Stage.REJECTED)]
    assert read("", text, language=language, published_on=_DAY).findings == ()


def test_a_treaty_that_the_next_sentence_names_is_the_one_that_the_first_calls_a_treaty() -> None:
    text = "انسحبت وارسو رسميا من اتفاقية دولية تحظر هذه الأسلحة. وتعرف المعاهدة باسم اتفاقية أوتاوا."
    found = read("", text, language="ar", published_on=_DAY).findings
    assert [(finding.country, finding.treaty, finding.stage) for finding in found] == [
        ("PL", "ottawa", Stage.IN_EFFECT)
    ]
    assert read("", text.split(". ")[0], language="ar", published_on=_DAY).findings == ()


def test_a_state_in_brackets_behind_a_city_is_where_the_city_lies() -> None:
    text = "Công ước Ottawa được bàn tại Geneva (Thụy Sĩ). Tại Geneva (Thụy Sĩ), một nước đã rút khỏi Công ước Ottawa."
    assert read("", text, language="vi", published_on=_DAY).findings == ()
