"""States that a sentence only counts: "both have decided to leave", "the four ministers recommend it"."""

from services.classify.document import Document
from services.classify.parties import Party, parties
from services.classify.sentences import Sentence

SENTENCES_BACK = 3


def counted(document: Document, sentence: Sentence) -> Party | None:
    """The states named before, where they are as many as the sentence counts; None where it counts none."""
    word = next(iter(sentence.of("counted")), None)
    if word is None:
        return None
    named: dict[str, None] = {}
    for other in (sentence, *document.before(sentence, SENTENCES_BACK)):
        groups = [group for group in parties(other) if other is not sentence or group.end <= word.start]
        listed = next((group.states for group in groups if len(group.states) == int(word.value)), None)
        named.update(dict.fromkeys(code for group in groups for code in group.states))
        states = listed or tuple(named)
        if len(states) == int(word.value):
            return Party(states, word.start, word.end, is_subject=True)
    return None
