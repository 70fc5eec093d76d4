"""Claims that no rule made: what an article's signs make likely, told at the sentence that tells the most of it."""

from collections.abc import Iterator, Sequence

from services.classify.claims import Claim, Span
from services.classify.cues import is_negated
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.makers import makers_of
from services.classify.makers_beside import with_makers_beside
from services.classify.mines import classes_near, weapons
from services.classify.parties import Party, parties
from services.classify.sentences import Part, Sentence
from services.classify.signs import Naming
from services.classify.terms import Mention
from services.classify.trace import Trace
from services.classify.withdrawal_triggers import ACTS
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from services.reference.producers import producer

RULE = "supposed from the article's signs"
_MAKING = ("making", "works", "deals", "capacity", "growing", "sealing")
_LEAVING = ("exit", "ending", "no_longer", "void", "lapsing", "likeness")
_STEPS = ("step.notified", "step.voted", "step.signed", "step.decided", "step.effect", "notice.telling")


def supposed_production(
    document: Document, stage: Stage, realis: Realis, log_odds: float, trace: Trace
) -> Iterator[Claim]:
    """The claims of the sentence that tells the most of mines and what is done about them; none without a state."""
    sentence = max(
        (
            other
            for other in document.sentences
            if other.part is not Part.HEADING and other.has(*_MAKING) and weapons(document, other)
        ),
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
            log_odds,
            is_firm=False,
            is_supposed=True,
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


def telling_naming(document: Document, namings: Sequence[Naming]) -> Naming | None:
    """Where the state is named as one that may leave: beside a word of leaving that is not denied, near a treaty.

    Who stays, objects or is only spoken of beside somebody else's exit has signs like those of a leaver.
    """
    for naming in namings:
        sentence = naming.sentence
        if sentence.part is Part.HEADING or naming.party.is_attribute or sentence.has("stay"):
            continue
        if sentence.kind("step.opposed", "step.rejected"):
            continue
        acts = (*sentence.of(*_LEAVING), *sentence.kind(*_STEPS))
        near = (sentence, *document.before(sentence, 3))
        if not any(other.has("treaty", "treaty_word") for other in near):
            continue
        if acts and not any(is_negated(sentence, act) for act in acts):
            return naming
    return None


def supposed_exit(
    document: Document, naming: Naming, state: str, treaty: str, stage: Stage, realis: Realis, log_odds: float
) -> Claim:
    """The claim that the state leaves the treaty, told where it is named."""
    sentence, party = naming.sentence, naming.party
    link = next((sign for sign in sentence.of("treaty") if sign.value == treaty), None) or next(
        sign for other in document.sentences for sign in other.of("treaty") if sign.value == treaty
    )
    acts = sentence.of(*_LEAVING) or sentence.kind(*_STEPS)
    act = next((ACTS[sign.value] for sign in acts if sign.value in ACTS), Act.WITHDRAW)
    if (stage is Stage.SUSPENDED) != (act is Act.SUSPEND):
        act = Act.SUSPEND if stage is Stage.SUSPENDED else Act.WITHDRAW
    return Claim(
        Topic.TREATY_WITHDRAWAL,
        state,
        treaty,
        stage,
        realis,
        sentence,
        RULE,
        log_odds,
        is_firm=False,
        is_supposed=True,
        act=act,
        spans=(
            Span("country", party.start, party.end),
            Span("treaty", link.start, link.end),
            _nearest("stage", acts, party),
        ),
    )


def _weight(document: Document, sentence: Sentence) -> tuple[bool, bool, int]:
    named = any(mine.value != "bare" for mine in weapons(document, sentence))
    return sentence.part is Part.BODY, named, -sentence.index


def _nearest(name: str, signs: Sequence[Mention], mention: Mention | Party) -> Span:
    """Where the sentence tells what is done: at the sign nearest to what it is about, else at that."""
    nearest: Mention | Party = min(signs, key=lambda sign: abs(sign.start - mention.start), default=mention)
    return Span(name, nearest.start, nearest.end)


def _maker_state(document: Document, sentence: Sentence) -> Party | None:
    """Who makes or buys: the acting state of the sentence, its maker's, that of those around, or that of the news."""
    own = [group for group in parties(sentence) if not group.is_recipient]
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
