"""Production told by its likeness to what was told before: "Poland, Latvia and Estonia weigh doing the same"."""

from collections.abc import Iterator

from services.classify.asides import is_premise
from services.classify.claims import Claim, Span
from services.classify.cues import is_negated
from services.classify.document import Document
from services.classify.making_moods import mood_of
from services.classify.parties import Party, parties
from services.classify.sentences import Part, Sentence
from services.classify.stage_read import Read
from services.classify.subjects import subject_of
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage, Topic

REACH_SENTENCES = 2
"""How far behind the making its likeness may be told of."""
LOG_ODDS = 0.6
_OF_EXITS = ("body.parliament", "step.voted", "step.signed", "step.notified", "step.effect")
"""Beside these "the same" is a step out of a treaty."""
RULE = "the same as told before of others"


def likened(document: Document, sentence: Sentence, claims: list[Claim]) -> Iterator[Claim]:
    """What other states do, or think of, that is likened to the making told last; nothing where an exit lies nearer."""
    if not claims or not 1 <= sentence.index - claims[-1].sentence.index <= REACH_SENTENCES:
        return
    words = _words(sentence)
    if not words or not _is_of_the_making(document, sentence, claims[-1].sentence):
        return
    groups = parties(sentence)
    last = [claim for claim in claims if claim.sentence is claims[-1].sentence]
    for word in words:
        party = subject_of(sentence, word, groups, free_order=not document.object_follows_verb)
        read = None if party is None else _read(sentence, word, last[-1])
        if party is None or read is None:
            continue
        for slot in dict.fromkeys(claim.slot for claim in last):
            known = {claim.country for claim in claims if claim.slot == slot}
            for country in party.states:
                if country not in known:
                    yield _claim(sentence, country, slot, read, party)
        return


def _words(sentence: Sentence) -> tuple[Mention, ...]:
    """The words that liken, each as a noun; none where the sentence names what it speaks of, a treaty or mines."""
    if sentence.part is not Part.BODY or sentence.has("treaty", "treaty_word", "gear", "ore", "other_goods"):
        return ()
    if any(word.value != "echo" for word in sentence.of("exit")) or sentence.kind(*_OF_EXITS):
        return ()
    return tuple(sorted((*sentence.of("likeness"), *sentence.of("exit")), key=lambda word: word.start))


def _is_of_the_making(document: Document, sentence: Sentence, told: Sentence) -> bool:
    """Whether no exit was told since the making or beside it."""
    between = document.sentences[told.index : sentence.index]
    return not any(
        not is_premise(other, word)
        for other in between
        if other.of("treaty", "treaty_word") or other is not told
        for word in other.of("exit")
    )


def _read(sentence: Sentence, word: Mention, last: Claim) -> Read | None:
    """How far the others have come: as the words around tell it, else of a verb as far as the making told before."""
    if is_negated(sentence, word):
        return Read(Stage.REJECTED, Realis.NEGATED, RULE, word, is_firm=False)
    mood = mood_of(sentence, word)
    if mood is not None and mood.kind == "mood.possible":
        return Read(Stage.CONSIDERED, Realis.CONDITIONAL, RULE, mood, is_firm=False)
    if mood is not None or word.kind == "exit.future":
        return Read(Stage.PLANNED, Realis.PLANNED, RULE, mood or word, is_firm=False)
    if word.kind in ("exit.past", "exit.present"):
        return Read(last.stage, last.realis, RULE, word, is_firm=False)
    return None


def _claim(sentence: Sentence, country: str, slot: str, read: Read, party: Party) -> Claim:
    start, end = min(read.sign.start, party.start), max(read.sign.end, party.end)
    return Claim(
        Topic.MINE_PRODUCTION,
        country,
        slot,
        read.stage,
        read.realis,
        sentence,
        read.rule,
        LOG_ODDS,
        read.is_firm,
        spans=(Span("country", party.start, party.end), Span("stage", start, end)),
    )
