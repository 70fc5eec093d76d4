"""The first admin key: from the environment, from its file, or made and written there."""

from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.keys import Scope, new_key, register_key
from services.api.secret_file import read_or_make_secret
from services.api.settings import ApiSettings


async def ensure_admin_key(engine: AsyncEngine, settings: ApiSettings) -> None:
    """Register the operator's first key, if the settings name one in either way."""
    if settings.admin_key is not None:
        await register_key(engine, settings.admin_key.get_secret_value(), "admin (environment)", [Scope.ADMIN])
    if settings.admin_key_file is not None:
        await register_key(engine, read_or_make(settings.admin_key_file), "admin (file)", [Scope.ADMIN])


def read_or_make(path: Path) -> str:
    """The key in the file; a new one, written for the owner alone, where there is no file."""
    return read_or_make_secret(path, what="admin key", make=new_key)
