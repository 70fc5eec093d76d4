"""Exits that are over, votes that were lost and exits only thought of, told in the words of many languages."""

from datetime import date

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read

PUBLISHED_ON = date(2026, 3, 5)

OVER = (
    ("de", "Um Mitternacht wurde das Verfahren zum Austritt Finnlands aus der Ottawa-Konvention abgeschlossen."),
    ("de", "Finnland hat das Ottawa-Abkommen am Samstag verlassen, ein halbes Jahr nach der Kündigung."),
    ("en", "Finland is out of the Ottawa Convention."),
    ("en", "Finland has formally withdrawn from the Ottawa Convention."),
    (
        "fr",
        "La procédure de retrait de la Finlande de la convention d'Ottawa s'est achevée à minuit, selon le ministère.",
    ),
    ("fr", "La Finlande est sortie de la convention d'Ottawa samedi, six mois après l'avoir notifié à l'ONU."),
    ("es", "Finlandia está fuera de la Convención de Ottawa."),
    ("es", "Los finlandeses ya no forman parte de la Convención de Ottawa."),
    ("pt", "O processo de saída da Finlândia da Convenção de Ottawa ficou concluído à meia-noite."),
    ("pt", "A Finlândia não faz mais parte da Convenção de Ottawa."),
    ("it", "La Finlandia è uscita dalla Convenzione di Ottawa."),
    ("it", "La Finlandia se n'è andata dalla Convenzione di Ottawa tredici mesi fa."),
    ("nl", "Om middernacht werd de procedure voor de uittreding van Finland uit het Verdrag van Ottawa afgerond."),
    ("nl", "Finland maakt niet langer deel uit van het Verdrag van Ottawa."),
    ("sv", "Vid midnatt avslutades processen för Finlands utträde ur Ottawakonventionen."),
    ("sv", "Finland gick på lördagen ur Ottawakonventionen."),
    ("da", "Ved midnat blev proceduren for Finlands udtræden af Ottawa-konventionen afsluttet."),
    ("da", "Finland er trådt ud af Ottawa-konventionen."),
    ("no", "Ved midnatt ble prosessen med Finlands utmelding av Ottawa-konvensjonen fullført."),
    ("no", "Finland er ute av Ottawa-konvensjonen."),
    ("is", "Aðild Finnlands að Ottawa-samningnum lauk formlega á sunnudag."),
    ("is", "Finnland gekk formlega úr Ottawa-samningnum á laugardag."),
    ("fi", "Suomen irtautumismenettely Ottawan sopimuksesta saatiin päätökseen keskiyöllä."),
    ("fi", "Suomi erosi Ottawan sopimuksesta lauantaina."),
    ("et", "Keskööl jõudis lõpule Soome Ottawa konventsioonist väljaastumise menetlus."),
    ("et", "Soome astus laupäeval Ottawa konventsioonist välja."),
    ("lv", "Pusnaktī noslēdzās Somijas izstāšanās no Otavas konvencijas process."),
    ("lv", "Somija sestdien izstājās no Otavas konvencijas."),
    ("lt", "Vidurnaktį baigėsi Suomijos pasitraukimo iš Otavos konvencijos procedūra."),
    ("lt", "Suomija išstojo iš Otavos konvencijos."),
    ("el", "Η συμμετοχή της Φινλανδίας στη Σύμβαση της Οτάβα έληξε επίσημα την Κυριακή."),
    ("el", "Τα μεσάνυχτα ολοκληρώθηκε η διαδικασία αποχώρησης της Φινλανδίας από τη Σύμβαση της Οτάβα."),
    ("pl", "Od dziś Finlandia jest poza konwencją ottawską."),
    ("pl", "Konwencja ottawska przestała dziś wiązać Finlandię."),
    ("ru", "Членство Финляндии в Оттавской конвенции официально прекратилось в воскресенье."),
    ("ru", "В полночь завершилась процедура выхода Финляндии из Оттавской конвенции."),
    ("uk", "Членство Фінляндії в Оттавській конвенції офіційно припинилося в неділю."),
    ("uk", "Опівночі завершилася процедура виходу Фінляндії з Оттавської конвенції."),
    ("be", "Членства Фінляндыі ў Атаўскай канвенцыі афіцыйна спынілася ў нядзелю."),
    ("be", "Апоўначы завяршылася працэдура выхаду Фінляндыі з Атаўскай канвенцыі."),
    ("bg", "Членството на Финландия в Отавската конвенция приключи официално в неделя."),
    ("bg", "В полунощ приключи процедурата по излизане на Финландия от Отавската конвенция."),
    ("mk", "Членството на Финска во Отавската конвенција официјално заврши во недела."),
    ("mk", "На полноќ заврши постапката за излегување на Финска од Отавската конвенција."),
    ("sr", "Članstvo Finske u Otavskoj konvenciji zvanično je prestalo u nedelju."),
    ("sr", "U ponoć je završena procedura izlaska Finske iz Otavske konvencije."),
    ("hr", "Članstvo Finske u Ottawskoj konvenciji službeno je prestalo u nedjelju."),
    ("hr", "U ponoć je dovršen postupak izlaska Finske iz Ottawske konvencije."),
    ("sl", "Članstvo Finske v Ottawski konvenciji se je uradno končalo v nedeljo."),
    ("sl", "Ob polnoči se je končal postopek izstopa Finske iz Ottawske konvencije."),
    ("cs", "Členství Finska v Ottawské úmluvě oficiálně skončilo v neděli."),
    ("cs", "O půlnoci skončila procedura odstoupení Finska od Ottawské úmluvy."),
    ("sk", "Členstvo Fínska v Ottawskom dohovore sa oficiálne skončilo v nedeľu."),
    ("sk", "O polnoci sa skončil proces odstúpenia Fínska od Ottawského dohovoru."),
    ("hu", "Vasárnap hivatalosan is véget ért Finnország tagsága az Ottawai Egyezményben."),
    ("hu", "Éjfélkor lezárult Finnország kilépési eljárása az Ottawai Egyezményből."),
    ("ro", "Participarea Finlandei la Convenția de la Ottawa s-a încheiat oficial duminică."),
    ("ro", "La miezul nopții s-a încheiat procedura de retragere a Finlandei din Convenția de la Ottawa."),
    ("tr", "Finlandiya'nın Ottawa Sözleşmesi üyeliği pazar günü resmen sona erdi."),
    ("tr", "Finlandiya'nın Ottawa Sözleşmesi'nden çekilme süreci gece yarısı tamamlandı."),
    ("ka", "ფინეთი დღეიდან აღარ არის ოტავის კონვენციის წევრი."),
    ("ka", "ფინეთმა ოფიციალურად დატოვა ოტავის კონვენცია."),
    ("sq", "Finlanda u tërhoq zyrtarisht nga Konventa e Otavas."),
    ("sq", "Anëtarësia e Finlandës në Konventën e Otavas përfundoi zyrtarisht të dielën."),
    ("ar", "انتهت عضوية فنلندا في اتفاقية أوتاوا رسميا يوم الأحد."),
    ("ar", "اكتملت عند منتصف الليل إجراءات انسحاب فنلندا من اتفاقية أوتاوا."),
    ("fa", "فنلاند رسما از پیمان اتاوا خارج شد."),
    ("fa", "عضویت فنلاند در پیمان اتاوا روز یکشنبه رسما پایان یافت."),
    ("he", "פינלנד פרשה רשמית מאמנת אוטווה."),
    ("he", "חברותה של פינלנד באמנת אוטווה הסתיימה רשמית ביום ראשון."),
    ("hi", "फिनलैंड आधिकारिक रूप से ओटावा संधि से बाहर हो गया।"),
    ("hi", "ओटावा संधि में फिनलैंड की सदस्यता रविवार को आधिकारिक रूप से समाप्त हो गई।"),
    ("ja", "フィンランドはオタワ条約から正式に離脱した。"),
    ("ja", "フィンランドのオタワ条約からの脱退手続きが深夜0時に完了した。"),
    ("zh", "芬兰已正式退出《渥太华公约》。"),
    ("zh", "芬兰退出《渥太华公约》的程序于午夜完成。"),
    ("ko", "핀란드가 오타와 협약에서 공식 탈퇴했다."),
    ("ko", "핀란드의 오타와 협약 탈퇴 절차가 자정에 완료됐다."),
    ("vi", "Phần Lan đã chính thức rút khỏi Công ước Ottawa."),
    ("vi", "Tư cách thành viên của Phần Lan trong Công ước Ottawa chính thức chấm dứt hôm Chủ nhật."),
    ("id", "Finlandia resmi keluar dari Konvensi Ottawa."),
    ("id", "Keanggotaan Finlandia dalam Konvensi Ottawa resmi berakhir pada Minggu."),
    ("te", "ఫిన్లాండ్ ఒట్టావా ఒప్పందం నుంచి అధికారికంగా వైదొలిగింది."),
    ("te", "ఒట్టావా ఒప్పందంలో ఫిన్లాండ్ సభ్యత్వం ఆదివారం ముగిసింది."),
)

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

