"""The dates that the sentences around a step add to it: "It takes effect on 27 December."."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.classify.asides import is_of_the_treatys_birth
from services.classify.claims import Claim, Span
from services.classify.date_roles import Role, ToldDate, date_words, told_dates
from services.classify.document import Document
from services.classify.parties import parties
from services.classify.sentences import Part, Sentence
from services.classify.stated_date import StatedDate
from services.classify.withdrawal_dates import DONE, SOON_DAYS, UNDATED, turned
from services.contracts.vocabulary import Stage
from services.reference.clocks import add_months, computed_effective_on

FOLLOW_UP = 2
"""How many sentences behind a step its dates may be told."""
MAX_NOTICE_DAYS = 400
"""No treaty's notice runs longer than a year."""
_ROLE_OF_STAGE = {Stage.NOTIFIED: Role.NOTICE, Stage.IN_EFFECT: Role.EFFECT}


def with_dates(document: Document, claims: Sequence[Claim]) -> list[Claim]:
    """The claims with the dates that the sentences around them add: "It takes effect on 27 December."."""
    found = list(claims)
    if not found:
        return found
    for sentence in document.sentences:
        if sentence.part is Part.HEADING or not _is_near(sentence, found):
            continue
        tells = any(claim.sentence.index == sentence.index for claim in found)
        if not tells and is_of_the_treatys_birth(document, sentence, found[0].slot):
            continue
        tellings = told_dates(document, sentence)
        for role in (Role.NOTICE, Role.EFFECT):
            _part(document, sentence, [told for told in tellings if told.role is role], found)
        for told in tellings:
            for index in _owners(sentence, told, found):
                found[index] = _with(document, found[index], told)
        _count_on(document, sentence, found)
    return [_by_clock(document, _by_news_day(document, _of_its_end(document, claim))) for claim in found]


def _is_near(sentence: Sentence, claims: Sequence[Claim]) -> bool:
    return any(0 <= sentence.index - claim.sentence.index <= FOLLOW_UP for claim in claims)


def _owners(sentence: Sentence, told: ToldDate, claims: Sequence[Claim]) -> list[int]:
    """The claims a date belongs to: its sentence's, in its clause first, or else those of the sentence before."""
    own = [index for index, claim in enumerate(claims) if claim.sentence.index == sentence.index]
    if own:
        clause = sentence.clause(told.stated.start)
        beside = [index for index in own if sentence.clause(_place(claims[index])) == clause]
        return beside or (own if len({claims[index].country for index in own}) == 1 else [])
    earlier = [claim.sentence.index for claim in claims if 0 < sentence.index - claim.sentence.index <= FOLLOW_UP]
    if not earlier or sentence.of("other_treaty"):
        return []
    named = {code for group in parties(sentence) if group.is_subject for code in group.states}
    named &= {claim.country for claim in claims} if named else set()
    last = [index for index, claim in enumerate(claims) if claim.sentence.index == max(earlier)]
    if not named:
        return last if not sentence.of("state") or told.sign.family != "exit" else []
    return [index for index, claim in enumerate(claims) if claim.country in named]


def _part(document: Document, sentence: Sentence, tellings: list[ToldDate], claims: list[Claim]) -> None:
    """Part several dates of one kind among the states they stand behind: "Estonia on 27 June, Finland on 10 July"."""
    own = [index for index, claim in enumerate(claims) if claim.sentence.index == sentence.index]
    if len(tellings) < 2 or len({claims[index].country for index in own}) < 2:
        return
    groups = parties(sentence)
    days: dict[str, ToldDate] = {}
    for told in tellings:
        ahead = [group for group in groups if group.start < told.stated.start] or groups[:1]
        for country in ahead[-1].states:
            days.setdefault(country, told)
    role = tellings[0].role
    for index in own:
        told_day = days.get(claims[index].country)
        claims[index] = _without(claims[index], role)
        if told_day is not None:
            claims[index] = _with(document, claims[index], told_day)


def _without(claim: Claim, role: Role) -> Claim:
    spans = tuple(span for span in claim.spans if span.field != role.value)
    if role is Role.NOTICE:
        return replace(claim, notified_on=None, spans=spans)
    return replace(claim, effective_on=None, spans=spans)


def _place(claim: Claim) -> int:
    return next(span.start for span in claim.spans if span.field == "stage")


def _with(document: Document, claim: Claim, told: ToldDate) -> Claim:
    """The claim with the date, unless it has one, or one that this cannot stand beside."""
    if told.role is Role.OTHER or claim.stage in UNDATED or getattr(claim, told.role.value) is not None:
        return claim
    stated = turned(document, told, claim.stage)
    if stated is None or not _fits(claim, told.role, stated.day):
        return claim
    news_on = document.published_on
    is_over = claim.stage is Stage.IN_EFFECT and told.role is Role.EFFECT
    if is_over and news_on is not None and (stated.day - news_on).days > SOON_DAYS:
        return claim  # what has taken effect does not do so half a year from now
    return _given(claim, told.role, stated)


