"""That a mechanism changes the world by calling people together and by services, and by nothing else."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from ...people.residents import Role
from ..society import Society
from .bits import Bits, all_bits, own_bits
from .laboratory import Lab, same
from .life import lives
from .report import Failed, check

_MOVED_BY_SERVICES = ("roles", "talent_known", "trust_neighbours", "trust_institutions")
"""Attributes of residents that a service may move in a phase."""
_WATCHED_WEEKS = 13


class _Watch:
    """What no phase may touch, before and after it."""

    def __init__(self, society: Society) -> None:
        self.society = society
        self.paid = 0
        self.found: list[Failed] = []
        settle = society.services.ledger._settle

        def counted(*args: Any, **more: Any) -> Any:
            self.paid += 1
            return settle(*args, **more)

        society.services.ledger._settle = counted  # type: ignore[method-assign]

    def fixed(self) -> dict[str, np.ndarray]:
        """Return all arrays that no phase may write to."""
        s = self.society
        found: dict[str, np.ndarray] = {f"ties.{name}": array for name, array in s.ties._asdict().items()}
        found |= {f"fade.{name}": array for name, array in s.fade._asdict().items()}
        found |= {
            f"residents.{name}": array for name, array in s.residents.arrays().items() if name not in _MOVED_BY_SERVICES
        }
        found |= {
            f"places.{one.name}": getattr(s.places, one.name) for one in fields(s.places) if one.name != "facilities"
        }
        return found | {"residents.roles (party)": s.residents.roles & np.uint8(Role.PARTY)}

    def around(self, phase: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        """Watch one phase."""

        def watched(week: Any) -> None:
            s = self.society
            before = {name: array.copy() for name, array in self.fixed().items()}
            fen, paid, log = s.services.ledger.fen.copy(), self.paid, int(s.moment.log.sum())
            trust = s.residents.trust_neighbours.copy(), s.residents.trust_institutions.copy()
            call(week)
            for name, array in self.fixed().items():
                if not np.array_equal(array, before[name], equal_nan=array.dtype.kind == "f"):
                    self.wrong(phase, name)
            if self.paid == paid and not np.array_equal(fen, s.services.ledger.fen):
                self.wrong(phase, "ledger.fen")
            now = s.residents.trust_neighbours, s.residents.trust_institutions
            moved = sum(int(np.count_nonzero(a != b)) for a, b in zip(trust, now, strict=True))
            if moved > int(s.moment.log.sum()) - log:
                self.wrong(phase, "residents.trust")

        return watched

    def wrong(self, phase: str, what: str) -> None:
        """Note a write."""
        self.found.append(
            Failed(
                f"the phase {phase} writes to {what}; only occasions and services change it",
                f"阶段 {phase} 直接改写 {what}；只有活动与服务可以改变它",
            )
        )


@check("no phase writes to ties, people, places or money by itself", "各阶段不直接改写关系、居民、场所和资金", lives)
def forbidden_writes(lab: Lab) -> None:
    """All arrays are compared before and after each phase."""
    society = lab.society({lab.name: lab.parameters})
    watch = _Watch(society)
    society.programme.around(lab.name, watch.around)
    society.run(min(lab.weeks, _WATCHED_WEEKS))
    if watch.found:
        raise watch.found[0]


@check(
    "it draws by week.draw, and not by Python's or numpy's random numbers",
    "用 week.draw 抽取，不用 Python 或 numpy 的随机数",
    lives,
)
def keyed_draws(lab: Lab) -> None:
    """Others' draws would be shifted by one's own."""
    python, numpys = random.getstate(), _dice_of_numpy()
    society = lab.society({lab.name: lab.parameters})
    society.run(lab.weeks)
    for name, kept in (("Python's random", random.getstate() == python), ("numpy.random", _dice_of_numpy() == numpys)):
        if not kept:
            raise Failed(
                f"it uses {name}; draw by week.draw(stream, identities)",
                f"使用了 {name}；请用 week.draw(名称, 身份)",
            )


def _dice_of_numpy() -> bytes:
    return pickle.dumps(np.random.get_state())  # noqa: NPY002


@check("what it was shown is still read-only", "所见数组仍为只读", lives)
def read_only(lab: Lab) -> None:
    """Nothing opens the arrays of people and places for writing."""
    society = lab.society({lab.name: lab.parameters})
    society.run(min(lab.weeks, _WATCHED_WEEKS))
    view = next(m.view for m in society.programme.mechanisms if m.name == lab.name)
    shown = {f"residents.{name}": array for name, array in view.residents.arrays().items()}
    shown |= {
        f"places.{one.name}": getattr(view.places, one.name) for one in fields(view.places) if one.name != "facilities"
    }
    wrong = [name for name, array in shown.items() if array.flags.writeable]
    if wrong:
        raise Failed(
            f"week.{wrong[0]} can be written to after it has lived; leave the flags of arrays alone",
            f"运行后 week.{wrong[0]} 变为可写；请勿改动数组的标志",
        )


@check("putting it in and measuring change nothing", "装入与取指标不改变任何一位", lives)
def looking(lab: Lab) -> None:
    """`setup` prepares the mechanism and not the world; a measure is read as often as somebody likes."""
    society = lab.society(lab.ground)
    before = all_bits(society, lab.name)
    society.attach({lab.name: lab.parameters}, {lab.name: lab.kind})
    same(before, all_bits(society, lab.name), "before and after it was put in", "装入前后")
    society.run(min(lab.weeks, _WATCHED_WEEKS))
    lived = _both(society, lab.name)
    first, second = society.measure(), society.measure()
    same(lived, _both(society, lab.name), "before and after measuring", "取指标前后")
    if first != second:
        raise Failed("a measure taken twice in a week has two values", "同一周两次取指标，数值不同")


def _both(society: Society, name: str) -> Bits:
    return {**all_bits(society, name), **own_bits(society, name)}
