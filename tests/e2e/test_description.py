"""What the api says of itself is true: a quick run against the whole stack; the long one is in tests/soak."""

from pathlib import Path

from tests.support.fuzzing import fuzz
from tests.support.stack import Stack


async def test_no_request_allowed_or_forbidden_by_the_description_gets_an_answer_it_does_not_know(
    tmp_path: Path,
) -> None:
    async with Stack(tmp_path / "data", None, OTTAWATCH_API_RATE_LIMIT="") as stack:
        key = (stack.data / "admin.key").read_text().strip()
        await fuzz(stack.url, key, max_examples=3, seed=7, phases="examples,fuzzing", folder=tmp_path)
