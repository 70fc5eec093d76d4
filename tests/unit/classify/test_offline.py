import io
import json
from pathlib import Path

import pytest

from services.classify.offline import classify_lines, parse_line, run_classify
from services.contracts.finding import Finding

LEAVING = {
    "id": "a",
    "title": "Finland left the Ottawa Convention",
    "text": "Finland formally left the Ottawa Convention.",
}


def _classify(*lines: str) -> tuple[int, list[dict[str, object]], list[str]]:
    out, complaints = io.StringIO(), list[str]()
    code = classify_lines(lines, out, complaints.append)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], complaints


def test_every_article_is_answered_in_order_under_its_own_id() -> None:
    code, answers, _ = _classify(
        json.dumps(LEAVING), json.dumps({"id": 7, "title": "Rain", "text": "It rained in Oslo."})
    )
    assert code == 0
    assert [answer["id"] for answer in answers] == ["a", 7]
    assert answers[0]["lang"] == "en"
    assert answers[1]["findings"] == []


def test_an_answer_holds_findings_as_the_contract_spells_them() -> None:
    _, answers, _ = _classify(json.dumps({**LEAVING, "published": "2026-01-10"}))
    findings = answers[0]["findings"]
    assert isinstance(findings, list)
    assert Finding.model_validate(findings[0]).country == "FI"


@pytest.mark.parametrize(
    "published",
    ["2026-01-10", "2026-01-10T08:00:00Z", "2026-01-10T08:00:00+02:00", "2026-01-10 08:00:00", None],
)
def test_published_may_be_a_date_a_datetime_or_nothing(published: str | None) -> None:
    article = parse_line(json.dumps({**LEAVING, "published": published}))
    assert (article.published.isoformat() if article.published else None) == (published[:10] if published else None)


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('{"title": "no id"}', "id"),
        ('{"id": "x", "title": 5}', "title"),
        ('{"id": "x", "published": "yesterday-ish"}', "published"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_rest_goes_on(line: str, mend: str) -> None:
    code, answers, complaints = _classify(line, json.dumps(LEAVING))
    assert code == 1
    assert [answer["id"] for answer in answers] == ["a"]
    assert complaints[0].startswith("line 1: ")
    assert mend in complaints[0]


def test_blank_lines_are_skipped_but_counted() -> None:
    code, answers, complaints = _classify("", "\n", "nonsense", json.dumps(LEAVING))
    assert (code, len(answers)) == (1, 1)
    assert complaints[0].startswith("line 3: ")


def test_files_are_read_and_written(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps(LEAVING) + "\n", encoding="utf-8")
    assert run_classify(str(source), str(target)) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["id"] == "a"


def test_a_dash_is_standard_input_and_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(LEAVING)))
    assert run_classify("-", "-") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_a_file_that_is_not_there_is_an_error_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_classify("/nowhere/in.jsonl", "-") == 1
    assert "cannot open /nowhere/in.jsonl" in capsys.readouterr().err
