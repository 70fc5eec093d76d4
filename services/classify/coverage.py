"""Which mentions stand on their own, and which are a part of a longer name, a trap or another term."""

from services.classify.terms import Mention

_ABSORBING = frozenset({"mask", "monitors", "treaty", "other_treaty", "product", "producer", "gear", "ore"})
_LAW = frozenset({"ban", "ban_list", "use"})
_ACTING = frozenset({"exit", "making", "step"})
_TRAPS = frozenset({"mask", "other_treaty"})
MAX_TERM_CHARACTERS = 120


def without_covered(mentions: list[Mention]) -> list[Mention]:
    """Mentions that stand on their own: not a part of a longer name, trap or term of the same family."""
    found: list[Mention] = []
    furthest = 0
    for index, mention in enumerate(mentions):
        is_free = furthest <= mention.start or not _is_absorbed_from_before(mentions, index)
        if mention.family != "mask" and is_free and not _is_absorbed_from_behind(mentions, index):
            found.append(mention)
        furthest = max(furthest, mention.end)
    return found


def _is_absorbed_from_before(mentions: list[Mention], index: int) -> bool:
    """Whether an earlier mention that overlaps it absorbs it; such a one begins within a term's length of it."""
    mention = mentions[index]
    start = mention.start
    for step in range(index - 1, -1, -1):
        other = mentions[step]
        if start - other.start > MAX_TERM_CHARACTERS:
            break
        if other.end > start and _absorbs(other, mention):
            return True
    return False


def _is_absorbed_from_behind(mentions: list[Mention], index: int) -> bool:
    """Whether a later mention that overlaps it absorbs it."""
    mention = mentions[index]
    end = mention.end
    for step in range(index + 1, len(mentions)):
        other = mentions[step]
        if other.start >= end:
            break
        if _absorbs(other, mention):
            return True
    return False


def _absorbs(other: Mention, mention: Mention) -> bool:
    family = other.family
    if mention.family == "frame" and family == "state" and _contains(other, mention):
        return True  # scripts without spaces find small words in the middle of names
    if mention.kind == "frame.not_actor" and other.kind == "step.considered" and other.covers(mention):
        return True  # "amenaza con" is what the state does, not a threat beside its name
    if family == "mine" and mention.family == "mood" and other.covers(mention):
        return True  # "vehicles which can lay mines" says what they are for, not that they may be bought
    if mention.kind == "step.decreed" and other.kind == "step.signed":
        return False  # "signed the decree on the exit": a decree is no law
    if other.covers(mention):
        if mention.family in _LAW:
            return family == "mask"  # a treaty's full name says what it bans
        return family in _ABSORBING or family == mention.family
    if mention.family == "frame" and family in _ACTING and _contains(other, mention):
        return mention.kind != "frame.not_actor"
    if family == "gear" and mention.family in ("mine", "product"):
        return True
    same_place = other.start == mention.start and other.end == mention.end
    if same_place and family == "state" and mention.family == "use":
        return True  # the Italian "Usa"
    if same_place and family == "producer":
        return mention.family in ("step", "mood", "use", "arms")
    return same_place and family in _TRAPS and mention.family not in _TRAPS


def _contains(other: Mention, mention: Mention) -> bool:
    return other.start <= mention.start and mention.end <= other.end
