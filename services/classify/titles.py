"""What a title may add to what the body tells of production: titles run ahead, and leave out."""

from services.classify.claims import Claim
from services.classify.sentences import Part
from services.contracts.vocabulary import MineType


def without_idle_titles(claims: list[Claim]) -> list[Claim]:
    """The claims; where the body tells of a deed too, a title that says less, or hardly anything, is left out."""
    body = [claim for claim in claims if claim.sentence.part is Part.BODY]
    states = {claim.country for claim in body}

    def is_idle(claim: Claim) -> bool:
        if claim.sentence.part is not Part.TITLE:
            return False
        if claim.country in states:
            return claim.slot == MineType.UNSPECIFIED
        named = any(claim.country in state.value.split() for state in claim.sentence.of("state"))
        return not named or not claim.is_firm

    return [claim for claim in claims if not is_idle(claim)] if body else claims
