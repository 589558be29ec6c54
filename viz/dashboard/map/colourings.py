"""How residents can be coloured on the map, one way at a time: the classes of each way, their words and their colours.

Colours are told apart with every common kind of colour-blindness: warm against blue for few against many, and light against dark within each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ....model.ground.text import Text
from ....model.people.residents import NEVER
from ....model.society.groups import FEW

if TYPE_CHECKING:
    from ....model.society.society import Society

QUARTER = 13
"""Weeks of a quarter, as the measure of those who came in the last one counts them."""


@dataclass(frozen=True)
class Colouring:
    """One way of colouring residents.

    Attributes:
        name: in links and messages.
        title: what a person reads.
        classes: a text and a colour of each class, in order.
        of: (society, acquaintances of each resident) -> uint8 [residents], class of each.
    """

    name: str
    title: Text
    classes: tuple[tuple[Text, str], ...]
    of: Callable[[Society, np.ndarray], np.ndarray]


_KNOWN = (1, FEW, 6, 11, 21)
_AGES = (30, 45, 60, 75)
_WARM, _LIGHT_WARM = "#C4400A", "#F0A030"


def _known(society: Society, known: np.ndarray) -> np.ndarray:
    return np.asarray(np.digitize(known, _KNOWN), np.uint8)


def _tenure(society: Society, known: np.ndarray) -> np.ndarray:
    return society.residents.tenure


def _age(society: Society, known: np.ndarray) -> np.ndarray:
    return np.asarray(np.digitize(society.residents.age, _AGES), np.uint8)


def _participation(society: Society, known: np.ndarray) -> np.ndarray:
    """0 never; 1 longer ago than a year; 2 within a year; 3 within a quarter; 4 within four weeks."""
    last = society.residents.last_came
    since = society.week - last.astype(np.int64)
    found = 4 - np.digitize(since, (5, QUARTER + 1, 53))
    return np.asarray(np.where(last == NEVER, 0, found), np.uint8)


COLOURINGS: tuple[Colouring, ...] = (
    Colouring(
        "acquaintances", Text("Acquaintances", "熟人数"),
        (
            (Text("none", "没有"), _WARM),
            (Text(f"1 to {FEW - 1} (strangers)", f"1至{FEW - 1}人（陌生人）"), _LIGHT_WARM),
            (Text(f"{FEW} to 5", f"{FEW}至5人"), "#9CC9E8"),
            (Text("6 to 10", "6至10人"), "#4D9FD6"),
            (Text("11 to 20", "11至20人"), "#1B6CB0"),
            (Text("21 and more", "21人及以上"), "#082F62"),
        ),
        _known,
    ),
    Colouring("tenure", Text("Owners and renters", "自有与租住"), ((Text("owner", "自有"), "#1B6CB0"), (Text("renter", "租住"), "#E08A00")), _tenure),
    Colouring(
        "age", Text("Age", "年龄"),
        (
            (Text("14 to 29", "14至29岁"), "#A8DDB5"),
            (Text("30 to 44", "30至44岁"), "#4EB3B0"),
            (Text("45 to 59", "45至59岁"), "#2B7FB8"),
            (Text("60 to 74", "60至74岁"), "#5E3C99"),
            (Text("75 and older", "75岁及以上"), "#2D004B"),
        ),
        _age,
    ),
    Colouring(
        "participation", Text("Taking part", "参与"),
        (
            (Text("never came", "从未参加"), _WARM),
            (Text("longer ago than a year", "一年以前"), _LIGHT_WARM),
            (Text("within a year", "近一年"), "#9CC9E8"),
            (Text("within a quarter", "近一季度"), "#1B6CB0"),
            (Text("within four weeks", "近四周"), "#082F62"),
        ),
        _participation,
    ),
)  # fmt: skip
"""All ways of colouring, in the order of the map's list; the place in it is the row of `Frame.dots`."""
