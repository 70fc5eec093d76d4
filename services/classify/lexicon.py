"""A language's terms in one tree, with the language-neutral names of makers and products."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pycountry

from services.classify.coverage import without_covered
from services.classify.keeping import kept_for_life
from services.classify.language_data import Language, language
from services.classify.language_words import Sign
from services.classify.normalise import Plain
from services.classify.state_names import capital_names, cldr_names
from services.classify.terms import Mention, TermTree
from services.reference.producers import (
    all_armed_groups,
    all_buyers,
    all_producers,
    all_products,
    legal_forms,
    name_words,
)

_PARTS = {
    "telling": "notice",
    "receivers": "notice",
    "papers": "notice",
    "bills": "bill",
    "readings": "bill",
    "movers": "mover",
    "tabling": "bill",
    "motions": "motion",
    "falling": "motion",
    "asking": "plea",
    "timed": "time",
    "timed_behind": "time",
    "years_ago": "ago",
    "dative": "dative",
    "locative": "locative",
}
"""Families of their own in those tables: parts of steps, put together once a sentence is cut, and signs of time."""


@dataclass(frozen=True)
class Lexicon:
    """Everything the reading can recognise in one language."""

    language: Language
    terms: TermTree

    def everything(self, plain: Plain) -> list[Mention]:
        """What is recognised in `plain`, by place: all that the gate needs."""
        return self.terms.find(plain)

    def mentions(self, plain: Plain) -> list[Mention]:
        """What is recognised in `plain`, by place, without parts of longer names and without traps."""
        return without_covered(self.everything(plain))


@cache
@kept_for_life()
def lexicon(code: str) -> Lexicon:
    """The lexicon of one language; built once, at its first use."""
    data = language(code)
    tree = TermTree(has_word_boundaries=data.has_word_boundaries, glued=data.glued)
    for kind, value, terms in _signs(data):
        tree.add(kind, value, terms)
    tree.close()
    return Lexicon(data, tree)


def _signs(data: Language) -> Iterator[Sign]:
    yield from _state_signs(data)
    yield from _treaty_signs(data)
    yield from _flat_signs(data)
    yield from _production_signs(data)
    yield from maker_signs(_scripts(data))


def _scripts(data: Language) -> frozenset[str]:
    """The scripts that names stand in, in texts of the language; Latin ones in all."""
    written = {
        _script(word) for word in (*data.common_words, *(name for names in data.states.values() for name in names))
    }
    return frozenset(written | {"LATIN"})


def _script(term: str) -> str:
    letter = next((letter for letter in term if letter.isalpha()), "A")
    return unicodedata.name(letter).partition(" ")[0].partition("-")[0]


def _state_signs(data: Language) -> Iterator[Sign]:
    for code, terms in data.states.items():
        yield "state", code, terms
    for codes, terms in data.groups.items():
        yield "state", codes, terms
    for forces in (*all_buyers(), *all_armed_groups()):
        yield "state", forces.country, tuple(_name(term) for term in forces.names)
    for group in all_armed_groups():
        if group.name:
            yield "armed_group", group.name, tuple(_name(term) for term in group.names)
    for code, terms in data.parliaments.items():
        yield "state", code, terms
        yield "body.parliament", code, terms
    if data.making.home is not None:
        yield "state", data.making.home, data.making.home_words
        yield "home_word", "", data.making.home_words
    yield from (("state", code, terms) for code, terms in capital_names(data))
    if data.uses_iso_names:
        for country in pycountry.countries:
            name = getattr(country, "common_name", country.name)
            if country.alpha_2 not in data.states and "," not in name:
                yield "state", country.alpha_2, (f"^{name}",)
    else:
        yield from (("state", code, terms) for code, terms in cldr_names(data))


def _treaty_signs(data: Language) -> Iterator[Sign]:
    for treaty_id, terms in data.treaties.items():
        yield "treaty", treaty_id, terms
    yield "other_treaty", "", data.traps.other_treaties
    for treaty_id, terms in data.traps.namesakes.items():
        yield "namesake", treaty_id, terms
    yield "treaty_word", "", data.treaty_words
    for act in ("withdraw", "denounce", "suspend", "de_ratify", "unsign"):
        yield from getattr(data.exits, act).signs("exit", act)
    yield from data.exits.echo.signs("exit", "echo")
    yield from (("counted", count, terms) for count, terms in data.counts.items())
    yield from data.exits.ending.signs("ending")
    yield from data.exits.pausing.signs("pausing")
    yield "doubting", "", data.exits.doubting
    yield "lapsing.lapsed", "", data.exits.lapsed
    yield "lapsing.procedure", "", data.exits.procedure
    yield "no_longer", "", data.exits.no_longer
    for tie in ("membership", "party", "signature", "ratification", "performance", "performing"):
        yield f"tie.{tie}", "", getattr(data.exits, tie)
    yield "stay", "", data.exits.stay
    yield "likeness", "", data.exits.same
    yield "void", "", data.exits.void
    yield "joined", "", data.traps.joining_treaty
    yield "gathering", "", data.traps.gatherings


def _flat_signs(data: Language) -> Iterator[Sign]:
    for family, table in (("step", data.steps), ("body", data.bodies), ("mood", data.modality), ("frame", data.frame)):
        for name in type(table).model_fields:
            yield f"{_PARTS.get(name, family)}.{name}", "", getattr(table, name)


def _production_signs(data: Language) -> Iterator[Sign]:
    for mine_class, terms in data.mines.items():
        yield "mine", mine_class.value, terms
    for form, classes in (("word", data.class_words), ("stem", data.class_stems)):
        for mine_class, terms in classes.items():
            yield f"mine_class.{form}", mine_class.value, terms
    yield "mine", "bare", data.bare_mines
    yield "arms", "", data.arms_words
    making = data.making
    for act in ("make", "begin", "expand", "halt", "buy", "contract", "deliver"):
        yield from getattr(making, act).signs("making", act)
    yield "works", "", making.works
    yield "making_history", "", making.history
    yield "refusal", "", making.refusal
    for word in ("growing", "stopping", "sealing"):
        yield from getattr(making, word).signs(word)
    for word in (
        "capacity",
        "deals",
        "denial",
        "untold",
        "outlawing",
        "tenders",
        "titles",
        "owners",
        "partners",
        "them",
        "own_make",
        "including",
    ):
        yield word, "", getattr(making, word)
    yield "company.word", "", making.companies
    yield "company.after", "", making.companies_after
    for trap in ("gear", "ore", "use", "other_goods", "ban", "ban_list", "left_out", "monitors"):
        yield trap, "", getattr(data.traps, trap)
    yield "mask", "", data.traps.masks
    figures = data.figures
    for role in ("mine_units", "per_year", "ordered", "not_an_order"):
        yield f"figure.{role}", "", getattr(figures, role)


def maker_signs(scripts: frozenset[str] | None = None) -> Iterator[Sign]:
    """The names of makers and of products, which all languages of a script share; without `scripts`, all names."""

    def written(terms: Iterable[str]) -> tuple[str, ...]:
        return tuple(_name(term) for term in terms if scripts is None or _script(term) in scripts)

    for maker in all_producers():
        yield "producer", maker.id, written(maker.names)
        for name, mine_class in maker.products.items():
            yield "product", f"{mine_class.value} {maker.id}", written((name,))
    yield "company.form", "", written(legal_forms())
    yield "name_word", "", name_words()
    for product in all_products():
        yield "product", product.mine_class.value, written(product.names)


def _name(term: str) -> str:
    return f"^{term}" if term[:1].isupper() else term