NOTIFIED_TOGETHER = (
    (
        "de",
        "Finnland hat am Freitag beim UN-Generalsekretär seinen Austritt aus der Ottawa-Konvention "
        "hinterlegt. Am selben Tag reichten Lettland und Estland ihre Erklärungen ein.",
    ),
    (
        "en",
        "Finland handed the UN secretary-general its notice of withdrawal from the Ottawa "
        "Convention on Friday. Latvia and Estonia handed in theirs the same day.",
    ),
    (
        "fr",
        "La Finlande a déposé vendredi auprès du secrétaire général de l'ONU son instrument de "
        "retrait de la convention d'Ottawa. Le même jour, la Lettonie et l'Estonie ont remis les "
        "leurs.",
    ),
    (
        "es",
        "Finlandia entregó el viernes al secretario general de la ONU su notificación de retirada "
        "de la Convención de Ottawa. El mismo día Letonia y Estonia entregaron las suyas.",
    ),
    (
        "pt",
        "A Finlândia entregou na sexta-feira ao secretário-geral da ONU a notificação de saída da "
        "Convenção de Ottawa. No mesmo dia, a Letónia e a Estónia entregaram as suas.",
    ),
    (
        "it",
        "La Finlandia ha consegnato venerdì al segretario generale dell'ONU la notifica di recesso "
        "dalla Convenzione di Ottawa. Lo stesso giorno Lettonia ed Estonia hanno consegnato le "
        "loro.",
    ),
    (
        "nl",
        "Finland heeft vrijdag bij de secretaris-generaal van de VN zijn opzegging van het Verdrag "
        "van Ottawa ingediend. Dezelfde dag dienden Letland en Estland die van hen in.",
    ),
    (
        "sv",
        "Finland lämnade på fredagen in sin anmälan om utträde ur Ottawakonventionen till FN:s "
        "generalsekreterare. Samma dag lämnade Lettland och Estland in sina.",
    ),
    (
        "da",
        "Finland afleverede fredag sin meddelelse om udtræden af Ottawa-konventionen til FN's "
        "generalsekretær. Samme dag afleverede Letland og Estland deres.",
    ),
    (
        "no",
        "Finland leverte fredag sin melding om utmelding av Ottawa-konvensjonen til FNs "
        "generalsekretær. Samme dag leverte Latvia og Estland sine.",
    ),
    (
        "fi",
        "Suomi jätti perjantaina YK:n pääsihteerille ilmoituksen irtautumisesta Ottawan "
        "sopimuksesta. Samana päivänä Latvia ja Viro jättivät omansa.",
    ),
    (
        "et",
        "Soome andis reedel ÜRO peasekretärile üle teate Ottawa konventsioonist lahkumise kohta. "
        "Samal päeval andsid Läti ja Leedu üle oma teated.",
    ),
    (
        "lv",
        "Somija piektdien iesniedza ANO ģenerālsekretāram paziņojumu par izstāšanos no Otavas "
        "konvencijas. Tajā pašā dienā savus paziņojumus iesniedza Lietuva un Igaunija.",
    ),
    (
        "lt",
        "Suomija penktadienį įteikė JT generaliniam sekretoriui pranešimą apie pasitraukimą iš "
        "Otavos konvencijos. Tą pačią dieną savo pranešimus įteikė Latvija ir Estija.",
    ),
    (
        "el",
        "Η Φινλανδία κατέθεσε την Παρασκευή στον γενικό γραμματέα του ΟΗΕ τη γνωστοποίηση "
        "αποχώρησης από τη Σύμβαση της Οτάβα. Την ίδια ημέρα η Λετονία και η Εσθονία κατέθεσαν τις "
        "δικές τους.",
    ),
    (
        "pl",
        "Finlandia złożyła w piątek u sekretarza generalnego ONZ notyfikację wypowiedzenia "
        "konwencji ottawskiej. Tego samego dnia swoje dokumenty złożyły Łotwa i Estonia.",
    ),
    (
        "ru",
        "Финляндия в пятницу передала генсеку ООН уведомление о выходе из Оттавской конвенции. В "
        "тот же день свои уведомления передали Латвия и Эстония.",
    ),
    (
        "uk",
        "Фінляндія в п'ятницю передала генсеку ООН повідомлення про вихід з Оттавської конвенції. "
        "Того ж дня свої повідомлення передали Латвія та Естонія.",
    ),
)


