"""How much contact makes an acquaintance (多少接触才成熟人): gatherings of the gates of one community, and what they leave behind.

`python -m linli.experiments.contact` prints the table of docs/contact.md (`--out docs/contact.md` writes it). The same people
live two years with and without gatherings, on common random numbers; tests/experiments/test_contact.py holds what it shows.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..model.contract.mechanism import Mechanism, MechanismParameters
from ..model.contract.week import Week
from ..model.ground.parameters import constant
from ..model.ground.text import Text
from ..model.ground.whole import write_whole
from ..model.people.constants import Constants, TieConstants
from ..model.people.units import UnitKind

if TYPE_CHECKING:
    from ..model.founding.neighbourhood import NeighbourhoodParameters
    from ..model.society.society import Society

YEARS = 2
SLOTS = 64
"""Weekly gatherings fill more slots than the default holds."""


class GatheringsParameters(MechanismParameters):
    """Gatherings of every gate, as often as said, whoever pays for them."""

    a_year: float = constant(12.0, unit="times a year and gate", low=0.0, high=52.0, mark="setting", en="Gatherings", zh="聚会次数")
    whole: bool = constant(False, unit="yes or no", mark="setting", en="One for the whole compound (a show) instead of one a gate", zh="全小区演出")
    poster: float = constant(0.5, unit="chance", low=0.0, high=1.0, mark="setting", en="A poster is seen", zh="看到海报")
    knock: float = constant(0.1, unit="chance", low=0.0, high=1.0, mark="setting", en="A knock on the door", zh="上门邀请")
    quality: float = constant(0.8, unit="0 to 1", low=0.0, high=1.0, mark="setting", en="Quality", zh="质量")


class Gatherings(Mechanism[GatheringsParameters]):
    """Two hours together on a weekend afternoon, for all of a gate or of a compound; nothing else."""

    name: ClassVar[str] = "gatherings"
    title: ClassVar[Text] = Text("Gatherings", "聚会")
    Parameters = GatheringsParameters
    levers: ClassVar[Mapping[str, object]] = {"a_year": 0.0}

    kinds: ClassVar[Mapping[str, Text]] = {"gathering": Text("gathering", "聚会")}

    def plan(self, week: Week) -> None:
        """Call the gatherings that fall due: those of all gates in the same week."""
        p, a_week = self.now, self.now.a_year / 52.0
        if math.floor(a_week * (week.scenario_week + 1)) == math.floor(a_week * week.scenario_week):
            return
        unit: UnitKind = "compound" if p.whole else "gate"
        which = np.flatnonzero(week.covers(unit))
        gates = week.places.compound_gates[which] if p.whole else which
        week.call(
            "gathering", unit=unit, which=which, room_for=500, quality=p.quality, poster=p.poster, knock=p.knock, topic=0,
            place=week.places.gate_xy[gates],
        )  # fmt: skip


@dataclass(frozen=True)
class Arm:
    """One line of the table.

    Attributes:
        title: what is done.
        parameters: of the gatherings; None: nothing is done.
        after: years without gatherings that follow.
    """

    title: Text
    parameters: GatheringsParameters | None
    after: int = 0


ARMS: dict[str, Arm] = {
    "shows": Arm(Text("a show for the compound, twice a year", "全小区演出，每年两次"), GatheringsParameters(a_year=2.0, whole=True, knock=0.0)),
    "monthly": Arm(Text("gatherings of the gate, monthly", "楼门聚会，每月一次"), GatheringsParameters(a_year=12.0)),
    "weekly": Arm(Text("gatherings of the gate, weekly", "楼门聚会，每周一次"), GatheringsParameters(a_year=52.0)),
    "ended": Arm(Text("weekly, two years after they ended", "每周一次，停办两年后"), GatheringsParameters(a_year=52.0, end_week=52 * YEARS), after=2),
}
COLUMNS: dict[str, Text] = {
    "came": Text("come to one, %", "每次到场%"),
    "recognised": Text("recognised, all", "面熟·全体"),
    "acquaintances": Text("acquaintances, all", "熟人·全体"),
    "at_4_hours": Text("the same, 4 h", "熟人（4小时）"),
    "never": Text("who never came", "从未参加者"),
    "some": Text("came to less than a fifth", "参加不足两成"),
    "regular": Text("a fifth to half", "两成到五成"),
    "half": Text("half or more", "半数以上"),
    "friendly": Text("friendly, all", "友好·全体"),
}
"""Columns of the table; those from "never" to "half" are acquaintances of residents who lived here all the time, by what they came to."""
_GROUPS = {"never": (0.0, 0.0), "some": (1e-9, 0.2), "regular": (0.2, 0.5), "half": (0.5, 9.0)}


def levels(society: Society) -> dict[str, np.ndarray]:
    """Return how many recognised faces, acquaintances (also at the cut-off of the prototype) and friendly neighbours each resident has, int64 [n] each."""
    from ..model.ties.store import all_pairs

    t, r = society.constants.ties, society.residents
    lowest = min(t.recognised, t.friendly)
    left, right, value, _ = all_pairs(society.ties, society.fade, r.arrival, society.places.community_rows, np.int64(society.week), lowest)
    found = {}
    for name, column, cut in (("recognised", 1, t.recognised), ("acquaintances", 1, t.acquaintance), ("at_4_hours", 1, 4.0), ("friendly", 0, t.friendly)):
        chosen = value[:, column] >= cut
        found[name] = np.bincount(left[chosen], minlength=r.n) + np.bincount(right[chosen], minlength=r.n)
    return found


def live(state: Path, arm: Arm | None, years: int) -> tuple[Society, float, int]:
    """Let a spun-up society live some years; return it, the mean share of the audience that came, and how many gatherings a resident could come to."""
    from ..model.society.society import Society

    society = Society.load(state, {})
    if arm is not None and arm.parameters is not None:
        society.attach({"gatherings": arm.parameters}, {"gatherings": Gatherings})
    came = audience = held = 0
    for _ in range(52 * years):
        society.step()
        if len(society.events):
            table = society.events.table
            came += int(table["came"].sum())
            audience += int((table["hi"] - table["lo"]).sum())
            held += 1
    return society, came / max(audience, 1), held


def gains(seed: int, arms: Mapping[str, Arm] = ARMS, neighbourhood: NeighbourhoodParameters | None = None) -> dict[str, dict[str, float]]:
    """Return arm -> column -> change against the same people without gatherings, for one seed.

    Args:
        seed: of the society.
        arms: the arms.
        neighbourhood: the default community if None.
    """
    from ..model.society.society import Society

    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / "state"
        society = Society(neighbourhood=neighbourhood, constants=Constants(ties=TieConstants(slots=SLOTS)), seed=seed)
        society.spin_up()
        society.save(state)
        without: dict[int, dict[str, np.ndarray]] = {}
        for name, arm in arms.items():
            years = YEARS + arm.after
            if years not in without:
                without[years] = levels(live(state, None, years)[0])
            treated, share, held = live(state, arm, years)
            change = {level: count - without[years][level] for level, count in levels(treated).items()}
            row = {"came": 100.0 * share, **{level: float(value.mean()) for level, value in change.items()}}
            stayed = treated.residents.arrival < treated.policy_week0
            part = treated.residents.times_came / max(held, 1)
            for group, (low, high) in _GROUPS.items():
                chosen = stayed & (part >= low) & ((part < high) | (high == low) & (part == low))
                row[group] = float(change["acquaintances"][chosen].mean()) if chosen.any() else float("nan")
                row[f"share.{group}"] = float(chosen.sum() / stayed.sum())
            found[name] = row
    return found


def table(rows: Sequence[Mapping[str, Mapping[str, float]]], arms: Mapping[str, Arm] = ARMS, language: str = "en") -> str:
    """Return the table in Markdown: means over seeds and half-widths of 95 % intervals (none for a single seed)."""
    from .intervals import paired

    head = [Text("two years of", "两年的").say(language), *(title.say(language) for title in COLUMNS.values())]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for name, arm in arms.items():
        cells = [arm.title.say(language)]
        for column in COLUMNS:
            values = np.array([row[name][column] for row in rows])
            values = values[np.isfinite(values)]
            estimate = paired(values)
            if len(values) == 0:
                cells.append("–")
            elif column == "came":
                cells.append(f"{estimate.mean:.0f}")
            else:
                spread = f" ±{estimate.high - estimate.mean:.2f}" if len(values) > 1 else ""
                cells.append(f"{estimate.mean:+.2f}{spread}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


_PAGE = Text(
    """# How much contact makes an acquaintance

