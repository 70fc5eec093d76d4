from services.classify.normalise import normalise
from services.classify.sentences import Part, sentences
from services.classify.terms import Mention

ABBREVIATIONS = frozenset({"gen", "r", "dr"})


def _cut(text: str, title: str = "") -> list[tuple[Part, str]]:
    original = f"{title}\n{text}" if title else text
    plain = normalise(original)
    found = sentences(plain, len(title), [], ABBREVIATIONS)
    return [(sentence.part, original[sentence.start : sentence.end].strip()) for sentence in found]


def _bodies(text: str) -> list[str]:
    return [words for _, words in _cut(text)]


def test_a_stop_before_a_capital_ends_a_sentence() -> None:
    assert _bodies("It left. The vote was close! Was it? Yes.") == [
        "It left.",
        "The vote was close!",
        "Was it?",
        "Yes.",
    ]


def test_an_abbreviation_an_initial_and_a_decimal_do_not() -> None:
    assert _bodies("Gen. Smith and J. Doe spent 1.2 million. They won.") == [
        "Gen. Smith and J. Doe spent 1.2 million.",
        "They won.",
    ]


def test_an_abbreviation_behind_a_number_may_close_a_long_sentence_but_not_an_opening_date() -> None:
    assert len(_bodies("Pierwsze pojazdy mają wejść do służby w jednostkach w 2029 r. Potem przyjdą następne.")) == 2
    assert (
        len(_bodies("Decyzja nabrała mocy po pół roku od notyfikacji, 22 listopada 2020 r. Powodem są naruszenia."))
        == 2
    )
    assert len(_bodies("Rzecznik rządu poinformował w czwartek, że 20 lutego 2026 r. Polska opuści konwencję.")) == 1
    assert len(_bodies("W lutym 2026 r. Polska wyszła z konwencji.")) == 1


def test_a_short_line_without_an_end_mark_is_a_heading() -> None:
    parts = _cut("Related links\nPoland left the convention on Friday.\n• Privacy Policy", title="Poland leaves")
    assert [part for part, _ in parts] == [Part.TITLE, Part.HEADING, Part.BODY, Part.HEADING]


def test_a_line_of_generated_headlines_is_a_heading_however_long() -> None:
    line = (
        "🔹 Formal style Warsaw exits the convention 🔹 Neutral style Poland withdraws from it amid fears of war. " * 2
    )
    assert [part for part, _ in _cut(line)] == [Part.HEADING]


def test_a_phrase_that_names_mines_ends_a_sentence_though_its_last_word_looks_like_an_abbreviation() -> None:
    plain = normalise("Armáda koupí tisíc protipěchotních min. Dodá je domácí firma.")
    start = plain.text.index("protipěchotních")
    mines = Mention("mine", "antipersonnel", start, plain.text.index("min.") + 3, "mine")
    assert len(sentences(plain, 0, [mines], frozenset({"min"}))) == 2
    assert len(sentences(plain, 0, [], frozenset({"min"}))) == 1


def test_a_dash_or_colon_between_figures_parts_no_clauses() -> None:
    spans, asides = (
        normalise("The works delivers in 2026–2028, at 15:30, what Nato:n wants."),
        normalise("The works – it is new – delivers: at once."),
    )
    assert [len(sentences(plain, 0, [], ABBREVIATIONS)[0].clause_marks) for plain in (spans, asides)] == [0, 3]
