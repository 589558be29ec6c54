"""Inside, near, off or undecided: how a simulated figure stands to a published one. Defined here, once, for all studies.

A published figure has a sampling error (sampling.py), the simulated mean a standard error of its own. Let s be the root of the sum of their
squares and t the 95 % cut of Student's t at the degrees of freedom with which s is known (Welch 1938, Satterthwaite 1946). The
interval that is printed is the simulated mean plus and minus t s: the published figure is *inside* if it lies in it, *near* within twice the
width, else *off*. Printed intervals of shares end at 0 and at the whole; the verdict does not look at that.

What is inside or near is *undecided* if the standard error of the simulated mean is larger than the study's error, or if the interval is more
than `WIDEST` times as wide as the study's error alone would make it (1.96 of it; so with two or three sites): then the simulation, not the
study, made the interval so wide, and more sites would tell. What is off although the interval is so wide is off.

A finding in words ("more", "less") is inside if the 95 % interval of the simulated mean lies on that side of zero, near if only the
mean does, else off; "same" is inside within the study's margin, near within twice the margin, and undecided if the standard error of the
simulated mean is larger than the margin.

Rows that are parts of one distribution count as one (`Whole`). With z the distance of a part in standard errors s and p its published share,
T = sum of (1 - p) z^2: Pearson's chi-square if the error is that of n people asked. T / (k - 1) is set against the 95 % point of
F with k - 1 and the degrees of freedom of s (of chi-square, where s is known): the square root of their quotient is the distance, up to 1
inside, up to 2 near, as of a single row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.published import Table
from ..intervals import CONFIDENCE
from .sampling import Error, study_error

Verdict = Literal["inside", "near", "off", "undecided"]
VERDICTS: dict[Verdict, Text] = {
    "inside": Text("inside", "吻合"), "near": Text("near", "接近"), "off": Text("off", "偏离"), "undecided": Text("undecided", "未定"),
}  # fmt: skip
NEAR = 2.0
"""Near is within so many times the width of inside."""
WIDEST = 2.0
"""An interval so many times as wide as the study's error alone would make it says that too little was simulated."""


class Row(NamedTuple):
    """One published figure beside the simulated one.

    Attributes:
        label: what it is about.
        published: the figure; NaN for a finding in words.
        expect: "more", "less", "same", or "" for a figure.
        simulated: mean over simulated sites.
        low, high: the interval in which a published figure is inside, as it is printed; of a finding in words the 95 % interval of the mean.
        sd: between simulated sites.
        error: the study's sampling error.
        verdict: inside, near, off or undecided.
        sites: simulated sites that have an answer.
        half: half the width of *inside*; NaN of a finding in words.
        df: degrees of freedom with which the width is known.
        source: where the error comes from (`sampling.Error`).
    """

    label: str
    published: float
    expect: str
    simulated: float
    low: float
    high: float
    sd: float
    error: float
    verdict: Verdict
    sites: int = 0
    half: float = math.nan
    df: float = math.inf
    source: str = ""

    @property
    def own(self) -> float:
        """Standard error of the simulated mean; 0 where a single site tells nothing of it."""
        return self.sd / math.sqrt(self.sites) if self.sites > 1 and math.isfinite(self.sd) else 0.0

    @property
    def distance(self) -> float:
        """Simulated less published, in widths of *inside*: up to 1 is inside, up to 2 near. NaN for a finding in words or without an answer."""
        return (self.simulated - self.published) / self.half if math.isfinite(self.half) and self.half > 0.0 else math.nan


class Whole(NamedTuple):
    """The rows of a distribution taken together; they count as one row.

    Attributes:
        distance: up to 1 is inside, up to 2 near; see the head of this file. NaN without an answer.
        apart: share of people who would have to answer otherwise for the two distributions to be equal (total variation, 0 to 1).
        verdict: inside, near, off or undecided.
    """

    distance: float
    apart: float
    verdict: Verdict


def judge(table: Table, answers: np.ndarray, errors: Sequence[Error | None] | None = None) -> list[Row]:
    """Set the rows of a table beside the simulated answers.

    Args:
        table: the table.
        answers: float64 [sites, rows]; NaN where a site has no answer.
        errors: of each row the study's error, where it is known from elsewhere (the null model is judged by the errors of the model).
    """
    f = table.fields
    rows = []
    for k in range(table.rows):
        values = answers[:, k][np.isfinite(answers[:, k])]
        sites = len(values)
        mean = float(values.mean()) if sites else math.nan
        sd = float(values.std(ddof=1)) if sites > 1 else math.nan
        own = sd / math.sqrt(sites) if sites > 1 else math.nan
        label = table.labels[k]
        if f.expect:
            half = cut(sites - 1.0) * own if sites > 1 else math.nan
            verdict = in_words(f.expect[k], mean, half, f.margin, own)
            rows.append(Row(label, math.nan, f.expect[k], mean, mean - half, mean + half, sd, math.nan, verdict, sites))
            continue
        given = None if errors is None else errors[k]
        error = given or study_error(table, k, sd, mean, sites)
        # One site tells nothing of the spread between sites; the study's own error then has to do.
        own = own if math.isfinite(own) else 0.0
        df = error.df if given is None and error.source == "spread" else welch(own, sites - 1.0, error)
        half = cut(df) * math.hypot(error.size, own)
        verdict = stand(f.published[k], mean, half, too_noisy(half, own, error.size))
        low, high = ends(table)
        shown = max(mean - half, low), min(mean + half, high)
        rows.append(Row(label, f.published[k], "", mean, *shown, sd, error.size, verdict, sites, half, df, error.source))
    return rows


