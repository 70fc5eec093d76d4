"""Makers that only the grammar gives away: who stands before the verb of making, or with whom a contract was signed."""

from collections.abc import Iterator

from services.classify.companies import MAX_NAME_CHARACTERS, name_after, name_before
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention

PARTNER_REACH = 30
"""How far behind the word for a contract its partner is named."""
BEGIN_REACH = 50
ATTRIBUTE_REACH = 16
"""A single name this near behind a preposition belongs to what the preposition governs: "on the chassis of X"."""
_MAKING = frozenset({"make", "expand", "halt", "deliver", "begin"})
_FINITE = frozenset({"making.past", "making.present", "making.future"})
_CHAIN = frozenset({"making", "mood", "growing", "stopping"})


def doers(document: Document, sentence: Sentence, trigger: Mention) -> tuple[Mention, ...]:
    """The names that the grammar makes the maker's in this deed; a name that opens a sentence may be any word."""
    if sentence.part is not Part.BODY:
        return ()
    spans = _subject(document, sentence, trigger) if trigger.value in _MAKING else _partner(document, sentence, trigger)
    return tuple(
        Mention("maker", "", start, end, "maker")
        for start, end in spans
        if end - start <= MAX_NAME_CHARACTERS
        and _is_surely_a_name(document, sentence, start, end, is_partner=trigger.value not in _MAKING)
    )


def _subject(document: Document, sentence: Sentence, trigger: Mention) -> Iterator[tuple[int, int]]:
    """The name right before the verb, or before the words of tense and beginning that go with it."""
    first, has_verb = trigger.start, trigger.kind in _FINITE
    if trigger.value == "deliver" and not has_verb:
        return
    begun = [sign for sign in sentence.of("making") if sign.value == "begin" and sign.kind in _FINITE]
    for sign in begun:
        if 0 < trigger.start - sign.end <= BEGIN_REACH and sentence.clause(sign.start) == sentence.clause(
            trigger.start
        ):
            first, has_verb = sign.start, True
    for mention in reversed(sentence.mentions):
        if mention.family in _CHAIN and mention.start < first <= mention.end + 1:
            first, has_verb = mention.start, has_verb or mention.kind in _FINITE or mention.family == "mood"
    if has_verb and sentence.text[: first - sentence.start].endswith(" "):
        places = {place.end for place in sentence.kind("frame.place", "frame.not_subject")}
        yield from (span for span in name_before(document, sentence, first - 1) if span[0] - 1 not in places)


def _partner(document: Document, sentence: Sentence, trigger: Mention) -> Iterator[tuple[int, int]]:
    clause = sentence.clause(trigger.start)
    for sign in sentence.of("partners"):
        if 0 <= sign.start - trigger.end <= PARTNER_REACH and sentence.clause(sign.start) == clause:
            yield from name_after(document, sentence, sign.end)


def _is_surely_a_name(document: Document, sentence: Sentence, start: int, end: int, *, is_partner: bool) -> bool:
    """Whether nothing speaks for a person or a place, and the capital is not one that any word might have there.

    Behind "with" a contract's partner stands; other prepositions govern what is no name of a maker.
    """
    before = sentence.text[: start - sentence.start]
    if before.endswith(('"', "'", "「")):
        return True
    name = document.plain.quote(start, end)
    if not name[:1].isupper() or _is_of_the_calendar(document, name):
        return False
    if any(0 <= start - body.end <= 2 for body in sentence.of("body", "titles")):
        return False
    governing = [sign for sign in sentence.kind("frame.not_subject") if 0 <= start - sign.end <= ATTRIBUTE_REACH]
    partners = {sign.start for sign in sentence.of("partners")} if is_partner else set()
    if " " not in name and any(sign.start not in partners for sign in governing):
        return False
    is_first = not before.strip()
    return " " in name or (not is_first and not language(document.language).nouns_are_capital) or name.isupper()


def _is_of_the_calendar(document: Document, name: str) -> bool:
    """Whether the name is a day's or a month's: "on Friday commissioned"."""
    calendar = language(document.language).calendar
    return any(name.casefold() == form.casefold() for forms in (*calendar.weekdays, *calendar.months) for form in forms)