def _fits(claim: Claim, role: Role, day: date) -> bool:
    notified_on = day if role is Role.NOTICE else claim.notified_on
    effective_on = day if role is Role.EFFECT else claim.effective_on
    if notified_on is None or effective_on is None:
        return True
    return 0 <= (effective_on - notified_on).days <= MAX_NOTICE_DAYS


def _of_its_end(document: Document, claim: Claim) -> Claim:
    """The claim with its day put where it can be: of what is over, a day too late for the notice is that of the end.

    "On Thursday half a year had passed since it told the UN, and the exit is in effect."
    """
    day, told_on = claim.notified_on, document.published_on
    if claim.stage is not Stage.IN_EFFECT or day is None or told_on is None:
        return claim
    due_on = computed_effective_on(claim.slot, day)
    if due_on is None or due_on <= told_on or day > told_on or claim.effective_on not in (None, due_on):
        return claim
    place = next(span for span in claim.spans if span.field == Role.NOTICE.value)
    bare = _without(_without(claim, Role.NOTICE), Role.EFFECT)
    effect = Span(Role.EFFECT.value, place.start, place.end)
    return replace(bare, effective_on=day, spans=(*bare.spans, effect))


def _by_news_day(document: Document, claim: Claim) -> Claim:
    """The claim with the day on which it was told, where that is the day of the news."""
    role = _ROLE_OF_STAGE.get(claim.stage)
    if role is None or getattr(claim, role.value) is not None:
        return claim
    before = document.sentences[max(0, claim.sentence.index - 1) : claim.sentence.index]
    openers = [sentence for sentence in before if document.is_lead(sentence)]
    for told in (told for sentence in (claim.sentence, *openers) for told in told_dates(document, sentence)):
        stated = told.stated
        is_named = not (stated.is_weekday or stated.is_relative)
        is_spoken = told.is_spoken or told.sign.kind == "step.decided"
        if is_spoken and is_named and stated.day == document.published_on and _fits(claim, role, stated.day):
            return _given(claim, role, stated)
    return claim


def _by_clock(document: Document, claim: Claim) -> Claim:
    """The claim with a day that nothing else places, where the treaty's clock leads from it to the day of effect."""
    if (claim.notified_on is None) == (claim.effective_on is None):
        return claim
    first = claim.sentence.index
    for sentence in document.sentences[first : first + FOLLOW_UP + 1]:
        for stated in document.dates(sentence):
            notice = stated.before(document.reference_on)
            if claim.notified_on is None and computed_effective_on(claim.slot, notice.day) == claim.effective_on:
                return _given(claim, Role.NOTICE, notice)
            if claim.notified_on is not None and stated.day == computed_effective_on(claim.slot, claim.notified_on):
                return _given(claim, Role.EFFECT, stated)
    return claim


def _given(claim: Claim, role: Role, stated: StatedDate) -> Claim:
    spans = (*claim.spans, Span(role.value, stated.start, stated.end))
    if role is Role.NOTICE:
        return replace(claim, notified_on=stated.day, spans=spans)
    return replace(claim, effective_on=stated.day, spans=spans)


def _count_on(document: Document, sentence: Sentence, claims: list[Claim]) -> None:
    """Give the claims the day of effect that is told as a time after the stated notice: "six months later"."""
    waiting = [index for index, claim in enumerate(claims) if _waits(sentence, claim)]
    if not waiting:
        return
    words = date_words(document, sentence)
    spans = [word for word in words if word.kind == "date.span"]
    is_effect = any(word.kind == "date.effect" for word in words) or sentence.kind("step.effect") or sentence.of("exit")
    if not spans or not is_effect:
        return
    for index in waiting:
        notified_on = claims[index].notified_on
        if notified_on is not None:
            day = add_months(notified_on, int(spans[0].value))
            if day == computed_effective_on(claims[index].slot, notified_on):
                place = Span(Role.EFFECT.value, spans[0].start, spans[0].end)
                claims[index] = replace(claims[index], effective_on=day, spans=(*claims[index].spans, place))


def _waits(sentence: Sentence, claim: Claim) -> bool:
    """Whether the claim has a day of notice and may have its day of effect counted from it in this sentence."""
    is_near = 0 <= sentence.index - claim.sentence.index <= FOLLOW_UP
    return is_near and claim.notified_on is not None and claim.effective_on is None and claim.stage in DONE
