"""Times are written out by clients, never counted in seconds."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.api.moments import written_out


@pytest.mark.parametrize(
    "value", ["2026-02-20", "2026-02-20T09:00:00Z", None, date(2026, 2, 20), datetime(2026, 2, 20, tzinfo=UTC)]
)
def test_a_written_time_is_taken(value: Any) -> None:
    assert written_out(value) == value


@pytest.mark.parametrize("value", [0, 0.5, "0", "0.5", "1771577999", True, [], "tomorrow", ""])
def test_what_pydantic_would_count_from_1970_is_refused_in_words(value: Any) -> None:
    with pytest.raises(ValueError, match="2026-02-20"):
        written_out(value)
