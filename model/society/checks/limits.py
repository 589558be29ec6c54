"""That no value of a parameter breaks anything, that money is kept, and how long a week takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, get_args

import numpy as np
from pydantic import ValidationError

from ...founding.neighbourhood import NeighbourhoodParameters
from ...ground.text import Text
from ...services.ledger import ACCOUNTS, OUTSIDE
from ..society import Society
from .declaration import is_number, own_facts, types_of
from .laboratory import Lab
from .life import lives, sound
from .report import Failed, check

_INSIDE = [number for number, account in enumerate(ACCOUNTS) if account not in OUTSIDE]
_BOUND_WEEKS = 8
_LARGE = NeighbourhoodParameters(buildings=10)
"""About 3,000 people."""
_WARM, _TIMED = 3, 10
SLOW = 20.0
"""Milliseconds a week of Python's own time that no machine should take; the built-in ones take less than one."""


def extremes(lab: Lab) -> Iterator[tuple[str, Any]]:
    """Yield (parameter, value): lowest and highest of each number, every word, yes and no."""
    kind = lab.kind.Parameters
    for fact in own_facts(kind):
        types = types_of(kind, fact.name)
        if is_number(kind, fact.name):
            whole = float not in types
            values: tuple[Any, ...] = tuple(
                int(v) if whole else float(v) for v in (fact.low, fact.high) if v is not None
            )
        elif bool in types:
            values = (False, True)
        else:
            values = tuple(word for t in types for word in get_args(t) if isinstance(word, str))
        for value in values:
            yield fact.name, value


@check("every parameter lives at its lowest and its highest value", "每个参数取上下限时均能运行", lives)
def bounds(lab: Lab) -> Text | None:
    """The others are those of `example()`. Two values that a rule of its own does not allow together are passed over."""
    lived, wrong = 0, []
    for name, value in extremes(lab):
        try:
            parameters = lab.changed(**{name: value})
        except ValidationError:
            continue
        try:
            society = lab.society({lab.name: parameters})
            society.run(_BOUND_WEEKS)
            sound(society.programme.measures(), lab.kind.declared_measures())
            conserved(society)
        except Exception as error:
            wrong.append((f"{name} = {value}", error))
        lived += 1
    if wrong:
        told = [
            f"{what} ({type(error).__name__ if not isinstance(error, Failed) else 'fault'}: {error})"
            for what, error in wrong[:3]
        ]
        raise Failed("it does not live with " + "; ".join(told), "以下取值不能运行：" + "；".join(told))
    return Text(f"{lived} values", f"{lived} 个取值")


def conserved(society: Society) -> None:
    """Hold the money of a society to be conserved.

    Raises:
        Failed: fen came from nowhere, or an account is below zero.
    """
    ledger = society.services.ledger
    if int(ledger.fen.sum()) != 0:
        raise Failed(
            f"the accounts do not add up to zero but to {ledger.fen.sum() / 100:.2f} yuan",
            f"各账户之和不为零，而为 {ledger.fen.sum() / 100:.2f} 元",
        )
    low = np.argwhere(ledger.fen[_INSIDE] < 0)
    if len(low) or (ledger.organisation_fen < 0).any():
        account = list(ACCOUNTS)[_INSIDE[int(low[0][0])]] if len(low) else "organisation"
        raise Failed(f"the account {account} is below zero", f"账户 {account} 低于零")


@check("money is conserved", "资金守恒", lives)
def money(lab: Lab) -> None:
    """No fen comes from nowhere, and only purses whose income is not followed stand below zero."""
    society = lab.society({**lab.companions, lab.name: lab.parameters})
    for _ in range(lab.weeks):
        society.step()
        conserved(society)


@check("a week costs little time", "每周耗时很少", lives)
def time_a_week(lab: Lab) -> Text:
    """Python's own time of its phases, at about 3,000 residents."""
    society = Society(neighbourhood=_LARGE, seed=lab.seed)
    society.attach({lab.name: lab.parameters}, {lab.name: lab.kind})
    spent = [0.0]

    def clock(_: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def timed(week: Any) -> None:
            begin = time.thread_time()
            call(week)
            spent[0] += time.thread_time() - begin

        return timed

    society.programme.around(lab.name, clock)
    society.run(_WARM)
    spent[0] = 0.0
    society.run(_TIMED)
    n, usual = society.residents.n, 1000.0 * spent[0] / _TIMED
    said = Text(f"{usual:.2f} ms a week at {n:,} residents", f"{n:,} 名居民时每周 {usual:.2f} 毫秒")
    if usual > SLOW:
        raise Failed(
            f"{said.en}; at most {SLOW:g}. Work on arrays and not resident by resident",
            f"{said.zh}，超过 {SLOW:g} 毫秒；请按数组而非逐人计算",
        )
    return said
