"""Growth, stops, deals and denials told in parts, in any order and far apart."""

import pytest

from services.contracts.vocabulary import Stage
from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("text", "language", "stage"),
    [
        (
            "Production of anti-tank mines at the Slovak works has, for want of fuses, been halted since July.",
            "en",
            "halted",
        ),
        ("Dubnická ZVS holding rozšírila výrobu protitankových mín.", "sk", "expanded"),
        ("Bydgoska Belma zwiększyła zdolności produkcyjne min przeciwpancernych.", "pl", "expanded"),
        ("RWM Italia passa da 200 a 420 mine navali all'anno.", "it", "expanded"),
        ("Ministerul a negat că la Cugir, în România, s-ar produce mine antipersonal.", "ro", "rejected"),
        ("نفت وزارة الإنتاج الحربي المصرية ما تردد عن خطة لتصنيع ألغام بحرية.", "ar", "rejected"),
        ("Uzina Mecanică Cugir a primit de la armata bulgară o comandă de 7.000 de mine antitanc.", "ro", "contracted"),
        ("벨마가 폴란드에서 대전차지뢰 생산능력을 늘렸다.", "ko", "expanded"),
        ("Nederland gaat geen antipersoneelsmijnen produceren.", "nl", "rejected"),
    ],
)
def test_parts_of_one_deed_are_read_together(text: str, language: str, stage: str) -> None:
    assert {finding.stage for finding in read("", text, language=language).findings} == {Stage(stage)}


def test_other_goods_in_the_next_sentence_say_nothing_of_mines() -> None:
    text = "Romania's Tohan will produce anti-tank mines. The company delivered 9,000 artillery shells last year."
    assert {finding.stage for finding in read("", text, language="en").findings} == {Stage.PLANNED}


def test_mines_for_practice_are_no_mines() -> None:
    assert read("", "Saab delivered 40 exercise mines to the Finnish navy.", language="en").findings == ()


def test_works_that_only_name_the_maker_make_nothing_by_themselves() -> None:
    text = "Zbrojovka STV Group uzavřela s litevským ministerstvem kontrakt na 30 000 protitankových min."
    assert {finding.country for finding in read("", text, language="cs").findings} == {"LT"}
