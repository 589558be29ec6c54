"""Occasions of one call that are alike: each column gets its own value."""

from __future__ import annotations

import numpy as np
from linli.model.contract.board_rules import ALIKE, CALL, fill


def test_each_column_of_all_occasions_gets_its_own_value() -> None:
    calls = np.zeros(3, CALL)
    calls["held"], calls["has_room"], calls["event"] = False, True, 7
    values = np.arange(1.0, len(ALIKE) + 1.0)
    fill(calls, values)
    for name, value in zip(ALIKE, values, strict=True):
        expected = True if CALL[name].kind == "b" else value
        assert (calls[name] == expected).all(), name
    assert (calls["event"] == -1).all()
    assert (calls["prepared"] == 1.0).all()
    assert (calls["spent"] == 0.0).all()
    assert calls["held"].all()
    assert not calls["has_room"].any()


def test_what_is_nought_is_not_asked_for() -> None:
    calls = np.zeros(1, CALL)
    fill(calls, np.zeros(len(ALIKE)))
    for name in ("listed", "optional", "needs", "doors", "promised"):
        assert not calls[name][0], name
