"""Whatever the text, there is an answer: never an exception, never a quote that is not there."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.classify.explain import explain
from services.classify.normalise import normalise
from services.classify.reading import MAX_CHARACTERS, read

PIECES = st.sampled_from(
    [
        "Poland", "Polska", "withdrew", "wycofała się", "Ottawa Convention", "konwencja ottawska", "will not", "nie",
        "produce", "anti-personnel mines", "min przeciwpiechotnych", "ordered", "5–6 mln", "1,2 mln rocznie",
        "per year",
        "20 February 2026", "31.02.2026", "2026-13-45", "<b>", "</p>", "&nbsp;", "&#0;", "&#x110000;",
        "\u202e", "\u0301",
        "ﬁ", "İ", "ß", "\x00", "🔹", "…", "\n", "\r\n", ";", ":", "—", "\"", "999999999999", "r.", "m.in.",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(
    title=TEXTS, text=TEXTS, published_on=st.one_of(st.none(), st.dates()), language=st.sampled_from([None, "en", "pl"])
)
def test_any_text_gets_an_answer_whose_quotes_are_its_own(
    title: str, text: str, published_on: date | None, language: str | None
) -> None:
    original = f"{title}\n{text}"
    for finding in read(title, text, language=language, published_on=published_on).findings:
        for evidence in finding.evidence:
            assert original[evidence.start : evidence.end] == evidence.quote


@settings(max_examples=50, deadline=None)
@given(title=TEXTS, text=TEXTS)
def test_any_text_can_be_explained(title: str, text: str) -> None:
    explanation = explain(title, text)
    assert explanation.as_text().startswith("Title:")
    assert explanation.as_json().startswith("{")


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_plain_text_finds_its_way_back(original: str) -> None:
    plain = normalise(original)
    assert len(plain.text) == len(plain.offsets)
    assert list(plain.offsets) == sorted(plain.offsets)
    for position in range(len(plain.text)):
        start, end = plain.span(position, position + 1)
        assert 0 <= start < end <= len(original)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a" * 1_000_000,
        "Poland " * 150_000,
        "mines " * 170_000,
        "withdraw from the Ottawa Convention, " * 30_000,
        "<" * 1_000_000,
        "<p>" * 300_000,
        "&" * 1_000_000,
        "." * 1_000_000,
        "1" * 1_000_000,
        "1 000 " * 160_000,
        "\n" * 1_000_000,
        "".join(map(chr, range(1, 60_000))).encode("utf-8", "ignore").decode(),
        bytes(range(256)).decode("latin-1") * 4_000,
        "\ud800\udfff lone surrogates",
    ],
    ids=lambda text: repr(text[:12]),
)
@pytest.mark.timeout(60)
def test_a_hostile_megabyte_is_answered(text: str) -> None:
    for language in ("en", "pl"):
        reading = read("Poland leaves the Ottawa Convention", text, language=language)
        assert isinstance(reading.findings, tuple)


def test_what_lies_behind_the_limit_is_not_read() -> None:
    padding = "The sea was calm. " * (MAX_CHARACTERS // 18 + 10)
    assert read("", padding + "Finland formally left the Ottawa Convention.").findings == ()
