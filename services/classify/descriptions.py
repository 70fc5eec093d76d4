"""Mines named only to say what a maker is known for: "X, which also makes mines, will build howitzers"."""

from services.classify.document import Document
from services.classify.sentences import Sentence
from services.classify.terms import Mention

NAME_REACH = 24
"""The rest of a firm's name, or its town, may stand between the word that tells of it and the comma."""
OPENING_REACH = 70
BESIDE = 2
OPENER_REACH = 3
"""Of a comma and a space."""
USE_REACH = 25
"""How near the verb stands that takes the mines."""
_COMMAS = ",،"
_PARTICIPLES = frozenset({"making.past"})
_NO_DESCRIPTIONS = frozenset({"making.future", "making.noun"})
_DESCRIBING = frozenset({"making.present", "making.past", "making.noun", "making"})


def only_described(document: Document, sentence: Sentence, mines: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mines that stand in words between commas behind a maker, where the article names mines nowhere else."""
    if not sentence.has("producer", "company", "works") or not any(c in sentence.text for c in _COMMAS):
        return ()
    if any(other is not sentence and other.has("mine", "product") for other in document.sentences):
        return ()
    span = _aside(sentence, mines)
    if span is None:
        return ()
    start, end = span
    inside = tuple(mine for mine in mines if start < mine.start < end)
    return inside if len(inside) == len(mines) else ()


def _aside(sentence: Sentence, mines: tuple[Mention, ...]) -> tuple[int, int] | None:
    """Where the words on the maker open and close, if the sentence goes on about something else behind them."""
    opened = _comma_before(sentence, mines[0].start)
    if opened is None or mines[0].start - opened > OPENING_REACH:
        return None
    named = sentence.of("producer", "company", "works")
    if not any(0 <= opened - name.end <= NAME_REACH for name in named):
        return None
    closed = _comma_behind(sentence, mines[-1].end)
    goes_on = closed is not None and any(
        word.start > closed for word in sentence.of("making", "sealing", "other_goods")
    )
    if not goes_on or closed is None:
        return None
    described = [word for word in sentence.of("making") if opened < word.start < closed]
    if any(word.kind not in _DESCRIBING or word.value not in ("", "make") for word in described):
        return None
    ahead = sentence.kind("mood.future", "mood.possible")
    if any(opened < sign.start < closed for sign in ahead):
        return None
    words = sentence.text[opened - sentence.start : closed - sentence.start]
    return None if any(letter.isdigit() for letter in words) else (opened, closed)


def _comma_before(sentence: Sentence, place: int) -> int | None:
    """The comma that opens the words before a place: the last one that a name of a maker stands before."""
    text = sentence.text[: place - sentence.start]
    commas = [sentence.start + index for index, letter in enumerate(text) if letter in _COMMAS]
    named = sentence.of("producer", "company", "works")
    return next((c for c in reversed(commas) if any(0 <= c - name.end <= NAME_REACH for name in named)), None)


def _comma_behind(sentence: Sentence, place: int) -> int | None:
    text = sentence.text
    first = place - sentence.start
    return next((sentence.start + index for index in range(first, len(text)) if text[index] in _COMMAS), None)


def is_a_monitors_list(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence tells what a yearly report says of makers, or lists several states beside such a report."""
    states = {code for state in sentence.of("state") for code in state.value.split()}
    if len(states) > 1:
        return document.families["monitors"] > 0
    return bool(sentence.of("monitors")) and not sentence.kind("making.past", "making.passive")


def tells_whose_make(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the word only says whose make the mines beside it are: "showed mines of domestic production"."""
    makes = [make for make in sentence.of("own_make") if make.start <= trigger.start and trigger.end <= make.end]
    return any(
        0 <= make.start - mine.end <= BESIDE or (sentence.signs_follow_verb and 0 <= mine.start - make.end <= BESIDE)
        for make in makes
        for mine in sentence.of("mine", "product")
    )


def is_kept(document: Document, sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether the making only describes a mine that something else is done with: "lays mines made in Tula"."""
    told = {word.start for word in sentence.of("outlawing", "refusal")}  # what forbids or gives up the making itself
    uses = [use for use in sentence.of("use") if use.start not in told]
    if 0 <= trigger.start - mine.end <= BESIDE and trigger.kind in _PARTICIPLES:
        return any(0 <= mine.start - use.end <= USE_REACH for use in uses)
    if document.object_follows_verb or trigger.kind in _NO_DESCRIPTIONS or not 0 <= mine.start - trigger.end <= BESIDE:
        return False  # no English says "lays made in Tula mines"
    return any(
        0 <= trigger.start - use.end <= USE_REACH
        or (sentence.signs_follow_verb and 0 <= use.start - mine.end <= USE_REACH)
        for use in uses
    )


def is_antecedent(sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether a clause about the mine tells that it is being made: "showed a sea mine, which is in production"."""
    if trigger.kind not in ("making.present", "making.passive") or trigger.value != "make" or sentence.has("use"):
        return False
    clause = sentence.clause(trigger.start)
    return any(
        0 < word.start - mine.end <= OPENER_REACH
        and word.end <= trigger.start
        and sentence.clause(word.start) == clause == sentence.clause(mine.start) + 1
        for word in sentence.kind("frame.clause")
    )
