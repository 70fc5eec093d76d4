"""Checks of what a service needs."""

import asyncio

from services.runtime.health import failing_checks


async def well() -> str | None:
    return None


async def unwell() -> str | None:
    return "the disk is full"


async def hangs() -> str | None:
    await asyncio.Event().wait()
    return None


async def raises() -> str | None:
    raise ConnectionRefusedError("nobody listens")


async def raises_without_words() -> str | None:
    raise KeyError


async def test_when_all_is_well_nothing_fails() -> None:
    assert await failing_checks({"a": well, "b": well}) == {}
    assert await failing_checks({}) == {}


async def test_each_trouble_is_told_by_the_name_of_its_check() -> None:
    checks = {"good": well, "disk": unwell, "nats": raises, "odd": raises_without_words}
    assert await failing_checks(checks) == {"disk": "the disk is full", "nats": "nobody listens", "odd": "KeyError"}


async def test_checks_that_hang_are_told_and_do_not_hang_the_answer() -> None:
    """All at once: three that hang take the time of one."""
    checks = {"first": hangs, "good": well, "second": hangs, "third": hangs}
    async with asyncio.timeout(8):
        failing = await failing_checks(checks)
    assert failing == dict.fromkeys(("first", "second", "third"), "no answer within 3 s")
