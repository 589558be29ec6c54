"""What a planner is shown first of a mechanism, beside a panel for each of its measures: drawn by viz, which knows no mechanism by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..ground.text import Text


class Picture(NamedTuple):
    """Bars of one measure beside what was published, and a share with its parts; measures by their own names, without the mechanism's.

    Attributes:
        bars: measure that is drawn as a bar an arm.
        axis: what it is, with its unit.
        published: value -> whose it is.
        share: measure of a share.
        parts: measure -> title; each is a share of those whom `share` counts, and together they are all of them.
        parts_axis: what the share and its parts are.
        title: the message; {with_} and {without} are the bars, {share} and {share_without} the shares, of the first arm and of the baseline.
        alone: the message of one run.
        note: how to read it.
    """

    bars: str
    axis: Text
    published: Mapping[float, Text]
    share: str
    parts: Mapping[str, Text]
    parts_axis: Text
    title: Text
    alone: Text
    note: Text
