"""The state that news in a language means where it names none: that of its own army, government or works."""

from services.classify.deeds import Deed
from services.classify.document import Document
from services.classify.language_data import language
from services.classify.parties import Party, parties
from services.classify.sellers import owns_a_maker
from services.classify.sentences import Sentence
from services.classify.terms import Mention
from services.reference.producers import producer

BESIDE = 3
_ACTORS = ("body", "company", "works", "arms", "producer")


def home_of_deciders(document: Document, sentence: Sentence) -> Party | None:
    """The state of the article's language, where its army or government is what acts."""
    home = document.home
    deciders = sentence.of("body", "arms")
    return Party((home,), deciders[0].start, deciders[0].end, True) if home and deciders else None


def dealing_abroad(document: Document, sentence: Sentence, makers: tuple[Mention, ...]) -> Party | None:
    """The state of the article's language, where its government deals with a maker of another state."""
    making = language(document.language).making
    home, deciders = document.home, sentence.of("body")
    if home is None or not deciders or any(producer(maker.value).country == home for maker in makers):
        return None
    if making.is_home_shared and document.families["state"]:
        return None
    others = {code for other in document.sentences for group in parties(other) for code in group.states}
    own = {producer(maker.value).country for maker in makers}
    if (others != {home} and others - own) or _is_titled(document, own):
        return None
    return Party((home,), deciders[0].start, deciders[0].end, True)


def _is_titled(document: Document, own: set[str]) -> bool:
    """Whether the title makes the makers' own state act: it then is the buyer, not only whose makers they are."""
    title = document.title
    return title is not None and any(
        group.is_subject and set(group.states) <= own and not owns_a_maker(title, group, title.of("producer"))
        for group in parties(title)
    )


def at_plant(document: Document, sentence: Sentence, makers: tuple[Mention, ...]) -> Party | None:
    """The state of the article's language, whose works a maker of another state only joins, or has among its towns."""
    home = document.home
    own = {producer(maker.value).country for maker in makers}
    works = sentence.of("works")
    if home is None or home in own or not works:
        return None
    named = {code for other in document.sentences for group in parties(other) for code in group.states} - {home}
    joined = any(0 <= makers[0].start - sign.end <= BESIDE for sign in sentence.of("partners"))
    is_joined = joined and works[0].end <= makers[0].start and not named - own
    is_domestic = not named and bool(document.families["body"] or document.families["arms"])
    return Party((home,), works[0].start, works[0].end, True) if is_joined or is_domestic else None


def at_home(document: Document, sentence: Sentence, deed: Deed) -> Party | None:
    """The state of the article's language, where none is named: news of one's own army or works need not name it."""
    home = document.home
    named = document.families
    deciders = sentence.kind("body.government", "body.ministers", "body.president")
    is_shared = language(document.language).making.is_home_shared
    if home is None or (named["state"] and (is_shared or not deciders)):
        return None  # other states, none of whom acts, do not make "the ministry" theirs
    if (abroad := _of_the_only_makers(document)) is not None and abroad.states != (home,):
        return abroad
    is_of_arms = any(named[family] for family in (*_ACTORS, "product")) and not (named["gear"] or named["ore"])
    is_its_news = document.title is not None and any(mine.value != "bare" for mine in document.title.of("mine"))
    if not (is_of_arms or is_its_news or sentence.has("body", "company", "works")):
        return None
    return Party((home,), deed.mines[0].start, deed.mines[0].end, True)


def _of_the_only_makers(document: Document) -> Party | None:
    """The state of all the listed makers that the article names, if it is one."""
    makers = [maker for sentence in document.sentences for maker in sentence.of("producer")]
    own = {producer(maker.value).country for maker in makers}
    return Party((own.pop(),), makers[0].start, makers[0].end, True) if len(own) == 1 else None


def at_home_for(document: Document, sentence: Sentence, served: Party | None) -> Party | None:
    """The state of the article's language, where its firm makes something for the only state that is named."""
    home = document.home
    firms = sentence.of("company", "works")
    if home is None or served is None or not firms:
        return None
    named = {code for other in document.sentences for group in parties(other) for code in group.states}
    return None if named - set(served.states) else Party((home,), firms[0].start, firms[0].end, True)
