"""`ottawatch keys`: what it makes lets in, what it revokes does not, and what it lists lets nobody in."""

from pathlib import Path

import pytest

from services.commands.keys import create_key_command, list_keys_command, revoke_key_command
from services.database.migrate import migrate_all
from services.runtime.settings import DatabaseSettings


@pytest.fixture
def data(tmp_path: Path) -> Path:
    import asyncio

    asyncio.run(migrate_all(DatabaseSettings(directory=tmp_path)))
    return tmp_path


def test_a_key_is_made_listed_and_revoked(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert create_key_command("treaty desk", ["read"], data, valid_days=30) == 0
    bare_key = capsys.readouterr().out.strip().splitlines()[-1]
    assert list_keys_command(data) == 0
    listed = capsys.readouterr().out
    assert "treaty desk" in listed
    assert "until" in listed
    assert bare_key not in listed
    key_id = next(line.split()[0] for line in listed.splitlines() if "treaty desk" in line)
    assert revoke_key_command(key_id, data) == 0
    assert list_keys_command(data) == 0
    assert "revoked" in capsys.readouterr().out


@pytest.mark.parametrize("words", ["shown", "bare"])
def test_a_key_is_revoked_by_what_is_at_hand_of_it(data: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    create_key_command("desk", ["write"], data)
    bare_key = capsys.readouterr().out.strip().splitlines()[-1]
    assert revoke_key_command(bare_key[:12] if words == "shown" else bare_key, data) == 0
    assert bare_key not in capsys.readouterr().out


def test_a_key_that_is_not_there_and_a_time_that_cannot_be_are_refused_in_words(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert revoke_key_command("key_0", data) != 0
    assert "ottawatch keys list" in capsys.readouterr().err
    assert create_key_command("desk", ["read"], data, valid_days=0) != 0
    assert "36500" in capsys.readouterr().err


def test_a_folder_without_a_database_is_told_and_stays_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list_keys_command(tmp_path) == 78
    assert f"{tmp_path} holds no database" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
