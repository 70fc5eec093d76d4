import json
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from services.api.body import encoded, event_body
from services.api.digests import digests_of
from services.api.support import Support
from services.contracts.event import Change
from tests.support.event_samples import SEEN_AT, changed, event

URL = "https://watch.example"


@dataclass
class Held:
    alert_id: str
    body: bytes


def held(number: int, reason: str = "a second outlet", changes: int = 1) -> Held:
    told = tuple(Change(field="title", before="a", after="b", reason=reason) for _ in range(changes))
    message = changed(number, event=event(number), changes=told)
    return Held(message.alert_id, event_body(message, Support(), public_url=URL))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=300), st.integers(0, 30)), min_size=1, max_size=40))
def test_a_digest_holds_every_alert_once_in_parts_below_20_kb(sizes: list[tuple[str, int]]) -> None:
    rows = [held(number, reason, changes) for number, (reason, changes) in enumerate(sizes)]
    parts = digests_of("sub_1", rows, now=SEEN_AT, public_url=URL)
    bodies = [json.loads(part.body) for part in parts]
    assert all(len(part.body) < 20_000 for part in parts)
    assert [one["id"] for body in bodies for one in body["data"]["alerts"]] == [row.alert_id for row in rows]
    assert [body["data"]["part"] for body in bodies] == list(range(1, len(parts) + 1))
    assert {body["data"]["parts"] for body in bodies} == {len(parts)}
    assert len({part.id for part in parts}) == len(parts)


def test_the_same_alerts_make_the_same_digest() -> None:
    rows = [held(1), held(2)]
    (one,) = digests_of("sub_1", rows, now=SEEN_AT, public_url=URL)
    (again,) = digests_of("sub_1", rows, now=SEEN_AT, public_url=URL)
    (other,) = digests_of("sub_2", rows, now=SEEN_AT, public_url=URL)
    assert one.id == again.id != other.id
    assert one.body == again.body
    assert one.only_for == "sub_1"


def test_an_alert_of_a_shape_that_is_not_known_stays_out_of_the_digest_alone() -> None:
    strange = [Held("alr_1", b'{"type":"event.created","tidings":{}}'), Held("alr_2", b"\x00"), Held("alr_3", b"[]")]
    (one,) = digests_of("sub_1", [held(1), *strange, held(2)], now=SEEN_AT, public_url=URL)
    told = [entry["id"] for entry in json.loads(one.body)["data"]["alerts"]]
    assert told == [held(1).alert_id, held(2).alert_id]
    assert digests_of("sub_1", strange, now=SEEN_AT, public_url=URL) == []


def test_a_digest_of_long_alerts_says_that_it_is_cut() -> None:
    (whole,) = digests_of("sub_1", [held(1)], now=SEEN_AT, public_url=URL)
    assert not json.loads(whole.body)["data"]["is_cut"]
    (cut,) = digests_of("sub_1", [held(1, "x" * 900)], now=SEEN_AT, public_url=URL)
    assert json.loads(cut.body)["data"]["is_cut"]
    assert len(encoded(json.loads(cut.body))) == len(cut.body)
