"""The states that a sentence names, in groups, with the part that the words around give each."""

import re
from dataclasses import dataclass
from itertools import pairwise

from services.classify.sentences import Sentence
from services.classify.terms import Mention

_JOINT = re.compile(r"[\s,/()\"'\u2013&-]*")
MAX_JOINT_CHARACTERS = 28
BODY_STEP = 6
"""A preposition stands between a body and its state: "parliament in"."""
ACTING_BODIES = ("body.parliament", "body.government", "body.president", "body.ministers", "body.committee")
_PREPOSITIONS = frozenset({"frame.not_subject", "frame.place", "frame.agent", "frame.recipient"})
_PARTING = ("treaty", "treaty_word", "state", "works")
"""Between a state and such a mark they have it for themselves: "at Russian works"."""
STICKY = 6
PLACE_LENGTH = 16
"""Of a city's name before its state in brackets."""


@dataclass(frozen=True)
class Party:
    """States named in one breath ("Estonia, Latvia and Lithuania"), with the part they play."""

    states: tuple[str, ...]
    start: int
    end: int
    is_subject: bool
    is_place: bool = False
    is_recipient: bool = False
    is_agent: bool = False
    is_given_to: bool = False
    """Named in a case that alone, without a preposition, tells who gets what is sold: "sells .. Taiwan mines"."""
    is_attribute: bool = False
    """Named only to describe what follows: "Belarusian outlet"."""
    is_located: bool = False
    """Its ending says that something is there: it acts only where no other state does."""


def parties(sentence: Sentence) -> list[Party]:
    """The states of a sentence in groups, in order."""
    groups: list[list[Mention]] = []
    for mention in sentence.of("state"):
        if groups and _are_joined(sentence, groups[-1][-1], mention):
            groups[-1].append(mention)
        else:
            groups.append([mention])
    return [_party(sentence, group) for joined in groups for group in _apart(sentence, joined)]


def _apart(sentence: Sentence, group: list[Mention]) -> list[list[Mention]]:
    """The group, unless its first state stands apart and only a comma joins the rest: "near Russia, Estonia left"."""
    if len(group) < 2 or "frame.not_subject" not in _markers_before(sentence, group[0]):
        return [group]
    beside = any(
        0 <= group[0].start - sign.end <= STICKY and not sentence.text[: sign.start - sentence.start].strip()
        for sign in sentence.kind("frame.along")
    )
    if beside and "," in _between(sentence, group[0].end, group[1].start):
        return [group[:1], group[1:]]  # "Besides Poland, Latvia and Estonia leave"
    articles = {article.start for article in sentence.kind("frame.articles")}
    joints = [joint for joint in sentence.kind("frame.joining") if joint.start not in articles]
    first = next((joint for joint in joints if group[0].end <= joint.start < group[-1].start), None)
    is_apart = (
        first is not None and first.start < group[1].start and "," in _between(sentence, group[0].end, first.start)
    )
    if first is not None and not is_apart:
        return [group]  # "between Russia and Belarus", but not "after Finland, also Poland"
    return [group[:1], *_apart(sentence, group[1:])]


def _party(sentence: Sentence, group: list[Mention]) -> Party:
    first = group[0]
    states = tuple(dict.fromkeys(code for mention in group for code in mention.value.split()))
    markers = _markers_before(sentence, first)
    is_attribute = _is_attribute(sentence, group[-1]) or _is_in_brackets(sentence, first) or _is_hung(sentence, group)
    is_located = _is_located(sentence, group[-1])
    return Party(
        states,
        first.start,
        max(mention.end for mention in group),
        is_subject=not (is_attribute or is_told(sentence, first))
        and ("frame.not_subject" not in markers or _is_of_a_body(sentence, first) or _is_absolute(sentence, group)),
        is_place="frame.place" in markers
        or is_located
        or any(0 <= mark.start - group[-1].end <= 1 for mark in sentence.kind("frame.place_behind")),
        is_recipient="frame.recipient" in markers,
        is_agent="frame.agent" in markers,
        is_given_to=not markers & _PREPOSITIONS and any(form.end == group[-1].end for form in sentence.of("dative")),
        is_attribute=is_attribute,
        is_located=is_located,
    )


def is_told(sentence: Sentence, state: Mention | Party) -> bool:
    """Whether the state is only the one that a step is told to: "told Russia that it will leave"."""
    if any(word.start <= state.start and state.end <= word.end for word in sentence.kind("notice.receivers")):
        return True
    if sentence.signs_follow_verb:
        return False
    verbs = [sign for sign in sentence.kind("step.notified") if 0 <= state.start - sign.end <= 1]
    return any(other.end <= verb.start for verb in verbs for other in sentence.of("state"))


