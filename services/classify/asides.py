"""Exits told in passing: true, but not the article's news."""

import re
from datetime import date

from services.classify.claims import Claim
from services.classify.cues import bearing
from services.classify.dates import names_a_day, tells_a_day_again
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.parties import Party
from services.classify.sentences import Part, Sentence
from services.classify.subjects import CLOSE
from services.classify.terms import Mention
from services.contracts.vocabulary import Stage
from services.reference.treaties import treaty

_YEAR = re.compile(r"(?<![\d.,])20[0-4]\d(?![\d.,]\d|\d)")
_ANY_YEAR = re.compile(r"(?<![\d.,])(?:19\d\d|20[0-4]\d)(?![\d.,]\d|\d)")
BACKGROUND_REACH = 40
TREATY_REACH = 16
"""Between a treaty and a clause about it stands no more than what the state had there: "the pact, a part of which"."""
TIMED_REACH = 70
"""A clause of time may name the state and the treaty before its verb."""
YEARS_BACK = 2
"""A step without a word of leaving that is told of a year this far back is the treaty's, or an earlier story's."""
NEWS_DAYS = 90
"""A step older than this when it is told is recalled, not reported."""


def is_by_the_way(document: Document, claims: list[Claim]) -> bool:
    """Whether only one later sentence tells of an exit, as of one that is over, in an article about other things."""
    told = [claim for claim in claims if claim.is_firm and not claim.is_aside] or claims
    lone = {claim.sentence.index for claim in told}
    opening = document.sentences[: document.lead_index + 1]
    if len(lone) > 1 or lone & {sentence.index for sentence in opening}:
        return False
    if any(sentence.of("exit") for sentence in opening):
        return False
    named = {name.value for sentence in opening for name in sentence.of("treaty")}
    is_of_it = bool(named & {claim.slot for claim in claims})  # else of another: "New START is extended"
    if is_of_it or (not named and any(sentence.of("treaty_word") for sentence in opening)):
        return False
    is_over = all(claim.stage is Stage.IN_EFFECT or claim.is_premise or not claim.is_firm for claim in claims)
    text = told[0].sentence.text
    return is_over and not (names_a_day(text, document.language) or tells_a_day_again(text, document.language))


def is_about_exits(document: Document) -> bool:
    """Whether the article opens with exits of states that it does not name yet: what it then recalls is its news."""
    return any(
        sentence.of("treaty") and sentence.of("exit") and not sentence.of("state")
        for sentence in document.sentences[: document.lead_index + 1]
    )


def is_aside(sentence: Sentence, trigger: Mention, party: Party) -> bool:
    """Whether the step stands in a clause that only says more about the state before it."""
    if sentence.signs_follow_verb and _is_before_its_state(sentence, trigger, party):
        return True
    if _is_of_the_treaty(sentence, trigger, party):
        return True
    clause = sentence.clause(trigger.start)
    articles = {joint.start for joint in sentence.kind("frame.joining")}
    return any(
        0 < word.start - party.end <= CLOSE
        and word.end <= trigger.start
        and sentence.clause(word.start) == clause
        and (word.start not in articles or word.start - party.end > 1)  # "that Finland the treaty leave will"
        for word in sentence.kind("frame.relative")
    )


def _is_of_the_treaty(sentence: Sentence, trigger: Mention, party: Party) -> bool:
    """Whether the step stands in a clause that only says more about the treaty before it: "the pact that X left"."""
    clause = sentence.clause(trigger.start)
    names = sentence.of("treaty", "treaty_word")
    return any(
        word.end <= min(party.start, trigger.start)
        and sentence.clause(word.start) == clause
        and any(0 <= word.start - name.end <= TREATY_REACH and _parts(sentence, name.end, word.start) for name in names)
        for word in sentence.kind("frame.relative")
    )


