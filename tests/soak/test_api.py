"""Twenty thousand requests that the description allows or forbids, on both databases: no fault, nothing unknown."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.fuzzing import fuzz
from tests.support.stack import Stack

pytestmark = pytest.mark.soak

EXAMPLES = 300
"""For each of some fifty operations and each phase: more than ten thousand requests on each database."""


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
async def test_no_request_gets_an_answer_that_the_description_does_not_know(
    tmp_path: Path, database: str, new_postgres_url: Callable[[], Awaitable[str]]
) -> None:
    environment = {"OTTAWATCH_API_RATE_LIMIT": ""}
    if database == "postgresql":
        environment["OTTAWATCH_DATABASE_URL"] = await new_postgres_url()
    async with Stack(tmp_path / "data", None, **environment) as stack:
        key = (stack.data / "admin.key").read_text().strip()
        said = await fuzz(
            stack.url,
            key,
            max_examples=EXAMPLES,
            seed=11,
            phases="examples,coverage,fuzzing,stateful",
            folder=tmp_path,
        )
    counted = [int(number) for number in re.findall(r"(\d+) (?:generated|test cases)", said)]
    print(said[-2000:])
    assert sum(counted) >= 10_000, said[-2000:]
