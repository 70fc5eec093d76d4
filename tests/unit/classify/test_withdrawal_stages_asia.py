"""How far an exit has come, in the languages from Turkey to Japan."""

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
        ("핀란드가 20일 오타와 협약에서 공식적으로 빠져나왔다.", "ko", "in_effect"),
        ("라트비아의 오타와 협약 탈퇴가 27일 효력을 갖게 됐다.", "ko", "in_effect"),
        ("라트비아 의회에서 오타와 협약 탈퇴 법안이 통과됐다.", "ko", "parl"),
        ("フィンランドは20日、オタワ条約から正式に離れた。", "ja", "in_effect"),
        ("リトアニア議会はクラスター弾条約離脱案の審議入りを認めた。", "ja", "government_decision"),
        ("川普宣布美國將收回在《武器貿易條約》上的簽字。", "zh", "government_decision"),
        ("أعلنت روسيا استكمال خروجها من معاهدة القوات المسلحة التقليدية في أوروبا.", "ar", "in_effect"),
        ("ईरान की संसद एनपीटी छोड़ने का विधेयक तैयार कर रही है।", "hi", "considered"),
        ("בכיר איראני: זכותנו לפרוש מהאמנה למניעת הפצת נשק גרעיני.", "he", "considered"),
        ("핀란드 의회는 대인지뢰 금지 협약에서 탈퇴하자는 정부 제안을 찬성 157표로 가결했다.", "ko", "parl"),
        ("تهران برنامه‌ای برای خروج از پیمان منع گسترش سلاح‌های هسته‌ای ندارد.", "fa", "rejected"),
        ("국제지뢰금지운동은 핀란드에 오타와 협약에서 탈퇴하지 말라고 촉구했다.", "ko", "considered"),
        ("הקמפיין לאיסור מוקשים קרא לפינלנד לא לפרוש מאמנת אוטווה.", "he", "opposed"),
        ("国連事務総長は、フィンランドのオタワ条約離脱に深い懸念を表明した。", "ja", "government_decision"),
        ("联合国秘书长对波兰退出《渥太华公约》表示严重关切。", "zh", "government_decision"),
        ("리투아니아 정부는 오타와 협약 탈퇴를 승인했으며 의회의 의결을 거쳐야 한다.", "ko", "government_decision"),
        ("リトアニア議会はクラスター弾条約離脱案をさらに議論することを承認した。", "ja", "government_decision"),
        ("لاتفيا خرجت من معاهدة أوتاوا كما قال الوزير. ويسري القرار بعد ستة أشهر من إيداعه.", "ar", "notified"),
        ("라트비아가 오타와 협약을 탈퇴했다고 전했다. 탈퇴 효력은 6개월 뒤 발효됩니다.", "ko", "notified"),
        ("تم وضع خطة انسحاب إيران من معاهدة حظر الانتشار النووي على جدول أعمال النواب.", "ar", "considered"),
        ("फिनलैंड की संसद ने बारूदी सुरंगों पर प्रतिबंध लगाने वाली ओटावा संधि से बाहर निकलने का प्रस्ताव पारित किया।", "hi", "parl"),
    ],
)
def test_a_withdrawal_is_read_at_the_step_that_reporters_words_tell(text: str, language: str, stage: str) -> None:
    found = read("", text, language=language, published_on=_DAY).findings
    assert {finding.stage for finding in found} == {Stage("parliament_approved" if stage == "parl" else stage)}


def test_a_yeh_without_its_dots_is_the_same_letter() -> None:
    found = read("", "وافق البرلمان الليتوانى على الانسحاب من معاهدة أوتاوا.", language="ar").findings
    assert [(finding.country, finding.stage) for finding in found] == [("LT", Stage.PARLIAMENT_APPROVED)]


def test_six_is_no_arabic_future() -> None:
    text = "مرت ستة أشهر على إخطار ليتوانيا الأمين العام للأمم المتحدة بانسحابها من اتفاقية أوتاوا."
    assert [finding.stage for finding in read("", text, language="ar").findings] == [Stage.NOTIFIED]


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
    ("language", "text", "told"),
    [
        ("ko", "정부는 러시아가 대통령 서명으로 CTBT 비준을 철회한 데 유감을 나타냈다.", {"RU": "signed_into_law"}),
        ("ko", "볼턴 보좌관이 중거리핵전력조약을 그만두겠다는 방침을 확인했다.", {"US": "government_decision"}),
        ("ko", "핀란드는 오타와 협약 탈퇴 준비에 들어간다고 발표했다.", {"FI": "government_decision"}),
        ("ko", "핀란드는 오타와 협약 탈퇴를 준비하는 방안을 검토한다.", {"FI": "considered"}),
        ("fa", "ایران حتی در صورت بازگشت تحریم‌ها برنامه‌ای برای خروج از معاهده عدم اشاعه ندارد.", {"IR": "rejected"}),
        ("ar", "باتت ليتوانيا منذ اليوم في حل من اتفاقية حظر الألغام المضادة للأفراد.", {"LT": "in_effect"}),
        (
            "ar",
            "دخل انسحاب بولندا من اتفاقية أوتاوا حيز التنفيذ. وكانت فنلندا قد خرجت الشهر الماضي، وقبلها لاتفيا.",
            {"PL": "in_effect", "FI": "in_effect", "LV": "in_effect"},
        ),
    ],
)
def test_exits_told_by_regret_by_release_and_by_who_went_before(language: str, text: str, told: dict[str, str]) -> None:
    assert {f.country: f.stage.value for f in read("", text, language=language).findings} == told
