"""The English title of an event, built from its fields alone, whatever the language of its sources."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from services.contracts.vocabulary import Act, MineType, Stage, Topic
from services.database.folding import producer_key
from services.reference.countries import UnknownCountry, country_name
from services.reference.producers import all_producers
from services.reference.treaties import UnknownTreaty, treaty_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is said of an event: the fact fields of services.contracts.event.Event."""

    topic: Topic
    country: str
    treaty: str | None = None
    stage: Stage
    act: Act | None = None
    producer: str | None = None
    mine_type: MineType | None = None
    quantity: int | None = None
    capacity_per_year: int | None = None
    notified_on: date | None = None
    claimed_effective_on: date | None = None
    computed_effective_on: date | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class _ActWords:
    infinitive: str
    gerund: str
    noun: str


_ACT_WORDS: dict[Act, _ActWords] = {
    Act.WITHDRAW: _ActWords("withdraw from", "withdrawing from", "withdrawal from"),
    Act.SUSPEND: _ActWords("suspend", "suspending", "suspension of"),
    Act.DE_RATIFY: _ActWords("de-ratify", "de-ratifying", "de-ratification of"),
    Act.EXPIRE: _ActWords("let go of", "letting go of", "exit from"),
    Act.UNSIGN: _ActWords("unsign", "unsigning", "unsigning of"),
}
_TREATY_TITLES: dict[Stage, str] = {
    Stage.CONSIDERED: "{state} considers {act.gerund} {treaty}",
    Stage.RECOMMENDED: "{states} {act.noun} {treaty} is recommended",
    Stage.GOVERNMENT_DECISION: "{states} government decides to {act.infinitive} {treaty}",
    Stage.PARLIAMENT_APPROVED: "{states} parliament approves {act.noun} {treaty}",
    Stage.SIGNED_INTO_LAW: "{states} {act.noun} {treaty} is signed into law",
    Stage.NOTIFIED: "{state} notifies its {act.noun} {treaty}",
    Stage.IN_EFFECT: "{states} {act.noun} {treaty} takes effect",
    Stage.SUSPENDED: "{state} suspends {treaty}",
    Stage.REJECTED: "{state} rejects {act.gerund} {treaty}",
    Stage.OPPOSED: "{states} {act.noun} {treaty} is opposed",
}
_PRODUCTION_TITLES: dict[Stage, str] = {
    Stage.CONSIDERED: "{maker} considers producing {mines}",
    Stage.PLANNED: "{maker} plans to produce {mines}",
    Stage.CONTRACTED: "{maker} is contracted to produce {mines}",
    Stage.STARTED: "{maker} starts producing {mines}",
    Stage.EXPANDED: "{maker} expands its production of {mines}",
    Stage.DELIVERED: "{maker} delivers {mines}",
    Stage.HALTED: "{maker} halts its production of {mines}",
    Stage.REJECTED: "{maker} rejects producing {mines}",
}
# Where nobody says who makes them, a state orders or receives mines rather than being the maker.
_MAKERLESS_TITLES: dict[Stage, str] = {
    Stage.CONTRACTED: "{state} orders {mines}",
    Stage.DELIVERED: "{state} takes delivery of {mines}",
}
_IMPORT_TITLES: dict[Stage, str] = {
    Stage.CONSIDERED: "{state} considers buying {mines} from {producer}",
    Stage.PLANNED: "{state} plans to buy {mines} from {producer}",
    Stage.CONTRACTED: "{state} orders {mines} from {producer}",
    Stage.DELIVERED: "{state} takes delivery of {mines} from {producer}",
    Stage.REJECTED: "{state} rejects buying {mines} from {producer}",
}
_MINES: dict[MineType, str] = {
    MineType.ANTIPERSONNEL: "anti-personnel mines",
    MineType.ANTITANK: "anti-tank mines",
    MineType.NAVAL: "naval mines",
    MineType.DIRECTIONAL: "directional mines",
    MineType.MINELAYER: "minelaying systems",
    MineType.UNSPECIFIED: "mines",
}
_WITH_ARTICLE = frozenset(
    {"AE", "BS", "CD", "CF", "CG", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "SC", "US", "VA"}
)
_BARE_TREATIES = frozenset({"new_start"})


def title_of(facts: Facts) -> str:
    """One English sentence without its full stop."""
    title = _treaty_title(facts) if facts.topic is Topic.TREATY_WITHDRAWAL else _production_title(facts)
    return title[0].upper() + title[1:]


def _treaty_title(facts: Facts) -> str:
    words = _ACT_WORDS[facts.act or Act.WITHDRAW]
    state = _state(facts.country)
    if facts.act is Act.EXPIRE and facts.stage is Stage.IN_EFFECT:
        return f"{_treaty(facts.treaty or '')} expires for {state}"
    return _TREATY_TITLES[facts.stage].format(
        state=state, states=_possessive(state), act=words, treaty=_treaty(facts.treaty or "")
    )


def _production_title(facts: Facts) -> str:
    state, producer = _state(facts.country), facts.producer
    mines = _MINES[facts.mine_type or MineType.UNSPECIFIED]
    template = _PRODUCTION_TITLES[facts.stage]
    if producer is None:
        template = _MAKERLESS_TITLES.get(facts.stage, template)
    elif _is_import(producer, facts.country):
        template = _IMPORT_TITLES.get(facts.stage, template)
    maker = state if producer is None else f"{producer} ({_name(facts.country)})"
    return template.format(state=state, maker=maker, producer=producer, mines=mines)


def _is_import(producer: str, country: str) -> bool:
    home = _home_countries().get(producer_key(producer))
    return home is not None and home != country


@cache
def _home_countries() -> dict[str, str]:
    return {producer_key(one.name): one.country for one in all_producers()}


def _name(country: str) -> str:
    try:
        return country_name(country)
    except UnknownCountry:
        return country


def _state(country: str) -> str:
    name = _name(country)
    return f"the {name}" if country in _WITH_ARTICLE else name


def _possessive(state: str) -> str:
    """`Poland's`, `Cyprus's`, but `the United States'`: plural names take the apostrophe alone."""
    return state + ("'" if state.startswith("the ") and state.endswith("s") else "'s")


def _treaty(treaty_id: str) -> str:
    try:
        name = treaty_name(treaty_id)
    except UnknownTreaty:
        name = f"{treaty_id} treaty"
    return name if treaty_id in _BARE_TREATIES else f"the {name}"
