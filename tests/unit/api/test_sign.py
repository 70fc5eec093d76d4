import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from services.api.sign import Signer, new_private_key, new_secret, public_key_of, signed_headers
from tests.support.ed25519 import holds

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


@pytest.mark.parametrize(
    ("private", "public", "message", "signature"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ],
)
def test_v1a_signs_as_the_standard_s_own_examples_do(private: str, public: str, message: str, signature: str) -> None:
    """RFC 8032, section 7.1."""
    ours = "whsk_" + base64.b64encode(bytes.fromhex(private)).decode()
    made = Signer.of(ours).signature(bytes.fromhex(message))
    assert made == "v1a," + base64.b64encode(bytes.fromhex(signature)).decode()
    assert public_key_of(ours) == "whpk_" + base64.b64encode(bytes.fromhex(public)).decode()


@settings(max_examples=5, deadline=None)
@given(BODIES)
def test_v1a_holds_by_the_arithmetic_alone(body: bytes) -> None:
    private = new_private_key()
    headers = signed_headers([Signer.of(private)], alert_id="alr_1", attempted_at=datetime.now(UTC), body=body)
    public = base64.b64decode(public_key_of(private).removeprefix("whpk_"))
    signature = base64.b64decode(headers["webhook-signature"].removeprefix("v1a,"))
    signed = f"alr_1.{headers['webhook-timestamp']}.".encode() + body
    assert holds(public, signed, signature)
    assert not holds(public, signed + b" ", signature)


def test_a_key_of_another_kind_signs_nothing() -> None:
    with pytest.raises(ValueError, match="kind"):
        Signer.of("whpq_AAAA")


def test_while_keys_are_replaced_the_reference_library_accepts_old_and_new() -> None:
    old, new = new_secret(), new_secret()
    signers = [Signer.of(new), Signer.of(old), Signer.of(new_private_key())]
    headers = signed_headers(signers, alert_id="alr_1", attempted_at=datetime.now(UTC), body=b"{}")
    for secret in (old, new):
        Webhook(secret).verify(b"{}", headers)


def test_no_key_shows_when_a_signer_is_printed() -> None:
    assert "key" not in repr(Signer.of(new_secret()))
