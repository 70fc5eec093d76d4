"""The makers of mines, their countries, and the products that give them away."""

from functools import cache
from typing import Any

from services.reference.data_files import load
from services.reference.schemas import Forces, Producer, Product


class UnknownProducer(LookupError):  # noqa: N818 - named for what happened
    """No data file describes the producer."""


@cache
def _file() -> dict[str, Any]:
    return load("producers.toml")


@cache
def _by_id() -> dict[str, Producer]:
    found = [Producer.model_validate(entry) for entry in _file()["producers"]]
    return {entry.id: entry for entry in found}


def all_producers() -> tuple[Producer, ...]:
    """Every producer of the data file, in its order."""
    return tuple(_by_id().values())


def producer(producer_id: str) -> Producer:
    """The producer with this id; raises `UnknownProducer`."""
    try:
        return _by_id()[producer_id]
    except KeyError:
        raise UnknownProducer(f"no producer {producer_id!r}") from None


@cache
def legal_forms() -> tuple[str, ...]:
    """What stands behind a company's name in law: "S.A.", "GmbH"."""
    return tuple(_file()["legal_forms"])


@cache
def name_words() -> tuple[str, ...]:
    """What a company's name often ends with, which tells it from a person's or a place's: "Defence", "Systems"."""
    return tuple(_file()["name_words"])


@cache
def all_buyers() -> tuple[Forces, ...]:
    """The agencies and forces that buy arms, by the states they buy for."""
    return tuple(Forces.model_validate(entry) for entry in _file()["buyers"])


@cache
def all_armed_groups() -> tuple[Forces, ...]:
    """Groups that make mines outside a state's industry, by the states they do it in."""
    return tuple(Forces.model_validate(entry) for entry in _file()["armed_groups"])


@cache
def all_products() -> tuple[Product, ...]:
    """Products that belong to no single maker."""
    return tuple(Product.model_validate(entry) for entry in load("products.toml")["products"])
