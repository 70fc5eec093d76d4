"""The tables of words that a language file must hold: of exits, of those who act, of making, of look-alikes."""

from collections.abc import Iterator

from pydantic import Field

from services.reference.schemas import Alpha2, Record

Terms = tuple[str, ...]
Sign = tuple[str, str, Terms]
"""A kind, a value, and the terms that are signs of it."""


class Forms(Record):
    """One act by how far its words say it has come. Infinitives, gerunds and nouns say nothing: `noun`."""

    past: Terms = ()
    present: Terms = ()
    future: Terms = ()
    noun: Terms = ()
    passive: Terms = ()
    """Done to the thing, so that the thing may stand before it."""

    def signs(self, family: str, value: str = "") -> Iterator[Sign]:
        """The forms as signs of `family.past`, `family.present` and so on."""
        for form in ("past", "present", "future", "noun", "passive"):
            yield f"{family}.{form}", value, getattr(self, form)


class Exits(Record):
    """The ways out of a treaty."""

    withdraw: Forms
    denounce: Forms
    """Words for ending a treaty that a parliament or president can be the subject of."""
    suspend: Forms
    de_ratify: Forms
    unsign: Forms
    echo: Forms = Forms()
    """Words that repeat an exit told before: "did so", "followed suit"."""
    stay: Terms = ()
    """Words for remaining in a treaty, which beside its name tell of an exit weighed or rejected: "stays in"."""
    same: Terms = ()
    """What stands for the step told before, of whomever: "such a step", "the same decision"."""
    void: Terms = ()
    """What a treaty does that a state has left, beside the state's name: "no longer applies"."""
    ending: Forms = Forms()
    """Verbs that end whatever they are about: with what binds a state, an exit ("ends .. its participation")."""
    pausing: Forms = Forms()
    """Verbs that halt for a time: with what a treaty asks, a suspension ("stops .. the implementation")."""
    lapsed: Terms = ()
    """Verbs of what has ended by itself: with what binds a state, or the procedure of leaving, an exit that is over."""
    procedure: Terms = ()
    """What runs from the notice to the exit: procedure, period."""
    doubting: Terms = ()
    """Verbs that put in question what binds a state: "rethinks .. its membership"."""
    no_longer: Terms = ()
    """With a word for being bound, an exit that is over: "is no longer .. a party"."""
    membership: Terms = ()
    """What binds a state: participation, membership, adherence."""
    party: Terms = ()
    """What a bound state is: a party, a member, bound."""
    signature: Terms = ()
    ratification: Terms = ()
    performance: Terms = ()
    """What a treaty asks: implementation, obligations."""
    performing: Terms = ()
    """Carrying a treaty out, as verbs and nouns: "applies", "compliance with"; who no longer does so suspended it."""


class Steps(Record):
    """Signs of how far a withdrawal has come."""

    considered: Terms
    proposed_bill: Terms
    recommended: Terms
    asking: Terms = ()
    """Verbs of asking for something: where a committee asks for the exit, it is recommended."""
    decided: Terms
    voted: Terms
    """Signs of a vote won; whose vote it was, the bodies say."""
    signed: Terms
    decreed: Terms
    notified: Terms
    telling: Terms = ()
    """Verbs done that make a notice together with who gets it or the paper it is: "handed .. to the depositary"."""
    receivers: Terms = ()
    papers: Terms = ()
    bills: Terms = ()
    """With a verb of tabling, the government's step of bringing the exit before parliament."""
    readings: Terms = ()
    """The first of a bill's readings, in parliaments that vote on it again: the bill is before the chamber still."""
    movers: Terms = ()
    """Members of parliament who bring a bill of their own: an exit that is only weighed so far."""
    tabling: Terms = ()
    motions: Terms = ()
    """What is put to the vote; with a verb of falling, an exit rejected, whatever the motion asked for."""
    falling: Terms = ()
    """Signs of a vote lost: "fell", "was voted down"."""
    effect: Terms
    rejected: Terms
    opposed: Terms
    regretted: Terms = ()
    """Of the words for objecting those that only deplore what has been decided: "regrets the exit"."""


class Bodies(Record):
    """Who acts for a state."""

    parliament: Terms
    government: Terms
    president: Terms
    committee: Terms
    ministers: Terms
    organisation: Terms
    """Those who speak but cannot decide: organisations, experts, opposition."""


class Modality(Record):
    """Signs of how real a step is. They stand before the word they bear on."""

    future: Terms
    possible: Terms
    negation: Terms
    background: Terms
    """Signs that something is recalled, not reported."""
    long_ago: Terms
    """Signs of a time that is over."""
    years_ago: Terms = ()
    """Ten years and more before the news: "twenty years ago". What began then may go on."""


