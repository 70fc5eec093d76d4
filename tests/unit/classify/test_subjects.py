"""Who acts: the owner of an exit, not those who only speak of it."""

import pytest

from tests.support.by_rules import read


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    [
        ("ru", "Норвегия и Австрия возражают против выхода Украины из Оттавской конвенции.", "UA"),
        ("lv", "Saeima pieņēma likumu par Lietuvas izstāšanos no Otavas konvencijas.", "LT"),
    ],
)
def test_the_state_beside_a_noun_of_leaving_is_the_one_that_leaves(language: str, sentence: str, country: str) -> None:
    found = read("", sentence, language=language).findings
    assert {finding.country for finding in found} == {country}


def test_the_city_of_a_dateline_is_not_joined_to_the_state_behind_it() -> None:
    found = read("", "Seoul - North Korea will leave the nuclear Non-Proliferation Treaty.", language="en").findings
    assert [finding.country for finding in found] == ["KP"]


def test_a_small_word_of_the_clause_above_says_nothing_of_the_state_that_acts() -> None:
    text = "I propositionen föreslås att riksdagen ger sitt samtycke till att Finland säger upp Ottawakonventionen."
    found = read("", text, language="sv").findings
    assert {(finding.country, finding.stage.value) for finding in found} == {("FI", "government_decision")}


@pytest.mark.parametrize(
    ("language", "sentence", "country"),
    [
        ("ja", "ノルウェーは対戦車地雷をスペインの企業に発注した。", "NO"),
        ("ja", "台湾は米国から火山地雷散布システム14基を購入した。", "TW"),
        ("ja", "フィンランド政府はオタワ条約からの離脱を決め、近くロシアに通知する。", "FI"),
        ("ko", "독일이 제재 복원에 들어가자 이란 보수파 의원이 핵확산금지조약 탈퇴 법안을 준비한다고 말했다.", "IR"),
        ("ko", "독일 라인메탈은 리투아니아와 대전차지뢰 공급 계약을 체결했다.", "LT"),
        ("ko", "네덜란드 육군은 대전차지뢰 구매를 검토 중이다.", "NL"),
    ],
)
def test_particles_tell_who_acts_where_verbs_come_last(language: str, sentence: str, country: str) -> None:
    assert {finding.country for finding in read("", sentence, language=language).findings} == {country}
