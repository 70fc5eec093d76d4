"""The command line: every command exists, and a mistake is told with its mend and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.__main__ import SERVICES, main


def ottawatch(*words: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "services", *words], input=lines, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("serve",),
        ("migrate",),
        ("classify",),
        ("explain",),
        ("feeds", "check"),
        ("keys", "create"),
        ("subscriptions", "create"),
        ("subscriptions", "recover"),
        ("dead-letters",),
        ("replay",),
        ("evaluate",),
        ("demo",),
        ("configuration",),
    ],
)
def test_every_command_explains_itself(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main([*words, "--help"])
    assert leaving.value.code == 0
    assert "usage: ottawatch" in capsys.readouterr().out


def test_serve_names_the_services_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["serve", "coffee"])
    assert leaving.value.code == 2
    told = capsys.readouterr().err
    assert all(service in told for service in SERVICES)


def test_a_feeds_file_that_does_not_exist_ends_the_run_with_78(tmp_path: Path) -> None:
    answer = ottawatch("run", "--data", str(tmp_path / "data"), "--feeds", str(tmp_path / "none.toml"))
    assert answer.returncode == 78
    assert "there is no such file" in answer.stderr


def test_a_wrong_feeds_file_is_told_with_the_feed_and_the_key(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feeds]]\nurl = "https://news.example/rss"\nintervall = 60\n')
    answer = ottawatch("feeds", "check", str(feeds))
    assert answer.returncode == 78
    assert "intervall" in answer.stderr


def test_classify_reads_a_line_and_writes_a_line() -> None:
    line = '{"id": "a", "title": "Poland leaves the Ottawa Convention", "text": "The withdrawal took effect today."}\n'
    answer = ottawatch("classify", lines=line)
    assert answer.returncode == 0, answer.stderr
    assert '"id": "a"' in answer.stdout or '"id":"a"' in answer.stdout


def test_explain_says_why_a_text_is_no_finding(tmp_path: Path) -> None:
    text = tmp_path / "copper.txt"
    text.write_text("Copper output rises\nThe mine in Lubin produced more copper this year.\n")
    answer = ottawatch("explain", str(text))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip()


def test_explain_names_a_file_it_cannot_read(tmp_path: Path) -> None:
    answer = ottawatch("explain", str(tmp_path / "none.txt"))
    assert answer.returncode == 1
    assert "none.txt" in answer.stderr


def test_dead_letters_of_a_folder_that_never_ran_are_refused_in_words(tmp_path: Path) -> None:
    answer = ottawatch("dead-letters", "--data", str(tmp_path))
    assert answer.returncode == 78
    assert "is `ottawatch run` using it?" in answer.stderr


def test_an_unknown_scope_is_refused_with_those_there_are(tmp_path: Path) -> None:
    answer = ottawatch("keys", "create", "--scopes", "raed", "--data", str(tmp_path))
    assert answer.returncode == 78
    assert "'raed'" in answer.stderr
    assert "read, write, admin" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_wrong_feeds_file_ends_the_run_before_anything_is_started(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feeds]]\nurl = "ftp://news.example/rss"\n')
    answer = ottawatch("run", "--data", str(tmp_path / "data"), "--feeds", str(feeds))
    assert answer.returncode == 78
    assert "ftp://news.example/rss" in answer.stderr
    assert not (tmp_path / "data").exists()


def test_a_folder_for_nats_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "nats").touch()
    answer = ottawatch("run", "--data", str(tmp_path), "--port", "0")
    assert answer.returncode == 78
    assert f"{tmp_path / 'nats'} cannot be written" in answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout


def test_a_reader_that_leaves_early_is_no_crash() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "services", "classify"]
    article = '{"id": "a", "title": "", "text": ""}\n'
    with os.fdopen(writing, "w") as closed:
        answer = subprocess.run(
            command, input=article, stdout=closed, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert (answer.returncode, answer.stderr) == (1, "")


def test_explain_answers_programs_with_json(tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("Finland leaves\nFinland's withdrawal from the Ottawa Convention took effect on 10 January 2026.\n")
    answer = ottawatch("explain", "--json", str(text))
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["findings"][0]["country"] == "FI"
