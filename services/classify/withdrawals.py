"""Reading steps out of treaties: which state, which treaty, how far, since when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
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
from services.classify.dates_around import with_dates
from services.classify.document import Document
from services.classify.exit_signs import LIKENESS
from services.classify.likenesses import companions, gapped, repeated_step, states_told
from services.classify.parties import Party
from services.classify.sentences import Part, Sentence
from services.classify.stage_read import Read
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawal_dates import dated, dates_of
from services.classify.withdrawal_parties import party_of
from services.classify.withdrawal_proposals import FIRST_READING, is_in_members_bill
from services.classify.withdrawal_stages import SIGNED_SUSPENSION, TO_COME, UNTOLD, stage_of
from services.classify.withdrawal_treaties import Link, listed_with, treaty_named_next, treaty_of
from services.classify.withdrawal_triggers import ACTS, exit_triggers
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from services.reference.treaties import treaty

BASE_LOG_ODDS = -2.2


@dataclass(frozen=True)
class _Step:
    """How far an exit has come, with the days that its sentence states."""

    told: Read
    """By its words alone."""
    read: Read
    """As its days correct that."""
    notified_on: date | None
    effective_on: date | None
    spans: tuple[Span, ...]


def withdrawal_claims(
    document: Document, trace: Trace, *, is_alone: bool = True, taken: frozenset[int] = frozenset()
) -> list[Claim]:
    """Every claim that some state takes a step out of some arms treaty; `is_alone` where that is the only news.

    `taken` are the sentences whose "the same" was read as that of mines made.
    """
    claims: list[Claim] = []
    for sentence in document.sentences:
        if sentence.index in taken:
            continue
        if len(claims) >= MAX_CLAIMS:
            break
        for trigger in islice(exit_triggers(document, sentence, claims), MAX_TRIGGERS):
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
    named = None if sentence is None else treaty_named_next(document, sentence)
    if sentence is not None and named is not None:
        is_noticed = bool(sentence.kind("step.notified"))
        words = (word for word in sentence.of("exit") if word.kind != "exit.noun" or is_noticed)
        for trigger in islice(words, 1):
            yield from _read(document, sentence, trigger, [], trace, Link(named, is_in_sentence=False))


def _without_examples(document: Document, claims: list[Claim]) -> list[Claim]:
    """The claims without states of whom later sentences tell no step: who is regretted, or named as an example."""
    told = {claim.country for claim in claims if claim.sentence.part is Part.BODY}
    if told:  # "If the US goes, Iran may leave": a title's hint of a state of which the body tells no step
        claims = [
            claim
            for claim in claims
            if claim.rule != UNTOLD or claim.sentence.part is Part.BODY or claim.country in told
        ]
    opening = [claim for claim in claims if document.opens_with(claim.sentence)]
    firm = min((claim.sentence.index for claim in opening if claim.is_firm), default=len(document.sentences))
    opening = [claim for claim in opening if claim.rule != UNTOLD or claim.sentence.index <= firm]  # the news' reason
    stays = any(claim.stage is Stage.REJECTED for claim in opening)  # and so regrets others
    known = {claim.country for claim in opening if not claim.is_aside}
    known |= {claim.country for claim in claims if claim.is_firm or (claim.stage is Stage.OPPOSED and not stays)}
    return [claim for claim in claims if claim.country in known] if opening else claims


def _read(
    document: Document,
    sentence: Sentence,
    trigger: Mention,
    claims: list[Claim],
    trace: Trace,
    link: Link | None = None,
) -> Iterator[Claim]:
    """The claims that one word of leaving makes, one for each state that it is told of."""
    link = link or treaty_of(document, sentence, trigger, frozenset(claim.sentence.index for claim in claims))
    if link is None or link.mention.value in document.namesakes:
        trace.note(sentence, f"'{trigger.kind}' stands alone: no arms treaty belongs to it")
        return
    if trigger.family == "step" and is_of_the_treatys_birth(document, sentence, link.mention.value):
        trace.note(sentence, f"'{trigger.kind}': told of the years in which the treaty was made")
        return
    party = party_of(document, sentence, trigger, claims)
    if party is None or _is_of_no_treaty(sentence, trigger, link, party):
        trace.note(sentence, f"'{trigger.kind}': no state acts")
        return
    step = _step(document, sentence, trigger, claims)
    if _is_answered(trigger, party, step.read, claims, sentence):
        read = Read(Stage.IN_EFFECT, Realis.ACTUAL, "what another's suspension answers", trigger, is_firm=False)
        step = _Step(read, read, None, None, ())
    for country in _states(document, sentence, trigger, party, step.told, claims):
        if not treaty(link.mention.value).can_be_left_by(country):
            trace.note(sentence, f"{country} never joined {link.mention.value}, so it cannot leave")
            continue
        yield _claim(document, sentence, trigger, country, link, party, step)
        for other in listed_with(document, sentence, link):
            if treaty(other.mention.value).can_be_left_by(country):
                yield _claim(document, sentence, trigger, country, other, party, step)


def _is_answered(trigger: Mention, party: Party, read: Read, claims: list[Claim], sentence: Sentence) -> bool:
    """Whether it is only the reason for another's suspension told before it, whose sign it would take."""
    is_untold = trigger.kind == "exit.noun" and (read.rule == UNTOLD or read.sign.end <= trigger.start)
    told = [claim.country for claim in claims if claim.sentence is sentence and claim.act is Act.SUSPEND]
    return is_untold and trigger.value == "withdraw" and bool(told) and not set(told) & set(party.states)


