"""The words of `ottawatch subscriptions`. They stand apart so that reading them loads no HTTP client."""

import argparse
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_FILTERS = {
    "topic": "treaty_withdrawal, mine_production",
    "country": "ISO 3166 alpha-2, such as EE,LV",
    "treaty": "treaty ids, such as ottawa",
    "stage": "stages, such as notified,in_effect",
    "producer": "makers",
    "mine_type": "antipersonnel, antitank, ...",
    "language": "languages of the reports (ISO 639-1)",
    "status": "reported, corroborated, confirmed, disputed, ...",
}


def add_subscriptions(commands: Commands) -> None:
    """Teach the parser `subscriptions` and what can be done with it."""
    doings = commands.add_parser("subscriptions", help="who is sent which alerts, of a running Ottawatch")
    do = doings.add_subparsers(required=True, metavar="DO")
    _add(do, "list", "every subscription, a line each")
    _add_create(_add(do, "create", "send alerts to an address; the secret is shown this once"))
    for name, help_text in (
        ("test", "send a signed test alert to it"),
        ("pause", "let its alerts wait"),
        ("resume", "go on with one that was paused or disabled"),
    ):
        _add(do, name, help_text).add_argument("id", help="sub_...")
    rotate = _add(do, "rotate", "new signing keys")
    rotate.add_argument("id", help="sub_...")
    rotate.add_argument(
        "--overlap-hours", type=float, default=24, help="how long the old keys sign beside the new (default: 24)"
    )
    deliveries = _add(do, "deliveries", "what was sent to it and how that went")
    deliveries.add_argument("id", help="sub_...")
    deliveries.add_argument("--limit", type=int, default=20, help="how many, the newest first (default: 20)")
    recover = _add(do, "recover", "send again what it missed")
    recover.add_argument("id", help="sub_...")
    recover.add_argument("--since", required=True, metavar="DATE", help="a date or a moment: 2026-02-20")


def _add(do: Commands, name: str, help_text: str) -> argparse.ArgumentParser:
    parser = do.add_parser(name, help=help_text)
    parser.add_argument("--data", type=Path, default=Path("data"), help="folder with admin.key (default: data)")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the API (default: http://127.0.0.1:8000)")
    parser.set_defaults(start=_start, do=name)
    return parser


def _add_create(create: argparse.ArgumentParser) -> None:
    create.add_argument("target", metavar="URL", help="where alerts are sent: https")
    create.add_argument("--description", help="for your own eyes")
    for name, help_text in _FILTERS.items():
        create.add_argument(f"--{name.replace('_', '-')}", dest=name, metavar="A,B", help=help_text)
    create.add_argument("--min-score", type=float)
    create.add_argument("--min-sources", type=int)
    create.add_argument("--min-severity", choices=("low", "normal", "high", "critical"))
    create.add_argument("--alerts", metavar="A,B", help="types of alerts (default: all that concern you)")
    create.add_argument("--format", default="standard", help="standard, cloudevents, slack, teams or discord")
    create.add_argument("--signatures", metavar="A,B", help="v1, v1a (default: v1)")
    create.add_argument("--digest", choices=("hourly", "daily"), help="alerts together instead of one by one")
    create.add_argument("--heartbeat", type=int, metavar="HOURS", help="a sign of life every so many hours")
    create.add_argument("--any-age", action="store_true", help="also of events whose newest report is old")


def _start(options: argparse.Namespace) -> int:
    from services.commands.subscriptions import subscriptions_command

    return subscriptions_command(options)
