"""Production and purchase told in two parts: "has doubled .. its output", "a contract .. was signed".

The parts stand in any order and with any words of their clause between them, so the language files list them apart and
they are put together here, in every language alike.
"""

from collections.abc import Iterator

from services.classify.cues import distance
from services.classify.sentences import Sentence
from services.classify.terms import Mention

REACH = 70
BESIDE = 2
_PARTS = {
    "growing": ("expand", ("capacity", "figure.per_year")),
    "stopping": ("halt", ("capacity",)),
    "sealing": ("contract", ("deals",)),
}


def with_compounds(sentence: Sentence) -> Sentence:
    """The sentence with the words of making that its parts make together."""
    if not sentence.has(*_PARTS):
        return sentence
    made = list(_made(sentence))
    told = [verb for verb in sentence.of("sealing") if _is_told(sentence, verb)]  # "received an order" is one sign
    if not made and not told:
        return sentence
    sealed = [verb for verb in made if verb.value == "contract"]
    ordered = [verb for verb in (*sealed, *told) if _takes_the_deal(sentence, verb)]
    kept = [
        mention
        for mention in sentence.mentions
        if not (mention.value == "deliver" and any(_overlap(mention, verb) for verb in ordered))
    ]
    return sentence.with_mentions((*kept, *made))


def _is_told(sentence: Sentence, verb: Mention) -> bool:
    return any(word.value == "contract" and _overlap(word, verb) for word in sentence.of("making"))


def _made(sentence: Sentence) -> Iterator[Mention]:
    told = sentence.of("making")
    for family, (act, kinds) in _PARTS.items():
        for verb in sentence.of(family):
            if any(word.value == act and _overlap(word, verb) for word in told):
                continue
            parts = sentence.kind(*kinds)
            if any(
                _belongs(sentence, verb, part) for part in parts if part.family != "figure" or part.start > verb.end
            ):
                yield Mention(f"making.{verb.kind.partition('.')[2]}", act, verb.start, verb.end, "making")


def _takes_the_deal(sentence: Sentence, verb: Mention) -> bool:
    """Whether the order itself is what is received, and not mines that it was for."""
    deals = [deal for deal in sentence.of("deals") if 0 <= deal.start - verb.end <= REACH]
    mines = [mine.start for mine in sentence.of("mine", "product") if mine.start >= verb.end]
    if not deals:
        return _closes_on_the_deal(sentence, verb)
    return not mines or min(mines) > deals[0].start


def _closes_on_the_deal(sentence: Sentence, verb: Mention) -> bool:
    """Whether the verb ends a clause in which the deal comes first, with what it is for: an order "for 500 mines"."""
    clause = sentence.clause(verb.start)
    marks = sentence.kind("frame.not_subject", "frame.benefit")
    return any(
        deal.end <= verb.start
        and sentence.clause(deal.start) == clause
        and any(0 < mark.start - deal.end <= BESIDE for mark in marks)
        for deal in sentence.of("deals")
    )


def _belongs(sentence: Sentence, verb: Mention, part: Mention) -> bool:
    return distance(part, verb) <= REACH and sentence.clause(part.start) == sentence.clause(verb.start)


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end
