"""Mines that a word stands for: "plan to make them", "production of such weapons"."""

from services.classify.document import Document
from services.classify.mines import BANNED, OPEN_CLASSES, mine_class, weapons
from services.classify.sentences import Sentence
from services.classify.terms import Mention

THEM_REACH = 4
"""The word that stands for the mines is the verb's own object, but for "of" and "the"."""
SENTENCES_BACK = 2
JOINT_LENGTH = 6


def meant_by_them(document: Document, sentence: Sentence, trigger: Mention) -> tuple[Mention, ...]:
    """The mines that the word right beside a verb of making or buying stands for: those named last before it."""
    after = 0 if sentence.signs_follow_verb else THEM_REACH
    is_passive = trigger.kind == "making.passive"  # "they were made in Tula"
    before = THEM_REACH if sentence.signs_follow_verb or not document.object_follows_verb or is_passive else 0
    sealed = sentence.of("deals") if trigger.value == "contract" else ()  # "signed the contract for them"
    ends = [_joined_end(sentence, trigger) if after else trigger.end, *(deal.end for deal in sealed)]
    word = next(
        (
            word
            for word in sentence.of("them")
            if any(0 <= word.start - end <= after for end in ends)
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
    if document.families["ore"] or (document.families["gear"] and trigger.value != "make"):
        return ()
    for other in document.before(sentence, SENTENCES_BACK):
        mines = weapons(document, other)
        if mines and document.families["gear"]:  # what is made may be the gear
            is_told_apart = not other.of("gear") and all(mine_class(mine) not in OPEN_CLASSES for mine in mines)
            return mines if is_told_apart else ()
        if mines:
            return mines
        banned = next((name for name in other.of("treaty") if name.value in BANNED), None)
        if banned is not None:  # "a ban on landmines .. will not produce them"
            return (Mention("mine", BANNED[banned.value], banned.start, banned.end, "mine"),)
    return ()


def _joined_end(sentence: Sentence, trigger: Mention) -> int:
    """Where the last of the verbs ends that take one object with the trigger: "produce or acquire them"."""
    end = trigger.end
    for verb in sentence.of("making"):
        if 0 < verb.start - end <= JOINT_LENGTH and any(
            end <= joint.start and joint.end <= verb.start for joint in sentence.kind("frame.joining")
        ):
            end = verb.end
    return end
