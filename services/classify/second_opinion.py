"""What the learned second opinion does to the claims that the rules found.

It speaks up in three cases. What the rules found counts for more or less, by what the signs say of it. Where no rule
found a claim though the signs make one likely, it supposes one. And the stage that the rules read stands only as long
as the signs do not clearly speak for another. How likely is likely was chosen on figures of held-out news
(docs/decisions/0055-a-learned-second-opinion.md).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from services.classify.calibration import odds_of_signs, probability
from services.classify.claims import Claim
from services.classify.document import Document
from services.classify.learned import OF_ARTICLE, Weights, log_odds_of, weights
from services.classify.sentences import Part
from services.classify.signs import States, article_signs
from services.classify.suppositions import supposed_exit, supposed_production, telling_naming
from services.classify.trace import Trace
from services.contracts.vocabulary import Act, Realis, Stage, Topic
from services.reference.membership import can_be_left_by

LEAST_OF_PRODUCTION = 0.75
"""How likely production must be where the rules found none."""
LEAST_OF_AN_EXIT = 0.3
"""How likely a state's exit must be in an article of whose states the rules found another to leave: six in ten of
those are right. Where the rules found no exit at all, three in ten were, however likely: none is supposed there."""
FIRM_LEAD, LOOSE_LEAD = 2.0, 0.75
"""By how much of log-probability another stage must outdo the one that the rules read: a stage that a sentence says
outright was right eight times in ten on fresh news, one that it only names every second time."""
SHOWN_SIGNS = 4
MAX_CHARACTERS = 800
"""What it was learned on is shorter, 99 in a hundred: the signs of a long article, with its asides and its page's
furniture, would be taken for those of a report. Longer texts are read by the rules alone."""
MAX_PAIRS = 60
"""States beside treaties that are weighed in one article; a list of the world's states is no news."""
_DATED = frozenset({Stage.NOTIFIED, Stage.IN_EFFECT, Stage.SUSPENDED})
_DENIED = frozenset({Stage.REJECTED, Stage.OPPOSED})
_REALIS = {
    Stage.CONSIDERED: Realis.CONDITIONAL,
    Stage.PLANNED: Realis.PLANNED,
    Stage.REJECTED: Realis.NEGATED,
    Stage.OPPOSED: Realis.NEGATED,
}


