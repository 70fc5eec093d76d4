"""What is made or bought: words of making, each with the mines it bears on."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.classify.claims import Claim
from services.classify.cues import bearing, distance
from services.classify.descriptions import is_a_monitors_list, is_antecedent, is_kept, only_described, tells_whose_make
from services.classify.document import Document
from services.classify.figures import figures
from services.classify.goods import is_told_of_goods
from services.classify.long_past import began_long_ago, has_own_old_year, is_long_past, is_recent
from services.classify.making_denials import is_resumed
from services.classify.making_triggers import IMPORTS, telling_words
from services.classify.mines import weapons
from services.classify.other_verbs import is_of_another_verb
from services.classify.own_bans import own_ban
from services.classify.sentences import Sentence
from services.classify.stand_ins import meant_by_them
from services.classify.terms import Mention
from services.classify.trace import Trace

OBJECT_REACH = 75
LIST_REACH = 130
"""A contract lists what it buys; a verb of making has its object near."""
BAN_REACH = 140
LEFT_OUT_REACH = 12
JOINED_REACH = 8
"""A small word and perhaps an article."""
_TAKES_OBJECT = frozenset({"making.past", "making.present"})


@dataclass(frozen=True)
class Deed:
    """A word of making with the mines it bears on."""

    trigger: Mention
    mines: tuple[Mention, ...]
    is_in_sentence: bool


def deeds(document: Document, sentence: Sentence, claims: list[Claim], trace: Trace) -> Iterator[Deed]:
    """What the sentence says is made or bought, leaving out what treaties ban and what is long past."""
    if not sentence.has("making", "works", "mine", "product", "producer"):
        return
    triggers = [word for word in telling_words(sentence) if not tells_whose_make(sentence, word)]
    begun = [word for word in sentence.kind("making.past") if word.value == "begin"]
    resumed = [word for word in triggers if word.value == "halt" and is_resumed(sentence, word)]
    triggers = [word for word in triggers if word not in resumed]
    is_past = any(is_long_past(document, sentence, trigger) for trigger in triggers)
    is_past = is_past or any(began_long_ago(document, sentence, word) for word in begun)
    is_told_as_past = sentence.has("making_history") and not any(
        is_recent(document, sentence, t) or _seals_ahead_of_history(sentence, t) for t in triggers
    )
    is_of_old = sentence.kind("mood.long_ago") and not (resumed or sentence.kind("making.future"))
    if triggers and (is_past or is_told_as_past or is_of_old):
        trace.note(sentence, "tells of production long past")
        return
    if triggers and is_a_monitors_list(document, sentence):
        trace.note(sentence, "lists who makes mines, as a report does each year")
        return
    past = {sentence.clause(told.start) for told in triggers if has_own_old_year(document, sentence, told)}
    if past:
        triggers = [trigger for trigger in triggers if sentence.clause(trigger.start) not in past]
    if (
        triggers
        and sentence.of("ban")
        and all(_is_banned(sentence, trigger) and own_ban(sentence, trigger) is None for trigger in triggers)
    ):
        trace.note(sentence, "names production only as what a treaty bans")
        return
    mines = weapons(document, sentence)
    if mines and mines == only_described(document, sentence, mines):
        trace.note(sentence, "names mines only to say what a maker is known for")
        return
    found = bool(past)
    for trigger in triggers:
        if _is_banned(sentence, trigger) and own_ban(sentence, trigger) is None:
            continue
        near = _objects(document, sentence, trigger, mines)
        if near:
            found = True
            yield Deed(trigger, near, is_in_sentence=True)
        elif meant := meant_by_them(document, sentence, trigger):
            found = True
            yield Deed(trigger, meant, is_in_sentence=False)
    if not found and mines and not sentence.of("gear", "ore", "ban"):
        yield from _able(document, sentence, mines)
    if not found and not mines and not sentence.of("gear", "ore", "ban"):
        yield from _going_on(document, sentence, triggers, claims)


def _seals_ahead_of_history(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a contract is signed with those of whom the rest only tells what they make."""
    is_deal = trigger.value == "contract" and trigger.kind in ("making.past", "making.passive")
    return is_deal and all(trigger.end <= sign.start for sign in sentence.of("making_history"))


def _objects(
    document: Document, sentence: Sentence, trigger: Mention, mines: tuple[Mention, ...]
) -> tuple[Mention, ...]:
    """The mines that can be what is made: in the trigger's clause, not far from it, and on the object's side of it."""
    clause = sentence.clause(trigger.start)
    reach = OBJECT_REACH if trigger.value == "make" else LIST_REACH
    near = [
        mine
        for mine in mines
        if (sentence.clause(mine.start) == clause or _is_named_before(sentence, trigger, mine))
        and distance(mine, trigger) <= reach
        and not _stands_before_its_verb(document, trigger, mine)
        and not _is_used(document, sentence, trigger, mine)
        and not _is_left_out(sentence, mine)
        and not is_of_another_verb(sentence, trigger, mine)
    ]
    plain = [mine for mine in near if not _is_modifier(sentence, mine)]
    return tuple(plain or near)


def _stands_before_its_verb(document: Document, trigger: Mention, mine: Mention) -> bool:
    """Whether the word order says that the mine is no object of the verb."""
    if not document.object_follows_verb or trigger.kind not in _TAKES_OBJECT:
        return False
    return trigger.value in ("make", "buy") and mine.end <= trigger.start


