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
_NAMES = tuple(SUBJECTS)
_QUARTER = 13
_NEVER = -(1 << 40)
"""Week of an article that there is not: long ago."""


def _each_once(k: np.ndarray, number: np.ndarray, below: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs (k, number < `below`) in order, each once."""
    pairs = np.unique(k * below + number)
    return pairs // below, pairs % below


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
        paid, subjects = np.nonzero(((self._since(week) == _NEVER) & week.covers("building")).T)
        for building, subject in zip(paid.tolist(), subjects.tolist(), strict=True):
            number = week.covenant.write(_NAMES[subject], "building", building, np.zeros(0, np.int64))
            self.articles_posted += 1
            self.official_signed += len(week.covenant.bound(number))
        if len(paid):
            week.ledger.pay("public", "suppliers", np.full(len(paid), p.posted_yuan), week.units("building").community[paid])

    def call_talks(self, week: Week) -> None:
        """Call the people of buildings, or those of them who are settled, to a talk where there is an article to make."""
        p = self.now
        if p.covenant != "talks":
            return
        due = np.flatnonzero(week.due("talk", p.talks_a_year, "building"))
        if len(due) == 0:
            return
        which = due[self._open(week)[:, due].any(axis=0)]
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
    def _since(week: Week) -> np.ndarray:
        """Return int64 [subjects, buildings], the week of the article that is alive, `_NEVER`: there is none."""
        found = np.full((len(_NAMES), len(week.units("building").lo)), _NEVER)
        for (subject, building), since in week.covenant.since("building").items():
            if subject in SUBJECTS:
                found[_NAMES.index(subject), building] = since
        return found

    def _open(self, week: Week) -> np.ndarray:
        """Return bool [subjects, buildings], where there is no article, or an old one."""
        return np.asarray(week.number - self._since(week) >= self.now.renew_weeks)

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
        r, buildings = week.residents, sitting.unit
        k, row = sitting.everyone()
        k, rows = k.astype(np.int64), row.astype(np.int64)
        here = (r.age[rows] >= ADULT) & (week.unit_of("building", rows) == buildings[k])
        if self.now.covenant_by == "settled":
            here &= self._settled(week)[rows]
        k, rows = k[here], rows[here]
        table, flats = _each_once(k, r.flat[rows].astype(np.int64), week.places.flats)
        subject = self._taken_up(week, self._open(week)[:, buildings], table, flats)
        chosen = np.flatnonzero((np.bincount(table, minlength=len(buildings)) >= self.now.covenant_least) & (subject >= 0))
        if len(chosen):
            place = np.full(len(buildings), -1)
            place[chosen] = np.arange(len(chosen))
            there = place[k] >= 0
            self._decide(week, subject[chosen], buildings[chosen], place[k[there]], rows[there])

    def _gain(self, week: Week, subject: str, flats: np.ndarray) -> np.ndarray:
        """Return float64 [m], yuan that an article is worth to the households of flats: the same for as long as they live there."""
        p, r = self.now, week.residents
        household = r.identity[np.minimum(week.places.flat_rows[flats], r.n - 1)] >> np.uint64(8)
        bothered = week.for_life(f"bothered {subject}", household) < logistic(p.bothered)
        causes = week.for_life(f"gives cause {subject}", household) < logistic(p.causes)
        return np.asarray(p.benefit * bothered - p.burden * causes)

    def _taken_up(self, week: Week, is_open: np.ndarray, table: np.ndarray, flats: np.ndarray) -> np.ndarray:
        """Return int64 [tables], the subject that bothers most of the households present, -1 if nothing does.

        Args:
            week: this week.
            is_open: bool [subjects, tables], of what there is an article to make.
            table: int64 [m], where a household is present.
            flats: int64 [m], which.
        """
        bothers = np.array([np.bincount(table[self._gain(week, name, flats) > 0.0], minlength=is_open.shape[1]) for name in _NAMES])
        bothers[~is_open] = 0
        return np.where(bothers.any(axis=0), bothers.argmax(axis=0), -1)

    def _decide(self, week: Week, subject: np.ndarray, building: np.ndarray, k: np.ndarray, rows: np.ndarray) -> None:
        """Put articles to the vote, one at each table; (k, rows): who sits at which of them."""
        numbers = np.zeros(len(subject), np.uint64)
        for one in np.unique(subject).tolist():
            mine, name = subject == one, _NAMES[one]
            gain = self._gain(week, name, week.deciding.flats("building", building[mine])[1])
            numbers[mine] = week.deciding.open(
                f"covenant {name}", SUBJECTS[name], "building", building[mine], gain, rule="households", quorum=0.0, due=week.number
            )
        week.deciding.sit_all(numbers, k, rows)
        for result, one, where in zip(week.deciding.vote_all(numbers, k, rows), subject.tolist(), building.tolist(), strict=True):
            if not result.passed:
                self.articles_refused += 1
                continue
            article = week.covenant.write(_NAMES[one], "building", where, result.voters)
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
