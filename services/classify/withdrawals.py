"""Reading steps out of treaties: which state, which treaty, how far, since when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from services.classify.asides import (
    is_about_exits,
    is_aside,
    is_by_the_way,
    is_of_the_treatys_birth,
    is_premise,
    is_recalled,
    names_last_year,
)
from services.classify.claims import MAX_CLAIMS, MAX_TRIGGERS, Claim, Span
from services.classify.cues import BEARING_BEFORE, is_future, is_negated, nearest
from services.classify.dates_around import with_dates
from services.classify.document import Document
from services.classify.likenesses import gapped, likenesses, repeated_step, states_told
from services.classify.sentences import Part, Sentence
from services.classify.subjects import Party, parties
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawal_dates import dated, dates_of
from services.classify.withdrawal_parties import party_of
from services.classify.withdrawal_read import LIKENESS, Read
from services.classify.withdrawal_stages import UNTOLD, stage_of
from services.contracts.vocabulary import Act, Stage, Topic
from services.reference.treaties import treaty

_ACTS = {"suspend": Act.SUSPEND, "de_ratify": Act.DE_RATIFY, "unsign": Act.UNSIGN}
_FORMAL_STEPS = (
    "step.notified",
    "step.signed",
    "step.voted",
    "step.effect",
    "step.decreed",
    "step.recommended",
    "step.proposed_bill",
)
_IN_QUESTION = ("mood.future", "mood.possible", "step.considered", "step.decided")
CONTEXT_SENTENCES = 3
STAY_REACH = 40
BASE_LOG_ODDS = -2.2


@dataclass(frozen=True)
class _Link:
    """The treaty a trigger is about, and how surely."""

    mention: Mention
    is_in_sentence: bool


def withdrawal_claims(document: Document, trace: Trace, *, is_alone: bool = True) -> list[Claim]:
    """Every claim that some state takes a step out of some arms treaty; `is_alone` where that is the only news."""
    claims: list[Claim] = []
    for sentence in document.sentences:
        if len(claims) >= MAX_CLAIMS:
            break
        for trigger in islice(_triggers(document, sentence, claims), MAX_TRIGGERS):
            claims.extend(_read(document, sentence, trigger, claims, trace))
    claims = claims or list(_opening(document, trace))
    told_in_passing = all(
        claim.is_aside or claim.is_recalled or (claim.is_premise and not is_alone) for claim in claims
    ) and not is_about_exits(document)
    if claims and (told_in_passing or (is_alone and is_by_the_way(document, claims))):
        trace.note(claims[0].sentence, "an exit told in passing alone is no news")
        return []
    return with_dates(document, _without_examples(document, claims))


def _opening(document: Document, trace: Trace) -> Iterator[Claim]:
    """What the first sentence tells of a treaty that only the next one names."""
    sentence = next(iter(document.sentences[document.lead_index :]), None)
    named = None if sentence is None else _named_next(document, sentence)
    if sentence is not None and named is not None:
        for trigger in islice((word for word in sentence.of("exit") if word.kind != "exit.noun"), 1):
            yield from _read(document, sentence, trigger, [], trace, _Link(named, is_in_sentence=False))


def _without_examples(document: Document, claims: list[Claim]) -> list[Claim]:
    """The claims without states of whom later sentences tell no step: who is regretted, or named as an example."""
    opening = [claim for claim in claims if document.opens_with(claim.sentence)]
    stays = any(claim.stage is Stage.REJECTED for claim in opening)  # and so regrets others
    known = {claim.country for claim in opening if not claim.is_aside}
    known |= {claim.country for claim in claims if claim.is_firm or (claim.stage is Stage.OPPOSED and not stays)}
    return [claim for claim in claims if claim.country in known] if opening else claims


def _triggers(document: Document, sentence: Sentence, claims: list[Claim]) -> Iterator[Mention]:
    if not sentence.has("exit", "stay", "step", "likeness"):
        return
    if sentence.of("other_treaty") and not sentence.of("treaty"):
        return
    if sentence.kind("frame.either"):
        return
    exits = tuple(word for word in sentence.of("exit") if not any(word.covers(thing) for thing in sentence.of("gear")))
    if not claims and all(word.value == "echo" and word.kind == "exit.past" for word in exits):
        exits = ()  # "laws followed in 2001": there is nothing yet that it could repeat
    stays = _stays(document, sentence, claims)
    yield from (*exits, *stays)
    yield from likenesses(sentence, claims)  # of those told by now, in this sentence too
    is_titled = _is_titled(document, sentence)
    if stays or sentence.part is not Part.BODY or sentence.of("joined", "gear") or not (claims or exits or is_titled):
        return
    taken = {sentence.clause(trigger.start) for trigger in exits}
    steps = [step for step in sentence.kind(*_FORMAL_STEPS) if _is_told(sentence, step)]
    lost = sentence.kind("step.lost")
    if not exits and claims and (lost or claims[-1].stage is Stage.REJECTED):
        is_next = sentence.index == claims[-1].sentence.index + 1
        yield from lost[:1] if is_next and not _is_of_others(sentence, claims) else ()
        return
    if exits:  # "... and the president of a second state signed its decree"
        owners = {sentence.clause(group.start) for group in parties(sentence) if group.is_subject}
        steps = [step for step in steps if sentence.clause(step.start) in owners - taken]
    elif not (is_titled or sentence.of("treaty", "treaty_word")) and sentence.index > claims[-1].sentence.index + 1:
        return
    yield from steps[:1]


def _is_of_others(sentence: Sentence, claims: list[Claim]) -> bool:
    """Whether the sentence names states, and none of those that the step before was told of: another vote."""
    named = {code for state in sentence.of("state") for code in state.value.split()}
    return bool(named) and not named & {claim.country for claim in claims}


def _is_titled(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence goes on where a title left off that names the treaty and the exit, but no state."""
    title = document.title
    return title is not None and document.is_lead(sentence) and bool(title.of("treaty") and title.of("exit"))


