"""Making, replacing and showing the keys that sign a subscription's deliveries."""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from services.api.sign import SignatureKind, new_private_key, new_secret, public_key_of
from services.api.vault import CannotOpen, Vault
from services.database.alerts import SigningKey

MOST_OLD_KEYS = 2
"""A receiver that is told of a third change has not followed the first; the header must stay small."""


@dataclass(frozen=True)
class NewKeys:
    """What the subscriber is told of fresh keys."""

    secret: str | None = None
    public_key: str | None = None


async def add_keys(
    connection: AsyncConnection, vault: Vault, subscription_id: str, kinds: Iterable[str], *, now: datetime
) -> NewKeys:
    """A fresh key of each kind."""
    secret = public_key = None
    for kind in kinds:
        if kind == SignatureKind.V1A:
            made = new_private_key()
            public_key = public_key_of(made)
        else:
            made = secret = new_secret()
        key_id = f"sig_{secrets.token_hex(12)}"
        values = {
            "id": key_id,
            "subscription_id": subscription_id,
            "kind": kind,
            "sealed": vault.seal(made, place=key_id),
            "created_at": now,
        }
        await connection.execute(insert(SigningKey).values(values))
    return NewKeys(secret, public_key)


async def rotate_keys(
    connection: AsyncConnection,
    vault: Vault,
    subscription_id: str,
    kinds: Collection[str],
    *,
    now: datetime,
    overlap: timedelta,
) -> NewKeys:
    """Fresh keys of these kinds; those before sign beside them for `overlap` and no longer."""
    await connection.execute(
        update(SigningKey)
        .where(
            col(SigningKey.subscription_id) == subscription_id,
            col(SigningKey.kind).in_(kinds),
            or_(col(SigningKey.expires_at).is_(None), col(SigningKey.expires_at) > now + overlap),
        )
        .values(expires_at=now + overlap)
        .execution_options(synchronize_session=False)
    )
    for kind in kinds:
        newest = (
            select(col(SigningKey.id))
            .where(col(SigningKey.subscription_id) == subscription_id, col(SigningKey.kind) == kind)
            .order_by(col(SigningKey.created_at).desc(), col(SigningKey.id))
            .limit(MOST_OLD_KEYS)
        )
        kept = [row.id for row in await connection.execute(newest)]
        await connection.execute(
            delete(SigningKey).where(
                col(SigningKey.subscription_id) == subscription_id,
                col(SigningKey.kind) == kind,
                col(SigningKey.id).not_in(kept),
            )
        )
    return await add_keys(connection, vault, subscription_id, kinds, now=now)


async def kinds_present(connection: AsyncConnection, subscription_id: str) -> set[str]:
    """The kinds of which it has a present key."""
    rows = await connection.execute(
        select(col(SigningKey.kind)).where(
            col(SigningKey.subscription_id) == subscription_id, col(SigningKey.expires_at).is_(None)
        )
    )
    return {row.kind for row in rows}


async def public_keys(connection: AsyncConnection, vault: Vault, ids: Collection[str]) -> dict[str, str]:
    """The present public key of each of these subscriptions that has one."""
    rows = await connection.execute(
        select(col(SigningKey.id), col(SigningKey.subscription_id), col(SigningKey.sealed)).where(
            col(SigningKey.subscription_id).in_(ids),
            col(SigningKey.kind) == SignatureKind.V1A,
            col(SigningKey.expires_at).is_(None),
        )
    )
    found = {}
    for row in rows:
        try:
            found[row.subscription_id] = public_key_of(vault.open(row.sealed, place=row.id))
        except CannotOpen:  # the engine tells of it; a list is no place to fail
            continue
    return found
