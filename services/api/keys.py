"""API keys: made at random, shown once, kept as a hash."""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.database.alerts import ApiKey
from services.runtime.clock import Clock, utc_now

KEY_PREFIX = "otw_"
_RANDOM_BYTES = 32
_SHOWN_CHARACTERS = 12


class Scope(StrEnum):
    """What a key may do. `admin` may do everything."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


def require_scopes(scopes: Collection[str]) -> None:
    """Raises `ValueError` unless these are scopes, and at least one."""
    unknown = sorted(set(scopes) - set(Scope))
    if unknown or not scopes:
        fault = f"unknown scope {unknown[0]!r}" if unknown else "a key needs at least one scope"
        raise ValueError(f"{fault}; there are: {', '.join(Scope)}")


def new_key() -> str:
    """A fresh bare key with 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def hash_of(bare_key: str) -> str:
    """What is kept of a key. A plain SHA-256 will do: a key is random, so there is nothing to guess faster."""
    return hashlib.sha256(bare_key.encode()).hexdigest()


async def create_key(
    engine: AsyncEngine,
    name: str,
    scopes: Collection[str],
    *,
    expires_at: datetime | None = None,
    clock: Clock = utc_now,
) -> str:
    """Make a key for `name` and answer it; it cannot be read again. Raises `ValueError` for an unknown scope."""
    bare_key = new_key()
    await register_key(engine, bare_key, name, scopes, expires_at=expires_at, clock=clock)
    return bare_key


async def register_key(
    engine: AsyncEngine,
    bare_key: str,
    name: str,
    scopes: Collection[str],
    *,
    expires_at: datetime | None = None,
    clock: Clock = utc_now,
) -> None:
    """Let an existing key in. A key that is known already stays as it is, above all a revoked one."""
    require_scopes(scopes)
    row = ApiKey(
        id="key_" + secrets.token_hex(12),
        owner=name,
        prefix=bare_key[:_SHOWN_CHARACTERS] if bare_key.startswith(KEY_PREFIX) else bare_key[:4],
        hash=hash_of(bare_key),
        scopes=sorted({Scope(scope).value for scope in scopes}),
        created_at=clock(),
        expires_at=expires_at,
    )
    try:
        async with AsyncSession(engine) as session, session.begin():
            if await _with_hash(session, row.hash) is None:
                session.add(row)
    except IntegrityError:  # another replica registered the same key in the same moment
        return


async def list_keys(engine: AsyncEngine) -> list[ApiKey]:
    """Every key there ever was, oldest first, the revoked ones too."""
    async with AsyncSession(engine) as session:
        return list((await session.exec(select(ApiKey).order_by(col(ApiKey.created_at), col(ApiKey.id)))).all())


async def revoke_key(engine: AsyncEngine, words: str, *, now: datetime) -> ApiKey:
    """Let a key in no more, from this moment; answers it. `words` are its id, its shown beginning, or the bare key.

    Raises `LookupError` when no key, or more than one, goes by them.
    """
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        named = or_(col(ApiKey.id) == words, col(ApiKey.prefix) == words, col(ApiKey.hash) == hash_of(words))
        found = (await session.exec(select(ApiKey).where(named))).all()
        if len(found) != 1:
            number = "several keys go" if found else "no key goes"
            raise LookupError(f"{number} by {words[:_SHOWN_CHARACTERS]!r}; `ottawatch keys list` shows their ids")
        (key,) = found
        key.revoked_at = key.revoked_at or now
        return key


async def find_key(session: AsyncSession, bare_key: str, *, now: datetime) -> ApiKey | None:
    """The valid key that `bare_key` is, or None when it is unknown, expired or revoked."""
    hashed = hash_of(bare_key)
    row = await _with_hash(session, hashed)
    if row is None or not hmac.compare_digest(row.hash, hashed):
        return None
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    return row


async def note_use(engine: AsyncEngine, key_id: str, *, now: datetime) -> None:
    """Remember when a key was last used."""
    async with AsyncSession(engine) as session, session.begin():
        await session.exec(update(ApiKey).where(col(ApiKey.id) == key_id).values(last_used_at=now))


async def _with_hash(session: AsyncSession, hashed: str) -> ApiKey | None:
    return (await session.exec(select(ApiKey).where(ApiKey.hash == hashed))).first()
