"""When a withdrawal was notified and when it takes effect, by the dates around its words."""

from dataclasses import replace
from datetime import date

from services.classify.claims import Span
from services.classify.cues import nearest
from services.classify.dates import StatedDate
from services.classify.document import Document
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.classify.withdrawal_stages import Read
from services.contracts.vocabulary import Realis, Stage

BESIDE = 14


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


def dated(document: Document, read: Read, effective_on: date | None) -> Read:
    """The stage as the stated date of effect corrects it: what lies ahead is notified, not in effect."""
    if effective_on is None:
        return read
    read = replace(read, is_firm=True)
    if document.published_on is None:
        return read
    if effective_on > document.published_on and read.stage in (Stage.IN_EFFECT, Stage.GOVERNMENT_DECISION):
        return replace(read, stage=Stage.NOTIFIED, realis=Realis.PLANNED, rule=f"{read.rule}; its date lies ahead")
    return read
