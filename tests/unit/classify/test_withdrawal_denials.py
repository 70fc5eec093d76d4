"""Exits that a lost vote or a denial rejects, told in the words of many languages."""

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read, stages

TURNED_DOWN = (
    (
        "de",
        "Das finnische Parlament hat mit 14 zu 10 Stimmen einen Antrag abgelehnt, der die Regierung "
        "aufforderte, einen Austritt aus der Ottawa-Konvention zu prüfen.",
    ),
    (
        "de",
        "Das Außenministerium in Helsinki dementierte Berichte, wonach Finnland die Ottawa-Konvention verlassen wolle.",
    ),
    ("en", "Finland's parliament voted down a motion to study leaving the Ottawa Convention."),
    (
        "en",
        "A motion asking the Finnish government to prepare withdrawal from the Ottawa Convention "
        "fell on Wednesday with 46 votes in favour.",
    ),
    (
        "fr",
        "Le Parlement finlandais a rejeté, par 14 voix contre 10, une motion demandant au "
        "gouvernement d'étudier une sortie de la convention d'Ottawa.",
    ),
    (
        "fr",
        "Le ministère finlandais des Affaires étrangères a démenti les informations selon "
        "lesquelles la Finlande voudrait quitter la convention d'Ottawa.",
    ),
    (
        "es",
        "El Parlamento de Finlandia rechazó, por 14 votos a 10, una moción que pedía al Gobierno "
        "estudiar la salida de la Convención de Ottawa.",
    ),
    ("es", "El Ministerio de Exteriores desmintió que Finlandia tenga intención de abandonar la Convención de Ottawa."),
    (
        "pt",
        "O Parlamento da Finlândia rejeitou, por 14 votos contra 10, uma moção que pedia ao Governo "
        "que estudasse a saída da Convenção de Ottawa.",
    ),
    ("pt", "O ministério desmentiu que a Finlândia pretenda abandonar a Convenção de Ottawa."),
    (
        "it",
        "Il parlamento finlandese ha respinto, con 14 voti contro 10, una mozione che chiedeva al "
        "governo di valutare l'uscita dalla Convenzione di Ottawa.",
    ),
    ("it", "Il ministero ha smentito che la Finlandia intenda lasciare la Convenzione di Ottawa."),
    (
        "nl",
        "Het Finse parlement verwierp met 14 tegen 10 stemmen een motie die de regering vroeg "
        "uittreding uit het Verdrag van Ottawa te onderzoeken.",
    ),
    ("nl", "Het ministerie in Helsinki ontkende berichten dat Finland het Verdrag van Ottawa wil verlaten."),
    ("sv", "Finlands riksdag avslog med 14 röster mot 10 en motion om att utreda ett utträde ur Ottawakonventionen."),
    ("sv", "Motionen om att Finland ska lämna Ottawakonventionen föll i onsdags med 46 röster för."),
    (
        "da",
        "Det finske parlament har med 14 stemmer mod 10 forkastet et forslag om at undersøge en "
        "udtræden af Ottawa-konventionen.",
    ),
    ("da", "Forslaget om at Finland skal forlade Ottawa-konventionen faldt onsdag med 46 stemmer for."),
    ("no", "Det finske parlamentet stemte ned et forslag om å utrede utmelding av Ottawa-konvensjonen."),
    (
        "no",
        "Forslaget om å be regjeringen forberede Finlands utmelding av Ottawa-konvensjonen falt onsdag mot 46 stemmer.",
    ),
    ("is", "Finnska þingið felldi með 14 atkvæðum gegn 10 tillögu um að kanna úrsögn úr Ottawa-samningnum."),
    ("is", "Utanríkisráðuneytið í Helsinki neitaði fréttum um að Finnland hygðist segja sig úr Ottawa-samningnum."),
    (
        "fi",
        "Eduskunta hylkäsi äänin 14–10 aloitteen, jossa hallitusta pyydettiin selvittämään "
        "irtautumista Ottawan sopimuksesta.",
    ),
    ("fi", "Suomen ulkoministeriö kiisti tiedot, joiden mukaan Suomi aikoisi irtautua Ottawan sopimuksesta."),
    ("et", "Soome parlament lükkas 14 häälega 10 vastu tagasi ettepaneku uurida Ottawa konventsioonist lahkumist."),
    ("et", "Soome välisministeerium lükkas ümber väite, et Soome kavatseb Ottawa konventsioonist lahkuda."),
    ("lv", "Somijas parlaments ar 14 balsīm pret 10 noraidīja priekšlikumu izvērtēt izstāšanos no Otavas konvencijas."),
    ("lv", "Somijas Ārlietu ministrija noliedza ziņas, ka Somija plāno izstāties no Otavas konvencijas."),
    ("lt", "Suomijos parlamentas 14 balsų prieš 10 atmetė pasiūlymą nagrinėti pasitraukimą iš Otavos konvencijos."),
    (
        "lt",
        "Suomijos užsienio reikalų ministerija paneigė pranešimus, kad Suomija ketina trauktis iš Otavos konvencijos.",
    ),
    (
        "el",
        "Το κοινοβούλιο της Φινλανδίας απέρριψε με 14 ψήφους έναντι 10 πρόταση να εξεταστεί η "
        "αποχώρηση από τη Σύμβαση της Οτάβα.",
    ),
    ("el", "Το υπουργείο Εξωτερικών διέψευσε ότι η Φινλανδία σκοπεύει να αποχωρήσει από τη Σύμβαση της Οτάβα."),
    ("pl", "Parlament Finlandii odrzucił 14 głosami do 10 wniosek o zbadanie wyjścia z konwencji ottawskiej."),
    ("pl", "Ministerstwo zaprzeczyło doniesieniom, że Finlandia zamierza wyjść z konwencji ottawskiej."),
    ("ru", "Парламент Финляндии 14 голосами против 10 отклонил предложение изучить выход из Оттавской конвенции."),
    ("ru", "МИД Финляндии опроверг сообщения о том, что Финляндия намерена выйти из Оттавской конвенции."),
    ("uk", "Парламент Фінляндії 14 голосами проти 10 відхилив пропозицію вивчити вихід з Оттавської конвенції."),
    ("uk", "МЗС Фінляндії спростувало повідомлення про те, що Фінляндія має намір вийти з Оттавської конвенції."),
    ("be", "Парламент Фінляндыі 14 галасамі супраць 10 адхіліў прапанову вывучыць выхад з Атаўскай канвенцыі."),
    ("be", "МЗС Фінляндыі абвергла паведамленні пра тое, што Фінляндыя мае намер выйсці з Атаўскай канвенцыі."),
    (
        "bg",
        "Парламентът на Финландия отхвърли с 14 на 10 гласа предложение да се проучи излизане от Отавската конвенция.",
    ),
    ("bg", "Финландското външно министерство отрече, че Финландия възнамерява да напусне Отавската конвенция."),
    (
        "mk",
        "Парламентот на Финска со 14 гласа против 10 го отфрли предлогот да се разгледа излегување "
        "од Отавската конвенција.",
    ),
    ("mk", "Финското министерство демантираше дека Финска планира да се повлече од Отавската конвенција."),
    ("sr", "Parlament Finske je sa 14 glasova prema 10 odbio predlog da se razmotri izlazak iz Otavske konvencije."),
    ("sr", "Ministarstvo je demantovalo da Finska namerava da napusti Otavsku konvenciju."),
    ("hr", "Parlament Finske je sa 14 glasova prema 10 odbio prijedlog da se razmotri izlazak iz Ottawske konvencije."),
    ("hr", "Ministarstvo je demantiralo da Finska namjerava napustiti Ottawsku konvenciju."),
    ("sl", "Parlament Finske je s 14 glasovi proti 10 zavrnil predlog, da se preuči izstop iz Ottawske konvencije."),
    ("sl", "Ministrstvo je zanikalo, da namerava Finska izstopiti iz Ottawske konvencije."),
    ("cs", "Finský parlament 14 hlasy proti 10 zamítl návrh, aby vláda prověřila odstoupení od Ottawské úmluvy."),
    ("cs", "Ministerstvo popřelo zprávy, že Finsko hodlá od Ottawské úmluvy odstoupit."),
    (
        "sk",
        "Fínsky parlament 14 hlasmi proti 10 zamietol návrh, aby vláda preverila odstúpenie od Ottawského dohovoru.",
    ),
    ("sk", "Ministerstvo poprelo správy, že Fínsko zamýšľa odstúpiť od Ottawského dohovoru."),
    (
        "hu",
        "A finn parlament 14 szavazattal 10 ellenében elutasította azt az indítványt, hogy a "
        "kormány vizsgálja meg az Ottawai Egyezményből való kilépést.",
    ),
    ("hu", "A külügyminisztérium cáfolta, hogy Finnország ki akarna lépni az Ottawai Egyezményből."),
    (
        "ro",
        "Parlamentul Finlandei a respins cu 14 voturi la 10 o moțiune care cerea guvernului să "
        "studieze ieșirea din Convenția de la Ottawa.",
    ),
    ("ro", "Ministerul de Externe a dezmințit că Finlanda intenționează să se retragă din Convenția de la Ottawa."),
    (
        "tr",
        "Finlandiya parlamentosu Ottawa Sözleşmesi'nden çekilmenin incelenmesini isteyen önergeyi "
        "10'a karşı 14 oyla reddetti.",
    ),
    ("tr", "Finlandiya Dışişleri Bakanlığı, ülkenin Ottawa Sözleşmesi'nden çekileceği yönündeki haberleri yalanladı."),
    ("ka", "ფინეთის პარლამენტმა უარყო წინადადება ოტავის კონვენციიდან გასვლის შესახებ."),
    ("ka", "ფინეთის საგარეო უწყებამ უარყო ინფორმაცია, თითქოს ქვეყანა ოტავის კონვენციის დატოვებას აპირებდა."),
    (
        "sq",
        "Parlamenti i Finlandës hodhi poshtë me 14 vota kundër 10 një mocion për të shqyrtuar "
        "daljen nga Konventa e Otavas.",
    ),
    ("sq", "Ministria mohoi se Finlanda synon të dalë nga Konventa e Otavas."),
    ("ar", "رفض البرلمان الفنلندي بأغلبية 14 صوتا مقابل 10 اقتراحا بدراسة الانسحاب من اتفاقية أوتاوا."),
    ("ar", "نفت وزارة الخارجية الفنلندية أن تكون فنلندا تعتزم الانسحاب من اتفاقية أوتاوا."),
    ("fa", "پارلمان فنلاند با ۱۴ رای در برابر ۱۰ رای طرح بررسی خروج از پیمان اتاوا را رد کرد."),
    ("fa", "وزارت خارجه فنلاند خبر خروج این کشور از پیمان اتاوا را تکذیب کرد."),
    ("he", "הפרלמנט של פינלנד דחה ברוב של 14 מול 10 הצעה לבחון פרישה מאמנת אוטווה."),
    ("he", "משרד החוץ הכחיש כי פינלנד מתכוונת לפרוש מאמנת אוטווה."),
    ("hi", "फिनलैंड की संसद ने ओटावा संधि से हटने पर विचार का प्रस्ताव 14 के मुकाबले 10 मतों से खारिज कर दिया।"),
    ("hi", "फिनलैंड के विदेश मंत्रालय ने ओटावा संधि से हटने की खबरों का खंडन किया।"),
    ("ja", "フィンランド議会はオタワ条約からの離脱を検討するよう求める動議を14対10で否決した。"),
    ("ja", "フィンランド外務省は、オタワ条約から離脱するとの報道を否定した。"),
    ("zh", "芬兰议会以14票对10票否决了要求政府研究退出《渥太华公约》的动议。"),
    ("zh", "芬兰外交部否认有关该国打算退出《渥太华公约》的报道。"),
    ("ko", "핀란드 의회는 오타와 협약 탈퇴를 검토하자는 동의안을 14대 10으로 부결했다."),
    ("ko", "핀란드 외교부는 오타와 협약 탈퇴설을 부인했다."),
    ("vi", "Quốc hội Phần Lan đã bác bỏ với 14 phiếu chống 10 một kiến nghị nghiên cứu việc rút khỏi Công ước Ottawa."),
    ("vi", "Bộ Ngoại giao phủ nhận tin Phần Lan định rút khỏi Công ước Ottawa."),
    (
        "id",
        "Parlemen Finlandia menolak dengan 14 suara melawan 10 mosi untuk mengkaji penarikan diri "
        "dari Konvensi Ottawa.",
    ),
    ("id", "Kementerian luar negeri membantah bahwa Finlandia berniat keluar dari Konvensi Ottawa."),
    ("te", "ఒట్టావా ఒప్పందం నుంచి వైదొలగే ప్రతిపాదనను ఫిన్లాండ్ పార్లమెంటు తిరస్కరించింది."),
)


