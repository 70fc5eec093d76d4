"""How far production or purchase has come, by the words around the word of making."""

from collections.abc import Sequence

from services.classify.cues import bearing, behind_verb, governing, is_negated
from services.classify.own_bans import own_ban
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.classify.withdrawal_read import Read
from services.contracts.vocabulary import Realis, Stage

MOOD_REACH = 120
"""German and Dutch put what is willed or weighed early and the verb at the end of its clause."""
PAST_MOOD_REACH = 30
"""A verb in the past is made unreal only by a word close to it; one farther off belongs to another verb."""
REFUSAL_REACH = 120
BESIDE = 4
ARTICLE_REACH = 5
DEAL_REACH = 10
"""Between a contract and the word that opens its content stands no more than "under"."""
USE_REACH = 12
ENDED_REACH = 12
"""How far from its verb "no longer" stands."""
FORBIDDEN_REACH = 60
BEGIN_REACH = 50
BEGUN_REACH = 60
"""Behind the noun the verb may stand at the end of the clause."""
AFTER_NOUN = 60
AFTER_VERB = 20
IMPORTS = frozenset({"buy", "contract", "deliver"})
_DONE = {
    "make": Stage.STARTED,
    "expand": Stage.EXPANDED,
    "halt": Stage.HALTED,
    "buy": Stage.CONTRACTED,
    "contract": Stage.CONTRACTED,
    "deliver": Stage.DELIVERED,
}


def making_stage(sentence: Sentence, trigger: Mention, mines: Sequence[Mention] = ()) -> Read | None:
    """The stage that `trigger`, which bears on `mines`, tells of; None where it tells only what has not happened."""
    act = trigger.value or "make"
    form = trigger.kind.partition(".")[2] or "noun"
    if trigger.family == "mood":
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "a maker is ready or asked", trigger)
    ban = own_ban(sentence, trigger)
    if ban is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "a state itself forbids it", ban)
    if act == "halt":
        return Read(Stage.HALTED, Realis.ACTUAL, "production stopped", trigger)
    if form == "present" and act == "make" and bearing(sentence, trigger, ("no_longer",), ENDED_REACH, ENDED_REACH):
        return Read(Stage.HALTED, Realis.ACTUAL, "it is made no longer", trigger)
    if is_negated(sentence, trigger) or _holds_a_denial(sentence, trigger) or _lacks(sentence, mines):
        if (form == "past" and act in IMPORTS) or (form == "present" and act == "make"):
            return None  # who does not make mines has decided nothing
        if form == "noun" and (_is_asked_for(sentence, trigger) or _is_only_not_done(sentence, trigger)):
            return None
        return Read(Stage.REJECTED, Realis.NEGATED, "production is denied", trigger)
    if trigger.family == "works" and _is_unmade(sentence, trigger):
        return Read(Stage.REJECTED, Realis.NEGATED, "production is denied", trigger)
    denied = next((sign for sign in sentence.of("denial") if _is_denied_by(sentence, trigger, sign)), None)
    if denied is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "what is told is denied", denied)
    mood = _mood(sentence, trigger)
    refused = _refusal(sentence, trigger, form)
    if refused is not None:
        return Read(Stage.REJECTED, Realis.NEGATED, "production or purchase is refused", refused)
    is_ahead = form == "future" or (mood is not None and mood.kind == "mood.future")
    if act == "deliver" and is_ahead and _is_tendered(sentence):
        return Read(Stage.PLANNED, Realis.PLANNED, "offers are asked for", trigger)
    if act == "deliver" and is_ahead:
        return Read(Stage.CONTRACTED, Realis.ACTUAL, "delivery is to come, so it was ordered", trigger)
    if mood is not None and mood.kind == "mood.possible":
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "production or purchase is weighed", mood)
    if mood is not None:
        return Read(Stage.PLANNED, Realis.PLANNED, "production or purchase is to come", mood)
    if act == "deliver" and form == "present" and _is_under_a_deal(sentence, trigger):
        return Read(Stage.CONTRACTED, Realis.ACTUAL, "what a contract provides for", trigger)
    if form in ("past", "present", "passive"):
        return Read(_DONE[act], Realis.ACTUAL, f"told as done or under way: {act}", trigger)
    if form == "future":
        return Read(Stage.PLANNED, Realis.PLANNED, "production or purchase is to come", trigger)
    return _noun(sentence, trigger, act)


