"""How far an exit has come, in the Nordic and Baltic languages."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        (
            "fi",
            "Hallituksen esitys Ottawan sopimuksen irtisanomisesta on nyt lausuttavana Suomessa.",
            "government_decision",
        ),
        (
            "fi",
            "Hallitus antoi esityksen, jolla Suomi irtisanoo Ottawan sopimuksen. Eduskunta äänestää siitä kesällä.",
            "government_decision",
        ),
        (
            "fi",
            "Tukholmassa puolustusvaliokunta kehottaa hallitusta aloittamaan eron rypäleammuskieltosopimuksesta. "
            "Kanta hyväksyttiin niukasti, eikä hallitus ole vielä vastannut.",
            "recommended",
        ),
        ("et", "Soome peaminister toetab väljumist Ottawa konventsioonist.", "considered"),
        ("lv", "Krievijas izstāšanās no Eiropas parasto bruņoto spēku līguma ir pabeigta.", "in_effect"),
        (
            "lv",
            "Saeimas dienaskārtībā iekļauts likumprojekts par pievienošanās atsaukšanu Otavas konvencijai.",
            "government_decision",
        ),
        (
            "lt",
            "Oslas sureagavo po to, kai Seimas ketvirtadienį nusprendė, kad Lietuva išstoja iš Otavos konvencijos.",
            "parliament_approved",
        ),
        (
            "is",
            "Litáíska þingið samþykkti að segja landið úr Ottawa-sáttmálanum um jarðsprengjur.",
            "parliament_approved",
        ),
    ],
)
def test_how_far_an_exit_has_come(language: str, text: str, stage: str) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {stage}


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("fi", "Ministeriön muistion mukaan Suomen ei pidä erota Ottawan sopimuksesta.", "opposed"),
        ("no", "Norge bør ikke trekke seg fra Ottawa-konvensjonen, skriver komiteen i en uttalelse.", "opposed"),
        (
            "fi",
            "Puolustusvaliokunta sai työnsä valmiiksi ja asettui Ottawan sopimuksesta eroamisen taakse.",
            "recommended",
        ),
        ("fi", "Eduskunta hyväksyi hallituksen esityksen Ottawan sopimuksesta irtautumisesta.", "parliament_approved"),
        ("fi", "Suomi on maanantaista alkaen vapautettu Ottawan sopimuksen velvoitteista.", "in_effect"),
        (
            "et",
            "President Karis andis reedel heakskiidu Ottawa konventsioonist väljumise seadusele.",
            "signed_into_law",
        ),
        ("lt", "Prezidentas Nausėda pasirašė dekretą denonsuoti Otavos konvenciją.", "government_decision"),
        ("lt", "Ministras nemato jokios priežasties Lietuvai trauktis iš Otavos konvencijos.", "rejected"),
        ("lv", "Ministrs neredz nekādas vajadzības Latvijai izstāties no Otavas konvencijas.", "rejected"),
        ("lv", "Deputāti uzskata, ka Latvijai jāizstājas no Otavas konvencijas.", "considered"),
        ("et", "Eestis kogutakse allkirju Ottawa konventsioonist lahkumiseks.", "considered"),
        ("sv", "Riksdagens utrikesutskott stöder att Finland lämnar Ottawakonventionen.", "recommended"),
        ("is", "Finnar tilkynntu Sameinuðu þjóðunum að þeir segðu sig frá Ottawa-sáttmálanum.", "notified"),
        ("et", "Teisipäeval lõppes Venemaa tavarelvastusleppest väljaastumise protseduur.", "in_effect"),
        (
            "is",
            "Íranska þingið samþykkti að Íran segi sig frá samningnum um takmörkun á útbreiðslu kjarnavopna.",
            "parliament_approved",
        ),
        ("da", "Regeringen vil undersøge, om Danmark skal træde ud af Ottawa-konventionen.", "considered"),
        ("lv", "Lietuvas premjers atbalsta atteikšanos no Otavas konvencijas.", "considered"),
        (
            "lt",
            "Gynybos taryba ir vyriausybė pritarė ministerijos siūlymui trauktis iš Otavos konvencijos.",
            "government_decision",
        ),
        (
            "is",
            "Pútín undirritaði lög um að Rússar dragi til baka fullgildingu á tilraunabanni.",
            "signed_into_law",
        ),
    ],
)
def test_northern_and_baltic_words_tell_how_far_an_exit_has_come(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


def test_a_like_step_told_in_a_clause_of_its_own_takes_no_vote_of_the_other_clause() -> None:
    text = "Parlamentet i Litauen har vedtatt å forlate Ottawa-konvensjonen. "
    text += "Latvias utmelding ble vedtatt av parlamentet i april, mens Polen har varslet det samme."
    found = {finding.country: finding.stage.value for finding in read("", text, language="no").findings}
    assert found == {"LT": "parliament_approved", "LV": "parliament_approved", "PL": "government_decision"}


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        ("lt", "JAV pranešė Rusijai, kad po šešių mėnesių pasitrauks iš ABM sutarties.", {("US", "notified")}),
        (
            "lv",
            "ASV oficiāli paziņoja Krievijai, ka pēc sešiem mēnešiem izstāsies no INF līguma.",
            {("US", "notified")},
        ),
        ("tr", "ABD, INF Anlaşması'ndan altı ay içinde çekileceğini Rusya'ya resmen bildirdi.", {("US", "notified")}),
        ("fi", "Yhdysvallat ilmoitti Venäjälle lähtevänsä INF-sopimuksesta.", {("US", "notified")}),
        (
            "fi",
            "Washington kertoi presidentin ilmoittaneen maansa lähtevän Avoin taivas -sopimuksesta.",
            {("US", "government_decision")},
        ),
        (
            "tr",
            "Putin, ABD ile yapılan plütonyum anlaşmasının feshedilmesine ilişkin yasayı imzaladı.",
            {("RU", "signed_into_law")},
        ),
    ],
)
def test_the_other_side_of_a_treaty_is_told_and_does_not_leave(
    language: str, sentence: str, told: set[tuple[str, str]]
) -> None:
    found = read("", sentence, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("et", "Venemaa lõpetab INF-lepingu järgimise."),
        ("fi", "Venäjä lopettaa INF-sopimuksen noudattamisen."),
        ("lv", "Krievija pārtrauc pildīt INF līgumu."),
        ("lt", "Rusija nustojo vykdyti INF sutartį."),
    ],
)
def test_to_end_what_a_treaty_asks_is_to_suspend_it(language: str, sentence: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == ["suspended"]


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("et", "Kaitseministeerium kaalub, kas Eesti peaks Ottawa konventsioonist lahkuma.", "considered"),
        ("et", "Riigikaitsekomisjon toetas Eesti väljaastumist Ottawa konventsioonist.", "recommended"),
        (
            "et",
            "Vene alamkoda kiitis heaks seaduse, millega Moskva tühistab tuumakatsetuste keelu ratifitseerimise.",
            "parliament_approved",
        ),
        ("fi", "Liettuan parlamentti päätti irtautua rypäleasesopimuksesta.", "parliament_approved"),
        ("fi", "Venäjän ero TAE-sopimuksesta saatettiin päätökseen tiistaina.", "in_effect"),
        ("ka", "ფინეთის მინისტრმა არ გამორიცხა ოტავის კონვენციიდან გასვლა.", "considered"),
    ],
)
def test_who_weighs_asks_or_votes_is_told_apart(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "fi",
            "Yhdysvallat ilmoitti eroavansa Avoin taivas -sopimuksesta, kunnes Venäjä noudattaa sitä.",
            {("US", "government_decision")},
        ),
        (
            "lv",
            "Krievija aptur dalību INF līgumā. Tas būs spēkā, līdz ASV novērsīs pārkāpumus.",
            {("RU", "suspended")},
        ),
        ("lv", "Latvijas armija izstāšanos no Otavas konvencijas neatbalsta.", {("LV", "opposed")}),
        ("lv", "Norvēģijas valdība izstāšanos no Otavas konvencijas neatbalsta.", {("NO", "rejected")}),
        (
            "tr",
            "Zelenskiy, ülkesinin Ottawa Sözleşmesi'nden çekilmesini onayladı. "
            "Devlet Başkanı, anlaşmadan çekilmeye ilişkin kararnameyi imzaladı.",
            {("UA", "government_decision")},
        ),
        (
            "et",
            "Riigikogu võttis menetlusse eelnõu, millega Leedu ütleb kobarmoona konventsiooni üles.",
            {("LT", "government_decision")},
        ),
        (
            "et",
            "Esimest lugemist ei läbinud Riigikogus jalaväemiinide kasutamist, varumist, tootmist ja üleandmist "
            "keelustava ja nende hävitamist nõudva konventsiooni denonsseerimise eelnõu.",
            {("EE", "rejected")},
        ),
        (
            "et",
            "President Karis kiitis heaks Ottawa konventsioonist väljumise seaduse. "
            "Lahkumist on lisaks Eestile alustanud ka Läti ja Poola.",
            {("EE", "signed_into_law"), ("LV", "government_decision"), ("PL", "government_decision")},
        ),
    ],
)
def test_each_step_is_told_of_whoever_takes_it(language: str, text: str, told: set[tuple[str, str]]) -> None:
    found = read("", text, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "sentence", "told"),
    [
        (
            "fi",
            "Norja päätti erota Ottawan sopimuksesta, vaikka Suomessa vielä odotetaan.",
            {("NO", "government_decision")},
        ),
        (
            "lv",
            "Krievijā par to brīdināja, bet Igaunija izstājas no Otavas konvencijas.",
            {("EE", "government_decision")},
        ),
        ("et", "Norra välisminister kinnitas, et riik jääb Ottawa konventsiooni liikmeks.", {("NO", "rejected")}),
        ("et", "President Trump otsustas INF lepingust lahkuda.", {("US", "government_decision")}),
        ("en", "President Trump decided to leave the INF treaty.", {("US", "government_decision")}),
        ("tr", "Finlandiya cumartesi gününden itibaren mayın yasağı sözleşmesine taraf değil.", {("FI", "in_effect")}),
        ("tr", "ABD ve Rusya Ottawa Sözleşmesi'ne taraf değil.", set()),
        ("uk", "Президент Трамп вирішив вийти з договору про РСМД.", {("US", "government_decision")}),
    ],
)
def test_places_presidents_and_those_who_stay_are_told_apart(
    language: str, sentence: str, told: set[tuple[str, str]]
) -> None:
    found = read("", sentence, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "tr",
            "Putin, Avrupa Konvansiyonel Kuvvetler Antlaşması'nı feshetti. "
            "İmzaladığı kararnamede, Paris'te imzalanan anlaşmanın feshedildiği belirtildi.",
            {("RU", "government_decision")},
        ),
        ("tr", "ABD, Moskova'da imzalanan INF Anlaşması'ndan çekildi.", {("US", "in_effect")}),
        ("lt", "Lietuva pernai pasitraukė iš Otavos konvencijos. Ministras vyks į Briuselį.", set()),
        ("fi", "Suomi erosi Ottawan sopimuksesta viime vuonna. Ministeri vierailee Tukholmassa.", set()),
        ("fi", "Suomi erosi Ottawan sopimuksesta lauantaina.", {("FI", "in_effect")}),
    ],
)
def test_where_a_treaty_was_signed_and_what_is_of_last_year_is_no_news(
    language: str, text: str, told: set[tuple[str, str]]
) -> None:
    found = read("", text, language=language).findings
    assert {(finding.country, finding.stage.value) for finding in found} == told


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        ("lt", "Krašto apsaugos ministrė siūlo Vyriausybei trauktis iš Otavos konvencijos.", "recommended"),
        ("lv", "Aizsardzības ministrs rosina valdībai izstāties no Otavas konvencijas.", "recommended"),
        ("fi", "Puolustusministeri esittää hallitukselle Ottawan sopimuksesta irtautumista.", "recommended"),
        ("lv", "Aizsardzības ministrs rosina izstāties no Otavas konvencijas.", "considered"),
    ],
)
def test_ministers_who_ask_the_government_recommend(language: str, sentence: str, stage: str) -> None:
    assert [finding.stage.value for finding in read("", sentence, language=language).findings] == [stage]


@pytest.mark.parametrize(
    ("language", "title", "text", "told"),
    [
        (
            "fi",
            "Norja ei seuraa Suomea",
            "Norjan puolustusministeri sanoi, että maa pysyy Ottawan sopimuksessa.",
            {("NO", "rejected")},
        ),
        ("et", "", "Teheran ei pruugi jääda tuumarelvade leviku tõkestamise leppesse.", {("IR", "considered")}),
        (
            "lv",
            "",
            "Valdība sāka gatavot likumu, lai Latvija pamestu Otavas konvenciju.",
            {("LV", "government_decision")},
        ),
        (
            "tr",
            "",
            "Rusya Dışişleri Bakanlığı, Açık Semalar'dan çekilmek için iç prosedürlere geçildiğini duyurdu.",
            {("RU", "government_decision")},
        ),
        (
            "et",
            "Moskva ja lühimaarakettide moratoorium",
            "Raketid võidakse siiski paigutada, ütles ametnik. Lubadus on habras. INF-leppest lahkus Washington 2019.",
            set(),
        ),
    ],
)
def test_who_stays_may_not_stay_or_has_begun_to_leave_is_told_apart(
    language: str, title: str, text: str, told: set[tuple[str, str]]
) -> None:
    found = read(title, text, language=language).findings
    assert {(finding.country or "", finding.stage.value) for finding in found} == told
