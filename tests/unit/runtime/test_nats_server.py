"""The configuration of the embedded server, judged by the server itself."""

import json
import subprocess
from pathlib import Path

import pytest

from services.runtime.errors import BadConfiguration
from services.runtime.nats_server import USER, find_binary, prepare_embedded, running_embedded


def test_what_holds_the_password_is_for_the_owner_alone(tmp_path: Path) -> None:
    prepare_embedded(tmp_path / "nats", port=4222)
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "nats").iterdir()}
    assert modes == {"password": 0o600, "nats-server.conf": 0o600}
    assert (tmp_path / "nats").stat().st_mode & 0o777 == 0o700


def test_the_password_is_kept_from_run_to_run_and_the_port_is_not(tmp_path: Path) -> None:
    first = prepare_embedded(tmp_path, port=4222)
    second = prepare_embedded(tmp_path, port=5333)
    assert second.password == first.password
    assert second.environment["OTTAWATCH_NATS_URL"] == "nats://127.0.0.1:5333"
    assert json.loads((tmp_path / "nats-server.conf").read_text())["listen"] == "127.0.0.1:5333"


def test_two_folders_have_two_passwords(tmp_path: Path) -> None:
    one, other = (prepare_embedded(tmp_path / name, port=4222) for name in ("one", "other"))
    assert one.password != other.password
    assert len(one.password) >= 32


def test_an_empty_password_file_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "password").touch()
    assert len(prepare_embedded(tmp_path, port=4222).password) >= 32


@pytest.mark.parametrize("name", ["plain", "with space", "żółw данные", 'quote " and \\ backslash', "$HOME", "#1"])
def test_the_server_accepts_the_configuration_in_any_folder(tmp_path: Path, name: str) -> None:
    embedded = prepare_embedded(tmp_path / name, port=4222)
    checked = subprocess.run([*embedded.command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_the_server_itself_refuses_a_broken_configuration(tmp_path: Path) -> None:
    """So that the test above can fail."""
    (tmp_path / "broken.conf").write_text('{"listen": "127.0.0.1:4222", "jetstream": {"store": ')
    checked = subprocess.run([find_binary(), "-t", "-c", tmp_path / "broken.conf"], capture_output=True, check=False)
    assert checked.returncode != 0


def test_a_command_finds_the_server_of_a_folder(tmp_path: Path) -> None:
    embedded = prepare_embedded(tmp_path, port=4321)
    settings = running_embedded(tmp_path)
    assert settings.password is not None
    assert (settings.url, settings.user) == ("nats://127.0.0.1:4321", USER)
    assert settings.password.get_secret_value() == embedded.password


def test_a_folder_without_a_server_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="holds no embedded NATS server"):
        running_embedded(tmp_path)
