"""Mines that another verb of the sentence takes: "has ordered anti-tank mines and will buy sea mines"."""

from services.classify.sentences import Sentence
from services.classify.terms import Mention

BEHIND_REACH = 24
"""How far behind its mines a verb or noun of making stands that closes on them."""
_TAKES_OBJECT = frozenset({"making.past", "making.present", "making.future"})
_MOODS = ("mood.future", "mood.possible")


def is_of_another_verb(sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether the mine is that of a later verb: the first has its own object, or a comma parts it from a delivery."""
    if mine.start < trigger.end or trigger.kind not in _TAKES_OBJECT:
        return False
    later = [word for word in sentence.of("making") if trigger.end <= word.start and word.value != "begin"]
    between = [word for word in later if word.end <= mine.start]
    if trigger.value == "deliver" and _is_behind_a_comma(sentence, trigger, mine, between):
        return True
    if any(_opens(sentence, trigger, word) for word in between):
        return True
    closing = [word for word in later if 0 <= word.start - mine.end <= BEHIND_REACH]
    return any(_closes(sentence, trigger, mine, word) for word in closing)


def _is_behind_a_comma(sentence: Sentence, delivery: Mention, mine: Mention, between: list[Mention]) -> bool:
    """As in "which supplies the army with shells, will make the mines"."""
    comma = sentence.text.find(",", delivery.end - sentence.start, mine.start - sentence.start) + sentence.start
    return comma >= delivery.end and any(comma < word.start and word.value in ("make", "expand") for word in between)


def _opens(sentence: Sentence, trigger: Mention, verb: Mention) -> bool:
    """Whether mines stand between the two verbs, and the later one has a tense or a mood of its own."""
    own = _mines_between(sentence, trigger.end, verb.start)
    return bool(own) and (verb.kind in _TAKES_OBJECT or _has_mood(sentence, own[0].end, verb.start))


def _closes(sentence: Sentence, trigger: Mention, mine: Mention, verb: Mention) -> bool:
    """Whether the later verb stands behind its own mines: those before the first are the first's, or it has a mood."""
    if _mines_between(sentence, sentence.start, trigger.end):
        return True
    own = _mines_between(sentence, trigger.end, mine.start)
    return bool(own) and _has_mood(sentence, own[0].end, mine.start)


def _mines_between(sentence: Sentence, start: int, end: int) -> list[Mention]:
    return [mine for mine in sentence.of("mine", "product") if start <= mine.start and mine.end <= end]


def _has_mood(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= sign.start and sign.start < end for sign in sentence.kind(*_MOODS))