def _stays(document: Document, sentence: Sentence, claims: list[Claim]) -> tuple[Mention, ...]:
    """Words of remaining beside a treaty's name, where that was in question: to remain as ever is no news."""
    if not (document.is_lead(sentence) or sentence.part is Part.TITLE):
        return ()
    named, signs = sentence.of("treaty", "treaty_word"), sentence.kind(*_IN_QUESTION)
    is_doubted = _is_doubted(document, sentence, claims)
    found = (
        stay
        for stay in sentence.of("stay")
        if any(max(name.start - stay.end, stay.start - name.end) <= STAY_REACH for name in named)
        and (is_doubted or any(0 <= stay.start - sign.end <= BEARING_BEFORE for sign in signs))
    )
    return tuple(islice(found, 1))


def _is_doubted(document: Document, sentence: Sentence, claims: list[Claim]) -> bool:
    """Whether an exit is spoken of beside the staying, and none was told as decided."""
    spoken_of = [*sentence.of("exit"), *(document.title.of("exit") if document.title else ())]
    is_open = all(claim.stage in (Stage.CONSIDERED, Stage.REJECTED) or not claim.is_firm for claim in claims)
    return bool(spoken_of) and is_open and all(word.kind == "exit.noun" for word in spoken_of)


def _is_told(sentence: Sentence, step: Mention) -> bool:
    """Whether the step is told as done, or as sure to come: an effect that lies ahead follows from a notice."""
    return not is_negated(sentence, step) and (step.kind == "step.effect" or not is_future(sentence, step))


def _read(
    document: Document,
    sentence: Sentence,
    trigger: Mention,
    claims: list[Claim],
    trace: Trace,
    link: _Link | None = None,
) -> Iterator[Claim]:
    link = link or _link(document, sentence, trigger, frozenset(claim.sentence.index for claim in claims))
    if link is None or link.mention.value in document.namesakes:
        trace.note(sentence, f"'{trigger.kind}' stands alone: no arms treaty belongs to it")
        return
    if trigger.family == "step" and is_of_the_treatys_birth(document, sentence, link.mention.value):
        trace.note(sentence, f"'{trigger.kind}': told of the years in which the treaty was made")
        return
    party = party_of(document, sentence, trigger, claims)
    is_finite = trigger.family == "exit" and trigger.kind != "exit.noun"
    is_bare = is_finite and not link.is_in_sentence and not sentence.of("treaty_word")
    is_weak = trigger.kind == "exit.noun" and trigger.value == "denounce" and not link.is_in_sentence
    if is_weak and sentence.of("deals") and not sentence.of("treaty_word"):
        party = None  # "cancel the order" is not about the treaty
    if party is not None and is_bare and not sentence.start <= party.start < sentence.end:
        party = None  # "leaves no room": neither who nor what is named
    if party is None:
        trace.note(sentence, f"'{trigger.kind}': no state acts")
        return
    read = _stage(sentence, trigger, claims)
    told = states_told(sentence, trigger, party, read, claims)
    told = (*told, *(code for code in gapped(document, sentence, party, trigger) if code not in told))
    notified_on, effective_on, spans = dates_of(document, sentence, trigger, read)
    read = dated(document, sentence, trigger, read, effective_on)
    if read.rule == UNTOLD and names_last_year(document, sentence) and trigger.value == "withdraw":
        read = replace(read, stage=Stage.IN_EFFECT, rule="an exit of last year")
    for country in told:
        if not treaty(link.mention.value).can_be_left_by(country):
            trace.note(sentence, f"{country} never joined {link.mention.value}, so it cannot leave")
            continue
        yield Claim(
            Topic.TREATY_WITHDRAWAL,
            country,
            link.mention.value,
            read.stage,
            read.realis,
            sentence,
            read.rule,
            _log_odds(document, sentence, link, party),
            read.is_firm,
            is_recalled=is_recalled(document, sentence, trigger, effective_on or notified_on),
            is_aside=is_aside(sentence, trigger, party),
            is_premise=is_premise(sentence, trigger),
            is_worded=trigger.family == "exit",
            act=Act.SUSPEND if read.stage is Stage.SUSPENDED else _ACTS.get(trigger.value, Act.WITHDRAW),
            notified_on=notified_on,
            effective_on=effective_on,
            spans=(*_spans(party, link, trigger, read), *spans),
        )


