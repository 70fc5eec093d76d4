"""Reading the data files that ship inside the package."""

import tomllib
from importlib.resources import files
from typing import Any

DATA = files("services.reference") / "data"


def load(name: str) -> dict[str, Any]:
    """The content of one file under `data/`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def names_under(folder: str) -> tuple[str, ...]:
    """The TOML files of one folder under `data/`, as names for `load`, in a stable order."""
    found = [entry.name for entry in (DATA / folder).iterdir() if entry.name.endswith(".toml")]
    return tuple(f"{folder}/{name}" for name in sorted(found))
