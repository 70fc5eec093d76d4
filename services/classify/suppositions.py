"""Claims that no rule made: what an article's signs make likely, told at the sentence that tells the most of it."""

from collections.abc import Iterator, Sequence

from services.classify.claims import Claim, Span
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.makers import makers_of
from services.classify.makers_beside import with_makers_beside
from services.classify.mines import classes_near, weapons
from services.classify.parties import Party, parties
from services.classify.sentences import Part, Sentence
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawal_triggers import ACTS
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from services.reference.producers import producer

RULE = "supposed from the article's signs"
LONE_ODDS = 0.8
"""What merging takes off a claim that a single later sentence makes; the signs have counted that already."""
_MAKING = ("making", "works", "deals", "capacity", "growing", "sealing")


def supposed_production(
    document: Document, stage: Stage, realis: Realis, log_odds: float, trace: Trace
) -> Iterator[Claim]:
    """The claims of the sentence that tells the most of mines and what is done about them; none without a state."""
    sentence = max(
        (other for other in document.sentences if other.part is not Part.HEADING and weapons(document, other)),
        key=lambda other: _weight(document, other),
        default=None,
    )
    party = None if sentence is None else _maker_state(document, sentence)
    if sentence is None or party is None:
        trace.note(sentence, "production is likely, but no state makes or buys")
        return
    claims = [
        Claim(
            Topic.MINE_PRODUCTION,
            country,
            mine_type,
            stage,
            realis,
            sentence,
            RULE,
            log_odds + LONE_ODDS,
            is_firm=False,
            spans=(
                Span("country", party.start, party.end),
                Span("mine_type", mine.start, mine.end),
                _nearest("stage", sentence.of(*_MAKING), mine),
            ),
        )
        for mine_type, mine in classes_near(document, sentence, weapons(document, sentence))
        for country in party.states
    ]
    yield from with_makers_beside(document, claims)


def supposed_exit(
    document: Document, state: str, treaty: str, stage: Stage, realis: Realis, log_odds: float
) -> Iterator[Claim]:
    """The claim of the sentence that names the state beside the most of treaty and exit."""
    sentence, mention = _named_best(document, state)
    around = (sentence, *document.sentences)
    link = next(sign for other in around for sign in other.of("treaty") if sign.value == treaty)
    exits = sentence.of("exit")
    act = next((ACTS[sign.value] for sign in exits if sign.value in ACTS), Act.WITHDRAW)
    yield Claim(
        Topic.TREATY_WITHDRAWAL,
        state,
        treaty,
        stage,
        realis,
        sentence,
        RULE,
        log_odds + LONE_ODDS,
        is_firm=False,
        act=Act.SUSPEND if stage is Stage.SUSPENDED else act,
        spans=(
            Span("country", mention.start, mention.end),
            Span("treaty", link.start, link.end),
            _nearest("stage", exits, mention),
        ),
    )


def _named_best(document: Document, state: str) -> tuple[Sentence, Mention]:
    """The sentence that tells the most of an exit beside the state's name, and where it names the state."""
    named = [
        (sentence, mention)
        for sentence in document.sentences
        if sentence.part is not Part.HEADING
        for mention in sentence.of("state")
        if state in mention.value.split()
    ]
    return max(
        named,
        key=lambda pair: (
            pair[0].has("exit", "ending", "stay"),
            pair[0].has("treaty"),
            pair[0].part is Part.BODY,
            -pair[0].index,
        ),
    )


def _weight(document: Document, sentence: Sentence) -> tuple[bool, bool, bool, int]:
    named = any(mine.value != "bare" for mine in weapons(document, sentence))
    return sentence.has(*_MAKING), sentence.part is Part.BODY, named, -sentence.index


def _nearest(name: str, signs: Sequence[Mention], mention: Mention) -> Span:
    """Where the sentence tells what is done: at the sign nearest to what it is about, else at that."""
    nearest = min(signs, key=lambda sign: abs(sign.start - mention.start), default=mention)
    return Span(name, nearest.start, nearest.end)


def _maker_state(document: Document, sentence: Sentence) -> Party | None:
    """Who makes or buys: the acting state of the sentence, its maker's, that of those around, or that of the news."""
    own = parties(sentence)
    acting = [group for group in own if group.is_subject] or [group for group in own if group.is_place]
    if acting:
        return acting[0]
    for maker in makers_of(sentence):
        return Party((producer(maker.value).country,), maker.start, maker.end, True)
    behind = document.sentences[sentence.index + 1 :]
    around = [*document.before(sentence, len(document.sentences)), *behind]
    named = [group for other in around if other.part is not Part.HEADING for group in parties(other)]
    subjects = [group for group in named if group.is_subject] or [*own, *named]
    if subjects:
        return subjects[0]
    home = language(document.language).making.home
    mine = weapons(document, sentence)[0]
    return Party((home,), mine.start, mine.end, True) if home else None
