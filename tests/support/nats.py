"""A real nats-server that a test may kill and start again on the same port and files."""

import random
import socket
import subprocess
import time
from pathlib import Path

from pydantic import SecretStr

from services.runtime.errors import BadConfiguration
from services.runtime.http_server import listen
from services.runtime.nats_server import USER, EmbeddedNats, prepare_embedded
from services.runtime.settings import NatsSettings

# Below the ports that the kernel hands out by itself: between the look and the use it may give one of those to anybody.
_PORTS = range(10_000, 32_000)


def free_port() -> int:
    """A port that nobody used a moment ago; drawn at random, so that tests running side by side draw different ones."""
    while True:
        try:
            with listen("127.0.0.1", random.choice(_PORTS)) as listener:
                return int(listener.getsockname()[1])
        except BadConfiguration:
            continue


class NatsProcess:
    """The server as a child process of the test."""

    def __init__(self, directory: Path) -> None:
        self.embedded: EmbeddedNats = prepare_embedded(directory, port=free_port())
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> NatsSettings:
        return NatsSettings(
            url=self.embedded.environment["OTTAWATCH_NATS_URL"],
            user=USER,
            password=SecretStr(self.embedded.password),
            stream_scale=0.05,
        )

    def start(self) -> None:
        self._process = subprocess.Popen(
            self.embedded.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.embedded.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("nats-server did not start: " + (self.embedded.directory / "server.log").read_text())

    def kill(self) -> None:
        """`kill -9`."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
