import httpx
import pytest

from services.api.ownership import judged


@pytest.mark.parametrize(
    ("status", "headers", "refused", "per_minute"),
    [
        (200, {"WebHook-Allowed-Origin": "watch.example"}, None, None),
        (204, {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "120"}, None, 120),
        (200, {"WebHook-Allowed-Origin": "WATCH.example", "WebHook-Allowed-Rate": "*"}, None, None),
        (200, {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "0"}, None, None),
        (200, {"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "999999999"}, None, 60_000),
        (200, {}, "lacks", None),
        (200, {"WebHook-Allowed-Origin": "other.example"}, "lacks", None),
        (405, {"WebHook-Allowed-Origin": "*"}, "405", None),
        (301, {"WebHook-Allowed-Origin": "*"}, "301", None),
    ],
)
def test_only_a_clear_yes_is_a_yes(
    status: int, headers: dict[str, str], refused: str | None, per_minute: int | None
) -> None:
    answer = judged(status, httpx.Headers(headers), origin="watch.example")
    assert answer.per_minute == per_minute
    assert (answer.refused is None) == (refused is None)
    assert (refused or "") in (answer.refused or "")
