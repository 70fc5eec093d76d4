"""What makes a deed less than real: a possibility or a plan among the words around it."""

from services.classify.cues import bearing, behind_verb, distance, governing
from services.classify.sentences import Sentence
from services.classify.terms import Mention

MOOD_REACH = 120
"""German and Dutch put what is willed or weighed early and the verb at the end of its clause."""
AFTER_NOUN = 60
PAST_MOOD_REACH = 30
"""A verb in the past is made unreal only by a word close to it; one farther off belongs to another verb."""
ARTICLE_REACH = 5
AFTER_VERB = 20
BESIDE = 4
"""Between the mines and a clause about them."""


def mood_of(sentence: Sentence, trigger: Mention) -> Mention | None:
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
    possible, future = (
        sign if sign is None or not _is_next(sentence, trigger, sign) else None for sign in (possible, future)
    )
    if possible is None or future is None:
        return possible or future
    return possible if distance(possible, trigger) <= distance(future, trigger) + 12 else future


def _own_opener(sentence: Sentence, trigger: Mention) -> int:
    """Where a verb begins that a joint shares with it: "and is making", which no mood of the verbs before governs."""
    words = sentence.kind("frame.clause")
    return next((word.start for word in words if word.start < trigger.start < word.end), -1)


def _is_next(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether, where moods follow their verbs, one behind is that of a purchase next: "signed a deal, plans to buy"."""
    if not sentence.signs_follow_verb or trigger.kind != "making.past" or trigger.value != "contract":
        return False
    return any(
        trigger.end <= word.start < sign.end and word.value == "buy" and word.kind != "making.past"
        for word in sentence.of("making")
    )


def _is_a_way_to(sentence: Sentence, sign: Mention) -> bool:
    """Whether a word that may stand before a verb stands before a state or its forces: "on a visit to Spain"."""
    if any(word.start < sign.start and word.end == sign.end for word in sentence.kind("frame.recipient")):
        return True  # "were delivered to the Naval Forces"
    if not any(word.start == sign.start and word.end == sign.end for word in sentence.kind("frame.not_subject")):
        return False
    return any(0 <= name.start - sign.end <= ARTICLE_REACH for name in sentence.of("state", "body", "arms"))


def _is_of_the_mines(sentence: Sentence, trigger: Mention, sign: Mention) -> bool:
    """Whether what is possible is what the mines do: "will buy mines that can sink a ship"."""
    openers = sentence.kind("frame.clause", "frame.relative")
    return any(
        trigger.end <= mine.start and mine.end <= word.start <= mine.end + BESIDE and word.end <= sign.start
        for mine in sentence.of("mine", "product", "them")
        for word in openers
    )
