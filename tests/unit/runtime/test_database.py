"""Which databases are taken. What they do stands in the integration tests."""

import pytest
from pydantic import SecretStr

from services.runtime.database import Book, open_engine
from services.runtime.errors import BadConfiguration
from services.runtime.settings import DatabaseSettings


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:open-sesame@host/name",
        "postgres://user:open-sesame@host/name",
        "sqlite+aiosqlite:///open-sesame.db",
        "open-sesame",
        "",
    ],
)
def test_an_address_of_another_kind_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(BadConfiguration, match="OTTAWATCH_DATABASE_URL") as told:
        open_engine(DatabaseSettings(url=SecretStr(url)), Book.EVENTS)
    assert "open-sesame" not in str(told.value)
