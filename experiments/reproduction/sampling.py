"""The error of a published figure. It comes from the study: another sample, or another place, would have given another figure.

It is, in this order,

1. the standard error that was published with it;
2. that of a share among n people asked, sqrt(p (1 - p) d / n), or of a mean, sd sqrt(d / n); d is the design effect of the sample;
3. where m places were studied and nothing else is said (one, if the file does not say how many), the standard deviation between simulated
   places of its size over sqrt(m): another class would have given another figure, and nothing else tells how much another. But a model
   whose places differ too much would then be judged kindly. So this error is at most `LIMIT` of the published figure; of shares and ratios
   at least `POINTS` of the whole are allowed. Of a figure of exactly 0 that is no share, which gives no scale, it is `LIMIT` of the simulated one.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from ...model.ground.text import Text
from ...scenarios.published import Table

LIMIT = 0.25
"""Largest error that the spread between simulated places may give, as a share of the published figure."""
POINTS = 0.025
"""Of shares, percentages and ratios the limit is at least this part of the whole (2.5 points)."""
Source = Literal["published", "asked", "spread", "limit"]


class Error(NamedTuple):
    """The sampling error of a published figure.

    Attributes:
        size: standard error in the table's unit; NaN where nothing tells it.
        df: degrees of freedom with which it is known; infinite unless it was estimated from simulated places.
        source: published, asked (n), spread (between simulated places), limit (the spread was larger).
    """

    size: float
    df: float = math.inf
    source: Source = "published"


def study_error(table: Table, k: int, sd: float, simulated: float = math.nan, sites: int = 0) -> Error:
    """Return the sampling error of row k of a table; see the head of this file.

    Args:
        table: the table.
        k: the row, a published figure.
        sd: standard deviation between simulated places.
        simulated: their mean.
        sites: how many of them there are.
    """
    f = table.fields
    se, n = _of(f.se, k), _of(f.n, k)
    if se is not None:
        return Error(se)
    if n is not None and f.spread is not None:
        return Error(f.spread * math.sqrt(f.design / n), source="asked")
    if n is not None and table.question.share:
        # Half a case at the ends keeps an error of none of n asked from being zero.
        p = min(max(f.published[k] / table.whole, 0.5 / n), 1.0 - 0.5 / n)
        return Error(table.whole * math.sqrt(p * (1.0 - p) * f.design / n), source="asked")
    between, most = sd / math.sqrt(f.places), limit(table, k, simulated)
    if between > most:
        return Error(most, source="limit")
    return Error(between, float(max(sites - 1, 1)), "spread")


def limit(table: Table, k: int, simulated: float = math.nan) -> float:
    """Return the largest error that the spread between simulated places may give row k of a table."""
    figure = abs(table.fields.published[k])
    if table.question.unit in ("%", ""):
        return max(LIMIT * figure, POINTS * table.whole)
    return LIMIT * (figure if figure > 0.0 or not math.isfinite(simulated) else abs(simulated))


def _of(values: tuple[float, ...], k: int) -> float | None:
    return None if not values else values[k] if len(values) > 1 else values[0]


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
    many_places = Text(f" of {f.places:,} studied", f"（研究了 {f.places:,} 处）") if f.places > 1 else Text("", "")
    return Text(
        f"error between simulated places{many_places.en}, at most a quarter of the figure",
        f"误差：按模拟地点之间的差异{many_places.zh}，不超过公布值的四分之一",
    )
