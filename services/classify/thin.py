"""When the text that a feed carries is too thin for its facts, so that the article's page is worth asking for. Pure."""

from urllib.parse import urlsplit

from services.classify.reading import Reading
from services.contracts.article import Article, TextFrom
from services.contracts.finding import Finding
from services.contracts.vocabulary import MineType, Realis, Stage, Topic

_REDIRECTING = ("news.google.com", "news.url.google.com")
"""Hosts whose links lead on only for a browser: fetched, they bring no article."""

_ORDERED = frozenset((Stage.CONTRACTED, Stage.DELIVERED))
_DATED = frozenset((Stage.NOTIFIED, Stage.IN_EFFECT))


def missing_from(article: Article, reading: Reading, *, below_characters: int) -> str | None:
    """What the page is wanted for, in plain words; None where it is not wanted.

    Only a first revision asks, so that nothing is asked for twice: later ones are changed summaries, or the page.
    """
    if article.revision != 1 or article.text_from is not TextFrom.FEED or not _has_page(article.url):
        return None
    if len(article.text) >= below_characters or not reading.gate.passed:
        return None
    size = f"a text of {len(article.text)} characters"
    if not reading.findings:
        return f"{size} says nothing certain, but {reading.gate.reason}"
    for finding in reading.findings:
        absent = _absent(finding)
        if absent:
            return f"{size} leaves out {', '.join(absent)}"
    return None


def _has_page(url: str | None) -> bool:
    return url is not None and (urlsplit(url).hostname or "") not in _REDIRECTING


def _absent(finding: Finding) -> list[str]:
    """The facts that a full report of such a step usually states."""
    if finding.realis in (Realis.HISTORICAL, Realis.NEGATED):
        return []
    if finding.topic is Topic.TREATY_WITHDRAWAL:
        is_undated = finding.notified_on is None and finding.effective_on is None and finding.occurred_on is None
        return ["the dates"] if is_undated or (finding.stage in _DATED and finding.effective_on is None) else []
    absent = []
    if finding.producer is None:
        absent.append("the maker")
    if finding.mine_type is MineType.UNSPECIFIED:
        absent.append("the kind of mine")
    if finding.stage in _ORDERED and finding.quantity is None:
        absent.append("how many")
    return absent
