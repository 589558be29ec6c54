"""Company: neighbours' days of the compound, shared tables of a building, groups in which neighbours teach one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.text import Text
from ...people.declared import counter, measure
from ...people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_EVENING, WEEKDAY_MORNING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ...people.residents import NO_TALENT, Role, Situation
from .newcomers import MONTH, P
from .welcome import Welcome

if TYPE_CHECKING:
    from ...contract.week import Week

HOST, EXCHANGE = "table host", "skills exchange"
TEACHER = f"{EXCHANGE} organiser"
ADULT = 18
ACTIVE = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
_DAY = np.array((WEEKDAY_MORNING, WEEKDAY_AFTERNOON, WEEKEND_MORNING), np.uint8)
_EVENING = np.array((WEEKDAY_EVENING, WEEKEND_MORNING, WEEKEND_AFTERNOON), np.uint8)


class Company(Welcome[P]):
    """Occasions at which neighbours meet; who comes is their own decision."""

    days: int = counter("neighbours' days held", "邻里节次数", unit="days", a_year=True)
    days_off: int = counter("neighbours' days called off for want of staff or money", "因缺人手或经费取消的邻里节", unit="days", a_year=True)
    at_days: int = counter("person-times at neighbours' days", "邻里节实到人次", unit="person-times", a_year=True)
    official_at_days: int = counter("official: person-times at neighbours' days", "官方统计：邻里节人次", unit="person-times", a_year=True, beside="at_days")
    tables: int = counter("shared tables held", "共餐次数", unit="tables", a_year=True)
    tables_due: int = counter("shared tables that were due", "应办共餐次数", unit="tables", a_year=True)
    lessons: int = counter("meetings of skills exchange groups", "技能互换活动次数", unit="meetings", a_year=True)

    def declare_company(self, week: Week) -> None:
        """Name the post of a host, one for each building, and the groups, which are organisations."""
        wishes = week.volunteers.constants.organiser
        week.volunteers.declare(HOST, wishes.model_copy(update={"accept": self.now.table_accept}), Text("host of a shared table", "共餐主人"), "building")
        teacher = wishes.model_copy(update={"begin": self.now.exchange_begin})
        week.organisations.declare(EXCHANGE, Text("skills exchange", "技能互换小组"), organiser=teacher)

    # Neighbours' days

    def hold_days(self, week: Week) -> None:
        """Call the neighbours' days that fall due; whoever knocks for the committee is its staff."""
        p, by_mouth = self.now, self.now.word == "mouth"
        if p.days_a_year == 0.0:
            return
        times = week.due("day", p.days_a_year, "compound")
        if not times.any():
            return
        knock = 0.0 if by_mouth else p.day_knock
        staff = p.day_staff + knock * week.households("compound") / p.doors_an_hour if p.day_host == "committee" else np.full(len(times), p.day_staff)
        week.memo["day"] = week.call(
            "day", unit="compound", times=times, when=(WEEKEND_AFTERNOON, WEEKEND_MORNING), hours=p.day_hours, room_for=p.day_room,
            quality=p.day_quality, openness=p.day_openness, poster=0.0 if by_mouth else p.day_poster, chat=0.0 if by_mouth else p.day_chat, knock=knock,
            by_committee=p.day_host == "committee", first=ACTIVE if by_mouth else 0, promise=True,
            needs=Needs(staff=np.repeat(staff, times), yuan=p.day_yuan, account="public", room="courtyard", priority=Priority.CULTURE),
        )  # fmt: skip

    def days_held(self, week: Week) -> None:
        """See who came to the day, and what is written down of it."""
        from ...survey import official_count

        sitting = week.sitting("day")
        if len(sitting):
            came = sitting.came[sitting.held]
            self.days += len(came)
            self.days_off += len(sitting) - len(came)
            self.at_days += int(came.sum())
            self.official_at_days += int(official_count(came, self.now.report_floor).sum())
            self.counted(week, sitting.everyone()[1])

    # Shared tables

    def lay_tables(self, week: Week) -> None:
        """Let the hosts of buildings call the tables that fall due."""
        p, by_mouth = self.now, self.now.word == "mouth"
        if p.tables_a_year == 0.0:
            return
        week.volunteers.seek(HOST, week.covers("building"))
        due = week.due("table", p.tables_a_year, "building") > 0
        self.tables_due += int(np.count_nonzero(due))
        which = np.flatnonzero(due & (week.volunteers.runners(HOST, "building") >= 0))
        if len(which) == 0:
            return
        knock = 0.0 if by_mouth else p.table_knock
        week.memo["table"] = week.call(
            "table", unit="building", which=which, post=HOST, when=(WEEKEND_AFTERNOON, WEEKDAY_EVENING), hours=p.table_hours,
            room_for=p.table_room, quality=p.table_quality, topic="cooking", poster=0.0 if by_mouth else p.table_poster, knock=knock,
            invite=None if by_mouth else self._by_name(week, which),
            needs=Needs(
                evenings=p.table_evenings, least=p.table_least, yuan=p.table_yuan, account="public", room="activity room",
                door_evenings=knock * week.households("building")[which] / p.doors_an_evening, priority=Priority.CULTURE,
            ),
        )  # fmt: skip

    def _by_name(self, week: Week, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (occasion, row) of the newcomers whom hosts invite by name: some of those who moved into their building lately."""
        p, r = self.now, week.residents
        rows = np.flatnonzero(week.number - r.arrival <= p.new_weeks)
        home = week.unit_of("building", rows)
        k = np.searchsorted(which, home)
        mine = np.isin(home, which)
        rows, k = rows[mine], k[mine]
        order = np.lexsort((week.draw("by name", r.identity[rows]), k))
        rows, k = rows[order], k[order]
        first = np.arange(len(k)) - np.searchsorted(k, k, side="left") < p.table_invites
        return k[first], rows[first]

    def tables_held(self, week: Week) -> None:
        """See who sat down."""
        sitting = week.sitting("table")
        if len(sitting):
            self.tables += int(np.count_nonzero(sitting.held))
            self.counted(week, sitting.everyone()[1])

    # Skills exchange

    def exchange(self, week: Week) -> None:
        """Found groups once a month, as many as are offered a room, and call their meetings; without the policy they end."""
        p, mine = self.now, week.organisations.mine(EXCHANGE)
        if p.exchanges == 0:
            if len(mine):
                week.organisations.end(mine[week.covers("compound")[week.organisations.table(mine)["compound"]]])
            return
        if week.scenario_week % MONTH == 0:
            self._found(week, mine)
        week.memo["exchange"] = week.call_members(
            EXCHANGE, "exchange", evenings=p.exchange_evenings, yuan=0.0, hours=p.exchange_hours, room_for=p.exchange_room,
            quality=p.exchange_quality, poster=p.exchange_poster,
        )  # fmt: skip

    def _found(self, week: Week, mine: np.ndarray) -> None:
        """Adults who can do something decide whether to teach it, as long as there is room for another group."""
        p, r = self.now, week.residents
        free = p.exchanges - np.bincount(week.organisations.table(mine)["compound"], minlength=week.places.compounds)
        rows = np.flatnonzero((r.age >= ADULT) & (r.talent != NO_TALENT))
        home = week.unit_of("compound", rows)
        hears = week.draw("hears of exchange", r.identity[rows]) < p.exchange_notice
        rows = rows[(free[home] > 0) & week.covers("compound")[home] & hears]
        # Who runs a group already begins no other.
        rows = np.setdiff1d(rows, week.organisations.table(mine)["organiser"])
        if len(rows) == 0:
            return
        rows = week.volunteers.decide_to_begin(TEACHER, rows)
        home = week.unit_of("compound", rows)
        order = np.lexsort((week.draw("which group first", r.identity[rows]), home))
        rows, home = rows[order], home[order]
        first = np.arange(len(rows)) - np.searchsorted(home, home, side="left") < free[home]
        rows, home = rows[first], home[first]
        if len(rows):
            pick = week.draw("exchange round", r.identity[rows])
            rounds = np.where((r.situation[rows] <= Situation.CARER)[:, None], _DAY, _EVENING)
            when = rounds[np.arange(len(rows)), (pick * rounds.shape[1]).astype(np.int64)]
            week.organisations.found(EXCHANGE, home, rows, topic=r.talent[rows], every=p.exchange_every, round=when)
            week.discover(rows)

    def exchanged(self, week: Week) -> None:
        """See who came to learn; the street office pays for the material."""
        sitting = week.sitting("exchange")
        if len(sitting) == 0:
            return
        week.members_came(sitting)
        held = sitting.held
        self.lessons += int(np.count_nonzero(held))
        self.counted(week, sitting.everyone()[1])
        if held.any():
            week.ledger.pay("public", "suppliers", np.full(int(held.sum()), self.now.exchange_yuan), sitting.community[held])

    @measure("skills exchange groups", "技能互换小组", unit="groups", kind="count")
    def groups(self) -> float:
        """Groups that exist."""
        return len(self.view.organisations.mine(EXCHANGE))
