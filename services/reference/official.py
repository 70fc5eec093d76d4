"""Whether a source speaks for the state concerned or for the treaty's depositary."""

from services.contracts.vocabulary import FeedKind
from services.reference.publishers import publisher_domain
from services.reference.treaties import UnknownTreaty, treaty

_DEPOSITARY_DOMAINS = {
    "Secretary-General of the United Nations": ("un.org", "unoda.org"),
    "Government of the Netherlands": ("overheid.nl", "government.nl", "minbuza.nl"),
    "Governments of Canada and Hungary": ("international.gc.ca", "gc.ca", "kormany.hu"),
}
"""Where depositaries publish what they received, by the words of the treaty files."""


def is_official(
    feed_kind: str | None, feed_country: str | None, url: str | None, *, country: str, treaty_id: str | None
) -> bool:
    """Whether the state concerned or the treaty's depositary speaks here: by the feed's kind, country and address."""
    if feed_kind != FeedKind.OFFICIAL:
        return False
    if feed_country == country:
        return True
    domain = publisher_domain(url or "")
    return treaty_id is not None and domain is not None and domain in _depositary_domains(treaty_id)


def _depositary_domains(treaty_id: str) -> tuple[str, ...]:
    try:
        return _DEPOSITARY_DOMAINS.get(treaty(treaty_id).depositary, ())
    except UnknownTreaty:
        return ()
