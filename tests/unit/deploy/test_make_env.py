"""The env file of the compose stack: random secrets, written once, and those of newer versions added later."""

import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[3] / "deploy" / "make-env.sh"
SECRETS = (
    "OTTAWATCH_NATS_PASSWORD",
    "OTTAWATCH_POSTGRES_PASSWORD",
    "OTTAWATCH_API_ADMIN_KEY",
    "OTTAWATCH_API_SECRETS_KEY",
)


def made(file: Path) -> str:
    """What the script says when it is run on `file`."""
    return subprocess.run(["sh", str(SCRIPT), str(file)], check=True, capture_output=True, text=True, timeout=20).stdout


def settings(file: Path) -> dict[str, str]:
    lines = file.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def test_a_new_file_has_its_own_long_secrets_for_its_owner_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.env", tmp_path / "other.env"
    assert made(one).startswith(f"made {one}")
    made(other)
    drawn = [settings(file)[name] for file in (one, other) for name in SECRETS]
    assert len(set(drawn)) == len(drawn)
    assert min(map(len, drawn)) >= 64
    assert one.stat().st_mode & 0o777 == 0o600


def test_a_file_that_has_them_all_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "stack.env"
    made(file)
    before = file.read_bytes()
    assert made(file) == ""
    assert file.read_bytes() == before


@pytest.mark.parametrize("end", ["", "\n", "\nOTTAWATCH_API_SECRETS_KEY=\n"])
def test_an_older_versions_file_gets_what_it_lacks_and_keeps_the_rest(tmp_path: Path, end: str) -> None:
    file = tmp_path / "stack.env"
    old = {name: f"old {name}" for name in SECRETS[:3]}
    file.write_text("\n".join(f"{name}={value}" for name, value in old.items()) + end)
    assert made(file) == f"added to {file}: OTTAWATCH_API_SECRETS_KEY\n"
    now = settings(file)
    assert {name: now[name] for name in old} == old
    assert len(now["OTTAWATCH_API_SECRETS_KEY"]) == 64
