import base64
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from services.demo.receiver import GUEST_PATH, HOOK_PATH, NotVerified, Receiver, verify
from services.runtime.http_server import listen, serving

NOW = datetime(2026, 1, 10, 9, 30, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"thirty-two bytes of demo secret!").decode()
OTHER = "whsec_" + base64.b64encode(b"another secret of another seller").decode()
BODY = json.dumps({"type": "event.created", "data": {"event": {"title": "Finland is out"}}}).encode()


def signed(
    body: bytes = BODY, *, secret: str = SECRET, at: datetime = NOW, webhook_id: str = "alr_1"
) -> dict[str, str]:
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(webhook_id, at, body.decode()),
    }


def receiver(lines: list[str] | None = None, *, secret: str | None = SECRET) -> Receiver:
    made = Receiver(([] if lines is None else lines).append, clock=lambda: NOW)
    made.secret = secret
    return made


@given(st.text(st.characters(codec="utf-8")), st.from_regex(r"\A[a-z0-9_]{1,40}\Z"))
def test_what_the_reference_library_signs_is_verified(text: str, webhook_id: str) -> None:
    verify(SECRET, signed(text.encode(), webhook_id=webhook_id), text.encode(), NOW)


@given(st.text(st.characters(codec="ascii"), min_size=1), st.integers(min_value=0), st.integers(1, 255))
def test_a_single_changed_byte_is_noticed(text: str, where: int, how: int) -> None:
    forged = bytearray(text.encode())
    forged[where % len(forged)] ^= how
    with pytest.raises(NotVerified, match="no signature fits"):
        verify(SECRET, signed(text.encode()), bytes(forged), NOW)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp"])
def test_the_id_and_the_timestamp_are_signed_too(header: str) -> None:
    headers = signed() | {header: str(int(NOW.timestamp()) + 1)}
    with pytest.raises(NotVerified, match="no signature fits"):
        verify(SECRET, headers, BODY, NOW)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_header_is_not_verified(header: str) -> None:
    headers = signed()
    del headers[header]
    with pytest.raises(NotVerified):
        verify(SECRET, headers, BODY, NOW)


def test_another_secrets_signature_is_not_verified() -> None:
    with pytest.raises(NotVerified, match="no signature fits"):
        verify(SECRET, signed(secret=OTHER), BODY, NOW)


def test_during_a_rotation_one_fitting_signature_of_several_is_enough() -> None:
    mine, theirs = signed()["webhook-signature"], signed(secret=OTHER)["webhook-signature"]
    for together in (f"{mine} {theirs}", f"{theirs} {mine}", f"v1a,bm9uZQ== {theirs} {mine}"):
        verify(SECRET, signed() | {"webhook-signature": together}, BODY, NOW)


def test_an_asymmetric_signature_counts_for_nothing() -> None:
    symmetric = signed()["webhook-signature"].removeprefix("v1,")
    with pytest.raises(NotVerified, match="there is no v1 signature"):
        verify(SECRET, signed() | {"webhook-signature": f"v1a,{symmetric}"}, BODY, NOW)


@pytest.mark.parametrize("off_seconds", [-301, 301])
def test_a_timestamp_beyond_five_minutes_either_way_is_a_replay(off_seconds: int) -> None:
    headers = signed(at=NOW + timedelta(seconds=off_seconds))
    with pytest.raises(NotVerified, match="too far"):
        verify(SECRET, headers, BODY, NOW)


@pytest.mark.parametrize("off_seconds", [-300, 0, 300])
def test_a_timestamp_within_five_minutes_is_taken(off_seconds: int) -> None:
    verify(SECRET, signed(at=NOW + timedelta(seconds=off_seconds)), BODY, NOW)


@given(st.text(), st.text(), st.text(), st.binary())
def test_whatever_a_stranger_sends_is_refused_in_words(
    webhook_id: str, timestamp: str, signature: str, body: bytes
) -> None:
    headers = {"webhook-id": webhook_id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    delivery = receiver().take(headers, body)
    assert not delivery.is_verified
    assert delivery.line().isprintable()


def test_each_delivery_is_told_in_one_line() -> None:
    lines: list[str] = []
    receiver(lines).take(signed(), BODY)
    assert lines == ["09:30:00  event.created       Finland is out  [verified]"]


def test_a_forged_delivery_is_told_as_such() -> None:
    lines: list[str] = []
    receiver(lines).take(signed(secret=OTHER), BODY)
    assert lines[0].endswith("[NOT VERIFIED: no signature fits]")


def test_the_second_delivery_of_an_id_is_marked_as_a_duplicate() -> None:
    taking = receiver()
    assert [taking.take(signed(), BODY).is_duplicate for _ in range(2)] == [False, True]
    assert taking.deliveries[1].line().endswith("(duplicate)")
    assert not taking.take(signed(webhook_id="alr_2"), BODY).is_duplicate


def test_a_forged_delivery_cannot_make_the_true_one_a_duplicate() -> None:
    taking = receiver()
    taking.take(signed(secret=OTHER), BODY)
    assert not taking.take(signed(), BODY).is_duplicate


def test_without_a_subscription_nothing_is_verified() -> None:
    assert receiver(secret=None).take(signed(), BODY).problem == "there is no subscription yet"


def test_an_alert_without_an_event_has_no_title() -> None:
    body = b'{"type": "heartbeat", "data": {"event": null}}'
    delivery = receiver().take(signed(body), body)
    assert (delivery.type, delivery.title, delivery.is_verified) == ("heartbeat", "", True)


async def test_over_http_a_verified_delivery_is_answered_204_and_a_forged_one_401() -> None:
    taking = receiver()
    listener = listen("127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}{HOOK_PATH}"
    async with serving(taking.app(), listener), httpx.AsyncClient(trust_env=False) as client:
        good = await client.post(url, content=BODY, headers=signed())
        bad = await client.post(url, content=BODY, headers=signed(secret=OTHER))
        assert (await client.get(url)).status_code == 405
    assert (good.status_code, bad.status_code) == (204, 401)
    assert [delivery.is_verified for delivery in taking.deliveries] == [True, False]
    assert taking.deliveries[0].body == BODY


async def test_a_visitor_s_own_webhook_is_told_and_nothing_is_said_of_its_signature() -> None:
    lines: list[str] = []
    made = receiver(lines)
    listener = listen("127.0.0.1", 0)
    async with serving(made.app(), listener), httpx.AsyncClient(trust_env=False) as client:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}{GUEST_PATH}"
        assert (await client.post(url, content=BODY, headers=signed(secret=OTHER))).status_code == 204
    assert lines == ["09:30:00  event.created       Finland is out  [your webhook]"]
    assert made.deliveries == [], "the demo's own count stays its own"
