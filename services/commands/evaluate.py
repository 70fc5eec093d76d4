"""`ottawatch evaluate`: how right the reading is on labelled items, and whether it has become worse."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.classify.labelled import Item, load_items
from services.classify.measures import Answer, Measures, by_language, measure
from services.classify.reading import read

FLOORS = Path("tests/data/floors.json")
PAGE = Path("docs/detection.md")
OWN_ITEMS = ("tests/data/labelled", "tests/data/en_pl.jsonl")
HELD_OUT = (Path("tests/data/held_out.jsonl"), Path("tests/data/held_out_reports.jsonl"))
"""Items by somebody who had no part in the rules: what they say comes nearer to what readers will see. Those of the
second file were written after real reports, and come nearest."""
TOLERANCE = 0.0005
ALARM = "false_alarms"
HELD = "held out"
_BEGIN, _END = "<!-- figures: begin -->", "<!-- figures: end -->"
_COLUMNS = (
    "treaty_withdrawal",
    "mine_production",
    "slot",
    "near",
    "step",
    "dates",
    "figures",
    "producer",
    ALARM,
)

Floors = dict[str, dict[str, float]]


@dataclass(frozen=True)
class EvaluateOptions:
    """What is measured, and what is done with the figures."""

    labelled: Sequence[Path] = ()
    """Files of labelled items; none stands for the project's own."""
    record: bool = False
    """Take today's figures as the floors, and write them into the page."""
    half: int | None = None
    """0 or 1: only the events of one half, by a hash of their names."""
    errors: int = 0
    """How many articles with a wrong topic are shown."""


def evaluate_command(options: EvaluateOptions) -> int:
    """Measure, print, and compare with the floors; answers the exit code."""
    is_own = not options.labelled
    try:
        items = load_items(own_files() if is_own else options.labelled)
        held_out = held_out_items() if is_own else HeldOut()
    except (OSError, ValueError) as error:
        _say(f"ottawatch evaluate: {error}", to_stderr=True)
        return 2
    if options.half is not None:
        items = [item for item in items if item.fold(2) == options.half]
        held_out = held_out.of_half(options.half)
    answers, others = answers_to(items), groups_of(held_out)
    told = table(answers, others)
    _say(told)
    for answer in _wrong(answers)[: options.errors]:
        found = sorted({finding.topic.value for finding in answer.findings})
        _say(f"wrong: {answer.item.id} {sorted(answer.item.labels)} read as {found}: {answer.item.title[:90]}")
    if not is_own or options.half is not None:
        return 0
    if options.record:
        FLOORS.write_text(json.dumps(floors_of(answers, others), indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
        _say(f"recorded in {FLOORS} and {PAGE}")
        return 0
    fallen = fallen_below(floors_of(answers, others), json.loads(FLOORS.read_text(encoding="utf-8")))
    for complaint in fallen:
        _say(complaint, to_stderr=True)
    return 1 if fallen else 0


@dataclass(frozen=True)
class HeldOut:
    """The held-out items: imagined news, and news after real reports."""

    imagined: Sequence[Item] = ()
    reports: Sequence[Item] = ()

    def of_half(self, half: int) -> "HeldOut":
        """Only the events of one half."""
        return HeldOut(*([item for item in part if item.fold(2) == half] for part in (self.imagined, self.reports)))


def held_out_items(root: Path = Path()) -> HeldOut:
    """The items of both files."""
    return HeldOut(*(load_items([root / path]) for path in HELD_OUT))


def groups_of(held_out: HeldOut) -> dict[str, list[Answer]]:
    """The answers to the held-out items, all, some, and as the rules alone give them."""
    every = [*held_out.imagined, *held_out.reports]
    if not every:
        return {}
    told, by_rules = answers_to(every), answers_to(every, is_learned=False)
    first = len(held_out.imagined)
    return {
        HELD: told,
        "of them after reports": told[first:],
        "held out, rules alone": by_rules,
        "after reports, rules alone": by_rules[first:],
    }


def own_files(root: Path = Path()) -> list[Path]:
    """The project's own labelled files."""
    folder, more = OWN_ITEMS
    return [*sorted((root / folder).glob("*.jsonl")), root / more]


def answers_to(items: Sequence[Item], *, is_learned: bool = True) -> list[Answer]:
    """Each item as it is read today, without a hint of its language; by the rules alone where not `is_learned`."""
    return [
        Answer(item, read(item.title, item.text, published_on=item.published, is_learned=is_learned).findings)
        for item in items
    ]


def floors_of(answers: Sequence[Answer], held_out: Mapping[str, Sequence[Answer]]) -> Floors:
    """The figures of the own items, of the held-out ones, and of each language of the own."""
    return {
        "all": measure(answers).figures(),
        **{name: measure(group).figures() for name, group in held_out.items()},
        **{code: measures.figures() for code, measures in by_language(answers)},
    }


def fallen_below(figures: Floors, floors: Floors) -> list[str]:
    """A sentence for each figure that is worse than its floor."""
    complaints = []
    for group, recorded in floors.items():
        for name, floor in recorded.items():
            now = figures.get(group, {}).get(name)
            if now is None:
                complaints.append(f"{group}: {name} was {floor:.3f} and is measured no more")
            elif (now > floor + TOLERANCE) if name == ALARM else (now < floor - TOLERANCE):
                complaints.append(f"{group}: {name} was {floor:.3f} and is {now:.3f}")
    return complaints


def table(answers: Sequence[Answer], held_out: Mapping[str, Sequence[Answer]] | None = None) -> str:
    """The figures as a table in Markdown: all items, the groups of held-out ones, then each language."""
    head = ["language", "items", "withdrawal F1", "production F1", "slot F1", "near F1", "step F1"]
    head += ["dates", "figures", "producer", "false alarms"]
    rows = [("**all**", measure(answers))]
    for name, group in (held_out or {}).items():
        rows.append((f"**{name}**" if name == HELD else name, measure(group)))
    rows += by_language(answers)
    lines = [_row(head), _row(["---"] * len(head)), *(_row(_cells(name, measures)) for name, measures in rows)]
    return "\n".join(lines)


def _cells(name: str, measures: Measures) -> list[str]:
    figures = measures.figures()
    told = ["–" if column not in figures else f"{figures[column]:.3f}" for column in _COLUMNS]
    return [name, str(measures.items), *told]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def with_figures(page: str, figures: str) -> str:
    """The page with the table between its marks renewed; raises `ValueError` where it has no marks."""
    before, found, rest = page.partition(_BEGIN)
    _, ended, after = rest.partition(_END)
    if not found or not ended:
        raise ValueError(f"{PAGE} has lost its marks {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{figures}\n{_END}{after}"


def _wrong(answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if {f.topic for f in answer.findings} != set(answer.item.labels)]


def _say(text: str, *, to_stderr: bool = False) -> None:
    print(text, file=sys.stderr if to_stderr else sys.stdout)
