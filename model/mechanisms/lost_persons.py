"""Lost persons (寻亲) in Lianyungang: who brings home those who lose their way, a neighbour, the police, or after years a sample of blood.

In the world
    A frail elder or an adult with a mental illness walks off and cannot say where home is. A neighbour who knows the face brings them
    back. Else the police take them in, ask, and hand them over to the rescue station (救助站), where they stay without a name. Station
    and police compare faces, question, publish notices, take DNA of the nameless and, free of charge, of families who search; a woman
    lost for two years found her parents.
How it works here
    People with dementia (by frailty) and with a severe mental illness (a trait for life) get lost at a rate each. On each day of the first
    weeks they are somewhere, farther every day. Neighbours come past as often as their everyday life has them out and as their gate is near;
    one who knows the face (面熟) may see that something is wrong, an acquaintance more easily, one who heard that they are missed
    more still. The household looks for them. Else the police bring home who can say who they are or was reported in the city; who was not is
    at the station after some days. There the hours of questioning, the readers of notices, and two samples in one base end it: that of the
    nameless and that of a family that has registered its search, for which the committee visits it, with hours it has not elsewhere. The
    laboratory is a queue (queues.py). No share found is written anywhere.
Left out
    Deaths; children; those who wish not to be found; that who is lost is missing from everyday life (the engine keeps nobody from it), and
    what it does to those who are left; what a family thinks of those who helped. Whose household moves away is not followed. Nobody of another
    community comes past, and nobody who was lost elsewhere is at the station.
Fails when
    DNA is taken of the nameless and no family is registered: samples are on record and nobody goes home.
Sources
    Xinhua 2017-10-11 and 2016 (5,789 samples, 253 matches); ministry 2017 (notices of the rescued 20.2 %; of those found 45 % ill, 33 % old);
    evidence.md (26 % are lost again). Distances: Grampian police 2007. Nearly all else is assumed (lost_persons_parameters.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ..ground.measure import share_of
from ..ground.text import Text
from ..people.declared import measure
from .lost_persons_cases import HOME, STATION, WAYS, Cases
from .lost_persons_parameters import LEVERS, LostPersonsParameters
from .lost_persons_search import get_lost, live_days
from .lost_persons_station import hang_notices, live_week, register, take_samples, visit

if TYPE_CHECKING:
    from ..contract.week import Week

_SHARE = "share of those lost so long ago"


class LostPersons(Cases):
    """Those who get lost, and how they come home; see the head of this file."""

    name: ClassVar[str] = "lost-persons"
    title: ClassVar[Text] = Text("Lost persons", "寻亲")
    Parameters = LostPersonsParameters
    levers = LEVERS
    standing: ClassVar[bool] = True

    @classmethod
    def example(cls) -> LostPersonsParameters:
        """Return parameters with all parts of the policy, and people who get lost often."""
        return LostPersonsParameters(
            registration=True, dna_station=True, dna_family="free", faces=True, questioning=1.0, notice_weeks=4, illness=0.05, dementia_a_year=2.0,
            illness_a_year=3.0, register_after=1, sample_after=1, lab_hours=20.0, face_found=0.2,
        )  # fmt: skip

    def plan(self, week: Week) -> None:
        """Somebody gets lost; families register, samples are taken."""
        self.forget_moved(week)
        get_lost(self, week)
        if len(self.cases["row"]) and (self.cases["stage"] != HOME).any():
            register(self, week)
            take_samples(self, week)

    def invite(self, week: Week) -> None:
        """Visit the families for whose visit there were hours."""
        visit(self, week)

    def react(self, week: Week) -> None:
        """Live the days of those who are lost and the week of those at the station, and ask who is home."""
        if len(self.cases["row"]) == 0:
            return
        live_week(self, week)
        live_days(self, week)
        if self.now.notice_weeks > 0:
            hang_notices(self, week)
        self.judge(week)

    # Measures

    @measure("home within a day", "一日内回家", unit=_SHARE, kind="share")
    def home_day(self) -> float:
        """Share of those lost since the start who were home on the same day."""
        return self._home(0)

    @measure("home within a week", "一周内回家", unit=_SHARE, kind="share", headline=True)
    def home_week(self) -> float:
        """Share of those lost since the start who were home within seven days."""
        return self._home(1)

    @measure("home within a year", "一年内回家", unit=_SHARE, kind="share", headline=True)
    def home_year(self) -> float:
        """Share of those lost since the start, and a year ago or more, who were home within a year."""
        return self._home(2)

    @measure("home within two years", "两年内回家", unit=_SHARE, kind="share")
    def home_two_years(self) -> float:
        """Share of those lost since the start, and two years ago or more, who were home within two years."""
        return self._home(3)

    def _home(self, horizon: int) -> float:
        return share_of(int(self.arrived[horizon]), int(self.due[horizon]))

    @measure("brought home by a neighbour", "由邻居送回家", unit="share of those home or still away", kind="share", headline=True)
    def found_by_neighbour(self) -> float:
        """Share of those home since the start or still away whom a neighbour who knew the face brought home."""
        return share_of(self.by_neighbour, sum(getattr(self, way) for way in WAYS) + int(np.count_nonzero(self.cases["stage"] != HOME)))

    @measure("nameless at the station", "在站无名者", unit="people", headline=True)
    def nameless_now(self) -> float:
        """People who are at a station without a name now."""
        return float(np.count_nonzero(self.cases["stage"] == STATION))

    @measure("longest way home", "最久的回家路", unit="years")
    def longest_way(self) -> float:
        """Years after which the one came home who had been lost longest, of those home since the start."""
        return self.longest / 365.0

    @measure("lost more than once", "再次走失", unit="share of those ever lost who live here", kind="share")
    def lost_again(self) -> float:
        """Share of the residents who were ever lost who were lost more than once."""
        return share_of(int(np.count_nonzero(self.times > 1)), int(np.count_nonzero(self.times > 0)))

    @measure("matches for a DNA sample", "每份DNA样本比中", unit="share of samples", kind="share")
    def matches_a_sample(self) -> float:
        """Matches for each sample taken of either side since the start."""
        return share_of(self.by_dna, self.samples)

    @measure("of the nameless, with a mental illness", "无名者中精神障碍者", unit="share of those who came without a name", kind="share")
    def ill_share(self) -> float:
        """Share of those who came to the station without a name since the start who have a mental illness."""
        return share_of(self.nameless_ill, self.nameless)
