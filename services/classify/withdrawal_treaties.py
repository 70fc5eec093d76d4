"""Which treaty an exit is out of: the one its sentence names, or one named around it."""

from dataclasses import dataclass

from services.classify.cues import nearest
from services.classify.document import Document
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention

CONTEXT_SENTENCES = 3
OBJECT_REACH = 60
"""How far behind its verb the treaty may stand that is left."""


@dataclass(frozen=True)
class Link:
    """The treaty a trigger is about, and how surely."""

    mention: Mention
    is_in_sentence: bool


def treaty_of(document: Document, sentence: Sentence, trigger: Mention, told: frozenset[int]) -> Link | None:
    """The treaty named nearest to the trigger; else the one of the sentences around, which `told` tell of an exit."""
    named = sentence.of("treaty")
    if named:
        others = sentence.of("other_treaty")
        closest = _object_of(document, sentence, trigger) or nearest((*named, *others), trigger.start)
        if closest is not None and closest.family == "other_treaty":
            closest = next((name for name in named if _are_listed(sentence, closest, name)), None)
        if closest is None or _is_of_a_gathering(sentence, trigger, closest):
            return None
        return Link(closest, is_in_sentence=True)
    if sentence.part is Part.HEADING:
        return None
    reach = CONTEXT_SENTENCES if sentence.of("treaty_word") else CONTEXT_SENTENCES - 1
    context = document.treaty_near(sentence, reach, told)
    if context is None and sentence is document.title:
        context = next((found for other in document.sentences[1:4] for found in other.of("treaty")), None)
        if context is not None and not sentence.of("treaty_word"):
            return None
    return None if context is None else Link(context, is_in_sentence=False)


def treaty_named_next(document: Document, sentence: Sentence) -> Mention | None:
    """The treaty that the first sentence only calls one, where the next gives its name."""
    if sentence.part is not Part.BODY or sentence.of("treaty"):
        return None
    following = document.sentences[sentence.index + 1 : sentence.index + 2]
    is_of_papers = sentence.kind("step.notified") and sentence.kind("exit.noun")  # "the instrument of withdrawal"
    if not (sentence.of("treaty_word") or is_of_papers) or sentence.of("other_treaty", "joined") or not following:
        return None
    named = following[0].of("treaty")
    return named[0] if len({name.value for name in named}) == 1 else None


def _object_of(document: Document, sentence: Sentence, trigger: Mention) -> Mention | None:
    """The treaty right behind its own word of leaving, where the sentence names several: "left A and un-signed B"."""
    if trigger.family != "exit" or not document.object_follows_verb:
        return None
    named = sentence.of("treaty", "other_treaty")
    if len({name.value for name in named}) < 2:
        return None
    limit = min((other.start for other in sentence.of("exit") if other.start >= trigger.end), default=sentence.end)
    behind = (name for name in named if trigger.start <= name.start < min(limit, trigger.end + OBJECT_REACH))
    first = next(behind, None)
    is_parted = first is not None and "," in sentence.text[trigger.end - sentence.start : first.start - sentence.start]
    return None if is_parted else first


def listed_with(document: Document, sentence: Sentence, link: Link) -> tuple[Link, ...]:
    """The other treaties that are left in the same breath: "leaves the Ottawa Convention and the one on clusters"."""
    if not link.is_in_sentence:
        place = link.mention.start
        sentence = next((other for other in document.sentences if other.start <= place < other.end), sentence)
    return tuple(
        Link(name, link.is_in_sentence)
        for name in sentence.of("treaty")
        if name.value != link.mention.value and _are_listed(sentence, link.mention, name)
    )


def _are_listed(sentence: Sentence, one: Mention, other: Mention) -> bool:
    """Whether the two treaties stand in one list: "leaving the IAEA and the NPT"."""
    first, second = sorted((one, other), key=lambda name: name.start)
    between = sentence.text[first.end - sentence.start : second.start - sentence.start]
    joints = [word for word in sentence.kind("frame.joining") if first.end <= word.start and word.end <= second.start]
    again = [
        word for word in sentence.kind("frame.not_subject") if joints and joints[-1].end < word.start < second.start
    ]
    for word in (*joints, *again[-1:]):  # "from the one and from the other"
        between = between.replace(sentence.text[word.start - sentence.start : word.end - sentence.start], "", 1)
    return not between.strip(" ,")


def _is_of_a_gathering(sentence: Sentence, trigger: Mention, name: Mention) -> bool:
    """Whether what is left is only a meeting on the treaty: "pulls out of the NPT talks"."""
    if trigger.family != "exit" or name.start < trigger.end:
        return False
    if any(trigger.end <= place.start < name.start for place in sentence.kind("frame.place")):
        return False  # "announced its withdrawal at the NPT conference"
    return any(
        0 <= meeting.start - name.end <= 1 or trigger.end <= meeting.start < name.start
        for meeting in sentence.of("gathering")
    )
