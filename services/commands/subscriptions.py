"""`ottawatch subscriptions`: what their owners can do over HTTP, from the command line."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from services.api.settings import ApiSettings
from services.runtime.errors import BadConfiguration
from services.runtime.process import EXIT_BAD_CONFIGURATION, EXIT_CRASHED
from services.runtime.settings import load

FILTERS = ("topic", "country", "treaty", "stage", "producer", "mine_type", "language", "status")
_SECONDS = 30.0


def subscriptions_command(options: Namespace) -> int:
    """Do what was asked for and print the answer; answers the exit code."""
    try:
        with _client(options.url, options.data) as client:
            print(_DOINGS[options.do](client, options))  # noqa: T201
    except BadConfiguration as error:
        print(f"ottawatch subscriptions: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    except httpx.HTTPError as error:
        reason = f"{options.url} does not answer ({error}): is Ottawatch running there?"
        print(f"ottawatch subscriptions: {reason}", file=sys.stderr)  # noqa: T201
        return EXIT_CRASHED
    except _Refused as error:
        print(f"ottawatch subscriptions: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_CRASHED
    return 0


class _Refused(Exception):  # noqa: N818 - named for what happened
    """The API said no; the text is its own."""


def _client(url: str, data: Path) -> httpx.Client:
    headers = {"Authorization": f"Bearer {_key(data / 'admin.key')}"}
    return httpx.Client(base_url=url, headers=headers, timeout=_SECONDS, trust_env=False)


def _key(file: Path) -> str:
    """The key in the file, or where there is none the one in the settings, as in a container."""
    try:
        return file.read_text().strip()
    except OSError as error:
        set_key = load(ApiSettings).admin_key
        if set_key is not None:
            return set_key.get_secret_value()
        raise BadConfiguration(
            f"{file} cannot be read ({error.strerror}); --data names the folder of `ottawatch run`"
        ) from error


def _ask(client: httpx.Client, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    answer = client.request(method, path, json=body)
    if answer.is_success:
        return answer.json()
    try:
        detail = answer.json()["detail"]
    except (ValueError, KeyError, TypeError):
        detail = answer.text[:500]
    raise _Refused(f"{answer.status_code}: {detail}")


def _list(client: httpx.Client, _options: Namespace) -> str:
    lines: list[str] = []
    cursor = ""
    while True:
        page = _ask(client, "GET", f"/v1/subscriptions?limit=500{cursor}")
        lines += [_line(one) for one in page["data"]]
        if page["next_cursor"] is None:
            return "\n".join(lines) or "there are no subscriptions"
        cursor = f"&cursor={page['next_cursor']}"


def _line(one: Mapping[str, Any]) -> str:
    filters = {name: value for name, value in one["filters"].items() if value not in (None, [])}
    wishes = json.dumps(filters, ensure_ascii=False) if filters else "all events"
    why = f"  ({one['disabled_reason']})" if one["disabled_reason"] else ""
    return f"{one['id']}  {one['status']:<8}  {one['format']:<11}  {one['url']}  {wishes}{why}"


def _create(client: httpx.Client, options: Namespace) -> str:
    filters: dict[str, Any] = {
        name: getattr(options, name).split(",") for name in FILTERS if getattr(options, name) is not None
    }
    filters |= {
        name: value
        for name in ("min_score", "min_sources", "min_severity")
        if (value := getattr(options, name)) is not None
    }
    body: dict[str, Any] = {"url": options.target, "filters": filters, "format": options.format}
    for name in ("description", "digest", "heartbeat"):
        if getattr(options, name) is not None:
            body[name] = getattr(options, name)
    if options.alerts is not None:
        body["alerts"] = options.alerts.split(",")
    if options.signatures is not None:
        body["signatures"] = options.signatures.split(",")
    if options.any_age:
        body["max_age_days"] = None
    made = _ask(client, "POST", "/v1/subscriptions", body)
    key = f"\npublic key: {made['public_key']}" if made["public_key"] else ""
    return f"{made['id']}  {made['status']}\nsecret, shown this once: {made['secret']}{key}"


def _test(client: httpx.Client, options: Namespace) -> str:
    sent = _ask(client, "POST", f"/v1/subscriptions/{options.id}/test")
    return f"{sent['alert_id']} is on its way; `ottawatch subscriptions deliveries {options.id}` tells how it went"


def _pause(client: httpx.Client, options: Namespace) -> str:
    return _line(_ask(client, "PATCH", f"/v1/subscriptions/{options.id}", {"status": "paused"}))


def _resume(client: httpx.Client, options: Namespace) -> str:
    return _line(_ask(client, "PATCH", f"/v1/subscriptions/{options.id}", {"status": "active"}))


def _rotate(client: httpx.Client, options: Namespace) -> str:
    body = {"overlap_hours": options.overlap_hours}
    rotated = _ask(client, "POST", f"/v1/subscriptions/{options.id}/rotate", body)
    told = [("new secret, shown this once", "secret"), ("new public key", "public_key")]
    lines = [f"{words}: {rotated[name]}" for words, name in told if rotated[name]]
    return "\n".join([*lines, f"the old keys sign until {rotated['old_keys_sign_until']}"])


def _deliveries(client: httpx.Client, options: Namespace) -> str:
    page = _ask(client, "GET", f"/v1/subscriptions/{options.id}/deliveries?limit={options.limit}")
    lines = []
    for one in page["data"]:
        lines.append(f"{one['id']}  {one['state']:<9}  {one['alert_type']:<18}  {one['alert_id']}")
        lines += [
            f"    {attempt['number']}. {attempt['started_at']}  {attempt['latency_ms']} ms  "
            f"{attempt['error'] or attempt['status_code']}"
            for attempt in one["attempts"]
        ]
    return "\n".join(lines) or "nothing was sent to it yet"


def _recover(client: httpx.Client, options: Namespace) -> str:
    since = options.since if "T" in options.since else f"{options.since}T00:00:00Z"
    found = _ask(client, "POST", f"/v1/subscriptions/{options.id}/recover", {"since": since})
    more = "; there are more, ask again once these are delivered" if found["more"] else ""
    return f"{found['retried']} deliveries are tried again and {found['added']} missed alerts added{more}"


_DOINGS: Mapping[str, Callable[[httpx.Client, Namespace], str]] = {
    "list": _list,
    "create": _create,
    "test": _test,
    "pause": _pause,
    "resume": _resume,
    "rotate": _rotate,
    "deliveries": _deliveries,
    "recover": _recover,
}