def _spans(party: Party, link: _Link, trigger: Mention, read: Read) -> tuple[Span, ...]:
    return (
        Span("country", party.start, party.end),
        Span("treaty", link.mention.start, link.mention.end),
        Span("stage", min(trigger.start, read.sign.start), max(trigger.end, read.sign.end)),
    )


def _link(document: Document, sentence: Sentence, trigger: Mention, told: frozenset[int]) -> _Link | None:
    named = sentence.of("treaty")
    if named:
        others = sentence.of("other_treaty")
        closest = nearest((*named, *others), trigger.start)
        if closest is None or closest.family == "other_treaty":
            return None
        return _Link(closest, is_in_sentence=True)
    if sentence.part is Part.HEADING:
        return None
    reach = CONTEXT_SENTENCES if sentence.of("treaty_word") else CONTEXT_SENTENCES - 1
    context = document.treaty_near(sentence, reach, told)
    if context is None and sentence is document.title:
        context = next((found for other in document.sentences[1:4] for found in other.of("treaty")), None)
        if context is not None and not sentence.of("treaty_word"):
            return None
    return None if context is None else _Link(context, is_in_sentence=False)


def _named_next(document: Document, sentence: Sentence) -> Mention | None:
    """The treaty that the first sentence only calls one, where the next gives its name."""
    if sentence.part is not Part.BODY or sentence.of("treaty"):
        return None
    following = document.sentences[sentence.index + 1 : sentence.index + 2]
    if not sentence.of("treaty_word") or sentence.of("other_treaty", "joined") or not following:
        return None
    named = following[0].of("treaty")
    return named[0] if len({name.value for name in named}) == 1 else None


def _stage(sentence: Sentence, trigger: Mention, claims: list[Claim]) -> Read:
    read = stage_of(sentence, trigger)
    if _tells_of_suspension(trigger, read, claims):
        return replace(read, stage=Stage.SUSPENDED, rule=f"{read.rule}, of the suspension told before")
    if trigger.value != "echo" or read.rule == "the exit is denied" or not claims:
        return read
    if trigger.kind == "exit.past":
        if (repeated := repeated_step(sentence, trigger)) is not None:
            return repeated
        last = claims[-1]
        return Read(last.stage, last.realis, "repeats the step told before", trigger)
    return read


def _tells_of_suspension(trigger: Mention, read: Read, claims: list[Claim]) -> bool:
    """Whether a step without a word of leaving belongs to a suspension: "it told the UN of this", "will do so too"."""
    if not claims or claims[-1].stage is not Stage.SUSPENDED:
        return False
    is_same = trigger.value in (LIKENESS, "echo") and read.stage is Stage.GOVERNMENT_DECISION
    return trigger.family == "step" or (is_same and read.rule != UNTOLD)


def _log_odds(document: Document, sentence: Sentence, link: _Link, party: Party) -> float:
    odds = BASE_LOG_ODDS
    odds += 1.2 if link.is_in_sentence else 0.4
    odds += 1.0 if sentence.start <= party.start < sentence.end else 0.0
    odds += 1.2 if document.is_lead(sentence) or sentence.part is Part.TITLE else 0.0
    odds -= 2.0 if sentence.part is Part.HEADING else 0.0
    return odds
