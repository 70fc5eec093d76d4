"""A secret that lives in a file of its own: read, or made and written for the owner alone."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import structlog

from services.runtime.errors import BadConfiguration

log = structlog.get_logger()

LEAST_CHARACTERS = 32


def read_or_make_secret(path: Path, *, what: str, make: Callable[[], str]) -> str:
    """The secret in the file; a new one, written there, where there is no file. `what` names it in errors."""
    try:
        kept = path.read_text().strip()
    except FileNotFoundError:
        return _write(path, make(), what)
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"the {what} file {path} cannot be read: {error}") from error
    if len(kept) < LEAST_CHARACTERS:
        raise BadConfiguration(
            f"the {what} file {path} holds no key of {LEAST_CHARACTERS} characters or more; delete it for a new one"
        )
    return kept


def _write(path: Path, secret: str, what: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")
    try:
        # A link fails where a rename would replace: of two that start at once, both take the first one's key.
        os.link(fresh, path)
    except FileExistsError:
        return path.read_text().strip()
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
    log.info("secret made", what=what, path=str(path))
    return secret
