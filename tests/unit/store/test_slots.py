"""Who makes what, as exactly as a report says it."""

from services.contracts.vocabulary import MineType
from services.store.slots import fit, most_exact, refines, slot_of, specificity

AP, AT = MineType.ANTIPERSONNEL, MineType.ANTITANK


def test_slots_fit_unless_they_contradict() -> None:
    assert fit(slot_of("Belma", AP), slot_of(None, "unspecified"))
    assert fit(slot_of("Belma", None), slot_of(None, AP))
    assert not fit(slot_of("Belma", AP), slot_of("Dezamet", AP))


def test_a_group_of_works_fits_each_of_them_and_says_less() -> None:
    group, works, others = slot_of("PGZ", AP), slot_of("Belma", AP), slot_of("Saab", AP)

    assert fit(group, works)
    assert not fit(group, others)
    assert refines(works, group)
    assert not refines(group, works)
    assert specificity(works) > specificity(group) > specificity(slot_of("Belma", None)) == 2


def test_of_a_group_and_its_works_the_works_are_named_most_exactly() -> None:
    assert most_exact(["pgz", "belma"]) == {"belma"}
    assert most_exact(["pgz"]) == {"pgz"}


def test_slots_vague_in_different_ways_do_not_refine_each_other() -> None:
    assert not refines(slot_of("Belma", None), slot_of(None, AT))
    assert not refines(slot_of(None, AT), slot_of("PGZ", None))