[中文](contact.zh.md)

Written by `python -m linli.experiments.contact --seeds {seeds} --out docs/contact.md`; held by `tests/experiments/test_contact.py`.

The default community (about 3,000 residents in 36 gates) lives without any policy until its ties are stationary. Then the same
people, on the same random numbers, live two years with and without gatherings of two hours. The table shows the change: others a
resident, means over {seeds} seeds with 95 % intervals. A gathering in one's gate is heard of by a poster ({poster:.0f} %), by a
knock on the door ({knock:.0f} %) or from those who come; who comes is decided by the rules of `docs/rules.md`. K = {slots} slots. An
acquaintance (熟人) has at least {acquaintance:g} hours on the slow trace, a recognised face {recognised:g} hours, a friendly neighbour
{friendly:g} hours of closeness; "4 h" is the cut-off of the prototype below.

{table}

Columns from "who never came" to "half or more" are acquaintances of residents who lived here all the time, by the share of the gatherings
of their gate that they came to ({shares}).

What it says
- A show for the whole compound twice a year does next to nothing by itself: one sits with few, and once.
- Monthly gatherings make faces known and hardly an acquaintance, except for those who come to most of them.
- Weekly ones make acquaintances of those who keep coming: the same people have to return. Friendly ties hardly grow, and go again.
- Those who never come gain next to nothing: what their own people bring home. What is gained fades slowly when gatherings end; how slowly
  hangs on one constant that is not known (docs/decisions/0027-slow-half-life.md).

