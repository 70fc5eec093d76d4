"""Signs that bear on a trigger: what stands before it, beside it, in its clause."""

from services.classify.sentences import Sentence
from services.classify.terms import Mention

BEARING_BEFORE = 60
NEGATION_REACH = 32
FUTURE_REACH = 40
NOTICE_REACH = 70
"""Who is told of what may stand between: "wird der UN-Generalsekretär über den Austritt .. informiert"."""
_INNER = frozenset({"mood.possible", "step.considered"})
"""Signs that weigh a trigger they are a part of, as where a language writes "consider leaving" as one word."""
_PAST_NAMES = _INNER | {"step.rejected"}
"""Signs that a treaty's long name between puts no further off."""
DENIED_PAST_NAMES = 40
"""How far behind an exit its denial may stand, the names of treaties not counted."""
THAT_CLAUSE_REACH = 90
OPENER_REACH = 3
SAID_REACH = 6
"""A comma, and the word for "that"."""
DENIED_REPORT = 30
"""What is denied may stand before its clause: "denied reports that"."""
LOST_REACH = 12
DECISION_REACH = 4
"""Of the small word between a decision and what it is to do: "decision to quit"."""
OWNER_REACH = 8
"""Of the small words between a decision and whose it is: "decision of the"."""
BEHIND_VERB = 24
"""How far behind its verb a denial or a possibility stands in a language that puts them there."""


def bearing(
    sentence: Sentence, trigger: Mention, kinds: tuple[str, ...], before: int, after: int = 0
) -> Mention | None:
    """The nearest sign of `kinds` in the trigger's clause, within `before` characters ahead of it or `after` behind."""
    clause = sentence.clause(trigger.start)
    nearest: tuple[int, Mention] | None = None
    for sign in sentence.kind(*kinds):
        if _overlies(sign, trigger):
            distance = 0
        elif sign.end <= trigger.start + 1:
            distance = trigger.start - sign.end
            if distance > before and distance - _names_between(sentence, sign, sign.end, trigger.start) > before:
                continue
            if sentence.clause(sign.end - 1) != clause:
                continue  # a sign that holds the clause's opener ("for that .. it") bears on the clause
        elif sign.kind in _INNER and sign.start == trigger.start and trigger.value != "echo":
            distance = 0
        elif sign.start >= trigger.end:
            distance = sign.start - trigger.end
            if distance > after and (not after or not _is_near_past_names(sentence, trigger, sign, after)):
                continue
            if sentence.clause(sign.start) != clause:
                continue
        else:
            continue
        if nearest is None or distance < nearest[0]:
            nearest = (distance, sign)
    return None if nearest is None else nearest[1]


def _is_near_past_names(sentence: Sentence, trigger: Mention, sign: Mention, reach: int) -> bool:
    """Whether the sign is within reach once the treaties' names between are left out; a denial stands closer."""
    reach = min(reach, DENIED_PAST_NAMES) if sign.kind == "step.rejected" else reach
    return sign.start - trigger.end - _names_between(sentence, sign, trigger.end, sign.start) <= reach


def _names_between(sentence: Sentence, sign: Mention, start: int, end: int) -> int:
    """How many characters between are treaties' names: a long one puts what weighs or denies an exit no further off."""
    if sign.kind not in _PAST_NAMES:
        return 0
    return sum(name.end - name.start for name in sentence.of("treaty") if start <= name.start and name.end <= end)


def _overlies(sign: Mention, trigger: Mention) -> bool:
    """Whether the trigger is a part of the sign, or one word is both, as an ending may deny it or set its tense.

    Of a vote or a signature such a word tells that the deciding is done and the thing decided lies ahead.
    """
    if sign.start == trigger.start:
        return sign.end >= trigger.end and trigger.kind not in ("step.voted", "step.signed")
    return sign.start < trigger.start < sign.end