def _parts(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a comma stands between the two places."""
    return "," in sentence.text[first - sentence.start : last - sentence.start]


def is_premise(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the step is told as what came before the news: "after Finland's exit the army trains with mines"."""
    words = sentence.of("time")
    return any(
        word.start == trigger.start  # "leaving the convention, they plan to make mines"
        or (0 <= trigger.start - word.end <= TIMED_REACH and not _parts(sentence, word.end + 1, trigger.start))
        if word.kind == "time.timed"
        else 0 <= word.start - trigger.end <= TIMED_REACH and not _parts(sentence, trigger.end, word.start)
        for word in words
    )


def _is_before_its_state(sentence: Sentence, trigger: Mention, party: Party) -> bool:
    """Whether, where verbs come last, the step's own verb stands right before the state and so only describes it."""
    return any(trigger.start <= word.end <= party.start <= word.end + 1 for word in sentence.kind("frame.relative"))


def is_recalled(document: Document, sentence: Sentence, trigger: Mention, day: date | None) -> bool:
    """Whether the step is background: dated well before the news, or told with "already" outside the lead."""
    if day is not None and document.published_on is not None:
        return (document.published_on - day).days > NEWS_DAYS
    if _is_of_an_earlier_year(document, sentence, trigger) or _is_years_ago(sentence, trigger):
        return True
    if _is_known(sentence, trigger) or _is_of_last_year(document, sentence, trigger):
        return True
    if _is_premise_of_a_year(document, sentence, trigger):
        return True
    if document.is_lead(sentence) or sentence.part is Part.TITLE:
        return False
    if trigger.kind == "exit.noun" and not sentence.of("step") and names_last_year(document, sentence):
        return True
    return bearing(sentence, trigger, ("mood.background",), BACKGROUND_REACH) is not None


def is_of_the_treatys_birth(document: Document, sentence: Sentence, treaty_id: str) -> bool:
    """Whether the years of a sentence, which names a step but no exit, are those in which the treaty was made.

    "The convention took effect in 1999" is in most news of an exit, and tells of no step out of it.
    """
    years = [int(year.group()) for year in _ANY_YEAR.finditer(sentence.text)]
    if not years:
        return False
    born_on = treaty(treaty_id).in_force_on
    is_as_old = born_on is not None and max(years) <= born_on.year
    told_on = document.reference_on
    return is_as_old or (told_on is not None and max(years) <= told_on.year - YEARS_BACK)


def _is_years_ago(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a count of many years that have passed since dates the step: "left twenty years ago"."""
    clause = sentence.clause(trigger.start)
    return trigger.kind != "exit.future" and any(sentence.clause(sign.start) == clause for sign in sentence.of("ago"))


def _is_of_last_year(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether the exit is told as one of the year before, with no day of its own: "left last year"."""
    if trigger.kind != "exit.past" or not names_last_year(document, sentence):
        return False
    return not (sentence.of("step") or names_a_day(sentence.text, document.language))


def _is_known(sentence: Sentence, trigger: Mention) -> bool:
    """Whether a clause about a name before it recalls the step: "her colleagues, who earlier called for the exit"."""
    sign = bearing(sentence, trigger, ("mood.background",), BACKGROUND_REACH)
    clause = sentence.clause(trigger.start)
    return sign is not None and any(
        word.end <= sign.start and sentence.clause(word.start) == clause for word in sentence.kind("frame.relative")
    )


def _is_premise_of_a_year(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether a later sentence dates what came before the news by a year alone: "it did so after X left in 2019"."""
    if trigger.kind != "exit.past" or sentence.part is Part.TITLE or sentence.index <= document.lead_index:
        return False
    is_dated = _YEAR.search(sentence.text) is not None and not names_a_day(sentence.text, document.language)
    return is_dated and is_premise(sentence, trigger)


def names_a_year(sentence: Sentence) -> bool:
    """Whether the sentence names a year by its number."""
    return _ANY_YEAR.search(sentence.text) is not None


def names_last_year(document: Document, sentence: Sentence) -> bool:
    """Whether the sentence tells of the year before."""
    return any(term in sentence.text for term in language(document.language).calendar.last_year)


def _is_of_an_earlier_year(document: Document, sentence: Sentence, trigger: Mention) -> bool:
    """Whether the only years named beside an exit that is over lie well before the news: "left in 2019"."""
    before = sentence.text[: trigger.start - sentence.start].rstrip()[-4:]
    is_dated = trigger.kind == "exit.noun" and _YEAR.fullmatch(before) is not None  # "its 2003 withdrawal"
    is_told = is_dated or trigger.kind == "exit.past" or (trigger.kind == "exit.noun" and sentence.kind("exit.past"))
    if document.published_on is None or not is_told or sentence.of("joined"):
        return False
    years = [int(year.group()) for year in _YEAR.finditer(sentence.text)]
    return bool(years) and (document.published_on - date(max(years), 12, 31)).days > NEWS_DAYS
