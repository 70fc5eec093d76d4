import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.settings import ApiSettings
from services.api.vault import CannotOpen, Vault, open_vault
from services.runtime.errors import BadConfiguration
from services.runtime.settings import load

SECRETS = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(
    lambda text: not text.startswith("sealed1:")
)


@given(SECRETS, st.text(max_size=20).filter(lambda text: text.isprintable()))
def test_what_is_sealed_opens_again_in_its_place_alone(secret: str, place: str) -> None:
    vault = Vault(["a" * 32])
    sealed = vault.seal(secret, place=place)
    assert vault.open(sealed, place=place) == secret
    assert vault.is_current(sealed)
    with pytest.raises(CannotOpen):
        vault.open(sealed, place=place + "x")
    with pytest.raises(CannotOpen):
        Vault(["b" * 32]).open(sealed, place=place)


def test_nothing_of_the_secret_shows_and_no_two_seals_are_alike() -> None:
    vault = Vault(["a" * 32])
    seals = {vault.seal("whsec_abcdefgh", place="x") for _ in range(50)}
    assert len(seals) == 50
    assert not any("whsec" in sealed for sealed in seals)


def test_an_old_key_opens_and_the_new_one_seals() -> None:
    old = Vault(["a" * 32]).seal("secret", place="x")
    both = Vault(["b" * 32, "a" * 32])
    assert both.open(old, place="x") == "secret"
    assert not both.is_current(old)
    assert both.is_current(both.seal("secret", place="x"))


def test_what_an_older_version_stored_in_the_clear_is_still_read() -> None:
    assert Vault(["a" * 32]).open("whsec_abc=", place="x") == "whsec_abc="


@pytest.mark.parametrize("damage", ["", "!", "A"])
def test_a_damaged_seal_is_refused(damage: str) -> None:
    mark, name, text = Vault(["a" * 32]).seal("secret", place="x").split(":")
    with pytest.raises(CannotOpen):
        Vault(["a" * 32]).open(f"{mark}:{name}:{text[:-8]}{damage}", place="x")


def test_a_seal_of_a_newer_version_is_not_taken_for_a_secret_in_the_clear() -> None:
    with pytest.raises(CannotOpen, match="newer"):
        Vault(["a" * 32]).open("sealed2:abc:def", place="x")


def test_without_a_key_the_service_does_not_start() -> None:
    with pytest.raises(BadConfiguration, match="OTTAWATCH_API_SECRETS_KEY"):
        open_vault(load(ApiSettings))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="32 characters"):
        load(ApiSettings, secrets_key="short")
