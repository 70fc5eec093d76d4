"""What of a message is mended before it is stored."""

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.finding import Findings
from services.store.handlers import without_nul
from tests.support.store import message, production


@given(st.text(alphabet=st.sampled_from("a\\u0\x00\u00e9 "), max_size=40))
def test_a_nul_becomes_a_character_as_long_and_everything_else_stays(text: str) -> None:
    said = message("a", production(producer=f"x{text}"), text=text)
    data = said.encode()
    mended = without_nul(Findings.decode(data), data)

    assert mended.article.text == text.replace("\x00", "\ufffd")
    assert mended.findings[0].producer == f"x{text}".replace("\x00", "\ufffd")
    assert mended.article.model_copy(update={"text": text}) == said.article
