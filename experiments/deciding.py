"""One arm against another as a decision: chances, what would turn the ranking round, and what it would be worth to know more.

The expected value of perfect information is what one would gain, on average over draws, by choosing after all had become known instead of now; of partial
information, after one number had. What is expected of the difference where that number is known is estimated by regression over the draws that
are there (Strong, Oakley & Brennan 2014), so that nothing is played for it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..model.ground.text import Text
from ..scenarios.errors import UserError, unknown
from .ranges import FEWEST_DRAWS, Ranged, over_draws
from .reasons import ASKED_FOR, Turned, today, turns
from .smoothing import expected

if TYPE_CHECKING:
    import pandas as pd

    from .comparison import Comparison

MEASURE = "acquaintances"
_SHUFFLES = 19
_MOST = 5


class Worth(NamedTuple):
    """What it would be worth to know one number before choosing.

    Attributes:
        key: a constant, or a measure of the compound as it is today.
        local: True if it is such a measure, so that a survey of the place can ask for it.
        value: expected value of knowing it, in what the decision is by.
    """

    key: str
    local: bool
    value: float


class Information(NamedTuple):
    """What it would be worth to know more before choosing.

    Attributes:
        perfect: expected value of knowing all but luck.
        telling: numbers whose value is more than chance makes, the largest first.
        chance: value that the largest of all these numbers reaches by chance once in twenty times when none tells anything.
        asked: how many numbers were looked at.
    """

    perfect: float
    telling: tuple[Worth, ...]
    chance: float
    asked: int


class UnderRule(NamedTuple):
    """How often an arm is ahead where people live by one of the rules that the published tables cannot tell apart.

    Attributes:
        key: the choice.
        rule: name of the rule.
        share: of its draws.
        draws: how many there are.
    """

    key: str
    rule: str
    share: float
    draws: int


@dataclass(frozen=True)
class Decision:
    """Whether one arm is the better choice than another.

    Attributes:
        comparison: of the two arms; the other one is its baseline.
        measure: what the choice is by.
        less: True if less of the measure is better.
        price: yuan that one of the measure a resident is worth; None: the choice is by the measure, whatever it costs.
        ahead: by how much the one is ahead over draws (of seeds, where all have the same constants), luck apart: in the measure, or in yuan of the whole run.
        share: of draws (of seeds) in which it is ahead; ties half.
        of_runs: the share of pairs of runs, with their luck.
        rules: the share under each rule.
        turned: which constants would turn the ranking round; None if it cannot be told.
        information: what it would be worth to know more; None if it cannot be told.
    """

    comparison: Comparison
    measure: str
    less: bool
    price: float | None
    ahead: Ranged
    share: float
    of_runs: float
    rules: tuple[UnderRule, ...]
    turned: tuple[Turned, ...] | None
    information: Information | None

    def to_frame(self) -> pd.DataFrame:
        """Return one row: one, other, measure; median, low, high of what the one is ahead by; share, of_runs, draws; perfect (NaN: it cannot be told)."""
        import pandas as pd

        perfect = math.nan if self.information is None else self.information.perfect
        told = (self.ahead.median, self.ahead.low, self.ahead.high, self.share, self.of_runs, self.draws, perfect)
        columns = ["one", "other", "measure", "median", "low", "high", "share", "of_runs", "draws", "perfect"]
        return pd.DataFrame([(self.one, self.other, self.measure, *told)], columns=columns)

    @property
    def one(self) -> str:
        """The arm that is asked about."""
        return self.comparison.arms[0]

    @property
    def other(self) -> str:
        """The arm that it is compared with."""
        return self.comparison.baseline

    @property
    def draws(self) -> int:
        """How many draws there are, 0: all seeds had the same constants."""
        return len(set(self.comparison.draws))

    @property
    def told(self) -> bool:
        """True if there are enough draws (seeds) to tell a chance."""
        return (self.draws or len(self.comparison.seeds)) >= FEWEST_DRAWS


def between(comparison: Comparison, one: str = "", other: str = "") -> Comparison:
    """Return the comparison of two of its arms, the other one as the baseline.

    Args:
        comparison: of these and perhaps more arms.
        one: "": the first one beside the baseline (or the baseline, if that is not the other one).
        other: "": the baseline.

    Raises:
        UserError: no such arm, or both are the same.
    """
    for name in (one, other):
        if name and name not in comparison.everybody:
            raise unknown(name, comparison.everybody, Text("arm", "方案"))
    other = other or comparison.baseline
    one = one or next(arm for arm in (*comparison.arms, comparison.baseline) if arm != other)
    if one == other:
        raise UserError(f"both arms are {one}; a decision is between two.", f"两个方案都是 {one}；决策须在两个不同方案之间。")
    return replace(comparison, baseline=other, arms=(one,), _differences={})


def decide(comparison: Comparison, one: str = "", other: str = "", *, measure: str = MEASURE, less: bool = False, price: float | None = None) -> Decision:
    """Say what is known of one arm against another, from what was played.

        both = linli.load("building-gates").compare(arms=["before", "after"], uncertainty=True)
        linli.decide(both, "after", "before").to_frame()

    Args:
        comparison: with draws, if more than luck is to be told.
        one: the arm that is asked about, as for `between`.
        other: the arm that it is compared with.
        measure: what the choice is by.
        less: less of it is better.
        price: yuan that one more (less) of the measure a resident is worth; what the one arm costs more than the other is taken off.

    Raises:
        UserError: no such arm or measure, or nothing finished.
    """
    two = between(comparison, one, other)
    if measure not in two.infos:
        raise unknown(measure, two.infos, Text("measure", "指标"))
    if not two.seeds:
        raise UserError("no seed finished, so there is nothing to decide by.", "没有完成任何种子，无从决策。")
    pairs = _ahead(two, measure, less, price)
    ahead = over_draws(two.by_draw(pairs))
    known = pairs[~np.isnan(pairs)]
    share = ahead.positive
    of_runs = float((np.sign(known) + 1.0).mean() / 2.0) if len(known) else math.nan
    means = np.array([one.mean() for one in two.by_draw(pairs)])
    enough = bool(two.draws) and len(means) >= FEWEST_DRAWS and bool(np.isfinite(means).all())
    rules = _under_rules(two, ahead.wins) if two.draws and len(ahead.effects) == len(means) else ()
    return Decision(
        two, measure, less, price, ahead, share, of_runs, rules, _turned(two, ahead.effects, means) if enough else None,
        _information(two, ahead.effects, means) if enough else None,
    )  # fmt: skip


def _ahead(two: Comparison, measure: str, less: bool, price: float | None) -> np.ndarray:
    """Return float [seeds]: by how much the one arm is ahead in each pair of runs."""
    sign = -1.0 if less else 1.0
    more = sign * (two.ends(two.arms[0], measure) - two.ends(two.baseline, measure))
    if price is None:
        return np.asarray(more)
    people = np.array([two.residents[seed] for seed in two.seeds], np.float64)
    return np.asarray(price * people * more - np.nan_to_num(two.ends(two.arms[0], "yuan") - two.ends(two.baseline, "yuan")))


def _under_rules(two: Comparison, wins: np.ndarray) -> tuple[UnderRule, ...]:
    from ..scenarios.facts import constants

    options = {fact.key: fact.options for fact in constants(two.scenario) if fact.options}
    found = []
    for key, values in two.vectors.items():
        name = key.partition("=")[0]
        for k, rule in enumerate(options.get(name, ()) if "=" in key else ()):
            here = values == k
            if here.any():
                found.append(UnderRule(name, rule, float(wins[here].mean()), int(here.sum())))
    return tuple(found)


def _turned(two: Comparison, effects: np.ndarray, means: np.ndarray) -> tuple[Turned, ...]:
    """Return where constants that carry more of the variance than chance turn the ranking round."""
    from .ranges import sensitivity

    found = sensitivity(two.vectors, effects)
    carried = [] if found is None else [one.key for one in found.first if one.share > found.chance and "=" not in one.key]
    return tuple(turned for key in carried for turned in turns(key, two.vectors[key], means))


def _information(two: Comparison, effects: np.ndarray, means: np.ndarray) -> Information:
    known = {(key, False): values for key, values in two.vectors.items()}
    known |= {(key, True): values for key, values in today(two, ASKED_FOR).items()}
    return information(known, effects, means)


def information(numbers: dict[tuple[str, bool], np.ndarray], effects: np.ndarray, means: np.ndarray) -> Information:
    """Return what it would be worth to know more.

    Args:
        numbers: (name, whether a survey of the place can ask for it) -> float [draws]; what does not vary or is not known is left out.
        effects: float [draws], by how much the one arm is ahead, luck apart.
        means: float [draws], the same with the luck of each draw, which a regression levels out by itself.
    """
    moving = {key: values for key, values in numbers.items() if np.isfinite(values).all() and np.ptp(values) > 0.0}
    rng = np.random.default_rng(0)
    series = np.column_stack([means, *(rng.permutation(means) for _ in range(_SHUFFLES))])
    found = {key: value_of(expected(values, series)) for key, values in moving.items()}
    chance = float(np.max([value[1:] for value in found.values()], initial=0.0))
    perfect = float(value_of(effects[:, None])[0])
    # A curve follows a little of the luck too: no number is worth more than all of them.
    worth = [Worth(*key, min(float(value[0]), perfect)) for key, value in found.items() if value[0] > chance]
    return Information(perfect, tuple(_first(worth)), chance, len(moving))


def _first(worth: Sequence[Worth]) -> list[Worth]:
    return sorted(worth, key=lambda one: -one.value)[:_MOST]


def value_of(ahead: np.ndarray) -> np.ndarray:
    """Return, for each series, what choosing after it has become known is better by than choosing now.

    Args:
        ahead: float [points, series], by how much the one arm is (expected to be) ahead where something is known.
    """
    return np.asarray(np.maximum(ahead, 0.0).mean(axis=0) - np.maximum(ahead.mean(axis=0), 0.0))