def _is_of_a_body(sentence: Sentence, state: Mention) -> bool:
    """Whether the state is where a body that acts for it sits: "the parliament in Riga", "ministers from Poland"."""
    partners = [word for word in sentence.of("partners") if word.end <= state.start]
    return any(
        1 < state.start - body.end <= BODY_STEP
        and "," not in _between(sentence, body.end, state.start)
        and not any(body.end <= word.start for word in partners)
        for body in sentence.kind(*ACTING_BODIES)
    )


def _is_absolute(sentence: Sentence, group: list[Mention]) -> bool:
    """Whether the state acts in a clause without a finite verb: "With Finland leaving, Norway is alone"."""
    comma = sentence.text.find(",", group[-1].end - sentence.start)
    if comma < 0 or not any(group[-1].end < word.start < comma + sentence.start for word in sentence.of("exit")):
        return False
    return any(
        0 < group[0].start - word.end <= STICKY and not sentence.text[: word.start - sentence.start].strip()
        for word in sentence.kind("frame.clause")
    )


def _markers_before(sentence: Sentence, state: Mention) -> set[str]:
    """The kinds of the small words before the state, or before the body that it describes: "al Gobierno ruso"."""
    bodies = (body.start for body in sentence.kind(*ACTING_BODIES) if state.start - body.end == 1)
    start = min(bodies, default=state.start)
    return {
        mention.kind
        for mention in sentence.of("frame")
        if mention.end <= start
        and start - mention.end <= STICKY
        and mention.start < start
        and "," not in _between(sentence, mention.end, start)
    }


def _is_in_brackets(sentence: Sentence, state: Mention) -> bool:
    """Whether the state only says, in brackets, where the place before it lies: "in Geneva (Switzerland)"."""
    around = (_between(sentence, state.start - 1, state.start), _between(sentence, state.end, state.end + 1))
    return around == ("(", ")") and any(
        0 < state.start - place.end <= PLACE_LENGTH for place in sentence.kind("frame.place")
    )


def _between(sentence: Sentence, start: int, end: int) -> str:
    return sentence.text[start - sentence.start : end - sentence.start]


def _is_attribute(sentence: Sentence, state: Mention) -> bool:
    """Whether the state only describes what follows: "Italian-made", "Belarusian outlet"."""
    after = state.end - sentence.start
    if sentence.text[after : after + 1] == "-" and sentence.text[after + 1 : after + 2] != " ":
        return True
    return any(
        0 <= mention.start - state.end <= STICKY
        and not _has_joint(sentence, state.end, mention.start)
        and not any(state.end <= word.start < mention.start for word in sentence.of(*_PARTING))
        for mention in sentence.kind("frame.not_actor")
    )


def _is_hung(sentence: Sentence, group: list[Mention]) -> bool:
    """Whether a hyphen hangs the states together into one word for what is between them: "Russian-American pact"."""
    return any(_between(sentence, left.end, right.start) == "-" for left, right in pairwise(group))


def _has_joint(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= joint.start and joint.end <= end for joint in sentence.kind("frame.joining"))


def _is_located(sentence: Sentence, state: Mention) -> bool:
    """Whether the name's ending says that something is there."""
    return any(form.start <= state.start < state.end <= form.end for form in sentence.of("locative"))


def _is_named_apart(sentence: Sentence, left: Mention, right: Mention) -> bool:
    """Whether the second state plays another part than the first: it tells whose firm, what for, or where."""
    if _is_located(sentence, right) and not _is_located(sentence, left):
        return True
    return _is_makers(sentence, right) or _is_attribute(sentence, right)


def _is_makers(sentence: Sentence, state: Mention) -> bool:
    """Whether a firm stands right behind the state."""
    return any(0 <= firm.start - state.end <= 1 for firm in sentence.of("producer", "company"))


def _are_joined(sentence: Sentence, left: Mention, right: Mention) -> bool:
    if right.start < left.end:
        return True
    if right.start - left.end > MAX_JOINT_CHARACTERS:
        return False
    between = sentence.text[left.end - sentence.start : right.start - sentence.start]
    if between == " - " and left.start == sentence.start + len(sentence.text) - len(sentence.text.lstrip()):
        return False  # a dateline: "Seoul - North Korea left"
    if not between.strip() and (sentence.signs_follow_verb or is_told(sentence, left) or is_told(sentence, right)):
        return False  # case endings tell apart who stands side by side before the verb
    if between.strip() in ("", ",") and _is_named_apart(sentence, left, right):
        return False  # "Latvia, with a German firm, ..": the second only tells whose firm it is
    if any(left.start == leader.start for leader in sentence.kind("body.president")) and between.strip() == ",":
        return False  # "Putin, the treaty made with the United States .."
    for joint in sentence.kind("frame.joining"):
        if left.end <= joint.start and joint.end <= right.start:
            between = between.replace(sentence.text[joint.start - sentence.start : joint.end - sentence.start], " ", 1)
    return bool(_JOINT.fullmatch(between))
