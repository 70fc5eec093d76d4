from datetime import date

from services.classify.document import Document
from services.classify.reading import read
from services.classify.signs import States, article_signs
from services.reference.countries import all_countries

POLAND = (
    "Poland has left the Ottawa Convention. The Sejm approved the exit, and Belma will produce anti-personnel mines."
)
POLSKA = "Polska wystąpiła z konwencji ottawskiej. Belma będzie produkować miny przeciwpiechotne."


def document_of(title: str, text: str) -> Document:
    document = read(title, text, published_on=date(2026, 3, 1)).document
    assert document is not None
    return document


def test_signs_tell_where_in_the_article_they_stand() -> None:
    signs = article_signs(document_of("Poland leaves the Ottawa Convention", POLAND))
    assert {"title treaty", "lead exit.past", "any exit.past", "lead making.noun make", "lead mine weapon"} <= signs
    assert "title making.noun make" not in signs


def test_signs_name_no_state_no_treaty_and_no_maker() -> None:
    words = {word for sign in article_signs(document_of("", POLAND)) for word in sign.split()}
    names = set(all_countries()) | {"ottawa", "belma"}
    assert not words & names


def test_two_languages_tell_the_same_by_the_same_signs() -> None:
    told = {"lead exit.past", "lead treaty", "lead mine weapon", "lead producer", "lead making.noun make"}
    assert told <= article_signs(document_of("", POLAND)) & article_signs(document_of("", POLSKA))


def test_a_state_has_the_signs_of_its_own_clauses() -> None:
    document = document_of("", "Finland left the Ottawa Convention, while Norway remains in it.")
    states = States(document)
    finland, norway = states.signs("FI", "ottawa"), states.signs("NO", "ottawa")
    assert "clause exit.past withdraw" in finland
    assert "clause exit.past withdraw" not in norway
    assert {"state comes 0", "states in all 2"} <= finland
    assert "state comes 1" in norway


def test_a_state_that_is_not_named_has_hardly_any() -> None:
    signs = States(document_of("", POLAND)).signs("FI", "ottawa")
    assert not any(sign.startswith(("sentence", "clause")) for sign in signs)
