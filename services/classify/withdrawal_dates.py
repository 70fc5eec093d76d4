"""When a withdrawal was notified and when it takes effect, by the dates around its words."""

from dataclasses import replace
from datetime import date

from services.classify.claims import Span
from services.classify.cues import nearest
from services.classify.dates import StatedDate, names_a_day
from services.classify.document import Document
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.classify.withdrawal_stages import Read
from services.contracts.vocabulary import Realis, Stage

BESIDE = 14
DAY_REACH = 40


def dates_of(
    document: Document, sentence: Sentence, trigger: Mention, read: Read
) -> tuple[date | None, date | None, tuple[Span, ...]]:
    """The days of notice and of effect that the sentence states, and where."""
    notified: StatedDate | None = None
    effective: StatedDate | None = None
    notices = sentence.kind("step.notified")
    effects = sentence.kind("step.effect")
    if trigger.family == "exit" and not (trigger.kind == "exit.noun" and notices):
        effects = (*effects, trigger)
    others = sentence.kind("step.decided", "step.voted", "step.signed", "frame.speech")
    for stated in document.dates(sentence):
        if any(_is_beside(other, stated) for other in others):
            continue
        clause = sentence.clause(stated.start)
        signs = (*notices, *effects)
        beside = tuple(sign for sign in signs if sentence.clause(sign.start) == clause)
        closest = nearest(beside or signs, stated.start)
        if closest is None:
            continue
        if closest in notices:
            notified = notified or stated.before(document.published_on)
        elif effective is None and not stated.is_weekday:
            ahead = stated.after(document.published_on) if read.realis is Realis.PLANNED else stated
            effective = ahead if _can_be_effect(document, read, ahead) else None
    spans = tuple(
        Span(name, stated.start, stated.end)
        for name, stated in (("notified_on", notified), ("effective_on", effective))
        if stated is not None
    )
    return (notified.day if notified else None, effective.day if effective else None, spans)


def _is_beside(sign: Mention, stated: StatedDate) -> bool:
    """Whether the date is the day of `sign`: "said on Friday"."""
    return max(stated.start - sign.end, sign.start - stated.end) <= BESIDE


def _can_be_effect(document: Document, read: Read, stated: StatedDate) -> bool:
    """A date beside a step that is only decided is the date of effect where it lies ahead."""
    if read.stage in (Stage.IN_EFFECT, Stage.NOTIFIED):
        return True
    ahead = document.published_on is None or stated.day > document.published_on
    return read.stage in (Stage.GOVERNMENT_DECISION, Stage.SUSPENDED) and ahead


def dated(document: Document, sentence: Sentence, trigger: Mention, read: Read, effective_on: date | None) -> Read:
    """The stage as the stated date of effect corrects it: what lies ahead is notified, not in effect."""
    if effective_on is None:
        return _leaves_on_a_day(document, sentence, trigger, read)
    read = replace(read, is_firm=True)
    if document.published_on is None:
        return read
    if effective_on > document.published_on and read.stage in (Stage.IN_EFFECT, Stage.GOVERNMENT_DECISION):
        return replace(read, stage=Stage.NOTIFIED, realis=Realis.PLANNED, rule=f"{read.rule}; its date lies ahead")
    return read


def _leaves_on_a_day(document: Document, sentence: Sentence, trigger: Mention, read: Read) -> Read:
    """A state that leaves on a named day has given its notice, though nobody can tell the year."""
    is_under_way = read.stage is Stage.GOVERNMENT_DECISION and read.realis is Realis.PLANNED
    if document.published_on is not None or not is_under_way or read.sign is not trigger:
        return read
    nearby = sentence.text[
        max(0, trigger.start - DAY_REACH - sentence.start) : trigger.end + DAY_REACH - sentence.start
    ]
    if not names_a_day(nearby, document.language):
        return read
    return replace(read, stage=Stage.NOTIFIED, rule=f"{read.rule}, on a named day")
