import csv
import io
import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from services.api.syndication import Feed, atom, json_feed, rss
from services.api.table import COLUMNS, events_as_csv
from tests.support.event_samples import event, mines

TITLES = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(title: str) -> Feed:
    events = [event(1, title=title), mines(2, producer=title)]
    return Feed("http://localhost/", "http://localhost/v1/events.atom", None, events)


@given(TITLES)
def test_any_title_gives_well_formed_feeds_with_stable_ids(title: str) -> None:
    feed = feed_of(title)
    ids = [f"urn:ottawatch:event:{one.id}" for one in feed.events]
    entries = ElementTree.fromstring(atom(feed)).findall(f"{ATOM}entry")  # noqa: S314 - our own
    items = ElementTree.fromstring(rss(feed)).findall("channel/item")  # noqa: S314
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == ids
    assert [item.findtext("guid") for item in items] == ids
    assert [item["id"] for item in json.loads(json_feed(feed))["items"]] == ids
    assert atom(feed) == atom(feed_of(title))


@given(TITLES)
def test_no_cell_of_a_table_begins_as_a_formula(title: str) -> None:
    table = events_as_csv(feed_of(title)).decode()
    header, first, second = csv.reader(io.StringIO(table, newline=""))
    assert tuple(header) == COLUMNS
    for cell in (*first, *second):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert first[COLUMNS.index("title")].lstrip("'") == title.replace("\0", "\ufffd").lstrip("'")
