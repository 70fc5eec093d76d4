"""When a withdrawal was notified and when it takes effect, by the dates around its words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.classify.claims import Span
from services.classify.date_roles import Role, ToldDate, told_dates
from services.classify.dates import names_a_day
from services.classify.document import Document
from services.classify.sentences import Sentence
from services.classify.stage_read import Read
from services.classify.stated_date import StatedDate
from services.classify.terms import Mention
from services.contracts.vocabulary import Realis, Stage

DAY_REACH = 40
SOON_DAYS = 60
UNDATED = frozenset({Stage.CONSIDERED, Stage.REJECTED, Stage.OPPOSED})
"""Stages that no day belongs to."""
_UNDER_WAY = frozenset({Stage.GOVERNMENT_DECISION, Stage.SUSPENDED})
_EFFECTS = ("step.effect", "date.effect")
DONE = frozenset({Stage.NOTIFIED, Stage.IN_EFFECT})
"""Steps behind which a day of effect may lie on either side of the news."""


def dates_of(
    document: Document, sentence: Sentence, trigger: Mention, read: Read
) -> tuple[date | None, date | None, tuple[Span, ...]]:
    """The days of notice and of effect that the sentence states for this step, and where."""
    chosen: dict[Role, StatedDate] = {}
    if read.stage not in UNDATED:
        for told in _surest_first(sentence, trigger, told_dates(document, sentence)):
            if told.role in chosen or not _belongs(sentence, trigger, told):
                continue
            stated = turned(document, told, read.stage)
            if stated is not None:
                chosen[told.role] = stated
    return _day(chosen, Role.NOTICE), _day(chosen, Role.EFFECT), tuple(_spans(chosen))


def _surest_first(sentence: Sentence, trigger: Mention, tellings: list[ToldDate]) -> list[ToldDate]:
    """Days beside the noun alone come last: "made public on 13 December, the exit took effect on 13 June"."""
    clause = sentence.clause(trigger.start)
    own = [told for told in tellings if sentence.clause(told.stated.start) == clause]
    is_of_several = len({state.value for state in sentence.of("state")}) > 1  # each exit has a day of its own
    if is_of_several or not any(told.sign.kind in _EFFECTS for told in own):
        return tellings
    return sorted(tellings, key=lambda told: told.sign.kind == "exit.noun")


def _belongs(sentence: Sentence, trigger: Mention, told: ToldDate) -> bool:
    """Whether the date is this trigger's and not that of another exit in the sentence."""
    if told.sign is trigger:
        return True
    triggers = sentence.of("exit")
    if trigger not in triggers or len(triggers) < 2:
        return True
    clause = sentence.clause(told.stated.start)
    if any(sentence.clause(each.start) == clause for each in triggers):
        return sentence.clause(trigger.start) == clause
    return min(triggers, key=lambda each: abs(each.start - told.stated.start)) is trigger


def turned(document: Document, told: ToldDate, stage: Stage) -> StatedDate | None:
    """The date in the year its role asks for; None where it can be neither notice nor effect."""
    published_on = document.reference_on
    if told.role is Role.OTHER:
        return None
    if told.role is Role.NOTICE:
        stated = told.stated.before(published_on)
        return None if published_on is not None and stated.day > published_on else stated
    stated = told.stated.after(published_on) if told.is_ahead else told.stated
    if stage is Stage.IN_EFFECT and not told.is_ahead and told.sign.kind == "exit.past":
        stated = stated if told.is_since and _is_soon(stated, published_on) else stated.before(published_on)
    if stage in DONE:
        return stated
    lies_ahead = published_on is None or stated.day >= published_on
    return stated if stage in _UNDER_WAY and lies_ahead else None


def _is_soon(stated: StatedDate, published_on: date | None) -> bool:
    """Whether the day is close ahead: "from 15 May it is no longer bound" may be told before that day."""
    return published_on is not None and 0 < (stated.day - published_on).days <= SOON_DAYS


def _day(chosen: dict[Role, StatedDate], role: Role) -> date | None:
    return chosen[role].day if role in chosen else None


def _spans(chosen: dict[Role, StatedDate]) -> Iterator[Span]:
    for role, stated in chosen.items():
        yield Span(role.value, stated.start, stated.end)


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
