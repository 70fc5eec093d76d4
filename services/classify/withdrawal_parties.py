"""Which states an exit is told of: who acts in its sentence, or whose steps the sentence goes on with."""

from services.classify.claims import Claim, told_last
from services.classify.counted_parties import counted
from services.classify.document import Document
from services.classify.exit_signs import is_of_a_void
from services.classify.likenesses import bound_by_none
from services.classify.parties import ACTING_BODIES, Party, parties
from services.classify.sentences import Sentence
from services.classify.subjects import subject_of
from services.classify.terms import Mention

CONTEXT_SENTENCES = 3
"""How far back the one who acts may have been named."""
OBJECTOR_REACH = 80
LISTED_REACH = 4
BESIDE = 1
_OF_ONE_STATE = frozenset({"step.effect", "step.voted"})
"""Steps that are told of the one state their sentence names, whatever stands before it: "for Poland it ends"."""


def party_of(document: Document, sentence: Sentence, trigger: Mention, claims: list[Claim]) -> Party | None:
    """The states that the trigger tells of; None where nobody acts."""
    if is_of_a_void(sentence, trigger):
        return bound_by_none(sentence)
    groups = [group for group in parties(sentence) if not _names_the_treaty(sentence, group)]
    found = subject_of(sentence, trigger, groups, free_order=not document.object_follows_verb)
    listed = _listed_behind(sentence, trigger)
    if listed is not None and (found is None or _stands_aside(sentence, found, trigger)):
        return listed
    if found is not None and _objects(sentence, found, trigger):
        return None
    if found is None or _stands_aside(sentence, found, trigger):
        found = counted(document, sentence) or found
    if found is not None and not (claims and _stands_aside(sentence, found, trigger)):
        return found
    if claims and trigger.kind in _OF_ONE_STATE:
        named = [group for group in parties(sentence) if not group.is_attribute]
        if len(named) == 1 and len(named[0].states) == 1 and not _stands_aside(sentence, named[0], trigger):
            return named[0]
    if claims:
        return told_last(claims)
    for other in document.before(sentence, CONTEXT_SENTENCES):
        groups = [group for group in parties(other) if group.is_subject and not group.is_place]
        if groups:
            return groups[0]
    envoys = [group for group in parties(sentence) if group.is_attribute]
    if envoys and sentence.kind("step.notified"):
        return envoys[0]
    return _home(document, sentence) or _lone(document, sentence)


def _names_the_treaty(sentence: Sentence, group: Party) -> bool:
    """Whether the two states only say whose treaty it is: "the Russian-American accord"."""
    return {"RU", "US"} <= set(group.states) and any(
        0 <= name.start - group.end <= BESIDE or 0 <= group.start - name.end <= BESIDE
        for name in sentence.of("treaty", "treaty_word")
    )


def _listed_behind(sentence: Sentence, trigger: Mention) -> Party | None:
    """The states that a colon lists behind the step: "other members have left too: Finland, Latvia and Estonia"."""
    if trigger.family != "exit" or trigger.kind == "exit.noun":
        return None
    colon = sentence.text.find(":", trigger.end - sentence.start)
    if colon < 0 or any(trigger.end <= group.start < sentence.start + colon for group in parties(sentence)):
        return None
    behind = (group for group in parties(sentence) if 0 < group.start - sentence.start - colon <= LISTED_REACH)
    return next((group for group in behind if len(group.states) > 1), None)


def _objects(sentence: Sentence, party: Party, trigger: Mention) -> bool:
    """Whether the state itself objects to what others do: "Cambodia regrets that some states are leaving"."""
    if any(0 <= party.start - sign.end <= 1 for sign in sentence.kind("step.decided")):
        return False  # "den Beschluss Litauens kritisiert": the state's decision is objected to
    return any(
        0 <= sign.start - party.end <= OBJECTOR_REACH
        and sign.end <= trigger.start
        and "," not in sentence.text[party.end - sentence.start : sign.start - sentence.start]
        and not any(party.end <= body.start <= sign.start for body in sentence.of("body"))
        and not any(sign.covers(denial) for denial in sentence.kind("mood.negation"))  # "should not leave"
        for sign in sentence.kind("step.opposed")
    )


def _stands_aside(sentence: Sentence, party: Party, trigger: Mention) -> bool:
    """Whether the state is only named in a clause behind the trigger's: "is suspended, because Russia ..."."""
    return sentence.clause(party.start) > sentence.clause(trigger.start)


def _home(document: Document, sentence: Sentence) -> Party | None:
    """The state whose news this is, where only its parliament, government or president is named."""
    home = document.home
    body = next(iter(sentence.kind(*ACTING_BODIES)), None)
    if home is None or body is None or any(state != home for state in document.states):
        return None
    if any(body.end <= sign.start < sentence.end for sign in sentence.kind("step.opposed")):
        return None  # "the minister regrets that several states are leaving"
    return Party((home,), body.start, body.end, is_subject=True)


def _lone(document: Document, sentence: Sentence) -> Party | None:
    """The only state that the article names, where the sentence names who acts for it: "the chief of defence"."""
    body = next(iter(sentence.kind(*ACTING_BODIES)), None)
    if body is None or len(document.states) != 1:
        return None
    (codes,) = document.states
    return Party(tuple(codes.split()), body.start, body.end, is_subject=True)