def _is_named_before(sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether the mine stands in another clause that the deed's own refers to."""
    if trigger.value in IMPORTS and sentence.is_listed_with(trigger.start, mine.start):
        return True
    return is_antecedent(sentence, trigger, mine)


def _is_used(document: Document, sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether another verb takes the mine: "wants to lay mines"; a works by the same word takes none."""
    first, last = (trigger, mine) if trigger.start < mine.start else (mine, trigger)
    works = {place.start for place in sentence.of("works")}
    is_its_subject = trigger.kind == "making.passive" and trigger.value == "make" and first is mine
    between = not is_its_subject and any(
        first.end <= use.start
        and use.end <= last.start
        and use.start not in works
        and not _are_done_both(sentence, first, use)
        for use in sentence.of("use")
    )
    return between or is_told_of_goods(document, sentence, trigger, mine) or is_kept(document, sentence, trigger, mine)


def _are_done_both(sentence: Sentence, deed: Mention, use: Mention) -> bool:
    """Whether the two are joined and so take the same mines: "the purchase and laying of mines"."""
    if deed.value not in IMPORTS or not 0 <= use.start - deed.end <= JOINED_REACH:
        return False
    return any(deed.end <= joint.start and joint.end <= use.start for joint in sentence.kind("frame.joining"))


def _is_left_out(sentence: Sentence, mine: Mention) -> bool:
    """Whether the mine is named as none of what is made: "anti-personnel mines are not included"."""
    return any(0 <= sign.start - mine.end <= LEFT_OUT_REACH for sign in sentence.of("left_out"))


def _is_modifier(sentence: Sentence, mine: Mention) -> bool:
    """Whether a product is only what the made thing is for: "mines for the Scorpion"."""
    if mine.family != "product":
        return False
    if any(-1 <= word.start - mine.end <= 1 or -1 <= mine.start - word.end <= 1 for word in sentence.of("mine")):
        return False  # "an order for mines XM204" is for them
    return any(0 <= mine.start - mark.end <= 6 for mark in sentence.kind("frame.not_subject"))


def _is_banned(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the trigger stands in what a treaty forbids: after a ban, or in a list with use and stockpiling."""
    clause = sentence.clause(trigger.start)
    for ban in sentence.of("ban"):
        if ban.end <= trigger.start <= ban.end + BAN_REACH and sentence.clause(ban.start) == clause:
            return True
    listed = {
        item.start
        for item in sentence.of("ban_list")
        if abs(item.start - trigger.start) <= 40 and sentence.clause(item.start) == clause
    }
    return len(listed) >= 2 and not (sentence.of("no_longer") and bearing(sentence, trigger, ("no_longer",), BAN_REACH))


def _able(document: Document, sentence: Sentence, mines: tuple[Mention, ...]) -> Iterator[Deed]:
    """A maker's yearly figure tells that it makes them, whatever the verb; so does what is weighed with a maker."""
    if not sentence.of("producer", "company", "works"):
        return
    moods = sentence.kind("mood.possible")
    if moods and sentence.of("producer") and not sentence.of("use", "making", "product"):
        clause = sentence.clause(mines[0].start)
        yield from (
            Deed(mood, mines, is_in_sentence=True) for mood in moods[:1] if sentence.clause(mood.start) == clause
        )
    if any(figure.role == "capacity_per_year" for figure in figures(sentence, document.language)):
        sign = sentence.kind("figure.per_year")[0]
        yield Deed(Mention("making.present", "make", sign.start, sign.end, "making"), mines, is_in_sentence=True)


def _going_on(document: Document, sentence: Sentence, triggers: list[Mention], claims: list[Claim]) -> Iterator[Deed]:
    """A sentence that goes on about the mines named before it, without naming them again."""
    if document.families["gear"] or document.families["ore"] or sentence.of("other_goods"):
        return
    makers = sentence.of("producer")
    if sentence.kind("step.notified", "notice.receivers", "notice.papers"):  # "the UN got the document"
        triggers = [trigger for trigger in triggers if trigger.value != "deliver"]
    if not triggers and not (makers and sentence.kind("mood.possible")):
        return
    moods = sentence.kind("mood.possible", "mood.future")
    told = {claim.sentence.index for claim in claims}
    for other in document.before(sentence, 2):
        mines = weapons(document, other)
        if not mines or other.has("making_history") or not (other.index in told or makers or other is document.title):
            continue
        begun = any(word.value == "begin" for word in sentence.kind("making.past"))
        strong = [
            trigger
            for trigger in triggers
            if _goes_on(trigger, bool(makers or moods)) or (begun and trigger.value == "make")
        ]
        if sentence.of("works", "capacity"):
            strong = [trigger for trigger in strong if not _is_of_works(sentence, trigger)]
        if not strong and makers and other.index in told:
            strong = list({sentence.clause(m.start): m for m in sentence.kind("mood.possible")}.values())
        if strong:
            yield from (Deed(trigger, mines, is_in_sentence=False) for trigger in strong)
            return


def _is_of_works(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a line may be what is bought or delivered; works that have delivered stand before their verb."""
    if trigger.value != "deliver" or trigger.kind != "making.past":
        return trigger.value in IMPORTS
    return sentence.has("capacity") or any(place.end > trigger.start for place in sentence.of("works"))


def _goes_on(trigger: Mention, has_company: bool) -> bool:
    """Whether a word of making speaks for itself without its mines; a noun needs a maker or a plan beside it."""
    return trigger.kind != "making.noun" or (has_company and trigger.value != "buy")
