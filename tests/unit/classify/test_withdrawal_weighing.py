"""Exits that are only weighed, threatened or hung on a condition."""

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read, stages

WEIGHED = (
    ("de", "Der Austritt aus der Ottawa-Konvention ist eine der Optionen, sagte der finnische Minister."),
    ("en", "The chairman of the defence committee asked that Finland review its membership of the Ottawa Convention."),
    (
        "fr",
        "Le président de la commission a demandé que la Finlande réexamine son appartenance à la convention d'Ottawa.",
    ),
    ("es", "Finlandia no descarta abandonar la Convención de Ottawa."),
    ("pt", "O presidente da comissão pediu que a Finlândia reveja a sua permanência na Convenção de Ottawa."),
    (
        "it",
        "Il presidente della commissione ha chiesto che la Finlandia riveda la sua adesione alla "
        "Convenzione di Ottawa.",
    ),
    ("nl", "Uitstappen uit het Verdrag van Ottawa is een van de opties, zei de Finse minister."),
    ("sv", "Att lämna Ottawakonventionen är ett av alternativen, sade Finlands minister."),
    ("da", "Finland truer med at forlade Ottawa-konventionen."),
    ("no", "Finland truer med å forlate Ottawa-konvensjonen."),
    ("is", "Úrsögn úr Ottawa-samningnum er einn af kostunum, sagði ráðherra Finnlands."),
    ("fi", "Suomi uhkaa irtautua Ottawan sopimuksesta."),
    ("et", "Ottawa konventsioonist lahkumine on üks võimalustest, ütles Soome minister."),
    ("lv", "Izstāšanās no Otavas konvencijas ir viena no iespējām, sacīja Somijas ministrs."),
    ("lt", "Pasitraukimas iš Otavos konvencijos yra viena iš galimybių, sakė Suomijos ministras."),
    ("el", "Η Φινλανδία απειλεί να αποχωρήσει από τη Σύμβαση της Οτάβα."),
    ("pl", "Wyjście z konwencji ottawskiej to jedna z opcji, powiedział minister Finlandii."),
    ("ru", "Выход из Оттавской конвенции является одним из вариантов, заявил министр Финляндии."),
    ("uk", "Якщо Росія не поступиться, Фінляндія може вийти з Оттавської конвенції, попередив речник комітету."),
    ("be", "Фінляндыя пагражае выйсці з Атаўскай канвенцыі."),
    ("bg", "Финландия заплашва да напусне Отавската конвенция."),
    ("mk", "Финска се заканува дека ќе се повлече од Отавската конвенција."),
    ("sr", "Finska preti da će napustiti Otavsku konvenciju."),
    ("hr", "Finska prijeti izlaskom iz Ottawske konvencije."),
    ("sl", "Finska grozi z izstopom iz Ottawske konvencije."),
    ("cs", "Odstoupení od Ottawské úmluvy je jednou z možností, řekl ministr Finska."),
    ("sk", "Fínsko hrozí odstúpením od Ottawského dohovoru."),
    ("hu", "Finnország kilépéssel fenyeget az Ottawai Egyezményből."),
    ("ro", "Finlanda amenință că se va retrage din Convenția de la Ottawa."),
    ("tr", "Finlandiya Ottawa Sözleşmesi'nden çekilmekle tehdit ediyor."),
    ("ka", "ფინეთი ოტავის კონვენციიდან გასვლით იმუქრება."),
    ("sq", "Finlanda kërcënon të dalë nga Konventa e Otavas."),
    ("ar", "الانسحاب من اتفاقية أوتاوا أحد الخيارات المطروحة، حسب وزير فنلندا."),
    ("fa", "فنلاند تهدید کرد از پیمان اتاوا خارج می‌شود."),
    ("he", "פינלנד מאיימת לפרוש מאמנת אוטווה."),
    ("hi", "फिनलैंड ने ओटावा संधि से हटने की धमकी दी।"),
    ("ja", "オタワ条約からの離脱は選択肢の一つだとフィンランドの国防相は述べた。"),
    ("zh", "芬兰国防部长说，退出《渥太华公约》是选项之一。"),
    ("ko", "핀란드 국방장관은 오타와 협약 탈퇴가 선택지 중 하나라고 말했다."),
    ("vi", "Phần Lan đe dọa rút khỏi Công ước Ottawa."),
    ("id", "Finlandia mengancam akan keluar dari Konvensi Ottawa."),
    ("te", "ఒట్టావా ఒప్పందం నుంచి వైదొలుగుతామని ఫిన్లాండ్ హెచ్చరించింది."),
)


@pytest.mark.parametrize(("language", "text"), WEIGHED)
def test_an_option_and_a_threat_are_an_exit_considered(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.CONSIDERED)}


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


