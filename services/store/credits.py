"""What an article itself tells of its origin: the agency it credits, and its publisher."""

import hashlib
from dataclasses import dataclass

from services.contracts.article import Article
from services.reference.agencies import agency_hosts, credited_agency
from services.reference.publishers import publisher_domain, publisher_of
from services.store.likeness import letters_of

_LONG_TEXT_CHARACTERS = 200
"""From this length on the text alone makes a copy: outlets change the headline and keep the wire's words."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Whose words an article prints, as far as it says so itself."""

    agency: str | None
    publisher: str
    """A house of publishers, a domain, or the feed where the address names nobody."""

    @property
    def origin(self) -> str:
        """`agency:<id>`, `publisher:<house or domain>` or `feed:<id>`."""
        return f"agency:{self.agency}" if self.agency else self.publisher


def credit_of(article: Article) -> Credit:
    """The agency it plainly credits or is published by, and its publisher."""
    # Whom an aggregator credits comes first: its own links may all lead through one host.
    address = article.publisher_url or article.url or ""
    domain, publisher = publisher_domain(address), publisher_of(address)
    byline = f"({article.author})" if article.author else ""
    agency = agency_hosts().get(domain or "") or credited_agency(article.text) or credited_agency(byline)
    return Credit(agency, f"publisher:{publisher}" if publisher is not None else f"feed:{article.feed.id}")


def text_key(title: str, letters: str) -> str:
    """Equal for copies of one text, whatever their spacing, case and punctuation, and for long ones their headline."""
    text = letters if len(letters) >= _LONG_TEXT_CHARACTERS else letters_of(title) + "\n" + letters
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
