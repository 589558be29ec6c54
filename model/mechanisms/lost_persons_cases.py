"""What lost-persons keeps: who gets lost easily, the table of those who are lost, how they came home, and what is counted of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..contract.mechanism import Mechanism
from ..ground.measure import State
from ..people.declared import counter, state
from .lost_persons_parameters import LostPersonsParameters

if TYPE_CHECKING:
    from ..contract.week import Week

COLUMNS: dict[str, Any] = {
    # Who, since which absolute week, counted or from before the scenario.
    "identity": np.uint64, "row": np.int64, "community": np.int64, "ill": np.bool_, "start": np.int64, "counted": np.bool_,
    # Where: a stage, metres, in another city; days with the police.
    "stage": np.int8, "x": np.float64, "y": np.float64, "away": np.bool_, "held": np.int64,
    # What they are like, drawn when they get lost: whether they say who they are (at once, or ever); draws for the face and for the kin.
    "says": np.bool_, "speechless": np.bool_, "face": np.float64, "kin": np.float64, "compared": np.bool_,
    # What the family has done.
    "missed": np.bool_, "called_on": np.bool_, "registered": np.bool_, "word": np.int64, "notice": np.int64, "since": np.int64,
    # Samples of both sides: NONE, in the laboratory, in the base; the ticket.
    "own": np.int8, "own_ticket": np.int64, "kindred": np.int8, "kin_ticket": np.int64,
    # How it ended: days until they were home, -1 not yet; by which road; how many horizons have been judged.
    "home": np.int64, "way": np.int8, "judged": np.int8,
}  # fmt: skip
"""Columns of the table of cases. A case stays for two years after its beginning, and until the person is home."""

LOST, POLICE, STATION, HOME = range(4)
NONE, LABORATORY, BASE = range(3)
HEALTHY, DEMENTIA, ILLNESS, UNKNOWN = 0, 1, 2, 255
HORIZONS = np.array((1, 7, 364, 728))
"""Days within which it is asked whether they are home: a day, a week, a year, two years."""
_NEXT = np.append(HORIZONS, np.iinfo(np.int64).max)
WAYS = ("by_neighbour", "by_family", "by_themselves", "by_police", "by_face", "by_questioning", "by_notice", "by_dna")
NEIGHBOUR, FAMILY, THEMSELVES, SAID, FACE, QUESTIONED, NOTICE, DNA = range(len(WAYS))
NO_WORD, NOT_YET = -1, -1


class Cases(Mechanism[LostPersonsParameters]):
    """State, counters and the table of cases.

    Attributes:
        cases: column -> array, see `COLUMNS`.
        prone: int64, rows of those who get lost easily; None: not looked for yet.
        due, arrived: int64 [horizons], cases that began so long ago, and how many of them were home by then.
    """

    prone: np.ndarray | None
    begun: bool = state("one", False)
    laboratory: int = state("one", -1)
    sort: np.ndarray = state("resident", UNKNOWN, dtype=np.uint8, on_move=UNKNOWN)
    times: np.ndarray = state("resident", 0, on_move=0)
    longest: int = state("one", 0, restart=True)

    lost: int = counter("people who got lost", "走失人次", unit="times", a_year=True)
    reported: int = counter("lost, not home on the first day, and reported missing", "当日未归并报案人次", unit="times", a_year=True)
    reported_old: int = counter("people of 60 and more reported missing", "60岁及以上报失踪人次", unit="times", a_year=True)
    nameless: int = counter("people who came to the station without a name", "无名入站人次", unit="times", a_year=True)
    nameless_ill: int = counter("people with a mental illness who came to the station without a name", "无名入站的精神障碍者人次", unit="times", a_year=True)
    passed_by: int = counter("neighbours who came past and did not know the face", "路过而不认识的邻居人次", unit="person-times", a_year=True)
    knew: int = counter("neighbours who came past and knew the face", "路过并认得的邻居人次", unit="person-times", a_year=True)
    by_neighbour: int = counter("brought home by a neighbour who knew them", "由认识的邻居送回", unit="people", a_year=True)
    by_family: int = counter("found by the household", "由家人找到", unit="people", a_year=True)
    by_themselves: int = counter("found the way home themselves", "自行回家", unit="people", a_year=True)
    by_police: int = counter("brought home by the police", "由公安送回", unit="people", a_year=True)
    by_face: int = counter("home by their face", "经人脸比对回家", unit="people", a_year=True)
    by_questioning: int = counter("home by questioning at the station", "经甄别询问回家", unit="people", a_year=True)
    by_notice: int = counter("home by a notice", "经公告回家", unit="people", a_year=True)
    by_dna: int = counter("home by DNA", "经DNA比对回家", unit="people", a_year=True)
    samples: int = counter("official: DNA samples taken", "官方统计：采集DNA样本", unit="samples", a_year=True, beside="by_dna")
    visits: int = counter("visits to families who miss somebody", "走访失踪者家庭", unit="visits", a_year=True)
    registrations: int = counter("searches registered by families", "家属登记寻亲", unit="searches", a_year=True)
    station_days: int = counter("days without a name at the station", "无名者在站天数", unit="days", a_year=True)
    station_hours: float = counter("hours of questioning at the station", "救助站询问工时", unit="hours", kind="hours", a_year=True, whole=False)
    family_yuan: float = counter("what families paid for DNA", "家属支付的DNA费用", unit="yuan", kind="yuan", a_year=True, whole=False)
    left: int = counter("cases whose household moved away", "家庭搬走的个案", unit="cases")

    def setup(self, week: Week) -> None:
        """Nobody is lost."""
        self.prone = None
        self.cases: dict[str, np.ndarray] = {name: np.zeros(0, kind) for name, kind in COLUMNS.items()}
        self.due, self.arrived = np.zeros(len(HORIZONS), np.int64), np.zeros(len(HORIZONS), np.int64)

    def restart(self) -> None:
        """Begin to count anew; those who are lost stay so, and when they come home it is counted; of the shares home in time they are no part."""
        super().restart()
        self.due[:] = self.arrived[:] = 0
        self.cases["counted"][:] = False

    def state(self) -> State:
        """Return what has to be saved, the table of cases too."""
        return {**super().state(), "due": self.due, "arrived": self.arrived, **{f"case {name}": column for name, column in self.cases.items()}}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        self.prone = None
        for name in ("due", "arrived"):
            if name in saved:
                setattr(self, name, np.array(saved[name], np.int64))
        self.cases = {name: np.array(saved[f"case {name}"], kind) for name, kind in COLUMNS.items() if f"case {name}" in saved} or self.cases

    # The table

    def at_hand(self, week: Week, stage: int) -> np.ndarray:
        """Return int64, the cases of a stage in the communities at hand."""
        t = self.cases
        return self.covered(week, (t["stage"] == stage).nonzero()[0])

    def covered(self, week: Week, which: np.ndarray) -> np.ndarray:
        """Return those of some cases that are in the communities at hand."""
        return which if week.where is None or len(which) == 0 else np.asarray(which[week.where[self.cases["community"][which]]])

    def add(self, **columns: Any) -> None:
        """Let people get lost; a column that is not given is zero."""
        n = len(columns["row"])
        for name, kind in COLUMNS.items():
            new = np.zeros(n, kind)
            new[:] = columns.get(name, 0)
            self.cases[name] = np.concatenate((self.cases[name], new))

    def keep(self, which: np.ndarray) -> None:
        """Keep the cases for which `which` is true."""
        if not which.all():
            self.cases = {name: column[which] for name, column in self.cases.items()}

    def forget_moved(self, week: Week) -> None:
        """Of one whose household has moved away nothing more is followed."""
        t = self.cases
        if len(t["row"]) and len(week.moved):
            gone = week.residents.identity[t["row"]] != t["identity"]
            self.left += int(np.count_nonzero(gone & (t["stage"] != HOME)))
            self.keep(~gone)

    def come_home(self, which: np.ndarray, way: int, days: np.ndarray | int) -> None:
        """Let people come home. which: cases; days: since they were lost."""
        if len(which) == 0:
            return
        t = self.cases
        t["stage"][which], t["way"][which], t["home"][which] = HOME, way, days
        setattr(self, WAYS[way], getattr(self, WAYS[way]) + len(which))
        self.longest = max(self.longest, int(t["home"][which].max()))

    def judge(self, week: Week) -> None:
        """Ask of those at hand who got lost so many days ago whether they are home; after the last time who is home is forgotten."""
        t = self.cases
        passed = 7 * (week.number - t["start"] + 1)
        if not (passed >= _NEXT[t["judged"]]).any():
            return
        here = week.covers_rows(t["row"])
        for k, days in enumerate(HORIZONS.tolist()):
            now = here & (t["judged"] == k) & (passed >= days)
            t["judged"][now] = k + 1
            seen = now & t["counted"]
            self.due[k] += int(np.count_nonzero(seen))
            self.arrived[k] += int(np.count_nonzero(seen & (t["home"] >= 0) & (t["home"] < days)))
        self.keep((t["stage"] != HOME) | (t["judged"] < len(HORIZONS)))
