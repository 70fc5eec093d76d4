"""Reading steps into mine production: who makes or buys which mine, how far, how many."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.classify.claims import Claim, Span
from services.classify.cues import bearing
from services.classify.document import Document
from services.classify.figures import figures
from services.classify.making_stages import IMPORTS, making_stage
from services.classify.mines import classes_near, weapons
from services.classify.sentences import Part, Sentence
from services.classify.subjects import Party, parties, subject_of
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawal_stages import Read
from services.contracts.vocabulary import Topic
from services.reference.producers import producer

OBJECT_REACH = 75
BAN_REACH = 140
BASE_LOG_ODDS = -1.2


@dataclass(frozen=True)
class _Deed:
    """A word of making with the mines it bears on."""

    trigger: Mention
    mines: tuple[Mention, ...]
    in_sentence: bool


def production_claims(document: Document, trace: Trace) -> list[Claim]:
    """Every claim that mines are made or bought from a maker."""
    claims: list[Claim] = []
    for sentence in document.sentences:
        if sentence.part is Part.HEADING:
            continue
        for deed in _deeds(document, sentence, trace):
            claims.extend(_read(document, sentence, deed, claims, trace))
    return claims


def _deeds(document: Document, sentence: Sentence, trace: Trace) -> Iterator[_Deed]:
    mines = weapons(document, sentence)
    for trigger in sentence.of("making", "works"):
        if trigger.value == "begin":
            continue
        if _is_banned(sentence, trigger):
            trace.note(sentence, "names production only as what a treaty bans")
            continue
        if sentence.of("making_history") or sentence.kind("mood.long_ago"):
            trace.note(sentence, "tells of production long past")
            continue
        near = _objects(sentence, trigger, mines)
        if near:
            yield _Deed(trigger, near, in_sentence=True)
        elif not mines and not sentence.of("gear", "ore") and trigger.kind != "making.noun":
            before = _mines_before(document, sentence)
            if before:
                yield _Deed(trigger, before, in_sentence=False)


def _objects(sentence: Sentence, trigger: Mention, mines: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mines that can be what is made: in the trigger's clause, and not far from it."""
    clause = sentence.clause(trigger.start)

    def distance(mine: Mention) -> int:
        return max(mine.start - trigger.end, trigger.start - mine.end, 0)

    return tuple(mine for mine in mines if sentence.clause(mine.start) == clause and distance(mine) <= OBJECT_REACH)


def _mines_before(document: Document, sentence: Sentence) -> tuple[Mention, ...]:
    """The mines of the sentence before, where this one goes on about them."""
    if document.families["gear"] or document.families["ore"] or not sentence.of("producer"):
        return ()
    for other in document.before(sentence, 1):
        found = weapons(document, other)
        if found:
            return found
    return ()


def _is_banned(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the trigger stands in what a treaty forbids: after a ban, or in a list with use and stockpiling."""
    for ban in sentence.of("ban"):
        if ban.end <= trigger.start <= ban.end + BAN_REACH and sentence.clause(ban.start) == sentence.clause(
            trigger.start
        ):
            return True
    listed = [
        item
        for item in sentence.of("ban_list")
        if abs(item.start - trigger.start) <= 40 and sentence.clause(item.start) == sentence.clause(trigger.start)
    ]
    return len(listed) >= 2


def _read(document: Document, sentence: Sentence, deed: _Deed, claims: list[Claim], trace: Trace) -> Iterator[Claim]:
    read = making_stage(sentence, deed.trigger)
    if read is None:
        return
    party = _party(document, sentence, deed, claims)
    if party is None:
        trace.note(sentence, f"'{deed.trigger.kind}': no state makes or buys")
        return
    makers = sentence.of("producer")
    quantity, capacity, spans = _figures(document, sentence)
    for mine_type, mine in classes_near(document, sentence, deed.mines):
        for country in party.states:
            for maker in makers or (None,):
                yield Claim(
                    Topic.MINE_PRODUCTION,
                    country,
                    mine_type,
                    read.stage,
                    read.realis,
                    sentence,
                    read.rule,
                    _log_odds(document, sentence, deed),
                    read.is_firm,
                    producer=None if maker is None else producer(maker.value).name,
                    quantity=quantity,
                    capacity_per_year=capacity,
                    spans=(*_spans(party, mine, deed, read, maker), *spans),
                )


def _spans(party: Party, mine: Mention, deed: _Deed, read: Read, maker: Mention | None) -> Iterator[Span]:
    yield Span("country", party.start, party.end)
    yield Span("mine_type", mine.start, mine.end)
    first, last = sorted((deed.trigger, read.sign), key=lambda sign: sign.start)
    yield Span("stage", first.start, max(first.end, last.end))
    if maker is not None:
        yield Span("producer", maker.start, maker.end)


def _figures(document: Document, sentence: Sentence) -> tuple[int | None, int | None, tuple[Span, ...]]:
    found = {figure.role: figure for figure in sorted(figures(sentence, document.language), key=lambda f: f.value)}
    quantity, capacity = found.get("quantity"), found.get("capacity_per_year")
    spans = tuple(Span(role, figure.start, figure.end) for role, figure in found.items())
    return (quantity.value if quantity else None, capacity.value if capacity else None, spans)


def _party(document: Document, sentence: Sentence, deed: _Deed, claims: list[Claim]) -> Party | None:
    groups = parties(sentence)
    makers = sentence.of("producer")
    is_import = deed.trigger.value in IMPORTS
    acting = [group for group in groups if not _owns_a_maker(group, makers)]
    if not is_import:
        places = [group for group in acting if group.is_place]
        if places:
            return min(places, key=lambda group: abs(group.start - deed.trigger.start))
    found = subject_of(sentence, deed.trigger, acting)
    if found is not None:
        return found
    if makers and not is_import:
        return Party((producer(makers[0].value).country,), makers[0].start, makers[0].end, True, False)
    if claims:
        span = next(span for span in claims[-1].spans if span.field == "country")
        return Party((claims[-1].country,), span.start, span.end, True, False)
    for other in (*document.before(sentence, 2), *document.sentences[sentence.index + 1 : sentence.index + 3]):
        nearby = [
            group for group in parties(other) if group.is_subject and not _owns_a_maker(group, other.of("producer"))
        ]
        if nearby:
            return nearby[0]
    if makers:
        return Party((producer(makers[0].value).country,), makers[0].start, makers[0].end, True, False)
    return None


def _owns_a_maker(group: Party, makers: tuple[Mention, ...]) -> bool:
    """Whether the state only says whose maker it is: "Germany's Dynamit Nobel Defence"."""
    return any(0 <= maker.start - group.end <= 4 for maker in makers)


def _log_odds(document: Document, sentence: Sentence, deed: _Deed) -> float:
    odds = BASE_LOG_ODDS
    odds += 1.2 if deed.in_sentence else 0.2
    odds += 1.0 if any(mine.value != "bare" for mine in deed.mines) else 0.2
    odds += 0.6 if document.is_lead(sentence) or sentence.part is Part.TITLE else 0.0
    odds -= 1.0 if bearing(sentence, deed.trigger, ("mood.background",), 40) else 0.0
    return odds
