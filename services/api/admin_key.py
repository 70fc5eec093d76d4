"""The first admin key: from the environment, from its file, or made and written there."""

import contextlib
import os
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.keys import Scope, new_key, register_key
from services.api.settings import ApiSettings
from services.runtime.errors import BadConfiguration

log = structlog.get_logger()


async def ensure_admin_key(engine: AsyncEngine, settings: ApiSettings) -> None:
    """Register the operator's first key, if the settings name one in either way."""
    if settings.admin_key is not None:
        await register_key(engine, settings.admin_key.get_secret_value(), "admin (environment)", [Scope.ADMIN])
    if settings.admin_key_file is not None:
        await register_key(engine, read_or_make(settings.admin_key_file), "admin (file)", [Scope.ADMIN])


def read_or_make(path: Path) -> str:
    """The key in the file; a new one, written for the owner alone, where there is no file."""
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        return _make(path)
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"the admin key file {path} cannot be read: {error}") from error
    if len(kept) < 32:
        raise BadConfiguration(
            f"the admin key file {path} holds no key of 32 characters or more; delete it for a new one"
        )
    return kept


def _make(path: Path) -> str:
    bare_key = new_key()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(bare_key + "\n")
    try:
        # A link fails where a rename would replace: of two that start at once, both take the first one's key.
        os.link(fresh, path)
    except FileExistsError:
        return path.read_text().strip()
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
    log.info("admin key made", path=str(path))
    return bare_key
