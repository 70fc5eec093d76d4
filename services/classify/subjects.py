"""Who acts: the group of states that is the subject of a verb or the owner of a noun."""

import re

from services.classify.parties import STICKY, Party, is_told
from services.classify.sentences import Sentence
from services.classify.terms import Mention

REACH_AFTER = 60
OWNER_REACH = 8
MARK_REACH = 10
"""Between a state and its particle stands no more than the body that acts for it."""
JOINT_LENGTH = 10
"""Of "from the" before a treaty's name."""
_POSSESSIVE = re.compile(r"^'s?\b|^s\b")
_RESOLVING = ("step.decided", "step.considered", "mood.future")
"""What may stand between a state and its exit: "Finland's decision to leave", "Iran's threat of leaving"."""
CLOSE = 3
"""A comma and a space stand between a name and the word that opens its clause."""


def subject_of(sentence: Sentence, trigger: Mention, groups: list[Party], *, free_order: bool) -> Party | None:
    """The group that most likely acts in `trigger`; one that only tells where stands back behind the others.

    With a free word order the subject may stand behind its verb; otherwise only behind a marker such as "by".
    """
    acting = [group for group in groups if not group.is_located]
    if len(acting) < len(groups):
        found = _subject_of(sentence, trigger, acting, free_order=free_order)
        clause = sentence.clause(trigger.start)
        is_here = any(sentence.clause(group.start) == clause for group in groups if group.is_located)
        if found is not None and not (is_here and sentence.clause(found.start) != clause):
            return found
    return _subject_of(sentence, trigger, groups, free_order=free_order)


def _subject_of(sentence: Sentence, trigger: Mention, groups: list[Party], *, free_order: bool) -> Party | None:
    """The group that acts, by its place in the sentence."""
    framed = [group for group in groups if group.is_subject and _is_framed(group, trigger)]
    if trigger.kind == "exit.noun":
        owner = _owner(sentence, trigger, groups, free_order=free_order)
        if framed or owner is not None:
            return framed[-1] if framed else owner  # "Washington wants to drive Tehran out of the treaty"
    described = _described(sentence, trigger, groups)
    if described is not None:
        return described
    if framed:
        return framed[-1]
    clause = sentence.clause(trigger.start)
    candidates = [group for group in groups if group.is_subject or group.is_agent]
    before = [group for group in candidates if group.start <= trigger.start and group.is_subject]
    same_clause = [group for group in before if sentence.clause(group.start) == clause]
    if same_clause:
        return _marked(sentence, groups, same_clause)[-1]
    after = [
        group
        for group in candidates
        if trigger.end <= group.start <= trigger.end + REACH_AFTER
        and sentence.clause(group.start) == clause
        and (free_order or group.is_agent)
    ]
    if after:
        return after[0]
    if before:
        return before[-1]
    subjects = [group for group in candidates if group.is_subject]
    if subjects:
        return subjects[0]
    places = [group for group in groups if (group.is_place or group.is_agent) and not group.is_attribute]
    return places[0] if len(places) == 1 and len(groups) == 1 else None


def _marked(sentence: Sentence, groups: list[Party], beside: list[Party]) -> list[Party]:
    """Those of the groups that may act, where particles tell: none that has another particle beside one that acts."""
    first = {id(group): _first_particle(sentence, groups, group) for group in beside}
    if not any(kind == "frame.acting_behind" for kind in first.values()):
        return beside
    return [group for group in beside if first[id(group)] != "frame.else_behind"]


def _first_particle(sentence: Sentence, groups: list[Party], group: Party) -> str:
    """The kind of the particle that closes the phrase the state opens; empty where none is near."""
    limit = min((other.start for other in groups if other.start >= group.end), default=sentence.end)
    marks = sentence.kind("frame.acting_behind", "frame.else_behind")
    return next((mark.kind for mark in marks if 0 <= mark.start - group.end <= MARK_REACH and mark.start < limit), "")


def _is_framed(group: Party, trigger: Mention) -> bool:
    """Whether the state stands between the parts of its verb: "am Freitag tritt Polen aus"."""
    return trigger.start < group.start and group.end < trigger.end


def _described(sentence: Sentence, trigger: Mention, groups: list[Party]) -> Party | None:
    """The state right before a relative clause that tells of the exit: "troops in Estonia, which has left"."""
    clause = sentence.clause(trigger.start)
    openers = [
        word
        for word in sentence.kind("frame.relative")
        if word.end <= trigger.start and sentence.clause(word.start) == clause
    ]
    return next(
        (
            group
            for word in openers
            for group in groups
            if 0 < word.start - group.end <= CLOSE
            and not is_told(sentence, group)  # "told Moscow that it leaves"
            and not _has_subject(groups, word.end, trigger.start)
        ),
        None,
    )


def _has_subject(groups: list[Party], start: int, end: int) -> bool:
    """Whether the clause has a subject of its own: "told Russia that the United States leaves"."""
    return any(start <= group.start < end and group.is_subject for group in groups)


def _owner(sentence: Sentence, noun: Mention, groups: list[Party], *, free_order: bool) -> Party | None:
    """The state whose exit a noun names: it stands right beside the noun, whatever else the sentence is about."""
    for group in groups:
        if _follows_treaty(sentence, group) and not (group.is_agent and group.start > noun.end):
            continue
        if noun.end <= group.start and sentence.clause(group.start) != sentence.clause(noun.end - 1):
            continue  # "the exit from the treaty, until Russia .."
        if noun.end <= group.start and (group.is_agent or (free_order and group.is_subject)):
            reach = OWNER_REACH if group.is_agent else 1
            if group.start - noun.end - _names_between(sentence, noun.end, group.start) <= reach and not _opens_treaty(
                sentence, group
            ):
                return group
        elif (
            group.end <= noun.start
            and not (group.is_attribute or is_told(sentence, group))
            and _only_treaty_between(sentence, group, noun)
        ):
            return group
    return None


def _names_between(sentence: Sentence, start: int, end: int) -> int:
    """How long the names of treaties are that stand between, with what joins them: "exit from .. by Finland"."""
    names = [name for name in sentence.of("treaty") if start <= name.start and name.end <= end]
    return sum(name.end - name.start + JOINT_LENGTH for name in names)


def _only_treaty_between(sentence: Sentence, group: Party, noun: Mention) -> bool:
    """Whether nothing stands between a state and its exit but the treaty, and the resolve to leave it."""
    names = (*sentence.of("treaty", "treaty_word"), *sentence.kind(*_RESOLVING))
    named = {place for name in names if group.end <= name.start for place in range(name.start, name.end)}
    rest = "".join(
        letter
        for place, letter in enumerate(sentence.text[: noun.start - sentence.start], sentence.start)
        if place >= group.end and place not in named
    )
    return not _POSSESSIVE.sub("", rest).strip()


def _follows_treaty(sentence: Sentence, group: Party) -> bool:
    """Whether the state is one the treaty was made with: "its treaty with Russia"."""
    partners = {mark.start for mark in sentence.of("partners") if group.start - mark.end <= STICKY}
    return any(
        0 <= group.start - name.end <= OWNER_REACH or any(0 < start - name.end <= CLOSE for start in partners)
        for name in sentence.of("treaty", "treaty_word")
        if name.end <= group.start
    )


def _opens_treaty(sentence: Sentence, group: Party) -> bool:
    """Whether the state is a part of the treaty's name: "the Russian-American treaty"."""
    return any(0 <= name.start - group.end <= 1 for name in sentence.of("treaty", "treaty_word"))
