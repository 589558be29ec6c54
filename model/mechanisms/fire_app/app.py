"""Fire app (消防App) of Xijiang: what the wiring of a village of wooden houses tells, who answers, and the watch with its gong.

In the world
    Xijiang is a village of 1,446 wooden houses on a slope. A watch goes round with a gong (鸣锣喊寨) and reminds people of their stoves; who
    hears of a fire comes. The app adds protectors that trip, monitors, warnings and visits to mend, and alarms that call the staff. The gong went
    on: in 2022 it went round twice a day.
How it works here
    A house has wiring that wears, appliances, and weeks in which they are too much for it. Electrical fires begin by these, others by season and
    feast; both less often where the gong goes round or a fire is spoken of (houses.py, fires.py). A protector trips, now and then for nothing: some
    households switch it out. A monitor tells of overloads and faults, and far more often of nothing. Staff have few hours, and look at alerts as
    far as those they looked at were true; a warned household too (alerts.py). The watch is a post of each hamlet: its round is a
    focus (watch.py). A fire is noticed by the household, by neighbours who are awake, by the watch, or by staff whom an alarm has called and who
    answer (alarm.py). Those who hear of it decide by their ties to the household, by what they are like, and by how many of their lane go. It
    spreads by distance, slope and wind until hands or the brigade have put it out (blaze.py). Who came is together there, and speaks of it.
Left out
    The dead and hurt; that those who lost a house live elsewhere until it stands again; forest fires; insurance; guests and guest-houses; what
    one who was helped thinks of those who came; mending by turns; tied-down phones and cut lines.
Fails when
    Alerts are nearly all false, and those who should answer do not look any more; a protector is out and nobody mends it; the round of the watch
    ends, and with it its company, its reminding and the gong that wakes.
Sources
    Xinhua 2017-10-11; evidence.md: 42.7 % of home fires electrical, 57,500 alerts for 231 incidents (Wuxuan 2025), fires in Xijiang in 2019, 2020 and
    2023, tails of 60 and 176 houses, the gong in 2022. All else is assumed (parameters.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...ground.text import Text
from .fires import Fires
from .parameters import LEVERS, FireAppParameters

if TYPE_CHECKING:
    from ...contract.week import Week


class FireApp(Fires):
    """Fires, what warns of them and who comes; see the head of this file."""

    name: ClassVar[str] = "fire-app"
    title: ClassVar[Text] = Text("Fire app", "消防App")
    Parameters = FireAppParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    kinds: ClassVar[dict[str, Text]] = {"round": Text("round of the watch", "鸣锣巡寨"), "fire": Text("at a fire", "救火")}

    @classmethod
    def example(cls) -> FireAppParameters:
        """Return parameters with all parts of the policy, and fires that begin often."""
        return FireAppParameters(
            protectors=1.0, monitors=1.0, detectors=1.0, warnings=True, mending=True, electrical_a_year=100.0, other_a_year=200.0, shaken=0.0,
            joins=0.3, watch_accept=3.0, own_minutes=1.0,
        )  # fmt: skip

    def setup(self, week: Week) -> None:
        """Name the post of the watch."""
        self.declare_watch(week)

    def plan(self, week: Week) -> None:
        """Live the week of all houses: what ages, alerts and catches fire; the watch goes round."""
        h = self.homes(week)
        if len(h.flat) == 0:
            return
        self.age(week, h)
        self.ask_to_mend(week, h)
        hazards = self.live(week, h)
        self.break_out(week, h, self.warn(week, h, hazards))
        self.go_round(week)

    def invite(self, week: Week) -> None:
        """Staff look at alerts and mend, where there were hours."""
        self.granted(week)

    def attend(self, week: Week) -> None:
        """See where the gong was heard."""
        self.went_round(week)