def stages(language: str, text: str) -> set[tuple[str, Stage]]:
    reading = read("", text, language=language, published_on=PUBLISHED_ON)
    return {(finding.country, finding.stage) for finding in reading.findings}


@pytest.mark.parametrize(("language", "text"), OVER)
def test_a_membership_or_a_procedure_that_has_ended_is_an_exit_in_effect(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.IN_EFFECT)}


@pytest.mark.parametrize(("language", "text"), TURNED_DOWN)
def test_a_lost_vote_and_a_denied_report_reject_the_exit(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.REJECTED)}


@pytest.mark.parametrize(("language", "text"), WEIGHED)
def test_an_option_and_a_threat_are_an_exit_considered(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.CONSIDERED)}


@pytest.mark.parametrize(("language", "text"), NOTIFIED_TOGETHER)
def test_who_hands_in_the_same_paper_on_the_same_day_has_notified_too(language: str, text: str) -> None:
    found = stages(language, text)
    assert len(found) == 3
    assert {stage for _, stage in found} == {Stage.NOTIFIED}


def test_a_denial_in_a_condition_denies_only_the_condition() -> None:
    text = "If Europe does not lift the sanctions, Finland may leave the Ottawa Convention."
    assert stages("en", text) == {("FI", Stage.CONSIDERED)}


