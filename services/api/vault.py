"""The secrets that sign webhooks, encrypted at rest: whoever copies the database alone can sign nothing."""

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Sequence
from typing import Any

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from services.api.secret_file import read_or_make_secret
from services.api.settings import ApiSettings
from services.database.alerts import SigningKey
from services.runtime.errors import BadConfiguration

log = structlog.get_logger()

_MARK = "sealed1"
_ANY_MARK = re.compile(r"sealed\d+:")
_NONCE_BYTES = 12  # what AES-GCM is specified with
_KEY_CHARACTERS = 8


class CannotOpen(Exception):  # noqa: N818 - named for what happened
    """A secret was sealed with a key that is not at hand, for another place, or was changed since."""


class UnknownSeal(CannotOpen):
    """A secret was sealed in a way that this version does not know."""


class Vault:
    """Seals with the first of its keys, opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        # The keys are drawn at random, not thought up, so one round of hashing makes 256 bits of any length.
        digests = [hashlib.sha256(key.encode()).digest() for key in keys]
        self._ciphers = {_name_of(digest): AESGCM(digest) for digest in digests}
        self._current = _name_of(digests[0])

    def seal(self, secret: str, *, place: str) -> str:
        """`secret`, encrypted; it opens only for the same `place`, so a row cannot pass as another's."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._ciphers[self._current].encrypt(nonce, secret.encode(), place.encode())
        return f"{_MARK}:{self._current}:{base64.b64encode(sealed).decode()}"

    def open(self, sealed: str, *, place: str) -> str:
        """The secret. What was stored in the clear by an older version is answered as it is."""
        if not _ANY_MARK.match(sealed):
            return sealed
        if not sealed.startswith(f"{_MARK}:"):
            raise UnknownSeal("sealed in a way that this version does not know; a newer one wrote it")
        name, _, text = sealed.removeprefix(f"{_MARK}:").partition(":")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise CannotOpen(f"sealed with the key {name}, which is not among those of this process")
        try:
            raw = base64.b64decode(text, validate=True)
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise CannotOpen("damaged, or meant for another place") from error

    def is_current(self, sealed: str) -> bool:
        """Whether it is sealed with the key that seals today."""
        return sealed.startswith(f"{_MARK}:{self._current}:")


def open_vault(settings: ApiSettings) -> Vault:
    """The vault that the settings describe; raises `BadConfiguration` where they name no key."""
    if settings.secrets_key is not None:
        current = settings.secrets_key.get_secret_value()
    elif settings.secrets_key_file is not None:
        current = read_or_make_secret(
            settings.secrets_key_file, what="secrets key", make=lambda: secrets.token_urlsafe(32)
        )
    else:
        raise BadConfiguration(
            "OTTAWATCH_API_SECRETS_KEY is not set: the secrets that sign webhooks are stored encrypted, and this key "
            "opens them; `openssl rand -hex 32` makes one (or name a file in OTTAWATCH_API_SECRETS_KEY_FILE)"
        )
    return Vault([current, *(key.get_secret_value() for key in settings.secrets_old_keys)])


async def seal_stored(engine: AsyncEngine, vault: Vault) -> int:
    """Seal with today's key what is stored in the clear or under an older one; answers how many.

    Raises `BadConfiguration` when one cannot be opened: deliveries would go out unsigned, or not at all.
    """
    async with engine.begin() as connection:
        rows = (await connection.execute(select(col(SigningKey.id), col(SigningKey.sealed)))).all()
        try:
            stale = [
                (row.id, secret)
                for row in rows
                if not vault.is_current(row.sealed) and (secret := _opened(vault, row)) is not None
            ]
        except CannotOpen as error:
            raise BadConfiguration(
                f"a stored signing key cannot be opened ({error}): put the key that it was sealed with into "
                "OTTAWATCH_API_SECRETS_OLD_KEYS"
            ) from error
        for key_id, secret in stale:
            await connection.execute(
                update(SigningKey).where(col(SigningKey.id) == key_id).values(sealed=vault.seal(secret, place=key_id))
            )
    if stale:
        log.info("signing keys sealed anew", count=len(stale))
    return len(stale)


def _opened(vault: Vault, row: Any) -> str | None:
    """The secret; None for what is best left to the version that wrote it."""
    try:
        return vault.open(row.sealed, place=row.id)
    except UnknownSeal as error:
        log.error("signing key left as it is", key=row.id, error=str(error))  # noqa: TRY400
        return None


def _name_of(digest: bytes) -> str:
    """What tells keys apart without telling anything of them."""
    return hashlib.sha256(b"name of a vault key" + digest).hexdigest()[:_KEY_CHARACTERS]
