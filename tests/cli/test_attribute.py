"""`linli attribute`: levers shared out in the terminal, the comparison of coalitions in a folder; wrong uses in one sentence."""

from __future__ import annotations

from collections.abc import Callable

Line = Callable[..., tuple[int, str, str]]
OWN = """format = 1
title = { en = "Two levers", zh = "两项措施" }
weeks = 3
[neighbourhood]
buildings = 1
floors = 2
[mechanisms.building-gates]
[arms.before]
[arms.after]
building-gates = { gatherings_a_year = 24.0, decorating_a_year = 1.0 }
"""


def test_levers_are_shared_out_and_the_folder_holds_the_coalitions(line: Line, tmp_path: object) -> None:
    with open("own.toml", "w", encoding="utf-8") as file:
        file.write(OWN)
    status, out, err = line("attribute", "own.toml", "--seeds", "2", "--threads", "1", "--out", "shared")
    assert status == 0, err
    assert "building-gates.gatherings_a_year" in out.replace("\n", "")
    assert "all together" in out
    assert "4 combinations played" in out
    assert line("show", "shared")[0] == 0
    status, _, err = line("attribute", "own.toml", "--arm", "aftre")
    assert (status, 'Did you mean "after"?' in err) == (2, True)
    status, _, err = line("attribute", "own.toml", "--arm", "before", "--against", "before")
    assert (status, "two or more different arms" in err) == (2, True)
    status, _, err = line("attribute", "own.toml", "--orders", "0")
    assert (status, "--orders" in err) == (2, True)