{note}
""",
    """# 多少接触才成熟人

[English](contact.md)

由 `python -m linli.experiments.contact --seeds {seeds} --out docs/contact.md` 写出，由 `tests/experiments/test_contact.py` 检验。

默认社区（约 3,000 位居民，36 个楼门）先在没有任何政策的情况下生活，直至关系稳定。然后同一批居民、同一组随机数再过两年，一次没有聚会，\
一次有两小时的聚会。表中为变化：人均多了几人，{seeds} 个种子的均值与 95% 区间。
本楼门的聚会由海报（{poster:.0f}%）、上门邀请（{knock:.0f}%）或要去的人得知；谁来由[规则](rules.zh.md)中的决定规则决定。K = {slots} 个位置。\
熟人为慢痕迹至少 {acquaintance:g} 小时，面熟为 {recognised:g} 小时，友好为亲近度 {friendly:g} 小时；“4 小时”是下文原型所用的界限。

{table}

从“从未参加者”到“半数以上”各列，是一直住在这里的居民的熟人数，按其参加本楼门聚会的比例分组（{shares}）。

说明什么

- 全小区演出每年两次，本身几乎没有作用：与少数人同坐，且只有一次。
- 每月一次的聚会使人面熟，几乎不成熟人；几乎次次都来的人除外。
- 每周一次的聚会使一直来的人成为熟人：必须是同样的人再次出现。友好关系几乎不增加，且会再失去。
- 从未参加的人几乎不受益，只有家人带回来的那一点。聚会停办后，所得慢慢消退；多慢取决于一个未知的常数（[决定 27](decisions/0027-slow-half-life.md)）。

{note}
""",
)
_NOTE = Text(
    """Compare: a prototype of these rules (12 % come; acquaintances at 4 h) found +4.3 recognised and +.3 acquaintances for monthly
gatherings, +11.2 and +1.6 for weekly ones with habits born at events (+5.0 for those who came to 20-50 %, +11 for half or more,
friendly +.1), and two thirds left two years after the end. e-Neighbors' active members gained about 4 weak ties a year; Netville's
wired residents recognised three times as many neighbours as the others.""",
    """对照：这些规则的一个原型（12% 到场；熟人以 4 小时计）中，每月聚会使面熟 +4.3、熟人 +0.3；\
每周聚会且习惯由活动产生时为 +11.2 与 +1.6（参加 20% 至 50% 者 +5.0，半数以上者 +11，友好 +0.1），停办两年后尚存三分之二。
e-Neighbors 的活跃成员每年约多 4 个弱关系；Netville 中联网的居民认得的邻居是其他人的三倍。""",
)


def page(rows: Sequence[Mapping[str, Mapping[str, float]]], language: str = "en") -> str:
    """Return docs/contact.md, or its twin in another language."""
    said = []
    for name, often in (("monthly", Text("monthly", "每月一次")), ("weekly", Text("weekly", "每周一次"))):
        shares = [100.0 * float(np.mean([row[name][f"share.{group}"] for row in rows])) for group in _GROUPS]
        colon, between, end = ("：", "、", "%") if language == "zh" else (": ", ", ", " %")
        said.append(often.say(language) + colon + between.join(f"{share:.0f}" for share in shares) + end)
    p, ties = GatheringsParameters(), TieConstants()
    return _PAGE.say(
        language, seeds=len(rows), slots=SLOTS, poster=100 * p.poster, knock=100 * p.knock, table=table(rows, language=language),
        shares=("；" if language == "zh" else "; ").join(said), note=_NOTE.say(language),
        recognised=ties.recognised, acquaintance=ties.acquaintance, friendly=ties.friendly,
    )  # fmt: skip


def main(seeds: int = 6, out: Path | None = None, language: str = "en") -> None:
    """Work out the table from seeds 1, 2, ... and print it in a language, or write the whole page to a file, its Chinese twin beside it."""
    rows = [gains(seed) for seed in range(1, seeds + 1)]
    if out is None:
        print(table(rows, language=language))
        return
    for written, each in ((out, "en"), (out.with_suffix(".zh.md"), "zh")):
        write_whole(written, page(rows, each))
        print(written)


def cli() -> None:
    """Read the command line and call `main`."""
    import argparse

    about = Text("How much contact makes an acquaintance", "多少接触才成熟人").say("en")
    parser = argparse.ArgumentParser(prog="python -m linli.experiments.contact", description=about)
    parser.add_argument("--seeds", type=int, default=6, help="how many seeds")
    parser.add_argument("--out", type=Path, help="write the whole page to this file, its Chinese twin beside it")
    parser.add_argument("--lang", choices=("en", "zh"), default="en", help="language of the printed table")
    given = parser.parse_args()
    main(given.seeds, given.out, given.lang)


if __name__ == "__main__":
    cli()
