"""Other goods that are bought, which the mines of the sentence only tell about: "bought robots which clear mines"."""

from services.classify.document import Document
from services.classify.language_data import language
from services.classify.making_triggers import IMPORTS
from services.classify.sentences import Sentence
from services.classify.terms import Mention

BESIDE = 2
_COMMAS = frozenset({",", "、"})


def is_told_of_goods(document: Document, sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether what is bought is something that the mine is only told of: "bought robots which clear mines"."""
    if trigger.value not in IMPORTS:
        return False
    first, last = (trigger, mine) if trigger.start < mine.start else (mine, trigger)
    between = [gear for gear in sentence.of("gear") if first.end <= gear.start and gear.end <= last.start]
    if any(first is trigger or not _are_listed(sentence, mine, gear) for gear in between):
        return True
    if first is trigger and _is_what_goods_are_for(sentence, trigger, mine):
        return True
    needs_comma = language(document.language).nouns_are_capital  # German relatives look like articles
    deals = sentence.of("deals")
    return first is trigger and any(
        trigger.end <= word.start
        and word.end <= mine.start
        and (not needs_comma or _is_behind_a_comma(sentence, word))
        and not any(0 <= word.start - deal.end <= BESIDE for deal in deals)
        for word in sentence.kind("frame.relative")
    )


def _are_listed(sentence: Sentence, mine: Mention, gear: Mention) -> bool:
    """Whether a comma alone parts mines from gear before a verb that closes the sentence: "mines, minehunters .. buys".

    What a noun hangs before its gear has no comma behind it: "mine detecting gear .. buys".
    """
    between = sentence.text[mine.end - sentence.start : gear.start - sentence.start]
    return between.strip() in _COMMAS


def _is_what_goods_are_for(sentence: Sentence, trigger: Mention, mine: Mention) -> bool:
    """Whether other goods are bought, and a clause behind them tells what for: "bought drones to find mines"."""
    goods = [thing for thing in sentence.of("other_goods") if trigger.end <= thing.start and thing.end <= mine.start]
    return bool(goods) and any(
        goods[-1].end <= word.start <= goods[-1].end + BESIDE and word.end <= mine.start
        for word in sentence.kind("frame.clause")
    )


def _is_behind_a_comma(sentence: Sentence, word: Mention) -> bool:
    return sentence.text[: word.start - sentence.start].rstrip().endswith((",", "،"))
