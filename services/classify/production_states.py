"""The state that a deed of production or purchase is about: where mines are made, or who buys them."""

from services.classify.claims import Claim, told_last
from services.classify.deeds import Deed
from services.classify.document import Document
from services.classify.gifts import is_of_the_mines
from services.classify.home_states import at_home, at_home_for, at_plant, dealing_abroad, home_of_deciders
from services.classify.makers import maker_name, makers_of
from services.classify.making_triggers import IMPORTS
from services.classify.parties import Party, parties
from services.classify.sellers import is_a_sellers, is_partner, is_where_the_seller_sits, only_sells, owns_a_maker
from services.classify.sentences import Part, Sentence
from services.classify.subjects import subject_of
from services.classify.terms import Mention
from services.reference.producers import producer

PLACE_REACH = 60
MAKERS_REACH = 14
"""Between a state and the word for its makers stands no more than what they make."""
BESIDE = 3
MANY_STATES = 3


def party_of(document: Document, sentence: Sentence, deed: Deed, claims: list[Claim]) -> Party | None:
    """The state where the deed's mines are made, or that buys them."""
    groups = parties(sentence)
    makers = makers_of(sentence)
    acting = [group for group in groups if not owns_a_maker(sentence, group, makers)]
    if deed.trigger.value in IMPORTS:
        return _buyer(document, sentence, deed, acting, makers, claims)
    making = [
        group
        for group in acting
        if not (group.is_recipient or _benefits(sentence, group) or _is_of_the_telling(sentence, group, deed.trigger))
    ]
    making = [group for group in making if not only_sells(sentence, group)] or making
    found = _place(sentence, deed, making) or _subject(document, sentence, deed, making)
    if found is not None:
        return _in_focus(document, found)
    if not makers:
        seat = next((group for group in making if _is_seat(sentence, group)), None)
        if seat is not None:
            return seat
    buyer = next((claim for claim in reversed(claims) if claim.is_import), None)
    if buyer is None and (told := _where_it_makes(document, makers, claims)) is not None:
        return told
    if makers and (buyer is None or len(acting) < len(groups) or _has_begun(sentence, deed)):
        return dealing_abroad(document, sentence, makers) or at_plant(document, sentence, makers) or _home(makers[0])
    served = next((group for group in acting if _benefits(sentence, group)), None)
    return _from_context(document, sentence, deed, makers, claims) or at_home_for(document, sentence, served) or served


def _buyer(
    document: Document,
    sentence: Sentence,
    deed: Deed,
    acting: list[Party],
    makers: tuple[Mention, ...],
    claims: list[Claim],
) -> Party | None:
    """Who buys: who is named as getting it, else a state that is not the maker's own, else the maker's."""
    leading = [group for group in acting if not _only_joins(sentence, group)]
    if acting and not leading:
        return _from_context(document, sentence, deed, makers, claims) or acting[0]
    acting = leading
    sellers = [group for group in acting if only_sells(sentence, group)]
    if sellers and len(sellers) == len(acting) and not makers:
        context = _from_context(document, sentence, deed, makers, claims)
        return context or home_of_deciders(document, sentence) or sellers[0]
    acting = [group for group in acting if not (group in sellers or is_where_the_seller_sits(sentence, group))]
    acting = [group for group in acting if not is_of_the_mines(document, sentence, group)] or acting
    clause = sentence.clause(deed.trigger.start)
    beside = [group for group in acting if sentence.clause(group.start) == clause] or acting
    recipient = next((group for group in beside if _gets(sentence, group)), None)
    if recipient is not None:
        return _in_focus(document, recipient)
    own = {producer(maker.value).country for maker in makers}
    foreign = [group for group in acting if not set(group.states) <= own]
    found = _subject(document, sentence, deed, acting)
    if found is not None and found not in foreign and not _acts_for_itself(sentence, found):
        found = next((group for group in foreign if group.is_subject or group.is_agent), found)
    if found is None or found not in foreign:
        found = next((group for group in foreign if group in beside and is_partner(sentence, group, makers)), found)
    if found is None:
        found = next((group for group in beside if _is_its_forces(sentence, group)), None)
    if found is not None:
        return _in_focus(document, found)
    return dealing_abroad(document, sentence, makers) or _from_context(document, sentence, deed, makers, claims)


