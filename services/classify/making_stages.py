"""How far production or purchase has come, by the words around the word of making."""

from collections.abc import Sequence

from services.classify.cues import bearing, distance
from services.classify.making_denials import denied_deed, ended_deed, is_only_not_done
from services.classify.making_moods import AFTER_NOUN, mood_of
from services.classify.making_triggers import DONE_FORMS, IMPORTS, act_of, form_of
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

DEAL_REACH = 10
"""Between a contract and the word that opens its content stands no more than "under"."""
FORBIDDEN_REACH = 60
BEGIN_REACH = 50
BEGUN_REACH = 60
"""Behind the noun the verb may stand at the end of the clause."""
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
    if trigger.family == "mood":
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "a maker is ready or asked", trigger)
    ended = ended_deed(sentence, trigger)
    if ended is not None:
        return ended
    if is_only_not_done(sentence, trigger, mines):
        return None
    return denied_deed(sentence, trigger, mines) or _told(sentence, trigger)


def _told(sentence: Sentence, trigger: Mention) -> Read | None:
    """The stage of a deed that nobody denies, by its mood and its form."""
    act, form = act_of(trigger), form_of(trigger)
    if form == "noun" and act == "make" and _is_forbidden(sentence, trigger) and _begun(sentence, trigger) is None:
        return None
    mood = mood_of(sentence, trigger)
    is_ahead = form == "future" or (mood is not None and mood.kind == "mood.future")
    if act == "deliver" and is_ahead and _is_tendered(sentence):
        return Read(Stage.PLANNED, Realis.PLANNED, "offers are asked for", trigger)
    if act == "deliver" and (is_ahead or form == "noun") and _is_still_to_be_made(sentence, trigger):
        return Read(Stage.PLANNED, Realis.PLANNED, "what is to be made is to go to others", trigger, is_firm=False)
    if act == "deliver" and is_ahead:
        return Read(Stage.CONTRACTED, Realis.ACTUAL, "delivery is to come, so it was ordered", trigger)
    if mood is not None and mood.kind == "mood.possible" and act in IMPORTS and _is_allowed(sentence, trigger):
        return Read(Stage.PLANNED, Realis.PLANNED, "a deal lets it be ordered", mood)
    if mood is not None and mood.kind == "mood.possible":
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, "production or purchase is weighed", mood)
    if mood is not None:
        return Read(Stage.PLANNED, Realis.PLANNED, "production or purchase is to come", mood)
    if act == "deliver" and form == "present" and _is_under_a_deal(sentence, trigger):
        return Read(Stage.CONTRACTED, Realis.ACTUAL, "what a contract provides for", trigger)
    if form in DONE_FORMS:
        return Read(_DONE[act], Realis.ACTUAL, f"told as done or under way: {act}", trigger)
    if form == "future":
        return Read(Stage.PLANNED, Realis.PLANNED, "production or purchase is to come", trigger)
    return _noun(sentence, trigger, act)


def _is_tendered(sentence: Sentence) -> bool:
    """Whether offers are asked for and no contract is told of: "firms may bid for mines to be delivered in 2027"."""
    if not sentence.of("tenders"):
        return False
    return not any(sign.value == "contract" for sign in sentence.kind("making.past", "making.passive"))


def _is_still_to_be_made(sentence: Sentence, delivery: Mention) -> bool:
    """Whether what may be delivered is only named as to be made: "to launch production and supply Ukraine with it"."""
    if sentence.has("deals", "producer") or sentence.kind("making.past", "making.present", "making.passive"):
        return False
    clause = sentence.clause(delivery.start)
    words = [word for word in sentence.of("making") if word.end <= delivery.start]
    return not any(word.value in IMPORTS for word in words) and any(
        word.value == "make" and sentence.clause(word.start) == clause for word in words
    )


def _is_forbidden(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a verb of forbidding closes what is only named: "the production of mines is banned in Belgium"."""
    clause = sentence.clause(trigger.start)
    behind = (
        ban
        for ban in sentence.of("ban")
        if 0 <= ban.start - trigger.end <= FORBIDDEN_REACH
        and not any(0 <= mine.start - ban.end <= 1 for mine in sentence.of("mine"))  # "making of banned mines"
    )
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


def _is_allowed(sentence: Sentence, trigger: Mention) -> bool:
    """Whether what may be bought is what a deal just signed allows: "signed an agreement under which X may order"."""
    sealed = [sign for sign in sentence.kind("making.past") if sign.value == "contract" and sign.end <= trigger.start]
    relatives = sentence.kind("frame.relative")
    return any(sign.end <= word.start <= sign.end + DEAL_REACH for sign in sealed for word in relatives)


def _noun(sentence: Sentence, trigger: Mention, act: str) -> Read | None:
    """The stage of a deed that is only named, by the verb of beginning beside it or by what such a noun stands for."""
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
        if sign.value == "begin" and sentence.clause(sign.start) == clause and distance(sign, noun) <= reach:
            return sign
        if sign.value == "begin" and _closes_an_insertion(sentence, noun, sign):
            return sign
    return None


def _closes_an_insertion(sentence: Sentence, noun: Mention, verb: Mention) -> bool:
    """Whether the verb goes on right behind the comma that closes words on the noun: "output of X, which .., began"."""
    before = sentence.text[noun.end - sentence.start : max(verb.start - sentence.start, 0)]
    if verb.start < noun.end or before.count(",") < 2 or not before.rstrip().endswith(","):
        return False
    return not any(noun.end < word.start < verb.start and word.family == "making" for word in sentence.of("making"))
