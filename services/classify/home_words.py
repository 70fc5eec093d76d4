"""Words that stand for the state of the article's language, unless they are said of another that is named."""

from services.classify.sentences import Sentence
from services.classify.terms import Mention


def without_strange_homes(sentence: Sentence) -> Sentence:
    """The sentence, where "domestic" and "the Armed Forces" name no home beside the state that they are told of."""
    words = sentence.of("home_word")
    if not words:
        return sentence
    strange = {(word.start, word.end) for word in words if _is_anothers(sentence, word)}
    if not strange:
        return sentence
    kept = (
        mention
        for mention in sentence.mentions
        if mention.family != "state" or (mention.start, mention.end) not in strange
    )
    return sentence.with_mentions(kept)


def _is_anothers(sentence: Sentence, word: Mention) -> bool:
    """Whether another state owns what the word names: right before forces, anywhere before in the clause else."""
    homes = {(other.start, other.end) for other in sentence.of("home_word")}
    clause = sentence.clause(word.start)
    before = [
        state
        for state in sentence.of("state")
        if state.end <= word.start and (state.start, state.end) not in homes and sentence.clause(state.start) == clause
    ]
    if any(word.start <= forces.start < word.end for forces in sentence.of("arms", "body")):
        return any(word.start - state.end <= 1 for state in before)
    return bool(before)
