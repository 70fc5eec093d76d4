"""Full text in any language, alike on both databases."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker

from services.database.event_filters import EventFilters
from services.database.event_lists import list_events
from services.database.search import words
from tests.integration.store.conftest import StoreBench
from tests.support.store import message, production, withdrawal

TEXTS = {
    "FI": ("fi", "Suomi irtautui Ottawan sopimuksesta tammikuussa"),
    "EE": ("et", "Eesti lahkus jalaväemiinide keelustamise lepingust"),
    "LV": ("lv", "Latvija izstājas no Otavas konvencijas"),
    "LT": ("ja", "リトアニアは対人地雷禁止条約から脱退した"),
    "PL": ("pl", "Zakłady w Łodzi wyprodukują miny przeciwpiechotne"),
    "RU": ("ru", "Финляндия выходит из Оттавской КОНВЕНЦИИ"),
    "UA": ("zh", "烏克蘭宣布暫停履行《渥太華禁雷公約》。"),
    "TR": ("ar", "أعلنت تركيا أنها ستنسحب من اتفاقيّة أوتاوا لحظر الألغام"),
    "TH": ("th", "ประเทศไทยจะถอนตัวจากอนุสัญญาออตตาวาว่าด้วยการห้ามใช้ทุ่นระเบิด"),
    "GR": ("el", "Η Ελλάδα αποχωρεί από τη Σύμβαση της Οττάβας"),
    "KR": ("ko", "한국은 대인지뢰 금지협약에 가입하지 않았다"),
    "US": ("en", "It costs 100% more_or less, said\nthe  Pentagon's C++ code; İstanbul agreed"),
}


async def say_all(store: StoreBench) -> None:
    await store.say(
        *(
            message(
                f"paper{code}", withdrawal(code, treaty="npt" if code == "RU" else "ottawa"), language=lang, text=said
            )
            for code, (lang, said) in TEXTS.items()
        )
    )


ASKED: list[tuple[str, list[str] | None]] = [
    ("irtautui", ["FI"]),
    ("IRTAUTUI tammikuussa", ["FI"]),
    ("miinide", ["EE"]),  # the middle of a word
    ("jalavaemiinide", ["EE"]),  # without its accents
    ("izstajas", ["LV"]),
    ("lodzi", ["PL"]),
    ("ŁODZI zaklady", ["PL"]),
    ("конвенции", ["RU"]),
    ("地雷", ["LT"]),  # two characters
    ("雷", ["LT", "UA"]),  # one
    ("禁雷公約", ["UA"]),
    ("公約》。", ["UA"]),
    ("地雷 脱退", ["LT"]),
    ("ﾘﾄｱﾆｱ", ["LT"]),  # half width
    ("الالغام", ["TR"]),  # without the hamza
    ("اتفاقية", ["TR"]),  # without the doubling mark
    ("ทุ่นระเบิด", ["TH"]),
    ("ไทย ออตตาวา", ["TH"]),
    ("ΣΎΜΒΑΣΗ", ["GR"]),
    ("συμβαση της", ["GR"]),
    ("지뢰", ["KR"]),
    ("대인지뢰 금지협약", ["KR"]),
    ('"said the pentagon"', ["US"]),
    ('"pentagon said"', []),
    ("istanbul", ["US"]),
    ("c++", ["US"]),
    ("100%", ["US"]),
    ("more_or", ["US"]),
    ("100_", []),
    ("l%s", []),
    ("pentagon's", ["US"]),
    ("Łod\\zi", []),
    ("finland notifies", ["FI"]),  # of the title
    ("suomi irtautui otavas", []),  # two articles on two events
    ("zz", []),
    ("ไ", ["TH"]),
    ("' or 1=1 --", []),
    ("&|!:* (", []),
    ('"', None),
    ("   ", None),
]


async def test_words_are_found_in_every_script(store: StoreBench) -> None:
    await say_all(store)
    for q, countries in ASKED:
        found = sorted(event.country for event in await store.events(q=q))
        assert found == sorted(TEXTS if countries is None else countries), q


async def by_index(store: StoreBench, q: str) -> list[str]:
    """The ids, with hardly an event read before the index is asked."""
    async with async_sessionmaker(store.engine)() as session:
        return [row.id for row in reversed(await list_events(session, EventFilters(q=q), None, 500, walked=1))]


async def test_the_index_finds_what_reading_finds(store: StoreBench) -> None:
    await say_all(store)
    asked = (*"雷ไlz", "c+", "irtautui", "地雷", "100%", "지뢰", "ottawa convention", "konv", '"said the"', "\\", "'")
    for q in (*asked, "\U0010ffff", "a\ud7ff"):  # nothing comes after the one; half a character after the other
        assert await by_index(store, q) == [event.id for event in await store.events(q=q)], q


async def test_a_revised_text_is_found_by_its_new_words_alone(store: StoreBench) -> None:
    await say_all(store)
    await store.say(message("paperFI", withdrawal("FI"), revision=2, text="Helsinki jätti ilmoituksen"))
    assert len(await by_index(store, "ilmoituksen")) == 1
    assert await by_index(store, "irtautui") == []


async def test_words_in_different_articles_are_not_said_together(store: StoreBench) -> None:
    await store.say(
        message("a", production("PL", "Belma"), text="Belma buduje fabrykę"),
        message("b", production("PL", "Belma"), text="Nowe linie montażowe"),
    )
    assert len(await store.events(q="belma fabryke")) == 1
    assert await store.events(q="fabryke linie") == []


async def test_an_article_that_goes_leaves_the_index(store: StoreBench, engine: AsyncEngine) -> None:
    await store.say(message("a", withdrawal("FI"), text="Suomi irtautui"))
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM finding"))
        await connection.execute(text("DELETE FROM article"))
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            query = text("SELECT count(*) FROM search_gram WHERE search_gram MATCH '\"irt\"'")
            assert (await connection.execute(query)).scalar_one() == 0
    assert await store.events(q="irtautui") == []


def test_a_query_is_words_and_phrases_in_quotes() -> None:
    assert words('Ottawa "Land  Mines" ottawa ÉTÉ') == ("ottawa", "land mines", "ete")
    assert words(None) == words('""') == ()
