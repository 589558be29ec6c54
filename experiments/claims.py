"""The claim ledger: each sentence of the source, how much is known of it, and what the model finds when it is asked.

What is found is read from the record of rows (rows.py): a sentence that says a measure moves has an effect, none, or harm; or it cannot be tested here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, TypeAdapter

from ..model.ground.text import Text

if TYPE_CHECKING:
    from .row_record import Effect

FILE = Path(__file__).with_name("claims.toml")
GRADES: dict[str, Text] = {
    "comparison": Text("measured, with something to compare it with", "有测量，有对照"),
    "counted": Text("counted by those who run it", "由执行者自行统计"),
    "case": Text("one case", "单个案例"),
    "told": Text("told by an official", "官员转述"),
    "said": Text("asserted", "仅为断言"),
}
"""How much is known of a sentence outside the model, from the best to the least."""
Grade = Literal["comparison", "counted", "case", "told", "said"]
Found = Literal["effect", "mixed", "happens", "none", "harm", "not tested"]
WORDS: dict[Found, Text] = {
    "effect": Text("effect", "有作用"),
    "mixed": Text("an effect, and the opposite of another", "有的有作用，有的作用相反"),
    "happens": Text("it happens, but only the policy can have it", "确有发生，但只有该政策才会有"),
    "none": Text("cannot be told from none", "与无作用无法区分"),
    "harm": Text("the opposite", "作用相反"),
    "not tested": Text("cannot be tested here", "此处无法检验"),
}


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Closed):
    """A text in both languages."""

    en: str
    zh: str

    @property
    def text(self) -> Text:
        """The two as one text."""
        return Text(self.en, self.zh)


class Evidence(Said):
    """What is known of a sentence outside the model."""

    grade: Grade


class Asked(_Closed):
    """A measure that would move if the sentence were true, and which way."""

    measure: str
    way: Literal["up", "down"]


class Claim(_Closed):
    """A sentence of the source.

    Attributes:
        id: short name.
        row: row whose scenario is played; empty where nothing is.
        sentence: what it says.
        evidence: how much is known of it.
        tests: what would move.
        not_tested: why nothing here can test it; None where there are tests.
    """

    id: str
    sentence: Said
    evidence: Evidence
    row: str = ""
    tests: tuple[Asked, ...] = ()
    not_tested: Said | None = None


class Finding(NamedTuple):
    """What the model finds for one test of a claim.

    Attributes:
        test: what was asked.
        effect: the line of the record; None where the record has none.
        found: what it says; missing lines and shares of nothing are "not tested"; what nobody can have without the policy "happens", which is no
            effect on people.
    """

    test: Asked
    effect: Effect | None
    found: Found


@cache
def claims() -> tuple[Claim, ...]:
    """Return the ledger."""
    return TypeAdapter(tuple[Claim, ...]).validate_python(tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"])


def asked_of(row: str) -> list[str]:
    """Return the measures that claims ask of a row, each once."""
    return list(dict.fromkeys(test.measure for claim in claims() if claim.row == row for test in claim.tests))


def findings(claim: Claim, effects: Iterable[Effect], arm: str = "after") -> list[Finding]:
    """Return what the record of rows says of each test of a claim."""
    lines = {one.measure: one for one in effects if one.row == claim.row and one.arm == arm}
    return [Finding(test, line := lines.get(test.measure), _found(test, line)) for test in claim.tests]


def _found(test: Asked, line: Effect | None) -> Found:
    if line is None or line.low != line.low:
        return "not tested"
    if not line.certain:
        return "none"
    if (line.median > 0.0) != (test.way == "up"):
        return "harm"
    return "happens" if line.without == 0.0 else "effect"


def verdict(found: Sequence[Finding]) -> Found:
    """Return what all tests of a claim say together: an effect or its opposite if one does, mixed if some do either; else none, what happens, or nothing."""
    said = {one.found for one in found}
    if {"harm", "effect"} <= said:
        return "mixed"
    for word in ("harm", "effect", "none", "happens"):
        if word in said:
            return word
    return "not tested"