def _only_joins(sentence: Sentence, group: Party) -> bool:
    """Whether the state is named as one with which another buys: "are to be bought together with Finland"."""
    along = sentence.kind("frame.along")
    return len(group.states) == 1 and any(0 <= group.start - sign.end <= BESIDE for sign in along)


def _gets(sentence: Sentence, group: Party) -> bool:
    """Whether the state is named as the one that gets what is sold or delivered."""
    return group.is_recipient or group.is_given_to or _benefits(sentence, group)


def _where_it_makes(document: Document, makers: tuple[Mention, ...], claims: list[Claim]) -> Party | None:
    """The state where the maker was told to make mines before: a works abroad stays abroad in the next sentence."""
    names = {maker_name(document, maker) for maker in makers}
    making = [claim for claim in claims if claim.producer in names]
    return told_last(making) if making else None


def _has_begun(sentence: Sentence, deed: Deed) -> bool:
    """Whether making is told to have begun: that is news of the maker, whoever bought before."""
    clause = sentence.clause(deed.trigger.start)
    verbs = sentence.kind("making.past", "making.present")
    return any(verb.value == "begin" and sentence.clause(verb.start) == clause for verb in verbs)


def _benefits(sentence: Sentence, group: Party) -> bool:
    """Whether the thing is made for the state: "mines for Ukraine"."""
    deeds = sentence.of("making")  # "interested in Polish mines": the small word is the deed's own
    before = any(
        0 <= group.start - sign.end <= BESIDE
        and not any(deed.start < sign.start and sign.end == deed.end for deed in deeds)
        for sign in sentence.kind("frame.benefit")
    )
    return before or any(0 <= sign.start - group.end <= BESIDE for sign in sentence.kind("frame.benefit_after"))


def _is_seat(sentence: Sentence, group: Party) -> bool:
    """Whether the state only says where a firm sits: "the Ankara-based firm"."""
    return group.is_attribute and any(0 <= firm.start - group.end <= BESIDE for firm in sentence.of("company"))


def _acts_for_itself(sentence: Sentence, group: Party) -> bool:
    """Whether the state of the maker itself signs or orders: it opens its clause's deed with a body of its own."""
    return any(-2 <= body.start - group.end <= 24 or 0 <= group.start - body.end <= 3 for body in sentence.of("body"))


def _is_its_forces(sentence: Sentence, group: Party) -> bool:
    """Whether the state is named by its forces, which do not act for it but get what it buys."""
    return group.is_attribute and any(0 <= arms.start - group.end <= BESIDE for arms in sentence.of("arms"))


def _subject(document: Document, sentence: Sentence, deed: Deed, groups: list[Party]) -> Party | None:
    return subject_of(sentence, deed.trigger, groups, free_order=not document.object_follows_verb)


def _place(sentence: Sentence, deed: Deed, groups: list[Party]) -> Party | None:
    clause = sentence.clause(deed.trigger.start)
    places = [
        group
        for group in groups
        if group.is_place
        and not group.is_recipient
        and sentence.clause(group.start) == clause
        and abs(group.start - deed.trigger.start) <= PLACE_REACH
        and not any(group.end <= other.start < deed.trigger.start and other.is_subject for other in groups)
    ]
    return min(places, key=lambda group: abs(group.start - deed.trigger.start), default=None)


def _is_of_the_telling(sentence: Sentence, group: Party, trigger: Mention) -> bool:
    """Whether the place is where somebody tells it, behind a comma: "makes mines, a diplomat in Bangkok said"."""
    if (
        group.start < trigger.end
        or "," not in sentence.text[trigger.end - sentence.start : group.start - sentence.start]
    ):
        return False
    opened = sentence.start + sentence.text.rindex(",", 0, group.start - sentence.start)
    closed = sentence.text.find(",", group.end - sentence.start) + sentence.start
    end = closed if closed > group.end else sentence.start + len(sentence.text)
    told = any(group.end <= word.start < end for word in sentence.kind("frame.speech"))
    return told and not any(opened < word.start < end for word in sentence.of("making", "works"))


