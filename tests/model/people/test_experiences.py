"""Experiences: each has a column of its own in the log, and moves one of the two trusts up or down."""

from __future__ import annotations

from linli.model.people.experiences import Experience


def test_each_experience_has_a_column_of_its_own() -> None:
    assert [one.number for one in Experience] == list(range(len(Experience)))


def test_what_is_good_and_what_it_moves() -> None:
    good = {one.name for one in Experience if one.good == 1.0}
    assert good == {"HELPED", "SETTLED", "KEPT", "HEARD"}
    assert {one.good for one in Experience} == {0.0, 1.0}
    institutions = {one.name for one in Experience if one.state == "trust_institutions"}
    assert institutions == {"KEPT", "BROKEN", "HEARD", "PASSED_OVER"}
    assert {one.state for one in Experience} == {"trust_institutions", "trust_neighbours"}
