"""Inside, near or off: how a simulated figure stands to a published one. Defined here, once, for all studies.

A published figure is one draw. Its sampling error is, in this order,

1. the standard error that was published with it;
2. that of a share among n people asked, sqrt(p (1 - p) d / n), or of a mean, sd sqrt(d / n); d is the design effect of the sample;
3. where one place was studied (a class, a beach, a village), the standard deviation between simulated places of its size: another
   class would have given another figure, and nothing else tells how much another.

The simulated mean has a standard error of its own. With s the root of the sum of their squares and z = 1.96, a figure is *inside* if
it lies within z s of the simulated mean, *near* within 2 z s, else *off*.

A finding in words ("more", "less") is inside if the 95 % interval of the simulated mean lies on that side of zero, near if only the
mean does, else off; "same" is inside within the study's margin, near within twice the margin.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.published import Table
from ..intervals import t_cut

Verdict = Literal["inside", "near", "off"]
VERDICTS: dict[str, Text] = {"inside": Text("inside", "吻合"), "near": Text("near", "接近"), "off": Text("off", "偏离")}
Z = 1.959963984540054
NEAR = 2.0
"""Near is within so many times the width of inside."""


class Row(NamedTuple):
    """One published figure beside the simulated one.

    Attributes:
        label: what it is about.
        published: the figure; NaN for a finding in words.
        expect: "more", "less", "same", or "" for a figure.
        simulated: mean over simulated sites.
        low, high: 95 % interval of that mean.
        sd: between simulated sites.
        error: the study's sampling error.
        verdict: inside, near or off.
        sites: simulated sites that have an answer.
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

    @property
    def distance(self) -> float:
        """Simulated less published, in widths of *inside*: up to 1 is inside, up to 2 near. NaN for a finding in words or without an answer."""
        width = Z * math.hypot(self.error, self.sd / math.sqrt(max(self.sites, 1)))
        return (self.simulated - self.published) / width if math.isfinite(width) and width > 0.0 else math.nan


def judge(table: Table, answers: np.ndarray) -> list[Row]:
    """Set the rows of a table beside the simulated answers.

    Args:
        table: the table.
        answers: float64 [sites, rows]; NaN where a site has no answer.
    """
    f = table.fields
    rows = []
    for k in range(table.rows):
        values = answers[:, k][np.isfinite(answers[:, k])]
        mean, sd, half = _summary(values)
        label = table.labels[k]
        if f.expect:
            verdict = in_words(f.expect[k], mean, half, f.margin)
            rows.append(Row(label, math.nan, f.expect[k], mean, mean - half, mean + half, sd, math.nan, verdict, len(values)))
            continue
        error = sampling_error(table, k, sd)
        # One site tells nothing of the spread between sites; the study's own error then has to do.
        own = sd / math.sqrt(len(values)) if math.isfinite(sd) else 0.0
        verdict = stand(f.published[k], mean, error, own)
        rows.append(Row(label, f.published[k], "", mean, mean - half, mean + half, sd, error, verdict, len(values)))
    return rows


def _summary(values: np.ndarray) -> tuple[float, float, float]:
    """Return mean, standard deviation, half the 95 % interval of the mean; NaN where there are too few."""
    if len(values) == 0:
        return math.nan, math.nan, math.nan
    if len(values) == 1:
        return float(values[0]), math.nan, math.nan
    sd = float(values.std(ddof=1))
    return float(values.mean()), sd, t_cut(len(values)) * sd / math.sqrt(len(values))


def _of(values: tuple[float, ...], k: int) -> float | None:
    return None if not values else values[k] if len(values) > 1 else values[0]


def sampling_error(table: Table, k: int, sd: float) -> float:
    """Return the sampling error of row k of a table, in the table's unit; `sd` is that between simulated sites."""
    f = table.fields
    se, n = _of(f.se, k), _of(f.n, k)
    if se is not None:
        return se
    if n is not None and f.spread is not None:
        return f.spread * math.sqrt(f.design / n)
    if n is not None and table.question.share:
        whole = 100.0 if table.question.unit == "%" else 1.0
        # Half a case at the ends keeps an error of none of n asked from being zero.
        p = min(max(f.published[k] / whole, 0.5 / n), 1.0 - 0.5 / n)
        return whole * math.sqrt(p * (1.0 - p) * f.design / n)
    return sd


def error_from(table: Table) -> Text:
    """Say where the sampling errors of a table come from; see the head of this file."""
    f = table.fields
    if f.expect:
        return Text("a finding in words", "定性结果")
    if f.se:
        return Text("error as published", "误差：公布值")
    if f.n and (f.spread is not None or table.question.share):
        many = f"{f.n[0]:,g}" if min(f.n) == max(f.n) else f"{min(f.n):,g} … {max(f.n):,g}"
        design = Text(f", design effect {f.design:g}", f"，设计效应 {f.design:g}") if f.design > 1.0 else Text("", "")
        return Text(f"error of {many} asked{design.en}", f"误差：按样本量 {many}{design.zh}")
    return Text("error between simulated places", "误差：按模拟地点之间的差异")


def stand(published: float, simulated: float, error: float, simulated_error: float) -> Verdict:
    """Return how a figure stands; see the head of this file."""
    total = math.hypot(error, simulated_error)
    if not math.isfinite(total) or not math.isfinite(simulated):
        return "off"
    away = abs(simulated - published)
    # A published figure is rounded; what equals it to a billionth equals it.
    slack = 1e-9 * max(1.0, abs(published))
    if away <= Z * total + slack:
        return "inside"
    return "near" if away <= NEAR * Z * total + slack else "off"


def in_words(expect: str, mean: float, half: float, margin: float | None) -> Verdict:
    """Return how a finding in words stands; see the head of this file."""
    if not math.isfinite(mean) or not math.isfinite(half):
        return "off"
    if expect == "same":
        away, width = abs(mean), float(margin or 0.0)
        return "inside" if away <= width else "near" if away <= NEAR * width else "off"
    signed = mean if expect == "more" else -mean
    return "inside" if signed - half > 0.0 else "near" if signed > 0.0 else "off"