def errors_of(rows: Sequence[Row]) -> list[Error | None]:
    """Return the study's errors by which rows were judged, so that others can be judged by the same; None of findings in words."""
    return [
        None if row.expect or not math.isfinite(row.error) else Error(row.error, row.df if row.source == "spread" else math.inf, "published") for row in rows
    ]


def too_noisy(half: float, own: float, error: float) -> bool:
    """Tell whether the simulation, and not the study, made an interval wide; see the head of this file."""
    return own > error * (1.0 + 1e-9) or half > WIDEST * cut(math.inf) * error * (1.0 + 1e-9)


def ends(table: Table) -> tuple[float, float]:
    """Return between which figures an answer must lie: 0 and the whole of shares and percentages, else nowhere."""
    share = (table.question.unit == "%" or (table.question.unit == "" and table.question.share)) and not table.fields.contrast and not table.question.compares
    return (0.0, table.whole) if share else (-math.inf, math.inf)


def cut(df: float) -> float:
    """Return the two-sided 95 % cut of Student's t; of the normal distribution where df is infinite."""
    from scipy.stats import norm, t

    at = 0.5 + CONFIDENCE / 2.0
    return float(norm.ppf(at) if math.isinf(df) else t.ppf(at, max(df, 1.0)))


def welch(own: float, own_df: float, error: Error) -> float:
    """Return the degrees of freedom of the sum of two variances (Satterthwaite 1946): of the simulated mean and of the study's figure."""
    if not math.isfinite(error.size):
        return math.inf
    parts = [(own**2, own_df), (error.size**2, error.df)]
    lower = sum(v**2 / df for v, df in parts if v > 0.0 and math.isfinite(df))
    return sum(v for v, _ in parts) ** 2 / lower if lower > 0.0 else math.inf


def stand(published: float, simulated: float, half: float, noisy: bool = False) -> Verdict:
    """Return how a figure stands; see the head of this file.

    Args:
        published: the figure.
        simulated: the simulated mean.
        half: half the width of *inside*.
        noisy: the simulation made the interval wide (`too_noisy`).
    """
    if not math.isfinite(simulated):
        return "off"
    if not math.isfinite(half):
        return "undecided"
    # A published figure is rounded; what equals it to a billionth equals it.
    away = abs(simulated - published) - 1e-9 * max(1.0, abs(published))
    if away > NEAR * half:
        return "off"
    return "undecided" if noisy else "inside" if away <= half else "near"


def in_words(expect: str, mean: float, half: float, margin: float | None, own: float) -> Verdict:
    """Return how a finding in words stands; see the head of this file. `own` is the standard error of the mean, `half` half its interval."""
    if not math.isfinite(mean):
        return "off"
    if not math.isfinite(half):
        return "undecided"
    if expect == "same":
        away, width = abs(mean), float(margin or 0.0)
        if away > NEAR * width:
            return "off"
        return "undecided" if own > width else "inside" if away <= width else "near"
    signed = mean if expect == "more" else -mean
    return "inside" if signed - half > 0.0 else "near" if signed > 0.0 else "off"


def whole_of(table: Table, rows: Sequence[Row]) -> Whole | None:
    """Judge the rows of a distribution as one; None of other tables. See the head of this file."""
    if not table.distribution:
        return None
    if not all(math.isfinite(row.simulated) for row in rows):
        return Whole(math.nan, math.nan, "off")
    apart = 0.5 * sum(abs(row.simulated - row.published) for row in rows) / table.whole
    variances = [row.error**2 + row.own**2 for row in rows]
    if not all(math.isfinite(v) for v in variances):
        return Whole(math.nan, apart, "undecided")
    statistic = 0.0
    for row, variance in zip(rows, variances, strict=True):
        away = max(abs(row.simulated - row.published) - 1e-9 * table.whole, 0.0)
        if away > 0.0:
            statistic += (1.0 - min(max(row.published / table.whole, 0.0), 1.0)) * (away**2 / variance if variance > 0.0 else math.inf)
    parts = len(rows) - 1
    most, known = _most(parts, _pooled(rows, variances)), _most(parts, math.inf)
    distance = math.sqrt(statistic / parts / most)
    noisy = sum(row.own**2 for row in rows) > sum(row.error**2 for row in rows) * (1.0 + 1e-9) or most > WIDEST**2 * known
    return Whole(distance, apart, "off" if distance > NEAR else "undecided" if noisy else "inside" if distance <= 1.0 else "near")


def _pooled(rows: Sequence[Row], variances: Sequence[float]) -> float:
    """Return the degrees of freedom of all parts: the mean of their reciprocals, weighted by variance."""
    total = sum(variances)
    shares = sum(v / row.df for row, v in zip(rows, variances, strict=True) if math.isfinite(row.df))
    return total / shares if shares > 0.0 else math.inf


def _most(parts: int, df: float) -> float:
    """Return the 95 % point of a mean square of so many parts, known with so many degrees of freedom."""
    from scipy.stats import chi2, f

    return float(chi2.ppf(CONFIDENCE, parts) / parts if math.isinf(df) else f.ppf(CONFIDENCE, parts, max(df, 1.0)))
