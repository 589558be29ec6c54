"""Articles of the covenant of a building: hung up by the committee, or made by those who sit together and are bothered by something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...ground.measure import share_of
from ...ground.text import Text
from ...people.declared import counter, measure
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from .company import ADULT, Company
from .newcomers import YEAR, P
from .welcome import OWNER

if TYPE_CHECKING:
    from ...contract.call import Sitting
    from ...contract.week import Week

SUBJECTS = {
    "clutter": Text("shared covenant: clutter in the stairwell", "邻里公约：楼道堆物"),
    "noise": Text("shared covenant: noise", "邻里公约：噪音"),
    "parking": Text("shared covenant: parking", "邻里公约：停车"),
    "pets": Text("shared covenant: pets", "邻里公约：宠物"),
}
"""Matters on which there can be an article -> what is put to the vote."""
_QUARTER = 13


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    return float(1.0 / (1.0 + np.exp(-x)))


class Articles(Company[P]):
    """How articles come about; who keeps them is the rule of the covenant (services/covenant.py)."""

    articles_made: int = counter("articles made by those who sat together", "邻里共同商定的条款", unit="articles")
    articles_refused: int = counter("articles that those who sat together did not want", "商议未通过的条款", unit="articles")
    articles_posted: int = counter("articles hung up by the committee", "居委会张贴的条款", unit="articles")
    makers: int = counter("people who took part in making articles", "参与商定条款人次", unit="person-times")
    official_signed: int = counter("official: residents who have signed the covenant", "官方统计：签约居民人次", unit="person-times", beside="makers")

    # Plan

    def post(self, week: Week) -> None:
        """Once a quarter the committee hangs up what does not hang yet."""
        p = self.now
        if p.covenant != "posted" or week.scenario_week % _QUARTER:
            return
        there, paid = self._since(week), []
        for building in np.flatnonzero(week.covers("building")).tolist():
            for subject in SUBJECTS:
                if (subject, building) not in there:
                    number = week.covenant.write(subject, "building", building, np.zeros(0, np.int64))
                    self.articles_posted += 1
                    self.official_signed += len(week.covenant.bound(number))
                    paid.append(building)
        if paid:
            week.ledger.pay("public", "suppliers", np.full(len(paid), p.posted_yuan), week.units("building").community[paid])

    def call_talks(self, week: Week) -> None:
        """Call the people of buildings, or those of them who are settled, to a talk where there is an article to make."""
        p = self.now
        if p.covenant != "talks":
            return
        due = np.flatnonzero(week.due("talk", p.talks_a_year, "building"))
        if len(due) == 0:
            return
        there = self._since(week)
        which = np.array([building for building in due.tolist() if self._open(week, there, building)], np.int64)
        if len(which) == 0:
            return
        among, doors = None, week.households("building")[which]
        if p.covenant_by == "settled":
            among = self._settled(week)
            flats = np.unique(week.residents.flat[among])
            doors = np.bincount(week.unit_of("building", week.places.flat_rows[flats]), minlength=len(week.units("building").lo))[which]
        week.memo["talk"] = week.call(
            "talk", unit="building", which=which, when=(WEEKDAY_EVENING, WEEKEND_AFTERNOON), hours=p.talk_hours, room_for=p.talk_room,
            quality=p.talk_quality, topic="none", poster=p.talk_poster, knock=p.talk_knock, by_committee=True, among=among, promise=True,
            needs=Needs(
                staff=p.talk_staff + p.talk_knock * doors / p.doors_an_hour, duty="assemblies", yuan=p.talk_yuan, account="public",
                room="activity room", priority=Priority.ASSEMBLY,
            ),
        )  # fmt: skip

    def _settled(self, week: Week) -> np.ndarray:
        """Return bool [residents]: owners who have lived here for long."""
        r = week.residents
        return np.asarray((r.tenure == OWNER) & (week.number - r.arrival >= self.now.settled_years * YEAR))

    @staticmethod
    def _since(week: Week) -> dict[tuple[str, int], int]:
        """Return (subject, building) -> week of the article that is alive."""
        return {(a.subject, a.index): a.since for a in week.covenant.articles() if a.unit == "building"}

    def _open(self, week: Week, there: dict[tuple[str, int], int], building: int) -> list[str]:
        """Return the subjects on which a building has no article, or an old one."""
        return [s for s in SUBJECTS if (s, building) not in there or week.number - there[s, building] >= self.now.renew_weeks]

    # Attend

    def talks_held(self, week: Week) -> None:
        """See who came to a talk."""
        sitting = week.sitting("talk")
        if len(sitting):
            self.counted(week, sitting.everyone()[1])

    def make(self, week: Week) -> None:
        """Those who sit together take up what bothers most of them, hear reasons, vote, and write the article if it has passed."""
        how = self.now.covenant
        sitting: Sitting = week.sitting({"talks": "talk", "company": "table"}.get(how, "none"))
        if how not in ("talks", "company") or len(sitting) == 0:
            return
        r, there = week.residents, self._since(week)
        for k in np.flatnonzero(sitting.held).tolist():
            building, rows = int(sitting.unit[k]), sitting.rows(k).astype(np.int64)
            rows = rows[(r.age[rows] >= ADULT) & (week.unit_of("building", rows) == building)]
            if self.now.covenant_by == "settled":
                rows = rows[self._settled(week)[rows]]
            households = np.unique(r.flat[rows])
            subject = self._taken_up(week, self._open(week, there, building), households)
            if len(households) >= self.now.covenant_least and subject:
                self._decide(week, subject, building, rows)

    def _gain(self, week: Week, subject: str, flats: np.ndarray) -> np.ndarray:
        """Return float64 [m], yuan that an article is worth to the households of flats: the same for as long as they live there."""
        p, r = self.now, week.residents
        household = r.identity[np.minimum(week.places.flat_rows[flats], r.n - 1)] >> np.uint64(8)
        bothered = week.for_life(f"bothered {subject}", household) < logistic(p.bothered)
        causes = week.for_life(f"gives cause {subject}", household) < logistic(p.causes)
        return np.asarray(p.benefit * bothered - p.burden * causes)

    def _taken_up(self, week: Week, subjects: list[str], households: np.ndarray) -> str:
        """Return what bothers most of the households present; "" if nothing does."""
        bothers = {subject: int(np.count_nonzero(self._gain(week, subject, households) > 0.0)) for subject in subjects}
        found = max(bothers, key=lambda subject: bothers[subject], default="")
        return found if found and bothers[found] else ""

    def _decide(self, week: Week, subject: str, building: int, rows: np.ndarray) -> None:
        flats = week.deciding.flats("building", building)[1]
        number = int(
            week.deciding.open(
                f"covenant {subject}", SUBJECTS[subject], "building", building, self._gain(week, subject, flats), rule="households", quorum=0.0, due=week.number
            )[0]
        )
        week.deciding.sit(number, rows)
        result = week.deciding.vote(number, rows)
        if not result.passed:
            self.articles_refused += 1
            return
        article = week.covenant.write(subject, "building", building, result.voters)
        self.articles_made += 1
        self.makers += len(result.voters)
        self.official_signed += len(week.covenant.bound(article))

    # Measures

    def _share_kept(self, who: np.ndarray) -> float:
        """Return the share of articles kept, over the articles of buildings and those of `who` (bool [residents]) whom each binds."""
        kept = bound = 0
        for article in self.view.covenant.articles():
            if article.unit == "building" and article.subject in SUBJECTS:
                rows = self.view.covenant.bound(article.number)
                rows = rows[who[rows]]
                bound += len(rows)
                kept += int(self.view.covenant.keeps(article.subject, rows).sum())
        return share_of(kept, bound)

    @measure("articles kept by those whom they bind", "公约条款遵守率", unit="share of residents bound", kind="share", headline=True)
    def kept(self) -> float:
        """Share of residents bound by an article of their building who keep it."""
        return self._share_kept(np.ones(self.view.residents.n, np.bool_))

    @measure("articles kept by newcomers (under two years)", "入住不足两年者的条款遵守率", unit="share of residents bound", kind="share")
    def kept_by_newcomers(self) -> float:
        """Share of those here for under two years."""
        return self._share_kept(self.now_week - self.view.residents.arrival < 2 * YEAR)

    @measure("articles kept by settled owners", "老业主的条款遵守率", unit="share of residents bound", kind="share")
    def kept_by_settled(self) -> float:
        """Share of owners who are settled."""
        r = self.view.residents
        return self._share_kept((r.tenure == OWNER) & (self.now_week - r.arrival >= self.now.settled_years * YEAR))

    @measure("articles kept by renters", "租户的条款遵守率", unit="share of residents bound", kind="share")
    def kept_by_renters(self) -> float:
        """Share of those who rent."""
        return self._share_kept(self.view.residents.tenure != OWNER)
