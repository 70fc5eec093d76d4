"""Mines that a word stands for: "plan to make them", "production of such weapons"."""

from services.classify.document import Document
from services.classify.mines import weapons
from services.classify.sentences import Sentence
from services.classify.terms import Mention

THEM_REACH = 4
"""The word that stands for the mines is the verb's own object, but for "of" and "the"."""
SENTENCES_BACK = 2


def meant_by_them(document: Document, sentence: Sentence, trigger: Mention) -> tuple[Mention, ...]:
    """The mines that the word right beside a verb of making or buying stands for: those named last before it."""
    after = 0 if sentence.signs_follow_verb else THEM_REACH
    is_passive = trigger.kind == "making.passive"  # "they were made in Tula"
    before = THEM_REACH if sentence.signs_follow_verb or not document.object_follows_verb or is_passive else 0
    sealed = sentence.of("deals") if trigger.value == "contract" else ()  # "signed the contract for them"
    anchors = (trigger, *sealed)
    word = next(
        (
            word
            for word in sentence.of("them")
            if any(0 <= word.start - anchor.end <= after for anchor in anchors)
            or 0 <= trigger.start - word.end <= before
            or (word.start < trigger.end and trigger.start < word.end)  # it hangs on the verb: "produrle"
        ),
        None,
    )
    if word is None:
        return ()
    ahead = tuple(mine for mine in weapons(document, sentence) if mine.end <= word.start)
    if ahead:
        return ahead
    if document.families["gear"] or document.families["ore"]:
        return ()
    return next(
        (mines for other in document.before(sentence, SENTENCES_BACK) if (mines := weapons(document, other))), ()
    )
