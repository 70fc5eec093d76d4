"""The command `ottawatch`: one parser, and for each command the few lines that start it.

A command's modules are imported when it runs, so that `ottawatch classify` does not wait for a web framework.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from services.commands.subscription_arguments import add_subscriptions
from services.runtime.process import EXIT_BAD_CONFIGURATION, EXIT_CRASHED, run_service

SERVICES = ("ingest", "classify", "store", "api")

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["demo"]:
        from services.demo.__main__ import main as run_demo

        sys.exit(run_demo(given[1:]))
    options = _parser().parse_args(given)
    try:
        code = options.start(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has gone, as `head` does; the exit must not write to them again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = EXIT_CRASHED
    sys.exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ottawatch",
        description="Watches the news for states leaving arms treaties and for mines going into production.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_running(commands)
    _add_reading(commands)
    _add_operating(commands)
    add_subscriptions(commands)
    _add_book(commands)
    return parser


def _add_running(commands: Commands) -> None:
    run = commands.add_parser("run", help="NATS, all four services and the web page, in one go, on SQLite")
    run.add_argument("--data", type=Path, default=Path("data"), help="folder for everything it keeps (default: data)")
    run.add_argument("--port", type=int, default=8000, help="port of the API and the page (default: 8000)")
    run.add_argument("--feeds", type=Path, help="feeds file, TOML or OPML (default: none, so nothing is polled)")
    run.set_defaults(start=_run)

    serve = commands.add_parser("serve", help="one service; what a container runs")
    serve.add_argument("service", choices=SERVICES)
    serve.set_defaults(start=_serve)

    migrate = commands.add_parser("migrate", help="bring the database tables up to date, then end")
    migrate.set_defaults(start=_migrate)

    # Has a parser of its own, beside what it starts.
    commands.add_parser("demo", help="`run`, fed with a bundled year of news in a minute", add_help=False)


def _add_reading(commands: Commands) -> None:
    classify = commands.add_parser("classify", help="offline: JSON articles in, findings out, a line each")
    classify.add_argument("input", nargs="?", default="-", metavar="IN.jsonl", help="default: standard input")
    classify.add_argument("-o", "--output", default="-", metavar="OUT.jsonl", help="default: standard output")
    classify.set_defaults(start=_classify)

    explain = commands.add_parser("explain", help="why a text is, or is not, a finding")
    explain.add_argument("source", metavar="URL|FILE|-")
    explain.add_argument("--json", action="store_true", help="for programs")
    explain.set_defaults(start=_explain)

    evaluate = commands.add_parser(
        "evaluate", help="how right the reading is on labelled articles; fails below the floors"
    )
    evaluate.add_argument(
        "labelled", nargs="*", type=Path, metavar="LABELLED.jsonl", help="default: the project's own articles"
    )
    evaluate.add_argument(
        "--record", action="store_true", help="take today's figures as the floors and renew docs/detection.md"
    )
    evaluate.add_argument(
        "--half", type=int, choices=(0, 1), help="only one half of the events, by a hash of their names"
    )
    evaluate.add_argument("--errors", type=int, default=0, metavar="N", help="show N articles whose topic is wrong")
    evaluate.set_defaults(start=_evaluate)


def _add_operating(commands: Commands) -> None:
    feeds = commands.add_parser("feeds", help="the feeds of a running Ottawatch; check a feeds file").add_subparsers(
        required=True, metavar="DO"
    )
    check = feeds.add_parser("check", help="read a feeds file and say what is wrong with it")
    check.add_argument("file", type=Path)
    check.set_defaults(start=_check_feeds)
    _add_feed_changes(feeds)

    keys = commands.add_parser("keys", help="API keys").add_subparsers(required=True, metavar="DO")
    create = keys.add_parser("create", help="make a key; it is shown this once")
    create.add_argument("--scopes", default="read", help="comma-separated: read, write, admin (default: read)")
    create.add_argument("--name", default="command line", help="whose key it is")
    create.add_argument("--data", type=Path, help="data folder of `ottawatch run` (default: the settings' database)")
    create.add_argument("--days", type=int, help="how long it is valid (default: until it is revoked)")
    create.set_defaults(start=_create_key)
    listed = keys.add_parser("list", help="every key, with its owner, scopes and last use")
    listed.add_argument("--data", type=Path, help="data folder of `ottawatch run` (default: the settings' database)")
    listed.set_defaults(start=_list_keys)
    revoke = keys.add_parser("revoke", help="let a key in no more")
    revoke.add_argument("key", help="its id, its beginning as `list` shows it, or the key itself")
    revoke.add_argument("--data", type=Path, help="data folder of `ottawatch run` (default: the settings' database)")
    revoke.set_defaults(start=_revoke_key)

    replay = commands.add_parser("replay", help="read the kept articles again through the current rules")
    replay.add_argument("--since", required=True, metavar="DATE", help="a date or a moment, UTC: 2026-02-20")
    replay.add_argument("--data", type=Path, help="data folder of a running `ottawatch run` (default: the settings)")
    replay.set_defaults(start=_replay)

    letters = commands.add_parser("dead-letters", help="messages that could not be processed: list or replay them")
    letters.add_argument("--replay", action="store_true", help="publish them again where they came from")
    letters.add_argument("--data", type=Path, help="data folder of a running `ottawatch run` (default: the settings)")
    letters.set_defaults(start=_dead_letters)

    configuration = commands.add_parser("configuration", help="print every setting with default and reason")
    configuration.set_defaults(start=_configuration)
    openapi = commands.add_parser("openapi", help="print the description of the HTTP API (OpenAPI)")
    openapi.set_defaults(start=_openapi)
    asyncapi = commands.add_parser("asyncapi", help="print the description of the NATS subjects (AsyncAPI)")
    asyncapi.set_defaults(start=_asyncapi)


def _add_feed_changes(feeds: Commands) -> None:
    """What is asked of a running ingest."""
    takes = {
        "list": ("every feed, how it is doing and when it is read next", None),
        "add": ("poll a feed, or the one that a site names, from now on", "URL"),
        "remove": ("poll a feed no more", "FEED"),
        "pause": ("do not poll a feed for the time being", "FEED"),
        "resume": ("poll a paused feed again", "FEED"),
        "check-now": ("poll a feed at once and show every decision", "FEED"),
        "backfill": ("read older entries, where the feed names its archives or further pages", "FEED"),
        "import": ("poll every feed of a TOML or OPML file that is not polled already", "FILE"),
        "export": ("write the list as OPML to standard output", None),
    }
    for action, (words, target) in takes.items():
        command = feeds.add_parser(action, help=words)
        if target is not None:
            what = "its id or address" if target == "FEED" else None
            command.add_argument("target", metavar=target, help=what)
        command.add_argument("--data", type=Path, help="data folder of a running `ottawatch run`")
        if action == "backfill":
            command.add_argument("--pages", type=int, default=10, help="documents to read at most (default: 10)")
        command.set_defaults(start=_change_feeds, action=action, target=None, pages=10)


def _add_book(commands: Commands) -> None:
    rebuild = commands.add_parser("rebuild", help="derive every event anew from the stored findings and reviews")
    rebuild.add_argument("--check", action="store_true", help="only say what would change; exit code 1 if anything")
    rebuild.add_argument("--data", type=Path, help="data folder of `ottawatch run` (default: the settings' database)")
    rebuild.set_defaults(start=_rebuild)

    labels = commands.add_parser("export-labels", help="the articles of reviewed events, as labelled items")
    labels.add_argument("-o", "--output", default="-", metavar="OUT.jsonl", help="default: standard output")
    labels.add_argument("--data", type=Path, help="data folder of `ottawatch run` (default: the settings' database)")
    labels.set_defaults(start=_export_labels)


def _run(options: argparse.Namespace) -> int:
    from services.commands.run import RunOptions, run_embedded

    return run_embedded(RunOptions(options.data, options.port, options.feeds))


def _serve(options: argparse.Namespace) -> int:
    import importlib

    app = importlib.import_module(f"services.{options.service}.app")
    return run_service(options.service, app.run)


def _migrate(_options: argparse.Namespace) -> int:
    from services.database.migrate import migrate_all
    from services.runtime.settings import DatabaseSettings, load

    return run_service("migrate", lambda _life: migrate_all(load(DatabaseSettings)))


def _classify(options: argparse.Namespace) -> int:
    from services.classify.offline import run_classify

    return run_classify(options.input, options.output)


def _explain(options: argparse.Namespace) -> int:
    from services.commands.explain import explain_source

    return explain_source(options.source, as_json=options.json)


def _check_feeds(options: argparse.Namespace) -> int:
    from services.ingest.feeds_file import read_feeds_file
    from services.runtime.errors import BadConfiguration

    try:
        feeds = read_feeds_file(options.file)
    except BadConfiguration as error:
        print(error, file=sys.stderr)  # noqa: T201
        return EXIT_BAD_CONFIGURATION
    print(f"{options.file}: {len(feeds)} feeds, nothing wrong")  # noqa: T201
    return 0


def _change_feeds(options: argparse.Namespace) -> int:
    from services.commands.feeds import feeds_command

    return feeds_command(options.action, options.target, options.data, pages=options.pages)


def _create_key(options: argparse.Namespace) -> int:
    from services.commands.keys import create_key_command

    return create_key_command(options.name, options.scopes.split(","), options.data, valid_days=options.days)


def _list_keys(options: argparse.Namespace) -> int:
    from services.commands.keys import list_keys_command

    return list_keys_command(options.data)


def _revoke_key(options: argparse.Namespace) -> int:
    from services.commands.keys import revoke_key_command

    return revoke_key_command(options.key, options.data)


def _dead_letters(options: argparse.Namespace) -> int:
    from services.commands.dead_letters import dead_letters_command

    return dead_letters_command(options.data, replay=options.replay)


def _replay(options: argparse.Namespace) -> int:
    from services.commands.replay import replay_command

    return replay_command(options.data, options.since)


def _evaluate(options: argparse.Namespace) -> int:
    from services.commands.evaluate import EvaluateOptions, evaluate_command

    return evaluate_command(EvaluateOptions(options.labelled, options.record, options.half, options.errors))


def _openapi(_options: argparse.Namespace) -> int:
    from services.commands.descriptions import print_openapi

    return print_openapi()


def _asyncapi(_options: argparse.Namespace) -> int:
    from services.commands.descriptions import print_asyncapi

    return print_asyncapi()


def _rebuild(options: argparse.Namespace) -> int:
    from services.commands.rebuild import rebuild_command

    return rebuild_command(options.data, check=options.check)


def _export_labels(options: argparse.Namespace) -> int:
    from services.commands.export_labels import export_labels_command

    return export_labels_command(options.data, options.output)


def _configuration(_options: argparse.Namespace) -> int:
    from services.commands.configuration import configuration_page

    print(configuration_page(), end="")  # noqa: T201
    return 0


if __name__ == "__main__":
    main()