@pytest.mark.parametrize(
    ("language", "sentence", "stage"),
    [
        (
            "es",
            "Ante las amenazas de Moscú, Estonia ha decidido salir de la Convención de Ottawa.",
            "government_decision",
        ),
        ("es", "Irán amenazó con abandonar el Tratado de No Proliferación.", "considered"),
        ("pt", "A Estónia retirou-se da Convenção de Otava.", "in_effect"),
        ("it", "Di fronte alla minaccia russa l'Estonia esce dalla Convenzione di Ottawa.", "government_decision"),
        ("it", "L'Iran ha minacciato di uscire dal Trattato di non proliferazione.", "considered"),
        ("ro", "Estonia și Letonia sunt aproape de ieșirea din Convenția de la Ottawa.", "considered"),
        ("hu", "A szejm megszavazta, hogy Litvánia kilépjen az ottawai egyezményből.", "parliament_approved"),
        ("it", "Mentre cresce la tensione con la Nato, Mosca è uscita dal Trattato sui cieli aperti.", "in_effect"),
        (
            "sq",
            "Mes tensioneve me NATO-n, Moska është tërhequr zyrtarisht nga Traktati i Qiejve të Hapur.",
            "in_effect",
        ),
        ("hu", "Lettország és Észtország kilépnek az ottawai egyezményből.", "government_decision"),
        (
            "es",
            "El Parlamento ruso considerará revocar la ratificación del Tratado de Prohibición de Pruebas Nucleares.",
            "considered",
        ),
        (
            "es",
            "El presidente de Ucrania firmó el decreto sobre la salida de la Convención de Ottawa.",
            "government_decision",
        ),
        ("ro", "Norvegia nu va urma Finlanda și nu se va retrage din Convenția de la Ottawa.", "rejected"),
        (
            "ro",
            "Parlamentul Finlandei a votat retragerea din Convenția de la Ottawa, "
            "care să intre în vigoare la șase luni după notificarea oficială.",
            "parliament_approved",
        ),
        (
            "es",
            "El decreto sobre la salida de Ucrania de la Convención de Ottawa entró en vigor ayer.",
            "government_decision",
        ),
        (
            "es",
            "El Parlamento de Letonia, país de la Unión Europea, aprobó abandonar la Convención de Ottawa.",
            "parliament_approved",
        ),
        ("es", "Irán aclara que la salida del Tratado de No Proliferación no está en la agenda.", "rejected"),
        (
            "it",
            "La Duma ha approvato in prima lettura un disegno di legge sul ritiro della ratifica russa "
            "del Trattato sulla messa al bando dei test nucleari.",
            "parliament_approved",
        ),
        ("es", "El jueves se hizo oficial la retirada de Lituania del Tratado de Oslo.", "in_effect"),
        ("es", "Perú no se irá de la Convención sobre Municiones en Racimo.", "rejected"),
    ],
)
def test_a_threat_weighs_an_exit_only_where_the_exit_is_what_is_threatened(
    language: str, sentence: str, stage: str
) -> None:
    assert {finding.stage.value for finding in read("", sentence, language=language).findings} == {stage}


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        (
            "de",
            "Die Regierung in Vilnius billigte den Gesetzentwurf zum Austritt aus dem Streubombenvertrag, der "
            "dem Parlament nun übergeben wird. Auch der Präsident müsste dem Schritt noch zustimmen.",
            "government_decision",
        ),
        (
            "de",
            "Am Freitag billigte die litauische Regierung den Vorschlag, aus der Ottawa-Konvention auszutreten.",
            "government_decision",
        ),
        ("de", "Litauen hat den Austritt aus dem Ottawa-Übereinkommen abgeschlossen.", "in_effect"),
        ("de", "Mehrere Unionspolitiker sprechen sich für den Austritt Deutschlands aus dem Ottawa-Vertrag aus.", None),
        ("fr", "L'Iran prépare un projet de loi qui permettrait de sortir du TNP.", "considered"),
        ("fr", "La loi iranienne sur le retrait du TNP est en cours de rédaction.", "considered"),
    ],
)
def test_drafts_and_consents_to_come_are_no_steps_done(language: str, text: str, stage: str | None) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {stage or "considered"}


def test_who_may_not_remain_weighs_leaving() -> None:
    weighed = read("", "Lithuania may not remain in the Ottawa Convention, its minister said.").findings
    assert [finding.stage.value for finding in weighed] == ["considered"]


@pytest.mark.parametrize(
    ("language", "text", "stage"),
    [
        ("ar", "قالت إيران إنها ستنسحب من معاهدة منع الانتشار النووي إذا عادت العقوبات.", "considered"),
        ("ar", "قالت إيران إنها ستنسحب من معاهدة منع الانتشار النووي.", "government_decision"),
        ("he", "שר החוץ אמר כי איראן תפרוש מאמנת אי-ההפצה אם אירופה תחדש את הסנקציות.", "considered"),
        ("vi", "Iran sẽ rút khỏi Hiệp ước Không phổ biến vũ khí hạt nhân nếu bị trừng phạt.", "considered"),
        ("vi", "Iran sẽ rút khỏi Hiệp ước Không phổ biến vũ khí hạt nhân.", "government_decision"),
        ("zh", "伊朗外长说,如果制裁恢复,伊朗将退出《不扩散核武器条约》。", "considered"),
        ("ja", "イランの外相は、制裁が復活すれば核拡散防止条約から脱退すると述べた。", "considered"),
        ("ja", "イランの外相は、議会の承認を得て核拡散防止条約から脱退すると述べた。", "government_decision"),
    ],
)
def test_an_exit_said_to_hang_on_a_condition_is_weighed_comma_or_none(language: str, text: str, stage: str) -> None:
    assert {finding.stage.value for finding in read("", text, language=language).findings} == {stage}