def is_negated(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the trigger is denied."""
    if inner_denial(sentence, trigger, "mood.negation") is not None:
        return True
    if _is_denied_behind_a_name(sentence, trigger):
        return True
    sign = bearing(sentence, trigger, ("mood.negation",), NEGATION_REACH, behind_verb(sentence))
    if sign is None or _is_of_a_condition(sentence, sign, trigger):
        return False
    return not _is_of_what_is_joined(sentence, sign, trigger)


def _is_denied_behind_a_name(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a small word in a treaty's name passes for the verb's second half, which a denial opens behind it.

    As in the Dutch "zegt het verbod op landmijnen niet op".
    """
    names = [name for name in sentence.of("treaty") if name.start < trigger.end < name.end]
    denials = sentence.kind("mood.negation")
    return any(
        sentence.text[name.end - sentence.start : denial.start - sentence.start] == " "
        for name in names
        for denial in denials
    )


def _is_of_what_is_joined(sentence: Sentence, denial: Mention, trigger: Mention) -> bool:
    """Whether "no longer" denies a verb of its own, joined with the trigger's: "no longer backs it and quits"."""
    if trigger.kind not in ("exit.past", "exit.present"):
        return False
    ended = [word.end for word in sentence.of("no_longer") if word.covers(denial)]
    articles = {article.start for article in sentence.kind("frame.articles")}
    joints = [joint for joint in sentence.kind("frame.joining") if joint.start not in articles]
    return any(end < joint.start and joint.end <= trigger.start for end in ended for joint in joints)


def _is_of_a_condition(sentence: Sentence, denial: Mention, trigger: Mention) -> bool:
    """Whether a comma parts the denial from what it leads to: "if Russia does not yield, Finland may leave"."""
    comma = sentence.text.rfind(",", denial.end - sentence.start, trigger.start - sentence.start) + sentence.start
    signs = sentence.kind("mood.possible")
    return comma > denial.end - 1 and any(comma < sign.start and sign.end <= trigger.start for sign in signs)


def governing(sentence: Sentence, trigger: Mention, signs: tuple[Mention, ...]) -> Mention | None:
    """The sign whose that-clause the trigger stands in: "denied that it will leave"."""
    own = sentence.clause(trigger.start)
    openers = [word.start for word in sentence.kind("frame.clause") if word.end <= trigger.start]
    for sign in signs:
        reach = DENIED_REPORT if sign.family == "denial" else OPENER_REACH
        is_near = sign.end <= trigger.start and trigger.start - sign.end <= THAT_CLAUSE_REACH
        is_above = 0 <= own - sentence.clause(sign.start) <= 2
        if is_near and is_above and any(0 <= opener - sign.end <= reach for opener in openers):
            return sign
    return None


def inner_denial(sentence: Sentence, trigger: Mention, *kinds: str) -> Mention | None:
    """A denial between the parts of the trigger, as in "stapt niet uit"; "is no longer .. bound" is none."""
    if any(bound.start < trigger.end and trigger.start < bound.end for bound in sentence.of("no_longer")):
        return None
    inside = (sign for sign in sentence.kind(*kinds) if trigger.start < sign.start and sign.end <= trigger.end)
    return next(inside, None)


def is_future(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the trigger lies ahead."""
    if trigger.family == "step" and any(
        trigger.start <= sign.start and sign.end < trigger.end for sign in sentence.kind("mood.future")
    ):
        return True  # "the notice will be sent to the depositary"
    if trigger.kind in ("step.effect", "date.effect") and _is_of_a_decision(sentence, trigger):
        return False
    reach = NOTICE_REACH if trigger.kind == "step.notified" else FUTURE_REACH
    sign = bearing(sentence, trigger, ("mood.future",), reach, behind_verb(sentence))
    return sign is not None and not (trigger.kind == "exit.past" and _only_opens_a_clause(sentence, sign))


def _only_opens_a_clause(sentence: Sentence, sign: Mention) -> bool:
    """Whether a word that may put a step ahead only tells when another came, before a verb in the past: "when it left".

    A single character may open a clause and elsewhere be a tense, as the Chinese for "will".
    """
    if sign.end - sign.start < 2:
        return False
    openers = sentence.kind("frame.clause", "time.timed")
    return any(word.start == sign.start and word.end == sign.end for word in openers)


def _is_of_a_decision(sentence: Sentence, effect: Mention) -> bool:
    """Whether what takes effect is a decision to leave, so that only the leaving is put ahead by its words."""
    exits = [word for word in sentence.kind("exit.noun") if word.end <= effect.start]
    if not exits or "," in sentence.text[exits[-1].end - sentence.start : effect.start - sentence.start]:
        return False
    decisions = [sign for sign in sentence.kind("step.decided") if sign.end <= exits[-1].start]
    futures = sentence.kind("mood.future")
    leaver = [state for state in sentence.of("state") if state.end <= exits[-1].start][-1:]
    return any(
        (
            0 <= exits[-1].start - decision.end <= DECISION_REACH
            or any(
                0 <= state.start - decision.end <= OWNER_REACH and exits[-1].start - state.end <= DECISION_REACH
                for state in leaver
            )
        )
        and any(decision.start <= sign.start and sign.end <= exits[-1].end for sign in futures)
        and not any(exits[-1].end <= sign.start <= effect.start for sign in futures)
        and not any(0 <= decision.start - sign.end <= DECISION_REACH for sign in futures)
        for decision in decisions
    )


def behind_verb(sentence: Sentence) -> int:
    """How far behind a verb its signs may stand in the sentence's language."""
    return BEHIND_VERB if sentence.signs_follow_verb else 0


def is_lost(sentence: Sentence, vote: Mention) -> bool:
    """Whether the vote is told as lost; what the motion asks for stands near it too, so only the next words count."""
    sign = bearing(sentence, vote, ("mood.future", "mood.negation", "mood.possible"), LOST_REACH)
    return sign is None or sign.start == vote.start  # "was rejected" is a denial by itself


def distance(sign: Mention, trigger: Mention) -> int:
    """How many characters lie between the two."""
    return max(trigger.start - sign.end, sign.start - trigger.end, 0)


def nearest(signs: tuple[Mention, ...], position: int) -> Mention | None:
    """The sign closest to a place, whichever side."""
    return min(signs, key=lambda sign: min(abs(sign.start - position), abs(sign.end - position)), default=None)


def condition_behind(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The word that opens a condition behind the trigger, comma or none: "will leave if they do not yield"."""
    own = sentence.clause(trigger.start)
    openers = {word.start for word in sentence.kind("frame.clause")}
    return next(
        (
            sign
            for sign in sentence.kind("mood.possible")
            if sign.start in openers and sign.start >= trigger.end and sentence.clause(sign.start) - own in (0, 1)
        ),
        None,
    )


def condition_ahead(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The word of condition that opens the sentence, or what is said, if a comma closes it: "If A does, B leaves".

    That a parliament agrees is no condition but the next step.
    """
    openers = {word.start for word in sentence.kind("frame.clause")}
    ifs = [word for word in sentence.kind("mood.possible") if word.start in openers]
    first = min((*ifs, *sentence.kind("frame.conditions")), key=lambda word: word.start, default=None)
    if first is None or not _opens_what_is_said(sentence, first):
        return None
    comma = sentence.text.find(",", first.end - sentence.start) + sentence.start
    if not first.end <= comma < trigger.start:
        if first.kind != "frame.conditions":
            return None
        verbs = [sign.start for sign in sentence.kind("mood.future") if first.end < sign.start <= trigger.start]
        if not verbs:
            return None
        comma = verbs[-1]  # Swedish parts the two by no comma: there the main clause begins with its verb
    steps = sentence.kind("step.voted", "step.effect", "step.signed", "body.parliament")
    return None if any(step.start < comma for step in steps) else first


def _opens_what_is_said(sentence: Sentence, word: Mention) -> bool:
    """Whether the word is the sentence's first, or the first behind a verb of telling: "said that if A .., B .."."""
    if not sentence.text[: word.start - sentence.start].strip():
        return True
    return any(0 <= word.start - verb.end <= SAID_REACH for verb in sentence.kind("frame.speech"))
