import stat
from pathlib import Path

import pytest

from services.api.admin_key import read_or_make
from services.runtime.errors import BadConfiguration


def test_a_key_is_made_once_for_the_owner_alone_and_read_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "new" / "admin.key"
    key = read_or_make(path)
    assert key.startswith("otw_")
    assert path.read_text() == key + "\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_make(path) == key
    assert [one.name for one in path.parent.iterdir()] == ["admin.key"]


def test_a_file_without_a_key_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    path = tmp_path / "admin.key"
    path.write_text("\n")
    with pytest.raises(BadConfiguration, match=r"admin\.key"):
        read_or_make(path)
    assert path.read_text() == "\n"
