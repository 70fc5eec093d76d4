import pytest

from services.api.settings import ApiSettings
from services.runtime.errors import BadConfiguration
from services.runtime.settings import load


def test_waits_are_read_from_a_comma_separated_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTTAWATCH_API_WEBHOOK_WAITS_SECONDS", "1, 2.5,3")
    assert load(ApiSettings).webhook_waits_seconds == (1, 2.5, 3)


def test_a_lease_that_a_request_could_outlast_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="lease"):
        load(ApiSettings, webhook_lease_seconds=10, webhook_total_seconds=15)


def test_a_short_admin_key_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="32 characters"):
        load(ApiSettings, admin_key="secret")


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in ApiSettings.model_fields.values())