@dataclass(frozen=True)
class SecondOpinion:
    """What the signs of one article amount to."""

    document: Document
    fitted: Callable[[Topic], Weights] = weights
    _of_states: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @cached_property
    def article(self) -> frozenset[str]:
        """The signs of the article as a whole."""
        return article_signs(self.document)

    @cached_property
    def _states(self) -> States:
        return States(self.document)

    @cached_property
    def _article_beside_states(self) -> tuple[str, ...]:
        return tuple(f"{OF_ARTICLE} {sign}" for sign in self.article)

    @cached_property
    def _exit_log_odds(self) -> float:
        return self.fitted(Topic.TREATY_WITHDRAWAL).log_odds(self._article_beside_states)

    @cached_property
    def production_log_odds(self) -> float:
        """The log-odds of the article telling of mine production."""
        return self.fitted(Topic.MINE_PRODUCTION).log_odds(self.article)

    def on_production(self, claims: list[Claim], trace: Trace) -> list[Claim]:
        """The claims of production as they are after the article's signs were weighed."""
        families = self.document.families
        if not claims and not families["mine"] and not families["product"]:
            return claims
        fitted = self.fitted(Topic.MINE_PRODUCTION)
        odds = self.production_log_odds
        shown = ", ".join(fitted.heaviest(self.article, SHOWN_SIGNS))
        trace.note(None, f"by its signs the article is of production with {probability(odds):.2f} ({shown})")
        if claims:
            return [_weighed(claim, odds) for claim in claims]
        if odds < log_odds_of(LEAST_OF_PRODUCTION):
            return []
        stage = _likeliest(fitted, self.article)
        return list(supposed_production(self.document, stage, realis_of(stage), odds, trace))

    def on_exits(self, claims: list[Claim], trace: Trace) -> list[Claim]:
        """The claims of withdrawals as they are after the signs around each state were weighed."""
        if not claims:
            return []
        told = {(claim.country, claim.slot) for claim in claims}
        odds = {pair: self.exit_log_odds(*pair) for pair in told}
        least = log_odds_of(LEAST_OF_AN_EXIT)
        kept = [_weighed(claim, odds[claim.country, claim.slot]) for claim in claims]
        for pair in self.pairs():
            if pair in told or (found := self.exit_log_odds(*pair)) < least:
                continue
            naming = telling_naming(self.document, self._states.namings.get(pair[0], ()))
            if naming is None:
                continue
            stage = _likeliest(self.fitted(Topic.TREATY_WITHDRAWAL), self.signs_of(*pair))
            kept.append(supposed_exit(self.document, naming, *pair, stage, realis_of(stage), found))
            trace.note(None, f"by its signs {pair[0]} and {pair[1]}: {probability(found):.2f}, {stage}")
        return kept

    def restaged(self, leaders: Sequence[Claim], groups: Sequence[Sequence[Claim]]) -> list[Claim]:
        """The leading claims, each at the stage that rules and signs together make the likeliest for its group."""
        production = {claim.stage for claim in leaders if claim.topic is Topic.MINE_PRODUCTION}
        return [
            # The signs of production are the article's: they cannot tell which of several stages is whose.
            self._restaged(claim, group) if claim.topic is Topic.TREATY_WITHDRAWAL or len(production) == 1 else claim
            for claim, group in zip(leaders, groups, strict=True)
        ]

    def _restaged(self, claim: Claim, group: Sequence[Claim]) -> Claim:
        is_exit = claim.topic is Topic.TREATY_WITHDRAWAL
        fitted = self.fitted(claim.topic)
        signs = self.signs_of(claim.country, claim.slot) if is_exit else self.article
        told = fitted.stage_log_probabilities(signs)
        possible = [stage for stage in told if self._can_become(claim, stage, group)]
        best = max(possible, key=lambda stage: told[stage], default=claim.stage)
        lead = FIRM_LEAD if claim.is_firm else LOOSE_LEAD
        if claim.stage not in told or told[best] - told[claim.stage] <= lead:
            return claim
        rule = f"{claim.rule}; by its signs {best}, not {claim.stage}"
        return replace(claim, stage=best, realis=realis_of(best), act=_act(claim.act, best), rule=rule)

    def _can_become(self, claim: Claim, stage: Stage, group: Sequence[Claim]) -> bool:
        """Whether nothing that the sentences say outright speaks against the stage: a denial, or a day."""
        if (claim.stage in _DENIED) != (stage in _DENIED) or claim.sentence.has("stay"):
            return False
        days = [day for one in group for day in (one.notified_on, one.effective_on) if day is not None]
        if days and stage not in _DATED:
            return False
        today = self.document.published_on
        return stage is not Stage.IN_EFFECT or not any(
            one.effective_on is not None and today is not None and one.effective_on > today for one in group
        )

    def pairs(self) -> Iterator[tuple[str, str]]:
        """The states of the article beside its treaties, that are weighed."""
        body = [
            sentence
            for sentence in self.document.sentences
            if sentence.part is not Part.HEADING and not sentence.kind("frame.either")
        ]
        treaties = dict.fromkeys(mention.value for sentence in body for mention in sentence.of("treaty"))
        states = dict.fromkeys(
            state for sentence in body for mention in sentence.of("state") for state in mention.value.split()
        )
        pairs = [
            (state, treaty)
            for treaty in treaties
            if treaty not in self.document.namesakes
            for state in states
            if can_be_left_by(treaty, state)
        ]
        yield from pairs if len(pairs) <= MAX_PAIRS else ()

    def signs_of(self, state: str, treaty: str) -> frozenset[str]:
        """What is told of this state and this treaty, with the signs of the article around it."""
        return self._own_signs(state, treaty).union(self._article_beside_states)

    def _own_signs(self, state: str, treaty: str) -> frozenset[str]:
        if (state, treaty) not in self._of_states:
            self._of_states[state, treaty] = self._states.signs(state, treaty)
        return self._of_states[state, treaty]

    def exit_log_odds(self, state: str, treaty: str) -> float:
        """The log-odds of the article telling of a step of this state out of this treaty."""
        fitted = self.fitted(Topic.TREATY_WITHDRAWAL)
        own = self._own_signs(state, treaty)
        return self._exit_log_odds + sum(fitted.likely.get(sign, 0.0) for sign in own)


def realis_of(stage: Stage) -> Realis:
    """How real a stage is by itself."""
    return _REALIS.get(stage, Realis.ACTUAL)


def _likeliest(fitted: Weights, signs: frozenset[str]) -> Stage:
    told = fitted.stage_log_probabilities(signs)
    return max(told, key=lambda stage: told[stage])


def _weighed(claim: Claim, log_odds: float) -> Claim:
    added = odds_of_signs(claim.topic, log_odds)
    is_clear = claim.is_firm and claim.sentence.part is Part.BODY and claim.sentence.has("mine", "product")
    if is_clear and claim.topic is Topic.MINE_PRODUCTION:
        added = max(added, 0.0)  # one clear sentence is enough, whatever the article is about; of exits it is not
    return replace(claim, log_odds=claim.log_odds + added)


def _act(act: Act | None, stage: Stage) -> Act | None:
    if stage is Stage.SUSPENDED and act is Act.WITHDRAW:
        return Act.SUSPEND
    return Act.WITHDRAW if act is Act.SUSPEND and stage is not Stage.SUSPENDED else act
