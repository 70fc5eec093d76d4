"""Who is behind a report: copies of one story are one origin, however many outlets print them.

An article's own origin is the agency it plainly credits, else its publisher. Articles with the same text share
the origin of the earliest of them, or the agency that any of them credits: the others copied it.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from services.contracts.article import Article
from services.database.folding import folded

_AGENCY_HOSTS = {
    "afp.com": "afp",
    "ansa.it": "ansa",
    "apnews.com": "ap",
    "bns.ee": "bns",
    "bns.lt": "bns",
    "bns.lv": "bns",
    "dpa.com": "dpa",
    "interfax.com": "interfax",
    "interfax.ru": "interfax",
    "kyodonews.net": "kyodo",
    "leta.lv": "leta",
    "ntb.no": "ntb",
    "pap.pl": "pap",
    "reuters.com": "reuters",
    "stt.fi": "stt",
    "tass.com": "tass",
    "tass.ru": "tass",
    "tt.se": "tt",
    "ukrinform.net": "ukrinform",
    "ukrinform.ua": "ukrinform",
    "xinhuanet.com": "xinhua",
    "yna.co.kr": "yonhap",
}
_AGENCY_NAMES = {
    "afp": "afp",
    "ansa": "ansa",
    "ap": "ap",
    "associated press": "ap",
    "bns": "bns",
    "dpa": "dpa",
    "interfax": "interfax",
    "kyodo": "kyodo",
    "leta": "leta",
    "ntb": "ntb",
    "pap": "pap",
    "reuters": "reuters",
    "stt": "stt",
    "tass": "tass",
    "tt": "tt",
    "ukrinform": "ukrinform",
    "xinhua": "xinhua",
    "yonhap": "yonhap",
}
# Datelines stand at the head, credits at the foot; in between a name in brackets may be about anything.
_HEAD_CHARACTERS = 160
_FOOT_CHARACTERS = 120
_NAMES = "|".join(sorted(map(re.escape, _AGENCY_NAMES), key=len, reverse=True))
_CREDIT = re.compile(rf"[(\[]({_NAMES})[)\]]|(?:^|\n)({_NAMES})\s*[–—-]\s", re.IGNORECASE)

# Under these the publisher is the third label: err.ee, but example.co.uk and somebody.substack.com.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "gob", "gouv", "go", "mil", "ne", "net", "or", "org"})
_SHARED_HOSTS = frozenset({"blogspot.com", "github.io", "medium.com", "substack.com", "wordpress.com"})

_LONG_TEXT_CHARACTERS = 200
"""From this length on the text alone makes a copy: outlets change the headline and keep the wire's words."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What of an article tells whether it is a copy."""

    article_id: str
    own_origin: str
    text_key: str
    reported_at: datetime


def origin_of(article: Article) -> str:
    """Its own origin: `agency:<name>`, `publisher:<domain>`, or `feed:<id>` where the address tells no publisher."""
    domain = publisher_domain(article.url or "")
    agency = _AGENCY_HOSTS.get(domain or "") or credited_agency(article.text)
    if agency is not None:
        return f"agency:{agency}"
    return f"publisher:{domain}" if domain is not None else f"feed:{article.feed.id}"


def credited_agency(text: str) -> str | None:
    """The agency of the dateline or the credit line, where it is plain; a quotation of one is no credit."""
    found = _CREDIT.search(text[:_HEAD_CHARACTERS]) or _CREDIT.search(text[-_FOOT_CHARACTERS:])
    return _AGENCY_NAMES[(found[1] or found[2]).casefold()] if found else None


def publisher_domain(url: str) -> str | None:
    """The domain that names the publisher; None for numbers and names of the local network."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    labels = host.split(".")
    if len(labels) < 2 or _is_number(host):
        return None
    last_two = ".".join(labels[-2:])
    is_deeper = last_two in _SHARED_HOSTS or (len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL)
    return ".".join(labels[-3:]) if is_deeper else last_two


def text_key(article: Article) -> str:
    """Equal for copies of one text, whatever their spacing, case and punctuation, and for long ones their headline."""
    text = _letters(article.text)
    if len(text) < _LONG_TEXT_CHARACTERS:
        text = _letters(article.title) + "\n" + text
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def origins(copies: Iterable[Copy]) -> dict[str, str]:
    """The independent origin of each article, by its id."""
    by_text: dict[str, list[Copy]] = defaultdict(list)
    for one in copies:
        by_text[one.text_key].append(one)
    return {one.article_id: _origin_of_copies(same) for same in by_text.values() for one in same}


def _origin_of_copies(same: list[Copy]) -> str:
    first = min(same, key=lambda one: (not one.own_origin.startswith("agency:"), one.reported_at, one.article_id))
    return first.own_origin


def _letters(text: str) -> str:
    return "".join(character for character in folded(text) if character.isalnum())


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
