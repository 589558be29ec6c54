"""Attributes of residents are declared once, and all that lists them goes by the declaration."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from linli.experiments import snapshots
from linli.model.agents.columns import Column, Word
from linli.model.agents.resident import Resident
from linli.model.people.everyday import ROUNDS, VISIT_ROUNDS, existing_rounds
from linli.model.people.residents import ATTRIBUTES, NEVER, NO_GROUP, NO_TALENT, WORDS, Residents, Situation
from linli.model.people.units import ranges

COLUMNS = {name: value for name, value in vars(Resident).items() if isinstance(value, Column)}


def test_the_arrays_are_those_declared() -> None:
    r = Residents.empty(3, 2)
    assert list(ATTRIBUTES) == [f.name for f in fields(Residents)] == list(r.arrays())
    for name, array in r.arrays().items():
        assert array.dtype == ATTRIBUTES[name].dtype, name
        assert array.shape == {"interests": (3, 8), "fatigue": (3, 8), "groups": (2, 3)}.get(name, (3,)), name
        assert ATTRIBUTES[name].about.endswith("."), name
    assert (r.last_came == NEVER).all()
    assert (r.talent == NO_TALENT).all()
    assert (r.groups == NO_GROUP).all()


def test_a_word_stands_for_each_code_and_for_no_other() -> None:
    for name, words in WORDS.items():
        assert (ATTRIBUTES[name].low, ATTRIBUTES[name].high) == (0, len(words) - 1), name
        assert ATTRIBUTES[name].kind == "word"
    assert WORDS["situation"] == tuple(s.name.lower() for s in Situation)


def test_views_say_what_the_declaration_says() -> None:
    assert {name for name, value in COLUMNS.items() if isinstance(value, Word)} == set(WORDS)
    for name, column in COLUMNS.items():
        assert column.declared is ATTRIBUTES[name]
        assert column.__doc__ is not None
        assert column.__doc__.startswith(ATTRIBUTES[name].about)
    assert COLUMNS["tenure"].__doc__ == "Tenure; it belongs to the flat. One of: owner, renter."
    # Whatever a user may write has bounds that the array can hold.
    for name, column in COLUMNS.items():
        if column.declared.write:
            for value in (column.declared.low, column.declared.high):
                assert np.asarray(value, column.declared.dtype) == pytest.approx(value), name


def test_snapshots_hold_what_is_declared_to_be_kept() -> None:
    assert tuple(name for name, a in ATTRIBUTES.items() if a.kept) == snapshots.COLUMNS
    assert {"identity", "gate", "flat", "arrival", "age", "last_came", "chat_days"} <= set(snapshots.COLUMNS)
    assert {name for name in snapshots.COLUMNS if ATTRIBUTES[name].kind == "week"} == {"arrival", "last_came"}


def test_rounds_that_can_be_asked_for() -> None:
    usual = tuple(r for r in range(len(ROUNDS)) if r not in VISIT_ROUNDS)
    assert existing_rounds(usual) == usual
    for wrong in ((), (1, 1), (len(ROUNDS),), (-1,), *((r,) for r in VISIT_ROUNDS)):
        with pytest.raises(ValueError, match="different rounds out of"):
            existing_rounds(wrong)


def test_every_round_has_a_name_in_the_order_of_their_titles() -> None:
    from linli.model.people import everyday

    named = {value: name for name, value in vars(everyday).items() if name.isupper() and type(value) is int}
    assert sorted(named) == list(range(len(ROUNDS)))
    assert ROUNDS[everyday.WEEKDAY_EVENING].en == "weekday evenings"
    assert [ROUNDS[r].en for r in VISIT_ROUNDS] == ["weekday visits", "weekend visits"]
    assert ROUNDS[everyday.WEEKEND_AFTERNOON].en == "weekend afternoons"


def test_ranges_are_written_out_empty_ones_too() -> None:
    which, number = ranges(np.array([4, 7, 1]), np.array([6, 7, 4]))
    assert which.tolist() == [0, 0, 2, 2, 2]
    assert number.tolist() == [4, 5, 1, 2, 3]
