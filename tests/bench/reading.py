"""`make bench`: how fast the reading is, beside a bare loop over the same bytes in the same run."""

import json
import statistics
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from services.classify.gate import could_matter
from services.classify.labelled import load_items
from services.classify.language_data import language_codes
from services.classify.reading import read

ARTICLE_CHARACTERS = 1_500
PASSES = 7
HERE = Path(__file__).parent
DATA = HERE.parent / "data"
START = """
import json, time
begun = time.perf_counter()
from services.classify.reading import read
read("", "Poland formally left the Ottawa Convention on 20 February 2026.")
first = time.perf_counter() - begun
from tests.bench.reading import reports
for text in reports():
    read("", text)
resident = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))
print(json.dumps([first, resident / 1024]))
"""


def other_news() -> list[str]:
    """Articles about other things, 1.5 kB each, in every language there is a file for; no two alike."""
    articles = []
    for code, text in tomllib.loads((HERE / "other_news.toml").read_text(encoding="utf-8")).items():
        if code in language_codes():
            articles += [_padded(_turned(text, turn), text) for turn in range(20)]
    return articles


def reports() -> list[str]:
    """Labelled reports, with other news behind them, 1.5 kB each."""
    filler = tomllib.loads((HERE / "other_news.toml").read_text(encoding="utf-8"))
    items = load_items([*sorted((DATA / "labelled").glob("*.jsonl")), DATA / "en_pl.jsonl"])
    return [
        _padded(f"{item.title}\n{item.text}", filler[item.lang])
        for item in items
        if item.labels and item.lang in language_codes() and item.lang in filler
    ]


def _turned(text: str, turn: int) -> str:
    words = text.split()
    return " ".join(words[turn % len(words) :] + words[: turn % len(words)])


def _padded(text: str, filler: str) -> str:
    while len(text.encode()) < ARTICLE_CHARACTERS:
        text += "\n" + filler
    return text.encode()[:ARTICLE_CHARACTERS].decode(errors="ignore")


def rate(work: Callable[[str], object], articles: Sequence[str]) -> float:
    """Articles a second: the median of several passes, after one that warms up."""
    seconds = []
    for _ in range(PASSES + 1):
        begun = time.perf_counter()
        for article in articles:
            work(article)
        seconds.append(time.perf_counter() - begun)
    return len(articles) / statistics.median(seconds[1:])


def start_up() -> tuple[float, float]:
    """Seconds from nothing to the first reading, and MiB held after reading every language: of a fresh process."""
    told = subprocess.run([sys.executable, "-c", START], check=True, capture_output=True, text=True)
    seconds, resident = json.loads(told.stdout)
    return seconds, resident


def lines() -> Iterable[str]:
    """The report."""
    others, matching = other_news(), reports()
    stopped = sum(not could_matter(article) for article in others)
    yield f"{ARTICLE_CHARACTERS} bytes each, one core, medians of {PASSES} passes, {len(language_codes())} languages"
    yield f"{len(others)} of other news, {stopped} of them end at the first scan; {len(matching)} reports"
    yield f"bare loop over the same bytes    {rate(lambda text: text.encode(), others):>12,.0f} articles/s"
    yield f"gate (first scan)                {rate(could_matter, others):>12,.0f} articles/s   wanted 20,000"
    yield f"other news, the whole way        {rate(lambda text: read('', text), others):>12,.0f} articles/s"
    by_rules = rate(lambda text: read("", text, is_learned=False), matching)
    yield f"reports, read by the rules       {by_rules:>12,.0f} articles/s   wanted 500"
    short = [text.split("\n")[0] + "\n" + text.split("\n")[1] for text in matching]
    alone = rate(lambda text: read("", text, is_learned=False), short)
    with_signs = rate(lambda text: read("", text), short)
    yield f"the same as feeds carry them     {alone:>12,.0f} articles/s   by the rules"
    yield f"  with the learned part          {with_signs:>12,.0f} articles/s   at most 800 characters are asked about"
    seconds, resident = start_up()
    yield f"start to first reading           {seconds:>12.2f} s            wanted at most 1.5"
    yield f"resident after every language    {resident:>12.0f} MiB          wanted at most 250"


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