def test_a_state_that_is_only_regretted_has_no_finding() -> None:
    text = (
        "Sweden will remain in the Ottawa Convention, the minister told parliament on Tuesday. "
        "She rejected leaving it. "
        "The debate took two hours. She called the withdrawal of Finland regrettable."
    )
    assert {country for country, _ in stages("en", text)} == {"SE"}


def test_mines_that_are_left_out_are_not_made() -> None:
    text = (
        "Finland's Forcit has begun production of anti-tank mines in Hanko. "
        "The works make 2,000 mines a year, and anti-personnel mines are not included."
    )
    reading = read("", text, language="en", published_on=PUBLISHED_ON)
    assert {finding.mine_type for finding in reading.findings} == {"antitank"}


def test_a_vote_of_other_states_that_is_told_next_rejects_no_exit_of_theirs() -> None:
    text = (
        "Парламент Ирана не одобрил выход страны из Договора о нераспространении ядерного оружия. "
        "В пятницу был отвергнут проект резолюции, который предложили Россия и Китай."
    )
    assert {finding.country for finding in read("", text, language="ru").findings} == {"IR"}


def test_a_bill_that_was_tabled_is_a_step_though_its_sentence_does_not_say_what_for() -> None:
    text = (
        "Госдума может осенью рассмотреть денонсацию соглашения с США об утилизации плутония. "
        "Законопроект внесён в Госдуму правительством России."
    )
    found = read("", text, language="ru", published_on=PUBLISHED_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == {("RU", Stage.GOVERNMENT_DECISION)}


@pytest.mark.parametrize(
    ("language", "text", "state", "stage"),
    [
        ("ru", "Депутат выступил за то, чтобы Норвегия вышла из Оттавской конвенции.", "NO", Stage.CONSIDERED),
        ("uk", "Депутат виступив за те, щоб Норвегія вийшла з Оттавської конвенції.", "NO", Stage.CONSIDERED),
        ("ru", "Меджлис готовит законопроект о выходе Ирана из ДНЯО.", "IR", Stage.CONSIDERED),
        ("be", "Разам з Латвіяй з Атаўскай канвенцыі выйшла Літва.", "LT", Stage.IN_EFFECT),
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
    found = read("", text, language=language, published_on=PUBLISHED_ON).findings
    assert {(finding.country, finding.stage) for finding in found} == {(state, stage)}


def test_an_official_of_the_depositary_who_tells_of_an_objection_tells_of_no_notice() -> None:
    text = (
        "Норвегия и Бельгия выступили против выхода Украины из Оттавской конвенции. "
        "Об этом сообщила заместитель генерального секретаря ООН."
    )
    found = read("", text, language="ru", published_on=PUBLISHED_ON).findings
    assert Stage.NOTIFIED not in {finding.stage for finding in found}


def test_states_named_only_as_a_threat_take_no_vote() -> None:
    text = (
        "Латвия и Эстония заявили, что выйдут из Оттавской конвенции. "
        "Решение принято в ответ на угрозу со стороны России и Беларуси."
    )
    found = read("", text, language="ru", published_on=PUBLISHED_ON).findings
    assert {finding.country for finding in found} == {"LV", "EE"}


def test_homemade_mines_are_no_news_of_production() -> None:
    text = "Військові почали застосовувати саморобні протипіхотні міни, виготовлені на 3D-принтері."
    assert read("", text, language="uk").findings == ()
