"""The verification examples of docs/webhooks.md, taken from the page and run, each against what we sign."""

import base64
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.api.sign import Signer, new_private_key, new_secret, public_key_of, signed_headers

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text(encoding="utf-8")
BODY = '{"type":"event.created","data":{"title":"Łotwa, 日本"}}'.encode()
SECRET, PRIVATE = new_secret(), new_private_key()
PUBLIC = public_key_of(PRIVATE)


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def headers(*, at: datetime | None = None) -> dict[str, str]:
    signers = [Signer.of(new_secret()), Signer.of(SECRET), Signer.of(PRIVATE)]
    return signed_headers(signers, alert_id="alr_1", attempted_at=at or datetime.now(UTC), body=BODY)


CASES = [
    ({}, BODY, True),
    ({}, BODY + b" ", False),
    ({"webhook-id": "alr_2"}, BODY, False),
    ({"webhook-signature": "v1,AAAA v1a,AAAA"}, BODY, False),
]


def judge(is_ours: Callable[[dict[str, str], bytes], bool]) -> None:
    """An example has to accept what we signed and to refuse what was changed or is old."""
    for changed, body, expected in CASES:
        assert is_ours({**headers(), **changed}, body) is expected, changed
    assert not is_ours(headers(at=datetime.now(UTC) - timedelta(minutes=6)), BODY)


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name.upper()} IS NOT INSTALLED: its example in docs/webhooks.md was not run")
    return found


def defined(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - our own documentation
    return names


def test_python_with_the_reference_library() -> None:
    receive = defined(examples("python")[0])["receive"]

    def is_ours(given: dict[str, str], body: bytes) -> bool:
        try:
            return bool(receive(SECRET, given, body) == json.loads(BODY))
        except Exception:
            return False

    judge(is_ours)


def test_python_with_the_public_key() -> None:
    check = defined(examples("python")[1])["is_ours"]
    judge(lambda given, body: bool(check(PUBLIC, given, body)))


@pytest.mark.parametrize("key", [SECRET, PUBLIC], ids=["v1", "v1a"])
def test_javascript(tmp_path: Path, key: str) -> None:
    node = tool("node")
    (tmp_path / "example.mjs").write_text(examples("javascript")[0], encoding="utf-8")
    (tmp_path / "run.mjs").write_text(
        'import { isOurs } from "./example.mjs";\n'
        "const { key, headers, body } = JSON.parse(process.argv[2]);\n"
        'console.log(isOurs(key, headers, Buffer.from(body, "base64")));\n'
    )

    def is_ours(given: dict[str, str], body: bytes) -> bool:
        asked = json.dumps({"key": key, "headers": given, "body": base64.b64encode(body).decode()})
        return subprocess.check_output([node, tmp_path / "run.mjs", asked], text=True).strip() == "true"

    judge(is_ours)


@pytest.mark.parametrize("key", [SECRET, PUBLIC], ids=["v1", "v1a"])
def test_go(tmp_path: Path, key: str) -> None:
    go = tool("go")
    (tmp_path / "go.mod").write_text("module example\n\ngo 1.21\n")
    (tmp_path / "webhook").mkdir()
    (tmp_path / "webhook" / "webhook.go").write_text(examples("go")[0], encoding="utf-8")
    (tmp_path / "main.go").write_text(
        'package main\n\nimport (\n\t"encoding/json"\n\t"example/webhook"\n\t"fmt"\n\t"net/http"\n\t"os"\n)\n\n'
        "func main() {\n\tvar asked struct {\n\t\tKey string\n\t\tHeaders map[string]string\n\t\tBody []byte\n\t}\n"
        "\tif json.Unmarshal([]byte(os.Args[1]), &asked) != nil {\n\t\tos.Exit(2)\n\t}\n\theader := http.Header{}\n"
        "\tfor name, value := range asked.Headers {\n\t\theader.Set(name, value)\n\t}\n"
        "\tfmt.Println(webhook.IsOurs(asked.Key, header, asked.Body))\n}\n"
    )
    environment = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOCACHE": str(tmp_path / "cache")}
    subprocess.run([go, "build", "-o", "example", "."], cwd=tmp_path, env=environment, check=True)

    def is_ours(given: dict[str, str], body: bytes) -> bool:
        asked = json.dumps({"Key": key, "Headers": given, "Body": base64.b64encode(body).decode()})
        return subprocess.check_output([tmp_path / "example", asked], text=True).strip() == "true"

    judge(is_ours)


def test_openssl(tmp_path: Path) -> None:
    tool("openssl")
    shell = next(one for one in examples("sh") if "openssl dgst" in one)
    (tmp_path / "body.json").write_bytes(BODY)
    given = headers()
    environment = {
        **os.environ,
        "SECRET": SECRET,
        "WEBHOOK_ID": given["webhook-id"],
        "WEBHOOK_TIMESTAMP": given["webhook-timestamp"],
    }
    printed = subprocess.check_output(["sh", "-c", shell], cwd=tmp_path, env=environment, text=True).strip()
    assert f"v1,{printed}" in given["webhook-signature"].split(" ")