class Frame(Record):
    """Small words that give the names around them their part in the sentence."""

    not_subject: Terms
    """Before a state: it is not the one that acts."""
    place: Terms
    """Before a state: where a thing is made."""
    place_behind: Terms = ()
    """The same behind a state: Korean "in"."""
    agent: Terms = ()
    """Before a state that acts in a noun or a passive: "exit by", "withdrawal of"."""
    recipient: Terms = ()
    """Before a state: it is the one that gets what is sold."""
    locative: Terms = ()
    """Forms of states' names that tell where something is, by their ending: "Virossa", "Latvijā"."""
    dative: Terms = ()
    """Names of states in the form that, with nothing before it, tells alone who is given or sold what is delivered."""
    benefit: Terms = ()
    """Before a state: what is made is for it, so that it buys and does not make."""
    benefit_after: Terms = ()
    """The same behind a state."""
    acting_behind: Terms = ()
    """After a state or its body, in languages that mark who acts: Japanese topic particles."""
    else_behind: Terms = ()
    """The same of one who only gets, is dealt with or named: "to", "from", "with"."""
    not_actor: Terms = ()
    """After a state: not the state acts but what is named here ("Belarusian outlet")."""
    speech: Terms = ()
    """Verbs of telling: a date beside one is the day of the telling."""
    either: Terms = ()
    """Signs that a sentence leaves open which of several steps each state took."""
    joining: Terms
    """Between names: they stand in one list."""
    along: Terms = ()
    """Before states: they do what the sentence's subject does, however far from it: "leaves .. together with X"."""
    articles: Terms = ()
    """Of the joining words those that join nothing by themselves: "in Maputo the United States"."""
    clause: Terms
    """Words that open a new clause."""
    conditions: Terms = ()
    """Where the sentence begins with them they mean "if", which elsewhere they need not."""
    relative: Terms = ()
    """Words that open a clause about the name before them; what such a clause tells is known already."""
    timed: Terms = ()
    """Words that open a clause or phrase of time: what it tells came before the news, "after the exit"."""
    timed_behind: Terms = ()
    """The same where they close it."""


class Making(Record):
    """Signs of each step of production and purchase."""

    make: Forms
    begin: Forms
    works: Terms
    """Plants and lines: nouns that stand for production."""
    expand: Forms
    halt: Forms
    buy: Forms
    contract: Forms
    deliver: Forms
    own_make: Terms = ()
    """Beside mines: whose make they are, which tells of no making: "mines of domestic production"."""
    history: Terms
    """Signs that what is told is no new making: makers of old, mines given from stocks."""
    refusal: Terms = ()
    """Signs that what was thought of is dropped."""
    growing: Forms = Forms()
    """Verbs of growth: with a word for capacity, or a yearly figure, they tell of more production."""
    capacity: Terms = ()
    """What grows or stops: output, capacity, a line."""
    stopping: Forms = Forms()
    """Verbs of stopping: with a word for capacity, production that has stopped."""
    sealing: Forms = Forms()
    """Verbs that seal a deal, in whatever order and however far they stand from it."""
    deals: Terms = ()
    """What is sealed: contracts, orders. Memoranda are none."""
    denial: Terms = ()
    """Signs that what is told behind them, in whatever tense, is denied: "denied that it was making"."""
    including: Terms = ()
    """Verbs that add mines to what the sentence before told to be bought: "the package includes"."""
    untold: Terms = ()
    """Signs that nothing was said of what stands beside them: "has announced no plan to"."""
    companies: Terms = ()
    """Before a name: it is a company's ("the firm X")."""
    companies_after: Terms = ()
    """The same behind a name: "X şirketi"."""
    partners: Terms = ()
    """Between a contract and a name: it is the one that sells ("signed with X")."""
    them: Terms = ()
    """What stands for the mines named before as the thing made or bought: "them", "such weapons"."""
    outlawing: Terms = ()
    """Verbs by which a state itself forbids, on its own, what stands behind them: production is then rejected."""
    tenders: Terms = ()
    """Signs that offers are asked for: what is to be delivered is not ordered yet."""
    titles: Terms = ()
    """Before a name: it is a person's ("minister X")."""
    owners: Terms = ()
    """Before a maker: it only owns the one named before ("X, owned by Y")."""
    name_endings: Terms = ()
    """What may hang on a name without being a part of it, in scripts without capitals: Korean particles."""
    home: Alpha2 | None = None
    """The state that news in this language means by "the army" or "the ministry" where it names none."""
    home_words: Terms = ()
    """Words that mean the home state but beside another, which they are then told of: "domestic", "the Navy"."""
    homes_by_letter: dict[Alpha2, str] = Field(default_factory=dict)
    """Another state than `home`, by letters that only its spelling has: Taiwan's of Chinese."""
    is_home_shared: bool = False
    """Whether other states' news is in this language too, so that a government which is not named may be theirs."""


class Traps(Record):
    """Words that look like a treaty's or a mine's and are not."""

    other_treaties: Terms
    namesakes: dict[str, Terms] = Field(default_factory=dict)
    """By treaty: words in whose company its name is that of something else, as "open skies" among airlines."""
    joining_treaty: Terms
    gatherings: Terms = ()
    """Meetings on a treaty, which a state may leave without leaving the treaty: "pulled out of the NPT talks"."""
    gear: Terms
    """Things with the mine in their name that are no mine: detectors, hunters, protected vehicles, mortar bombs."""
    ore: Terms
    """Signs of the mining industry."""
    masks: Terms
    """Phrases whose words must not be read one by one."""
    ban: Terms
    """Verbs of forbidding."""
    use: Terms = ()
    """What is done with mines other than making or buying them."""
    other_goods: Terms = ()
    """What else makers make, which a sentence without mines may go on about: shells, drones, vehicles."""
    ban_list: Terms
    """What treaties forbid beside production."""
    monitors: Terms = ()
    """Reports that list each year who makes mines: "Landmine Monitor"."""
    left_out: Terms = ()
    """Beside mines: they are none of what is made: "are not included"."""
