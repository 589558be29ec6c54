"""Rules of decision: how votes are counted and when a matter has passed. Pure functions of a ballot.

In the world
    A lift for a doorway needs the households of that doorway, the parking rules of a compound need a majority of all
    owners by heads and by floor area, a covenant may be asked of every doorway. The same votes pass under one rule
    and fail under another.
How it works here
    A `Rule` says by what votes are counted (heads, households, floor area; all that are named must pass), the share
    needed, whether of those entitled or of the votes cast, the quorum, whether each doorway is counted on its own,
    and whether a household that loses more than a bound has to be compensated or vetoes (protection of the few).
Sources
    Civil Code of China (民法典), article 278: two thirds by heads and by area have to take part; then more than half of
    the votes cast, or three quarters for grave matters. Lifts for old walk-ups in Shanghai: nine tenths of the
    doorway's households until 2019, two thirds since: 47 lifts running of about 220,000 doorways in 2018, 1,002 in
    ten months of 2021.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np

Basis = Literal["heads", "households", "area"]
BASES: tuple[Basis, ...] = ("heads", "households", "area")
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Rule:
    """When a matter has passed.

    Attributes:
        by: what is counted; under several each must pass. heads: residents of 18 and more; households: one vote
            each; area: the weight of the flat.
        need: share of yes that is needed.
        more: True: more than `need`; False: at least `need`.
        of: of what the share is taken, of all entitled or of the votes cast.
        quorum: share of those entitled who have to take part.
        doorways: 0: all are counted together. Else each doorway is counted on its own by the rules above, and this
            share of the doorways has to pass (1: every doorway).
        few: yuan; a household that would lose more, compensation counted, and is not for it vetoes. None: nobody can.
    """

    by: tuple[Basis, ...] = ("heads",)
    need: float = 0.5
    more: bool = False
    of: Literal["entitled", "cast"] = "cast"
    quorum: float = 0.0
    doorways: float = 0.0
    few: float | None = None

    def __post_init__(self) -> None:
        """Refuse what is no rule."""
        if not self.by or any(b not in BASES for b in self.by):
            raise ValueError(f"votes are counted by {', '.join(BASES)}; given was {self.by!r}")
        if self.of not in ("entitled", "cast"):
            raise ValueError(f"a share is taken of 'entitled' or of 'cast'; given was {self.of!r}")
        for name in ("need", "quorum", "doorways"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise ValueError(f"{name} is a share from 0 to 1; given was {getattr(self, name)}")
        if self.few is not None and not self.few >= 0.0:
            raise ValueError(f"few is a loss in yuan, 0 or more; given was {self.few}")

    def plain(self) -> dict[str, Any]:
        """Return it as plain values; `Rule.of_plain` takes them back."""
        return asdict(self)

    @classmethod
    def of_plain(cls, values: dict[str, Any]) -> Rule:
        """Make a rule from what `plain` returned."""
        return cls(**{**values, "by": tuple(values["by"])})


RULES: dict[str, Rule] = {
    "majority": Rule(more=True),
    "majority of all": Rule(more=True, of="entitled"),
    "households": Rule(by=("households",), more=True),
    "area": Rule(by=("area",), more=True),
    "two thirds": Rule(by=("households",), need=2.0 / 3.0, of="entitled"),
    "nine tenths": Rule(by=("households",), need=0.9, of="entitled"),
    "unanimity": Rule(by=("households",), need=1.0, of="entitled"),
    "every doorway": Rule(by=("households",), more=True, doorways=1.0),
    "civil code": Rule(by=("heads", "area"), more=True, quorum=2.0 / 3.0),
    "civil code, grave": Rule(by=("heads", "area"), need=0.75, quorum=2.0 / 3.0),
}
"""Rules with a name. "two thirds" and "nine tenths" are those of lifts: of all households asked, whoever came."""


def rule_of(rule: Rule | str, quorum: float | None = None, few: float | None = None) -> Rule:
    """Return a rule, or the rule of a name, with another quorum and another protection of the few if these are given.

    Raises:
        ValueError: there is no rule of this name.
    """
    if isinstance(rule, str):
        if rule not in RULES:
            raise ValueError(f"there is no rule {rule!r}; there are {', '.join(RULES)}")
        rule = RULES[rule]
    if quorum is not None:
        rule = replace(rule, quorum=quorum)
    return rule if few is None else replace(rule, few=few)


class Ballot(NamedTuple):
    """The votes, one entry a household concerned.

    Attributes:
        heads: int [h], residents of 18 and more; 0 where a household has no vote.
        came: int [h], how many of them voted.
        agrees: bool [h], whether it is for the matter.
        area: float [h], weight of the flat.
        doorway: int [h], number of the doorway.
        gain: float [h], yuan, compensation counted; negative is a loss.
    """

    heads: np.ndarray
    came: np.ndarray
    agrees: np.ndarray
    area: np.ndarray
    doorway: np.ndarray
    gain: np.ndarray


class Count(NamedTuple):
    """How a vote went.

    Attributes:
        turnout: share of heads entitled who voted.
        yes: share of yes among the votes cast, one for each entry of `Rule.by`; 0 where none was cast.
        quorum: whether enough took part (of a rule by doorway: in as many doorways as have to pass).
        doorways: share of doorways that passed; of a rule that does not count by doorway 1 or 0.
        vetoes: bool [h], households that veto.
        passed: whether the matter has passed.
    """

    turnout: float
    yes: tuple[float, ...]
    quorum: bool
    doorways: float
    vetoes: np.ndarray
    passed: bool


def weights(ballot: Ballot, basis: Basis) -> tuple[np.ndarray, np.ndarray]:
    """Return float64 [h] each: votes that a household has, and votes that it cast."""
    entitled = ballot.heads > 0
    if basis == "heads":
        return ballot.heads.astype(np.float64), ballot.came.astype(np.float64)
    one = ballot.area.astype(np.float64) if basis == "area" else np.ones(len(entitled))
    return np.where(entitled, one, 0.0), np.where(entitled & (ballot.came > 0), one, 0.0)


def count(rule: Rule, ballot: Ballot) -> Count:
    """Count a ballot by a rule."""
    groups, group = 1, np.zeros(len(ballot.doorway), np.int64)
    if rule.doorways > 0.0:
        numbers, group = np.unique(ballot.doorway, return_inverse=True)
        groups = len(numbers)
    asked = np.bincount(group, ballot.heads, groups) > 0.0
    ok = asked.copy()
    present = asked.copy()
    shares = []
    for basis in rule.by:
        entitled, cast = weights(ballot, basis)
        all_votes, votes, yes = (
            np.bincount(group, x, groups) for x in (entitled, cast, np.where(ballot.agrees, cast, 0.0))
        )
        base = all_votes if rule.of == "entitled" else votes
        present &= votes >= rule.quorum * all_votes * (1.0 - _TINY)
        ok &= present & (base > 0.0)
        ok &= yes > rule.need * base * (1.0 + _TINY) if rule.more else yes >= rule.need * base * (1.0 - _TINY)
        shares.append(float(yes.sum() / votes.sum()) if votes.sum() > 0.0 else 0.0)
    needed = max(rule.doorways, _TINY) * float(asked.sum()) * (1.0 - _TINY)
    vetoes = np.zeros(len(ballot.heads), np.bool_)
    if rule.few is not None:
        vetoes = (ballot.gain < -rule.few) & ~ballot.agrees & (ballot.heads > 0)
    passed = bool(asked.any()) and float(ok.sum()) >= needed and not vetoes.any()
    heads = float(ballot.heads.sum())
    return Count(
        float(ballot.came.sum()) / heads if heads else 0.0,
        tuple(shares),
        float(present.sum()) >= needed and bool(asked.any()),
        float(ok.sum() / asked.sum()) if asked.any() else 0.0,
        vetoes,
        passed,
    )


def nobody_asked(rule: Rule, households: int, passed: bool) -> Count:
    """Return the count of a matter that others decided: nobody voted, nobody could veto."""
    nobody = np.zeros(households, np.bool_)
    return Count(0.0, tuple(0.0 for _ in rule.by), False, 0.0, nobody, passed)
