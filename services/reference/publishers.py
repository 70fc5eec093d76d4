"""Publishers: whose outlets are one house, and which domain names an outlet."""

from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import Field

from services.reference.data_files import load
from services.reference.schemas import Identifier, Record

# Under these the publisher is the third label: err.ee, but example.co.uk and somebody.substack.com.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "gob", "gouv", "go", "mil", "ne", "net", "or", "org"})
_SHARED_HOSTS = frozenset({"blogspot.com", "github.io", "medium.com", "substack.com", "wordpress.com"})


class Family(Record):
    """A house and the domains of its outlets."""

    id: Identifier
    name: str
    domains: tuple[str, ...] = Field(min_length=1)


@cache
def all_families() -> tuple[Family, ...]:
    """Every house of the data file."""
    return tuple(Family.model_validate(entry) for entry in load("publishers.toml")["families"])


@cache
def _family_by_domain() -> Mapping[str, str]:
    return {domain: family.id for family in all_families() for domain in family.domains}


def publisher_of(url: str) -> str | None:
    """The house that published an address, else its own domain; None where the address names nobody."""
    domain = publisher_domain(url)
    return _family_by_domain().get(domain, domain) if domain is not None else None


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


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