def _claim(
    document: Document,
    sentence: Sentence,
    trigger: Mention,
    country: str,
    link: Link,
    party: Party,
    step: _Step,
) -> Claim:
    read = step.read
    return Claim(
        Topic.TREATY_WITHDRAWAL,
        country,
        link.mention.value,
        read.stage,
        read.realis,
        sentence,
        read.rule,
        _log_odds(document, sentence, link, party),
        read.is_firm,
        is_recalled=is_recalled(document, sentence, trigger, step.effective_on or step.notified_on)
        or (read.stage is Stage.PARLIAMENT_APPROVED and names_last_year(document, sentence)),
        is_aside=is_aside(sentence, trigger, party),
        is_premise=is_premise(sentence, trigger),
        is_worded=trigger.family == "exit",
        act=Act.SUSPEND if read.stage is Stage.SUSPENDED else ACTS.get(trigger.value, Act.WITHDRAW),
        notified_on=step.notified_on,
        effective_on=step.effective_on,
        spans=(*_spans(party, link, trigger, read), *step.spans),
    )


def _is_of_no_treaty(sentence: Sentence, trigger: Mention, link: Link, party: Party) -> bool:
    """Whether the word of leaving stands too far from the treaty, or from who acts, to be about that treaty."""
    if link.is_in_sentence or sentence.of("treaty_word"):
        return False
    if trigger.kind == "exit.noun":
        return trigger.value == "denounce" and bool(sentence.of("deals"))  # "cancel the order"
    is_named_here = sentence.start <= party.start < sentence.end
    return trigger.family == "exit" and not is_named_here  # "leaves no room": neither who nor what is named


def _step(document: Document, sentence: Sentence, trigger: Mention, claims: list[Claim]) -> _Step:
    """How far the exit has come, as its words tell it and its dates correct it."""
    read = _stage(sentence, trigger, claims)
    notified_on, effective_on, spans = dates_of(document, sentence, trigger, read)
    if read.rule == TO_COME and is_in_members_bill(document, sentence, trigger):
        read = replace(read, stage=Stage.CONSIDERED, realis=Realis.CONDITIONAL, rule="what a members' bill asks for")
    told = read
    read = dated(document, sentence, trigger, read, effective_on)
    if read.rule == UNTOLD and names_last_year(document, sentence) and trigger.value == "withdraw":
        read = replace(read, stage=Stage.IN_EFFECT, rule="an exit of last year")
    return _Step(told, read, notified_on, effective_on, spans)


def _states(
    document: Document, sentence: Sentence, trigger: Mention, party: Party, read: Read, claims: list[Claim]
) -> tuple[str, ...]:
    """The states that the step is told of, with those that share its verb."""
    told = states_told(sentence, trigger, party, read, claims)
    more = (*companions(sentence, party, trigger), *gapped(document, sentence, party, trigger))
    return (*told, *(code for code in dict.fromkeys(more) if code not in told))


def _spans(party: Party, link: Link, trigger: Mention, read: Read) -> tuple[Span, ...]:
    return (
        Span("country", party.start, party.end),
        Span("treaty", link.mention.start, link.mention.end),
        Span("stage", min(trigger.start, read.sign.start), max(trigger.end, read.sign.end)),
    )


def _stage(sentence: Sentence, trigger: Mention, claims: list[Claim]) -> Read:
    """The stage that the sentence tells; of a word that only repeats a step, that of the step told before."""
    read = stage_of(sentence, trigger)
    if _tells_of_suspension(trigger, read, claims):
        is_signed = read.stage is Stage.SIGNED_INTO_LAW
        rule = SIGNED_SUSPENSION if is_signed else f"{read.rule}, of the suspension told before"
        return replace(read, stage=Stage.SUSPENDED, rule=rule)
    if trigger.family == "step" and read.stage is Stage.PARLIAMENT_APPROVED and _awaits_readings(claims):
        return replace(read, stage=Stage.GOVERNMENT_DECISION, rule=f"{read.rule}, {FIRST_READING}")
    if trigger.value != "echo" or read.rule == "the exit is denied" or not claims:
        return read
    if trigger.kind == "exit.past":
        if (repeated := repeated_step(sentence, trigger)) is not None:
            return repeated
        last = claims[-1]
        return Read(last.stage, last.realis, "repeats the step told before", trigger)
    return read


def _awaits_readings(claims: list[Claim]) -> bool:
    """Whether the vote that was told before is the first of several, so that a count of votes is of that one."""
    return bool(claims) and claims[-1].rule.endswith(FIRST_READING)


def _tells_of_suspension(trigger: Mention, read: Read, claims: list[Claim]) -> bool:
    """Whether a step without a word of leaving belongs to a suspension: "it told the UN of this", "will do so too"."""
    if not claims or claims[-1].act is not Act.SUSPEND or read.stage is Stage.PARLIAMENT_APPROVED:
        return False
    is_same = trigger.value in (LIKENESS, "echo") and read.stage is Stage.GOVERNMENT_DECISION
    return trigger.family == "step" or (is_same and read.rule != UNTOLD)


def _log_odds(document: Document, sentence: Sentence, link: Link, party: Party) -> float:
    odds = BASE_LOG_ODDS
    titled = () if document.title is None else document.title.of("treaty")
    is_titled = any(name.value == link.mention.value for name in titled)
    odds += 1.2 if link.is_in_sentence else 1.0 if is_titled else 0.4
    odds += 1.0 if sentence.start <= party.start < sentence.end else 0.0
    odds += 1.2 if document.is_lead(sentence) or sentence.part is Part.TITLE else 0.0
    odds -= 2.0 if sentence.part is Part.HEADING else 0.0
    return odds
