"""The version of the rules and the language data, carried by every findings message."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

SERIES = "2026.11"
"""Year and month in which the rules last changed in kind; for people, the digest tells the rest."""

_DATA = ("services.classify", "services.reference")


@cache
def rules_version() -> str:
    """The series with a digest of the code and of every data file it reads by: any change to either shows."""
    return f"{SERIES}+{digest_of(files(package) for package in _DATA)[:12]}"


def digest_of(folders: Iterable[Traversable]) -> str:
    """A digest of all rules and data in the folders, by name and content."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, entry in sorted(_read_files(folder), key=lambda found: found[0]):
            digest.update(name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return digest.hexdigest()


def _read_files(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _read_files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".toml", ".json", ".py")):
            found.append((prefix + entry.name, entry))
    return found
