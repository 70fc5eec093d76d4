"""Messages into rows."""

from datetime import timedelta

import pytest

from services.contracts.article import TextFrom
from services.contracts.finding import Findings
from services.contracts.vocabulary import MineType, Stage
from services.database.events import FindingRow
from services.store.errors import FigureTooLarge
from services.store.rows import article_values, finding_values, inherit_rungs, reported_at
from tests.support.store import HISTORICAL, START, message, production, withdrawal


def rows_of(said: Findings) -> list[FindingRow]:
    return [FindingRow(**values) for values in finding_values(said).values()]


def test_an_article_is_reported_when_it_says_it_was_published() -> None:
    assert reported_at(message("a", published_at=START).article) == START


def test_an_article_without_date_or_from_the_future_is_reported_when_it_was_first_seen() -> None:
    undated = message("a", published_at=None).article
    future = message("b", published_at=START, seen_after=timedelta(days=-2)).article

    assert reported_at(undated) == undated.first_seen_at
    assert reported_at(future) == future.first_seen_at


def test_a_clock_a_few_hours_ahead_is_believed() -> None:
    assert reported_at(message("a", published_at=START, seen_after=timedelta(hours=-3)).article) == START


def test_the_same_step_said_twice_is_one_row_with_the_surer_reading() -> None:
    (row,) = rows_of(message("a", withdrawal(score=0.4), withdrawal(score=0.9), withdrawal(score=0.6)))

    assert row.score == 0.9


def test_a_report_is_kept_rather_than_a_recollection_of_the_same_step() -> None:
    (row,) = rows_of(message("a", withdrawal(score=0.9, realis=HISTORICAL), withdrawal(score=0.4)))

    assert (row.role, row.score) == ("report", 0.4)


def test_different_steps_of_one_article_have_rows_of_their_own() -> None:
    said = message(
        "a",
        withdrawal("FI"),
        withdrawal("EE"),
        withdrawal("FI", Stage.IN_EFFECT),
        withdrawal("FI", treaty="ccm"),
        production(producer="Belma"),
        production(producer="Belma", mine_type=MineType.ANTITANK),
        production(producer=None),
    )

    assert len({row.id for row in rows_of(said)}) == 7


def test_a_producer_without_letters_is_none() -> None:
    (row,) = rows_of(message("a", production(producer="—")))

    assert row.producer is None


def test_a_finding_keeps_its_id_over_revisions_that_change_its_dates() -> None:
    (before,) = rows_of(message("a", withdrawal()))
    (after,) = rows_of(message("a", withdrawal(notified_on=START.date()), revision=2))

    assert before.id == after.id


def test_a_more_exact_reading_inherits_the_event_and_another_step_does_not() -> None:
    (old,) = rows_of(message("a", production(producer=None)))
    old.rung_id = "evt_known"
    new = finding_values(message("a", production(producer="Belma"), production(producer="Belma", stage=Stage.STARTED)))
    inherit_rungs(new.values(), [old])

    assert {values["stage"]: values["rung_id"] for values in new.values()} == {"planned": "evt_known", "started": None}


def test_a_figure_beyond_any_column_is_told() -> None:
    with pytest.raises(FigureTooLarge, match="20 digits"):
        rows_of(message("a", production(quantity=10**19)))


def test_the_article_s_row_tells_where_its_text_was_read_and_who_wrote_it() -> None:
    said = message("a")
    assert (article_values(said)["text_from"], article_values(said)["author"]) == ("feed", None)
    page = said.article.model_copy(update={"text_from": TextFrom.PAGE, "author": "Mari Maasikas"})
    values = article_values(said.model_copy(update={"article": page}))
    assert (values["text_from"], values["author"]) == ("page", "Mari Maasikas")


def test_the_language_read_is_kept_before_the_one_claimed() -> None:
    said = message("a", language="fi")
    assert article_values(said)["language"] == "fi"
    claimed = said.model_copy(
        update={"language": None, "article": said.article.model_copy(update={"language": "pt-BR"})}
    )
    assert article_values(claimed)["language"] == "pt"
