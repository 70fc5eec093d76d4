"""What store reads from its environment."""

import pytest

from services.runtime.errors import BadConfiguration
from services.runtime.settings import load
from services.store.settings import StoreSettings


def test_without_a_port_no_health_is_served() -> None:
    assert load(StoreSettings).health_port is None


def test_a_port_that_is_none_is_told_with_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_STORE_HEALTH_PORT", "99999")
    with pytest.raises(BadConfiguration, match="OTTAWATCH_STORE_HEALTH_PORT"):
        load(StoreSettings)


def test_alerts_are_kept_for_ever_or_as_long_as_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    default = load(StoreSettings).outbox_days
    monkeypatch.setenv("OTTAWATCH_STORE_OUTBOX_DAYS", "none")
    assert load(StoreSettings).outbox_days is None
    monkeypatch.setenv("OTTAWATCH_STORE_OUTBOX_DAYS", "")
    assert load(StoreSettings).outbox_days == default


def test_every_setting_says_why() -> None:
    assert all(field.description for field in StoreSettings.model_fields.values())