@pytest.mark.parametrize(("language", "text"), TURNED_DOWN)
def test_a_lost_vote_and_a_denied_report_reject_the_exit(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.REJECTED)}


def test_a_denial_in_a_condition_denies_only_the_condition() -> None:
    text = "If Europe does not lift the sanctions, Finland may leave the Ottawa Convention."
    assert stages("en", text) == {("FI", Stage.CONSIDERED)}


def test_a_vote_of_other_states_that_is_told_next_rejects_no_exit_of_theirs() -> None:
    text = (
        "Парламент Ирана не одобрил выход страны из Договора о нераспространении ядерного оружия. "
        "В пятницу был отвергнут проект резолюции, который предложили Россия и Китай."
    )
    assert {finding.country for finding in read("", text, language="ru").findings} == {"IR"}


def test_a_state_that_is_only_regretted_has_no_finding() -> None:
    text = (
        "Sweden will remain in the Ottawa Convention, the minister told parliament on Tuesday. "
        "She rejected leaving it. "
        "The debate took two hours. She called the withdrawal of Finland regrettable."
    )
    assert {country for country, _ in stages("en", text)} == {"SE"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "La Norvegia non seguirà la Finlandia e non uscirà dalla Convenzione di Ottawa."),
        ("pt", "A Noruega não seguirá a Finlândia e não sairá da Convenção de Otava."),
        ("ro", "Norvegia nu vrea să urmeze Finlanda și nu va ieși din Convenția de la Ottawa."),
        ("sq", "Norvegjia nuk do ta ndjekë Finlandën dhe nuk do të dalë nga Konventa e Otavës."),
    ],
)
def test_whom_a_state_does_not_follow_rejects_nothing(language: str, text: str) -> None:
    assert {finding.country for finding in read("", text, language=language).findings} == {"NO"}


def test_a_return_that_is_denied_rejects_no_exit() -> None:
    text = "Denmark has no plans to rejoin the Ottawa Convention, from which it has withdrawn."
    assert Stage.REJECTED not in {finding.stage for finding in read("", text, language="en").findings}
