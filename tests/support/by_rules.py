"""Reading by the rules alone: a test of a rule must not hang on weights that are fitted anew."""

from datetime import date

from services.classify.calibration import DEFAULT_SCORE_THRESHOLD
from services.classify.reading import Reading
from services.classify.reading import read as read_with_all
from services.contracts.vocabulary import Stage

READ_ON = date(2026, 3, 5)
"""A day on which the tests that ask only for stages are told their news."""


def read(
    title: str,
    text: str,
    *,
    language: str | None = None,
    published_on: date | None = None,
    score_threshold: float = DEFAULT_SCORE_THRESHOLD,
) -> Reading:
    """The reading of one article, without the learned second opinion."""
    return read_with_all(
        title,
        text,
        language=language,
        published_on=published_on,
        score_threshold=score_threshold,
        is_learned=False,
    )


def stages(language: str, text: str) -> set[tuple[str, Stage]]:
    """Which states are told of at which stages, in a text without a title."""
    found = read("", text, language=language, published_on=READ_ON).findings
    return {(finding.country, finding.stage) for finding in found}
