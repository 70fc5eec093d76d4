"""`python -m services.demo`: watch a year of news become alerts in a minute."""

import argparse
import functools
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from services.demo.app import DemoOptions, run_demo
from services.runtime.logs import configure_logs
from services.runtime.process import EXIT_CRASHED, Life, run_service
from services.runtime.settings import LogSettings, load


def parse(arguments: Sequence[str] | None = None) -> DemoOptions:
    """The options on the command line."""
    parser = argparse.ArgumentParser(prog="ottawatch demo", description=__doc__)
    parser.add_argument("--seconds", type=_positive, default=60.0, help="how long the year takes (default 60)")
    parser.add_argument("--port", type=_port, default=8000, help="port of Ottawatch's page and API (default 8000)")
    parser.add_argument("--site-port", type=int, default=0, help="port of the feed site (default: a free one)")
    parser.add_argument("--receiver-port", type=int, default=0, help="port of the receiver (default: a free one)")
    parser.add_argument("--data", type=Path, help="empty or new folder for the data (default: temporary)")
    parser.add_argument("--once", action="store_true", help="leave after the comparison, with 0 or 1")
    parser.add_argument("--log-level", default="warning", choices=["debug", "info", "warning", "error"])
    chosen = parser.parse_args(arguments)
    return DemoOptions(
        duration=timedelta(seconds=chosen.seconds),
        port=chosen.port,
        site_port=chosen.site_port,
        receiver_port=chosen.receiver_port,
        data=chosen.data,
        once=chosen.once,
        log_level=chosen.log_level,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and answer its exit code. Without `--once`, being told to stop is a good end."""
    options = parse(arguments)
    outcome = EXIT_CRASHED

    async def run(life: Life) -> None:
        nonlocal outcome
        # The lines of the demo are what people look at; logs only where something is wrong.
        configure_logs(load(LogSettings, level=options.log_level, format="text"), service="demo")
        outcome = await run_demo(options, life, functools.partial(print, flush=True))

    exit_code = run_service("demo", run)
    return exit_code or (outcome if options.once else 0)


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65_535:
        raise argparse.ArgumentTypeError(f"{text} is no port")
    return port


def _positive(text: str) -> float:
    value = float(text)
    if not 0 < value < 86_400:
        raise argparse.ArgumentTypeError(f"{text} is not between 0 and a day")
    return value


if __name__ == "__main__":
    sys.exit(main())
