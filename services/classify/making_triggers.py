"""Words of making: which of them tell of a deed, and what their act and form are."""

from services.classify.sentences import Sentence
from services.classify.terms import Mention

IMPORTS = frozenset({"buy", "contract", "deliver"})
"""Acts by which a state gets mines that others make."""
DONE_FORMS = ("past", "present", "passive")
"""Forms that tell of a deed as done or under way."""


def act_of(trigger: Mention) -> str:
    """What the word tells is done; works stand for making."""
    return trigger.value or "make"


def form_of(trigger: Mention) -> str:
    """The form of the word, which tells how far the deed has come; works are nouns."""
    return trigger.kind.partition(".")[2] or "noun"


def telling_words(sentence: Sentence) -> list[Mention]:
    """The words of making and the works that may be a deed of their own; "begin" needs another.

    A part of a name, of a weapon or of a longer verb tells of none.
    """
    return [
        trigger
        for trigger in sentence.of("making", "works")
        if trigger.value != "begin"
        and not (_is_firm(sentence, trigger) or _is_of_a_name(sentence, trigger) or _opens_a_passive(sentence, trigger))
        and not _is_only_a_maker(sentence, trigger)
    ]


def _is_firm(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the word for works only says what the maker behind it is: "the arms works X"."""
    return trigger.family == "works" and any(0 <= maker.start - trigger.end <= 2 for maker in sentence.of("producer"))


def _is_only_a_maker(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the noun only says who somebody is, "a French producer", and nothing is willed or weighed beside it."""
    if trigger.kind != "making.noun" or sentence.kind("mood.future", "mood.possible"):
        return False
    return any(firm.start == trigger.start and firm.end == trigger.end for firm in sentence.kind("company.word"))


def _is_of_a_name(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the word is a part of what the weapon is called: "a mine delivery system"."""
    if trigger.kind != "making.noun" or trigger.value != "deliver":
        return False
    return any(mine.start < trigger.start and trigger.end < mine.end for mine in sentence.of("mine", "product"))


def _opens_a_passive(sentence: Sentence, trigger: Mention) -> bool:
    """Whether the verb is the first word of a passive that is a sign of its own: "made" of "made by"."""
    if trigger.kind != "making.past":
        return False
    passives = sentence.kind("making.passive")
    return any(word.start == trigger.start and word.end > trigger.end for word in passives)
