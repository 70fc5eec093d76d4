"""Making and buying that a sentence only recalls, or says of who tells or of what a treaty did: no step of the news."""

from services.classify.claims import Claim
from services.classify.cues import governing
from services.classify.deeds import Deed
from services.classify.sentences import Part, Sentence

_ASKING = tuple("?\u061f\u037e\uff1f")
"""The marks of a question: the Arabic, the Greek and the full-width one as well."""
BESIDE = 3
"""A comma and a space stand between a name and the words that tell of it."""


def why_no_step(sentence: Sentence, deed: Deed, claims: list[Claim]) -> str | None:
    """Why the deed is no step of its own, for the trace; None where it may be one."""
    if claims and governing(sentence, deed.trigger, sentence.kind("mood.background")) is not None:
        return "is only recalled"
    if _is_asked(sentence):
        return "is only asked"
    if _is_a_treatys(sentence, deed):
        return "is what a treaty did"
    if claims and _only_describes(sentence, deed, claims):
        return "only says what the maker is known for"
    return None


def _is_asked(sentence: Sentence) -> bool:
    """Whether it stands in a headline that asks, and of no state: "Who still makes mines today?"."""
    return sentence.part is Part.TITLE and sentence.text.rstrip()[-1:] in _ASKING and not sentence.of("state")


def _is_a_treatys(sentence: Sentence, deed: Deed) -> bool:
    """Whether a treaty is what stopped production: "the convention has ended much of the output"."""
    if deed.trigger.value != "halt":
        return False
    clause = sentence.clause(deed.trigger.start)
    names = [name for name in sentence.of("treaty", "treaty_word") if name.end <= deed.trigger.start]
    states = [state.start for state in sentence.of("state")]
    return any(
        sentence.clause(name.start) == clause and not any(name.end <= place < deed.trigger.start for place in states)
        for name in names
    )


def _only_describes(sentence: Sentence, deed: Deed, claims: list[Claim]) -> bool:
    """Whether the deed stands in a clause on a maker who does something else: "X, which makes mines, could refit"."""
    if deed.trigger.kind != "making.present" or deed.trigger.value != "make" or not deed.is_in_sentence:
        return False
    if any(letter.isdigit() for letter in sentence.text) or all(claim.is_import for claim in claims):
        return False
    return any(
        0 < word.start - maker.end <= BESIDE and 0 <= deed.trigger.start - word.end <= BESIDE
        for word in sentence.kind("frame.relative")
        for maker in sentence.of("producer")
    )
