"""Settings from the environment, and what a wrong one is told."""

import ipaddress

import pytest

from services.runtime.errors import BadConfiguration
from services.runtime.settings import DatabaseSettings, LogSettings, NatsSettings, NetworkSettings, load


def test_a_wrong_value_is_told_with_the_name_of_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_NATS_REPLICAS", "many")
    with pytest.raises(BadConfiguration, match=r"OTTAWATCH_NATS_REPLICAS: .*integer"):
        load(NatsSettings)


def test_every_wrong_variable_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_LOG_LEVEL", "loud")
    monkeypatch.setenv("OTTAWATCH_LOG_FORMAT", "song")
    with pytest.raises(BadConfiguration) as told:
        load(LogSettings)
    assert "OTTAWATCH_LOG_LEVEL: " in str(told.value)
    assert "OTTAWATCH_LOG_FORMAT: " in str(told.value)


def test_networks_are_read_from_a_comma_separated_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS", " 10.0.0.0/8, fd00::/8 ,127.0.0.1,")
    assert load(NetworkSettings).allowed_private_networks == (
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("fd00::/8"),
        ipaddress.ip_network("127.0.0.1/32"),
    )


@pytest.mark.parametrize("value", ["", " ", ","])
def test_an_empty_list_of_networks_allows_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS", value)
    assert load(NetworkSettings).allowed_private_networks == ()


@pytest.mark.parametrize("value", ["10.0.0.1/8", "10.0.0.0/33", "localhost", "10.0.0.0/8;fd00::/8"])
def test_a_network_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("OTTAWATCH_ALLOWED_PRIVATE_NETWORKS", value)
    with pytest.raises(BadConfiguration, match="OTTAWATCH_ALLOWED_PRIVATE_NETWORKS"):
        load(NetworkSettings)


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_NATS_PASSWORD", "open-sesame")
    monkeypatch.setenv("OTTAWATCH_DATABASE_URL", "postgresql+asyncpg://u:open-sesame@host/name")
    shown = f"{load(NatsSettings)!r} {load(DatabaseSettings)!r} {load(NatsSettings)} {load(DatabaseSettings)}"
    assert "open-sesame" not in shown


def test_an_override_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_LOG_LEVEL", "error")
    assert load(LogSettings, level="debug").level == "debug"
