import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from services.api.sign import Signer, new_private_key, new_secret, public_key_of, signed_headers

MOMENTS = st.integers(946_684_800, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
BODIES = st.text(st.characters(exclude_categories=["Cs"])).map(str.encode)


@given(BODIES, st.from_regex(r"alr_[0-9a-f]{24}", fullmatch=True))
def test_the_reference_library_accepts_what_we_sign(body: bytes, alert_id: str) -> None:
    secret = new_secret()
    headers = signed_headers([Signer.of(secret)], alert_id=alert_id, attempted_at=datetime.now(UTC), body=body)
    Webhook(secret).verify(body, headers, json_parse=False)


@given(BODIES, MOMENTS)
def test_we_sign_as_the_reference_library_does(body: bytes, attempted_at: datetime) -> None:
    secret = new_secret()
    headers = signed_headers([Signer.of(secret)], alert_id="alr_1", attempted_at=attempted_at, body=body)
    assert headers["webhook-signature"] == Webhook(secret).sign("alr_1", attempted_at, body.decode())


@pytest.mark.parametrize("part", ["webhook-id", "webhook-signature", "body"])
def test_a_changed_part_is_noticed(part: str) -> None:
    secret = new_secret()
    headers = signed_headers([Signer.of(secret)], alert_id="alr_1", attempted_at=datetime.now(UTC), body=b"{}")
    body = b"{ }" if part == "body" else b"{}"
    if part == "webhook-id":
        headers[part] = "alr_2"
    elif part == "webhook-signature":
        headers[part] = Webhook(new_secret()).sign("alr_1", datetime.now(UTC), "{}")
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)


def test_a_secret_has_32_bytes_and_is_never_the_same_twice() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert all(len(base64.b64decode(secret.removeprefix("whsec_"))) == 32 for secret in secrets)


@given(BODIES)
def test_an_independent_check_accepts_v1a_with_the_public_key_alone(body: bytes) -> None:
    private = new_private_key()
    headers = signed_headers([Signer.of(private)], alert_id="alr_1", attempted_at=datetime.now(UTC), body=body)
    version, _, signature = headers["webhook-signature"].partition(",")
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key_of(private).removeprefix("whpk_")))
    assert version == "v1a"
    public.verify(base64.b64decode(signature), f"alr_1.{headers['webhook-timestamp']}.".encode() + body)


def test_while_keys_are_replaced_the_reference_library_accepts_old_and_new() -> None:
    old, new = new_secret(), new_secret()
    signers = [Signer.of(new), Signer.of(old), Signer.of(new_private_key())]
    headers = signed_headers(signers, alert_id="alr_1", attempted_at=datetime.now(UTC), body=b"{}")
    for secret in (old, new):
        Webhook(secret).verify(b"{}", headers)


def test_no_key_shows_when_a_signer_is_printed() -> None:
    assert "key" not in repr(Signer.of(new_secret()))
