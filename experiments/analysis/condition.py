"""What counts as failing, as a user writes it: a measure, whether the effect or the value is meant, and a threshold."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from ...scenarios.errors import UserError, show
from .response import MEASURE, Response, named, response

if TYPE_CHECKING:
    from ..sweep.plan import Plan
    from ..sweep.result import Sweep

Sign = Literal["<=", "<", ">=", ">"]
EFFECT, VALUE = "effect", "value"
USUAL = f"{MEASURE} {EFFECT} <= 0"
"""What fails if nothing else is said: the policy adds nothing."""
LONGEST = 200
"""Characters of a condition."""
_SIGNS: dict[str, Sign] = {"<=": "<=", "<": "<", ">=": ">=", ">": ">", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">"}
_FORM = re.compile(r"\s*(?P<measure>[^\s<>=≤≥＜＞]+)(?:\s+(?P<what>[^\s<>=≤≥＜＞]+))?\s*(?P<sign><=|>=|[<>≤≥＜＞])\s*(?P<number>\S+)\s*")


class Condition(NamedTuple):
    """What counts as failing.

    Attributes:
        measure: its name, at the end of a run.
        own: whether the value itself is meant, and not how much more the arm has than the first on the same people and random numbers.
        sign: how it stands to the threshold.
        threshold: in the unit of the measure.
    """

    measure: str
    own: bool
    sign: Sign
    threshold: float

    def __str__(self) -> str:
        return f"{self.measure} {VALUE if self.own else EFFECT} {self.sign} {self.threshold:g}"

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Return bool, where values meet the condition."""
        found = {"<=": np.less_equal, "<": np.less, ">=": np.greater_equal, ">": np.greater}[self.sign](values, self.threshold)
        return np.asarray(found, bool)


def read_condition(text: str) -> Condition:
    """Read a condition, such as "acquaintances effect <= 0" or "strangers value > 0.3"; without a word the effect is meant.

    Raises:
        UserError: it is not of this form.
    """
    found = _FORM.fullmatch(text) if len(text) <= LONGEST else None
    what = "" if found is None else found["what"] or EFFECT
    if found is None or what not in (EFFECT, VALUE):
        raise UserError(
            f'{show(text)} is no condition. Write a measure, {EFFECT} or {VALUE}, one of <= < >= >, and a number, such as "{USUAL}".',
            f"{show(text)} 不是条件。请依次写指标、{EFFECT}（效果）或 {VALUE}（取值）、<= < >= > 之一和数字，例如 \"{USUAL}\"。", argument="fails",
        )  # fmt: skip
    try:
        threshold = float(found["number"])
    except ValueError:
        threshold = math.nan
    if not math.isfinite(threshold):
        given = show(found["number"])
        raise UserError(
            f"{given} is no number; the threshold is one, in the unit of the measure.", f"{given} 不是数字；阈值须为数字，单位同指标。", argument="fails"
        )
    return Condition(found["measure"], what == VALUE, _SIGNS[found["sign"]], threshold)


def condition_of(fails: str, measures: tuple[str, ...], arms: tuple[str, ...]) -> Condition:
    """Return what counts as failing; if nothing is said: the policy adds nothing to acquaintances, or to the first measure that is kept.

    Raises:
        UserError: it cannot be read.
    """
    return read_condition(fails or f"{named(measures or (MEASURE,), arms, '', '')[0]} {EFFECT} <= 0")


def asked_of(sweep: Sweep, said: Condition, arm: str) -> Response:
    """Return what a condition is about, run by run.

    Raises:
        UserError: a run failed or is missing, there is no such measure or arm, it has no value in a run, or the effect of the first arm is asked for.
    """
    check_names(said, arm, sweep.names, sweep.arms)
    return response(sweep, said.measure, arm, said.own)


def check_names(said: Condition, arm: str, measures: tuple[str, ...], arms: tuple[str, ...]) -> None:
    """Refuse a measure or an arm that is not there, and the effect of the first arm.

    Raises:
        UserError: one of these.
    """
    _, chosen = named(measures, arms, said.measure, arm)
    if chosen == arms[0] and not said.own:
        own = f"{said.measure} {VALUE} {said.sign} {said.threshold:g}"
        raise UserError(
            f"an effect is over the first arm, {show(chosen)}, which has none over itself. Ask for its value (\"{own}\"), or name another arm.",
            f"效果是相对于第一个方案 {show(chosen)} 而言，它对自身没有效果。请改问其取值（\"{own}\"）或另选方案。", argument="arm",
        )  # fmt: skip


def check_plan(said: Condition, arm: str, plan: Plan) -> None:
    """Refuse, before anything is run, what a plan cannot answer.

    Raises:
        UserError: the plan keeps no such measure, or has no such arm.
    """
    # A plan that keeps all measures says their names when it has run.
    check_names(said, arm, plan.measures or (said.measure,), plan.arms)