def _is_tendered(sentence: Sentence) -> bool:
    """Whether offers are asked for and no contract is told of: "firms may bid for mines to be delivered in 2027"."""
    if not sentence.of("tenders"):
        return False
    return not any(sign.value == "contract" for sign in sentence.kind("making.past", "making.passive"))


def _is_asked_for(sentence: Sentence, trigger: Mention) -> bool:
    """Whether somebody only asks that it be not done: "urged Finland not to make mines"."""
    return bearing(sentence, trigger, ("plea.asking",), MOOD_REACH) is not None


def _is_only_not_done(sentence: Sentence, trigger: Mention) -> bool:
    """Whether it stands in one breath with what is not being made: "does not produce, import or export"."""
    clause = sentence.clause(trigger.start)
    return any(
        verb.value == "make"
        and sentence.clause(verb.start) == clause
        and 0 <= trigger.start - verb.end <= MOOD_REACH
        and (_holds_a_denial(sentence, verb) or is_negated(sentence, verb))
        for verb in sentence.kind("making.present")
    )


def _holds_a_denial(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the words of making frame their own denial: "gaat geen mijnen produceren"."""
    return any(trigger.start <= sign.start and sign.end < trigger.end for sign in sentence.kind("mood.negation"))


def _lacks(sentence: Sentence, mines: Sequence[Mention]) -> bool:
    """Whether a denial stands right before each of the mines: "will make no mines"."""
    denials = sentence.kind("mood.negation")
    return bool(mines) and all(any(0 <= mine.start - sign.end <= 1 for sign in denials) for mine in mines)


def _is_unmade(sentence: Sentence, works: Mention) -> bool:
    """Whether the works are only where something is not made: "will not make mines in its plants"."""
    clause = sentence.clause(works.start)
    verbs = [verb for verb in sentence.of("making") if verb.value == "make" and sentence.clause(verb.start) == clause]
    return any(is_negated(sentence, verb) for verb in verbs)


def _is_denied_by(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether the denial is about the deed: ahead of it, or, where verbs come last, behind it."""
    if sign.end <= trigger.start:
        return trigger.start - sign.end <= REFUSAL_REACH
    return sentence.signs_follow_verb and 0 <= sign.start - trigger.end <= REFUSAL_REACH


def _refusal(sentence: Sentence, trigger: Mention, form: str) -> Mention | None:
    """What turns down a deed that is only named: "asked whether it would buy mines, the minister dropped the idea"."""
    if form in ("past", "present", "passive"):
        return None
    weighed = sentence.kind("mood.possible")
    near = (
        sign
        for sign in sentence.of("refusal")
        if abs(sign.start - trigger.start) <= REFUSAL_REACH
        and not any(left.start <= sign.start and sign.end <= left.end for left in weighed)  # "does not rule out"
        and not any(0 <= use.start - sign.end <= USE_REACH for use in sentence.of("use"))  # "no intention of laying"
    )
    return next((sign for sign in near if bearing(sentence, sign, ("mood.negation",), BESIDE) is None), None)


def _mood(sentence: Sentence, trigger: Mention) -> Mention | None:
    """What makes the trigger less than real: a possibility or a plan, whichever is nearer."""
    possible_signs = sentence.kind("mood.possible")
    within = (sign for sign in possible_signs if trigger.start < sign.start and sign.end < trigger.end)
    inner = next(within, None)  # "production .. may be .. begun" is one sign of making
    if inner is not None:
        return inner
    behind = behind_verb(sentence)
    after = AFTER_NOUN if trigger.kind == "making.noun" else max(AFTER_VERB, behind)
    if trigger.kind == "making.past":
        after = behind
    reach = PAST_MOOD_REACH if trigger.kind == "making.past" else MOOD_REACH
    possible = bearing(sentence, trigger, ("mood.possible",), reach, after)
    if possible is None and trigger.kind == "making.noun":  # "looks into whether X could be making mines"
        possible = governing(sentence, trigger, sentence.kind("mood.possible"))
    # "Deliveries are to begin": of an order's fulfilment the verb behind the noun tells; of production it may tell
    # of the next step ("production has begun and is to grow").
    behind = after if trigger.value == "deliver" else behind
    future = bearing(sentence, trigger, ("mood.future",), reach, behind)
    if future is not None and _is_a_way_to(sentence, future):
        future = None
    if possible is not None and _is_of_the_mines(sentence, trigger, possible):
        possible = None
    opener = _own_opener(sentence, trigger)
    possible, future = (sign if sign is None or sign.end > opener else None for sign in (possible, future))
    if possible is None or future is None:
        return possible or future
    return possible if _distance(possible, trigger) <= _distance(future, trigger) + 12 else future


def _own_opener(sentence: Sentence, trigger: Mention) -> int:
    """Where a verb begins that a joint shares with it: "and is making", which no mood of the verbs before governs."""
    words = sentence.kind("frame.clause")
    return next((word.start for word in words if word.start < trigger.start < word.end), -1)


def _is_a_way_to(sentence: Sentence, sign: Mention) -> bool:
    """Whether a word that may stand before a verb stands before a state or its forces: "on a visit to Spain"."""
    if not any(word.start == sign.start and word.end == sign.end for word in sentence.kind("frame.not_subject")):
        return False
    return any(0 <= name.start - sign.end <= ARTICLE_REACH for name in sentence.of("state", "body", "arms"))


def _is_of_the_mines(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether what is possible is what the mines do: "will buy mines that can sink a ship"."""
    openers = sentence.kind("frame.clause", "frame.relative")
    return any(
        trigger.end <= mine.start and mine.end <= word.start <= mine.end + BESIDE and word.end <= sign.start
        for mine in sentence.of("mine", "product")
        for word in openers
    )


def _is_forbidden(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a verb of forbidding closes what is only named: "the production of mines is banned in Belgium"."""
    clause = sentence.clause(trigger.start)
    behind = (ban for ban in sentence.of("ban") if 0 <= ban.start - trigger.end <= FORBIDDEN_REACH)
    return any(sentence.clause(ban.start) == clause for ban in behind)


def _is_under_a_deal(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the verb stands in words that tell what a contract is: "a deal under which the firm supplies"."""
    deals = [deal for deal in sentence.of("deals") if deal.end <= trigger.start]
    if not deals:
        return False
    relatives = sentence.kind("frame.relative")
    return any(
        deals[-1].end <= word.start <= deals[-1].end + DEAL_REACH and word.end <= trigger.start for word in relatives
    )


def _noun(sentence: Sentence, trigger: Mention, act: str) -> Read | None:
    begun = _begun(sentence, trigger)
    if begun is None and _is_forbidden(sentence, trigger):
        return None
    if act == "deliver":
        if begun is not None:
            return Read(Stage.DELIVERED, Realis.ACTUAL, "deliveries began", begun)
        return Read(Stage.CONTRACTED, Realis.ACTUAL, "a delivery is named without a time", trigger, is_firm=False)
    if act in IMPORTS:
        stage = Stage.PLANNED if act == "buy" else _DONE[act]
        return Read(stage, Realis.ACTUAL, f"named without a time: {act}", trigger, is_firm=False)
    if act == "expand":
        return Read(Stage.EXPANDED, Realis.ACTUAL, "more capacity", trigger, is_firm=False)
    if begun is not None:
        return Read(Stage.STARTED, Realis.ACTUAL, "production began", begun)
    ahead = bearing(sentence, trigger, ("mood.future",), 0, AFTER_NOUN)
    if ahead is not None:
        return Read(Stage.PLANNED, Realis.PLANNED, "production is to come", ahead)
    return Read(Stage.PLANNED, Realis.PLANNED, "production is named without a time", trigger, is_firm=False)


def _begun(sentence: Sentence, noun: Mention) -> Mention | None:
    """The verb of beginning that goes with the noun."""
    clause = sentence.clause(noun.start)
    for sign in sentence.kind("making.past", "making.present"):
        reach = BEGIN_REACH if sign.start < noun.start else BEGUN_REACH
        if sign.value == "begin" and sentence.clause(sign.start) == clause and _distance(sign, noun) <= reach:
            return sign
    return None


def _distance(sign: Mention, trigger: Mention) -> int:
    return max(trigger.start - sign.end, sign.start - trigger.end, 0)
