"""Countries by their ISO 3166 alpha-2 code, under the English names people use."""

from functools import cache

import pycountry

from services.reference.data_files import load


class UnknownCountry(LookupError):  # noqa: N818 - named for what happened
    """The code is not an ISO 3166 alpha-2 code."""


@cache
def _overrides() -> dict[str, str]:
    names: dict[str, str] = load("countries.toml")["names"]
    return names


@cache
def country_name(alpha2: str) -> str:
    """The short English name: "Poland", "South Korea", "United States"; raises `UnknownCountry`."""
    if alpha2 in _overrides():
        return _overrides()[alpha2]
    found = pycountry.countries.get(alpha_2=alpha2)
    if found is None:
        raise UnknownCountry(f"no country has the code {alpha2!r}")
    return str(getattr(found, "common_name", found.name))


@cache
def all_countries() -> tuple[str, ...]:
    """Every alpha-2 code that has a name."""
    return tuple(sorted({entry.alpha_2 for entry in pycountry.countries} | set(_overrides())))


@cache
def capitals() -> dict[str, tuple[str, ...]]:
    """By alpha-2 code, the capitals that stand for their governments, as terms in all spellings."""
    names: dict[str, list[str]] = load("capitals.toml")["names"]
    return {code: tuple(terms) for code, terms in names.items()}
