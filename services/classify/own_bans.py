"""A state's own ban on making mines: not what a treaty asks, but a step of its own, and so production rejected."""

from services.classify.cues import bearing
from services.classify.sentences import Sentence
from services.classify.terms import Mention

BAN_REACH = 90
"""Between the verb and production stand the other things that are forbidden with it."""
_NOUNS = frozenset({"make", "buy"})


def own_ban(sentence: Sentence, trigger: Mention) -> Mention | None:
    """The verb by which a state forbids the making that the trigger names, in a sentence without a treaty."""
    bans = sentence.of("outlawing")
    if not bans or trigger.kind != "making.noun" or trigger.value not in _NOUNS or sentence.of("treaty"):
        return None
    if sentence.of("bill") and not sentence.kind("step.voted", "step.signed"):
        return None  # a bill to ban it forbids nothing yet
    actors = sentence.of("state", "body")
    if trigger.value == "buy" and not any(word.value == "make" for word in sentence.kind("making.noun")):
        return None  # a ban on imports alone is a matter of trade
    return next(
        (
            ban
            for ban in bans
            if ban.start < trigger.start <= ban.end + BAN_REACH
            and any(actor.end <= ban.start for actor in actors)
            and bearing(sentence, ban, ("mood.possible", "plea.asking"), BAN_REACH) is None  # "urges all to ban"
            and not any(0 <= ban.start - sign.end <= 1 for sign in sentence.kind("mood.negation", "frame.relative"))
        ),
        None,
    )