def _in_focus(document: Document, party: Party) -> Party:
    """Of many states that act together only those the title is about."""
    if len(party.states) < MANY_STATES or document.title is None:
        return party
    titled = {code for group in parties(document.title) if group.is_subject for code in group.states}
    kept = tuple(code for code in party.states if code in titled)
    return Party(kept, party.start, party.end, party.is_subject) if kept else party


def _from_context(
    document: Document, sentence: Sentence, deed: Deed, makers: tuple[Mention, ...], claims: list[Claim]
) -> Party | None:
    """Who acts where the sentence names no state: that of the last claims, one named around, or the maker's."""
    if claims:
        return told_last(claims)
    if not makers and deed.trigger.value not in IMPORTS and (maker := _meant_by_the_firm(document, sentence, deed)):
        return _home(maker)
    behind = document.sentences[sentence.index + 1 : sentence.index + 3]
    acting_behind = (other for other in behind if not (other.has("making_history") or other.kind("tie.signature")))
    around = [
        group
        for other in (*document.before(sentence, 2), *acting_behind)
        for group in parties(other)
        if not owns_a_maker(other, group, other.of("producer"))
    ]
    if deed.trigger.value in IMPORTS:
        around = [group for group in around if not is_a_sellers(document, group)]
    acting = [group for group in around if group.is_subject] or [group for group in around if group.is_place]
    if acting:
        return _titled(document, acting) or acting[0]
    fighters = {group.start for other in behind for group in other.of("armed_group")}
    own = next((group for group in around if group.start in fighters), None)
    if own is not None:
        return own
    if makers:
        return _home(makers[0])
    return at_home(document, sentence, deed) or _of_the_makers(document, around) or _the_only_one(document, sentence)


def _meant_by_the_firm(document: Document, sentence: Sentence, deed: Deed) -> Mention | None:
    """The only maker named before, where a sentence without a state opens with "the firm" and what it makes."""
    if sentence.has("state", "body") or not any(
        firm.end <= deed.trigger.start for firm in sentence.kind("company.word")
    ):
        return None
    before = document.sentences[max(sentence.index - 1, 0) : sentence.index]
    makers = {maker.value: maker for other in before for maker in other.of("producer")}
    return next(iter(makers.values())) if len(makers) == 1 else None


def _the_only_one(document: Document, sentence: Sentence) -> Party | None:
    """The only state the article names, where a government or its forces act; the only maker's, where a firm does."""
    named = [group for other in document.sentences if other.part is Part.BODY for group in parties(other)]
    is_told_now = not sentence.kind("mood.background")
    if is_told_now and sentence.of("body") and len(document.states) == 1 and named and not named[0].is_attribute:
        return named[0]
    makers = {maker.value: maker for other in document.sentences for maker in other.of("producer")}
    if sentence.of("company") and len(makers) == 1 and not any(group.is_subject for group in named):
        return _home(next(iter(makers.values())))
    return None


def _titled(document: Document, groups: list[Party]) -> Party | None:
    """The first of the groups that the title is about as well, where it names states."""
    titled = {code for group in (parties(document.title) if document.title else ()) for code in group.states}
    return next((group for group in groups if set(group.states) <= titled), None)


def _of_the_makers(document: Document, around: list[Party]) -> Party | None:
    """The only state the article names, where it says whose makers are spoken of: "met Ukrainian mine makers"."""
    if len(document.states) != 1:
        return None
    firms = [firm for sentence in document.sentences for firm in sentence.kind("company.word")]
    return next((group for group in around if any(0 <= firm.start - group.end <= MAKERS_REACH for firm in firms)), None)


def _home(maker: Mention) -> Party:
    return Party((producer(maker.value).country,), maker.start, maker.end, True)
