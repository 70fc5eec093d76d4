"""Exits that are over or notified, told in the words of many languages."""

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import READ_ON, read, stages

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


@pytest.mark.parametrize(("language", "text"), OVER)
def test_a_membership_or_a_procedure_that_has_ended_is_an_exit_in_effect(language: str, text: str) -> None:
    assert stages(language, text) == {("FI", Stage.IN_EFFECT)}


@pytest.mark.parametrize(("language", "text"), NOTIFIED_TOGETHER)
def test_who_hands_in_the_same_paper_on_the_same_day_has_notified_too(language: str, text: str) -> None:
    found = stages(language, text)
    assert len(found) == 3
    assert {stage for _, stage in found} == {Stage.NOTIFIED}


def test_a_formal_exit_outweighs_the_vote_that_is_told_behind_it() -> None:
    text = (
        "Литванија официјално се повлече од Конвенцијата за касетна муниција. "
        "Парламентот во јули гласаше за напуштање на конвенцијата."
    )
    assert [finding.stage.value for finding in read("", text, language="mk").findings] == ["in_effect"]


def test_an_official_of_the_depositary_who_tells_of_an_objection_tells_of_no_notice() -> None:
    text = (
        "Норвегия и Бельгия выступили против выхода Украины из Оттавской конвенции. "
        "Об этом сообщила заместитель генерального секретаря ООН."
    )
    found = read("", text, language="ru", published_on=READ_ON).findings
    assert Stage.NOTIFIED not in {finding.stage for finding in found}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("The decision of Finland to leave the Ottawa Convention took effect on Saturday.", Stage.IN_EFFECT),
        ("The decision of Finland to leave the Ottawa Convention will take effect on Saturday.", Stage.NOTIFIED),
    ],
)
def test_a_decision_may_name_its_state_before_what_it_is_to_do(text: str, stage: Stage) -> None:
    assert [finding.stage for finding in read("", text, language="en").findings] == [stage]
