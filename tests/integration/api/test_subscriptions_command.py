"""`ottawatch subscriptions`, as it is typed, against a running api."""

import asyncio
import re
import sys
from pathlib import Path

from tests.integration.api.conftest import RunningApi, sqlite_only
from tests.integration.api.test_alerts import NewReceiver, settled
from tests.support.event_samples import changed
from tests.support.eventually import eventually

pytestmark = sqlite_only


async def typed(api: RunningApi, data: Path, *words: str) -> tuple[int, str, str]:
    do, *rest = words
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services", "subscriptions", do, "--data", str(data), "--url", api.base_url, *rest),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_subscription_s_life_on_the_command_line(
    api: RunningApi, new_receiver: NewReceiver, tmp_path: Path
) -> None:
    receiver = await new_receiver()
    code, told, _ = await typed(api, tmp_path, "create", receiver.url, "--country", "EE,PL", "--signatures", "v1,v1a")
    assert code == 0
    match = re.match(r"(sub_\w+)  active\nsecret, shown this once: (whsec_\S+)\npublic key: whpk_\S+", told)
    assert match is not None
    name, secret = match.groups()
    _, listed, _ = await typed(api, tmp_path, "list")
    assert f"{name}  active" in listed
    assert '"country": ["EE", "PL"]' in listed
    await typed(api, tmp_path, "pause", name)
    await api.publish(changed(1))
    await typed(api, tmp_path, "resume", name)
    (received,) = await eventually(receiver.got)
    received.verified(secret)
    await settled(api, {"id": name}, "delivered")
    _, log, _ = await typed(api, tmp_path, "deliveries", name)
    assert "event.created" in log
    assert "200" in log
    _, rotated, _ = await typed(api, tmp_path, "rotate", name)
    assert "new secret, shown this once: whsec_" in rotated
    _, recovered, _ = await typed(api, tmp_path, "recover", name, "--since", "2020-01-01")
    assert recovered.startswith("0 deliveries are tried again and 0 missed alerts added")
    assert (await typed(api, tmp_path, "test", name))[0] == 0


async def test_what_goes_wrong_is_told_in_words(api: RunningApi, tmp_path: Path) -> None:
    code, _, error = await typed(api, tmp_path, "test", "sub_none")
    assert (code, "there is no subscription 'sub_none'" in error) == (1, True)
    code, _, error = await typed(api, tmp_path / "elsewhere", "list")
    assert (code, "admin.key cannot be read" in error) == (78, True)
    code, _, error = await typed(api, tmp_path, "create", "ftp://x.example/")
    assert (code, "must begin with https://" in error) == (1, True)
