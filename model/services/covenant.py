"""The covenant: articles on how neighbours behave, and who keeps them.

In the world
    The residents' covenant (居民公约, in villages 村规民约) asks for quiet at noon, a clear stairwell, dogs on a lead, no
    charging of electric bicycles indoors. It hangs on every wall. It is kept where people see that those they know
    keep it, and most by those who took part in making it; where they see the contrary it is paper.
How it works here
    An article has a subject and binds a unit. Each resident keeps the article of a subject, or does not. Who made it
    begins by keeping it. Once in `look` weeks (in weeks of their own) each resident bound looks at their
    acquaintances who are bound by the same article, and from then on keeps it if the share of them who keep it is at
    least the own threshold, and else does not. One without such acquaintances looks at the other households of the
    landing; one who sees nobody goes on as before. Thresholds are persistent: free riders have none that can be
    reached; the others' are normal, lower for those of civic disposition and for those who took part in making the
    article. Nothing else decides, so that a covenant can tip up and can unravel. Of several articles of one subject
    that bind a person, the one of the highest priority is in force for them; of equal priority, that of the smaller
    unit. An article written again for the same unit takes the place of the older one. `prevents` is asked before a
    quarrel begins: it does not begin if the one who would give cause keeps the article of its kind.
Left out
    Sanctions and praise; seeing people whom one does not know outside the landing; that strangers' behaviour in the
    yard is seen too. Keeping an article gives nobody an experience: trust moves where something happens between
    people, as when a quarrel begins or does not.
Fails when
    Acquaintances are hardly bound by the same article (a gate's article where people know others of the whole
    compound): few are looked at.
Sources
    Granovetter 1978 (thresholds); Fischbacher, Gächter & Fehr 2001 (of 44 subjects half cooperate if others do, a
    third never); Ostrom 1990 (rules made by those whom they bind).
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass, replace

import numpy as np

from ..ground.draws import identities_of
from ..ground.measure import State, share_of
from ..ground.random import absorb_many, key_of, stream
from ..people.deciding_constants import CovenantConstants
from ..people.declared import counter, measure
from ..people.places import Places
from .base import Desk, Service
from .covenant_kernels import draw_thresholds, landing_shares, whose_week
from .extents import UNITS, Extent, checked_rows, extent, flat_starts, unit_identities
from .moment import Moment

_LOOK, _THRESHOLD = stream("covenant look"), stream("covenant threshold")
NEVER = np.inf
"""Threshold of a free rider."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    Attributes:
        number: permanent identity.
        subject: the kind of behaviour or dispute, by name (noise, clutter, pets, parking ...).
        unit, index: whom it binds.
        since: absolute week in which it was written.
        priority: of several articles of one subject the highest is in force.
        makers: uint64, identities of those who took part in making it.
        code: a running number, by which `Behaviour` tells articles apart.
    """

    number: int
    subject: str
    unit: str
    index: int
    since: int
    priority: int
    makers: np.ndarray
    code: int

    @property
    def order(self) -> tuple[int, int]:
        """Which of two articles of one subject is in force for somebody bound by both: the greater."""
        return self.priority, UNITS.index(self.unit)


@dataclass(slots=True)
class Behaviour:
    """What residents do about one subject.

    Attributes:
        code: int32 [n], number (a running one) of the article in force for each resident, -1 none.
        keeps: bool [n], who keeps it; False where none is in force.
        maker: bool [n], who took part in making it.
    """

    code: np.ndarray
    keeps: np.ndarray
    maker: np.ndarray


def conform(keeps: np.ndarray, share: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """Return bool [m], who keeps an article after a look: those whose threshold the share seen reaches.

    Who saw nobody (NaN) goes on as before, but for those whom any share (threshold 0 or less) or none (more than 1)
    would move.
    """
    unseen = (threshold <= 0.0) | (keeps & (threshold <= 1.0))
    return np.asarray(np.where(np.isnan(share), unseen, share >= threshold))


@functools.cache
def _key(seed: int, number: np.uint64, subject: str) -> np.uint64:
    return key_of(seed, number, stream(subject))


def thresholds(
    seed: int, subject: str, identity: np.ndarray, civic: np.ndarray, maker: np.ndarray, constants: CovenantConstants
) -> np.ndarray:
    """Return float64 [m], the persistent thresholds of residents in a subject; `NEVER` of free riders.

    Args:
        seed: of all draws.
        subject: of the article.
        identity: uint64, permanent identities.
        civic: civic disposition.
        maker: bool, who took part in making the article.
        constants: mean, spread and shifts.
    """
    c, key = constants, _key(seed, _THRESHOLD, subject)
    found: np.ndarray = draw_thresholds(
        key, identity, civic.astype(np.float64), maker.astype(np.bool_), c.free, c.threshold, c.spread, c.civic, c.maker
    )
    return found


class Covenant(Service):
    """The articles of a society and who keeps them.

    Attributes:
        articles: number -> article alive.
        lapsed: number -> absolute week in which an article ceased to be.
        behaviour: subject -> what residents do about it.
    """

    name = "covenant"
    official_articles: int = counter(
        "official: articles written", "官方统计：已订立公约条款", unit="articles", beside="covenant_kept"
    )

    def __init__(self, places: Places, constants: CovenantConstants) -> None:
        """Begin without articles."""
        self.places, self.constants = places, constants
        self.articles: dict[int, Article] = {}
        self.lapsed: dict[int, int] = {}
        self.behaviour: dict[str, Behaviour] = {}
        self._of_unit: dict[tuple[str, str, int], Article] = {}
        self._extents: dict[tuple[str, int], Extent] = {}
        self._starts: dict[str, np.ndarray] = {}
        self._next_code = 0
        self.allocate(places)

    def begin(self, week: Moment) -> None:
        """Those who moved in made no article and keep none yet."""
        if self.articles and len(week.moved):
            for b in self.behaviour.values():
                b.keeps[week.moved] = False
                b.maker[week.moved] = False

    def react(self, week: Moment) -> None:
        """Let those whose week it is look at what their acquaintances do."""
        if not self.articles:
            return
        r, seed = week.residents, week.society.seed
        for subject, b in self.behaviour.items():
            key = _key(seed, _LOOK, subject)
            rows = whose_week(key, r.identity, b.code, np.int64(self.constants.look), np.int64(week.number))
            if len(rows):
                self.look(
                    week,
                    b,
                    rows,
                    thresholds(seed, subject, r.identity[rows], r.civic[rows], b.maker[rows], self.constants),
                )

    def look(self, week: Moment, behaviour: Behaviour, rows: np.ndarray, threshold: np.ndarray) -> None:
        """Let residents look, all at the same time, and keep their article from now on or not.

        Args:
            week: this week.
            behaviour: of one subject; changed.
            rows: who looks, [m], all bound.
            threshold: float64 [m].
        """
        b = behaviour
        share = week.share_of_known(rows, b.keeps, b.code)
        alone = np.flatnonzero(np.isnan(share))
        if len(alone):
            share[alone] = landing_shares(rows[alone], self.places.landing_rows, week.residents.flat, b.code, b.keeps)
        b.keeps[rows] = conform(b.keeps[rows], share, threshold)

    def write(self, week: Moment, subject: str, unit: str, index: int, makers: np.ndarray, priority: int = 0) -> int:
        """Write an article; see `CovenantDesk.write`."""
        if not subject or not subject.isprintable():
            raise ValueError("the subject of an article is a short name, such as noise")
        where = self._extent(unit, index)
        rows = checked_rows(self.places, makers)
        lo, hi = (int(x) for x in self.places.community_rows[where.community : where.community + 2])
        if len(rows) and not lo <= rows[0] <= rows[-1] < hi:
            raise ValueError(f"the makers of an article are residents of its community, rows {lo} to {hi - 1}")
        who = week.residents.identity[rows]
        identity = unit_identities(self.places, unit, where.flat_lo)
        number = int(identities_of(f"article {subject}", week.number, identity[None])[0])
        b, older, code = self._behaviour(subject), self._of_unit.get((subject, unit, index)), self._next_code
        if older is not None and older.number == number:
            # Two who write the same article in the same week make it together, in whatever order they come.
            who, priority, code = np.union1d(older.makers, who), max(priority, older.priority), older.code
        else:
            self.official_articles += 1
            self._next_code += 1
            if older is not None:
                self._end(older, week)
        self._add(Article(number, subject, unit, index, week.number, priority, who, code))
        self._enforce(week, b, subject, where)
        mine = slice(where.lo, where.hi)
        b.keeps[mine] |= b.maker[mine] & (b.code[mine] == code)
        return number

    def _add(self, article: Article) -> None:
        self.articles[article.number] = article
        self.lapsed.pop(article.number, None)
        self._of_unit[article.subject, article.unit, article.index] = article

    def _end(self, article: Article, week: Moment) -> None:
        del self.articles[article.number], self._of_unit[article.subject, article.unit, article.index]
        self.lapsed[article.number] = week.number

    def _behaviour(self, subject: str) -> Behaviour:
        if subject not in self.behaviour:
            n = int(self.places.community_rows[-1])
            self.behaviour[subject] = Behaviour(np.full(n, -1, np.int32), np.zeros(n, np.bool_), np.zeros(n, np.bool_))
        return self.behaviour[subject]

    def _enforce(self, week: Moment, b: Behaviour, subject: str, where: Extent) -> None:
        """Find anew which article of a subject is in force in a unit; who is bound by none keeps none."""
        mine = slice(where.lo, where.hi)
        b.code[mine] = -1
        b.maker[mine] = False
        found = []
        for unit in UNITS:
            starts = self._starts_of(unit)
            first, end = (
                np.searchsorted(starts, where.flat_lo, side="right") - 1,
                np.searchsorted(starts, where.flat_hi),
            )
            found += [
                a for k in range(int(first), int(end)) if (a := self._of_unit.get((subject, unit, k))) is not None
            ]
        for article in sorted(found, key=lambda a: a.order):
            e = self._extent(article.unit, article.index)
            part = slice(max(e.lo, where.lo), min(e.hi, where.hi))
            b.code[part] = article.code
            b.maker[part] = np.isin(week.residents.identity[part], article.makers)
        b.keeps[mine] &= b.code[mine] >= 0

    def lapse(self, week: Moment, number: int) -> None:
        """Let an article cease to be; see `CovenantDesk.lapse`."""
        article = self.article(number)
        self._end(article, week)
        self._enforce(
            week, self.behaviour[article.subject], article.subject, self._extent(article.unit, article.index)
        )
        if all(a.subject != article.subject for a in self.articles.values()):
            del self.behaviour[article.subject]

    def has(self, subject: str, unit: str, index: int) -> bool:
        """Return whether a unit has an article of its own on a subject."""
        return (subject, unit, index) in self._of_unit

    def article(self, number: int) -> Article:
        """Return an article that is alive.

        Raises:
            ValueError: there is none of this number, or it has lapsed.
        """
        if number in self.articles:
            return self.articles[number]
        if number in self.lapsed:
            raise ValueError(f"article {number} has lapsed in week {self.lapsed[number]}")
        raise ValueError(f"there is no article {number}; {len(self.articles)} are alive")

    def bound(self, number: int) -> np.ndarray:
        """Return int64, the rows of residents for whom an article is in force."""
        article = self.article(number)
        e = self._extent(article.unit, article.index)
        return e.lo + np.flatnonzero(self.behaviour[article.subject].code[e.lo : e.hi] == article.code)

    def _starts_of(self, unit: str) -> np.ndarray:
        """Return the first flat of each unit of a kind, kept: places stand still."""
        if unit not in self._starts:
            self._starts[unit] = flat_starts(self.places, unit)
        return self._starts[unit]

    def _extent(self, unit: str, index: int) -> Extent:
        """Return how far a unit reaches, kept: places stand still."""
        found = self._extents.get((unit, index))
        if found is None:
            found = self._extents[unit, index] = extent(self.places, unit, index)
        return found

    def keepers(self, number: int) -> np.ndarray:
        """Return bool [n], the residents who keep an article (a copy)."""
        article = self.article(number)
        b = self.behaviour[article.subject]
        return np.asarray(b.keeps & (b.code == article.code))

    def compliance(self, number: int) -> float:
        """Return the share of residents bound who keep an article; 0 if it binds nobody."""
        rows = self.bound(number)
        return float(self.behaviour[self.articles[number].subject].keeps[rows].mean()) if len(rows) else 0.0

    def prevents(self, week: Moment, subject: str, left: np.ndarray, right: np.ndarray) -> np.ndarray:
        """Return bool [m], which quarrels do not begin: the one who would give cause keeps the article of their kind.

        Args:
            week: this week.
            subject: the kind of the quarrels.
            left: rows of one side, [m].
            right: rows of the other. A keyed draw says who of the two would give cause.
        """
        b = self.behaviour.get(subject)
        if b is None or len(left) == 0:
            return np.zeros(len(left), np.bool_)
        identity = week.residents.identity
        u = week.draw(f"covenant cause {subject}", absorb_many(identity[left], identity[right]))
        return np.asarray(b.keeps[np.where(u < 0.5, left, right)])

    @measure("articles alive", "有效公约条款", unit="articles", kind="count")
    def articles_alive(self) -> float:
        """Articles alive."""
        return float(len(self.articles))

    @measure("articles kept", "公约实际遵守率", unit="share of residents bound", kind="share")
    def covenant_kept(self) -> float:
        """Mean over residents and the articles in force for them: the share that is kept."""
        bound = sum(int((b.code >= 0).sum()) for b in self.behaviour.values())
        return share_of(sum(int(b.keeps.sum()) for b in self.behaviour.values()), bound)

    def state(self) -> State:
        """Return what has to be saved."""
        plain = [
            [str(a.number), a.subject, a.unit, a.index, a.since, a.priority, a.code, len(a.makers)]
            for a in self.articles.values()
        ]
        makers = np.concatenate([a.makers for a in self.articles.values()]) if self.articles else np.zeros(0, np.uint64)
        found: State = {
            "articles": json.dumps(plain),
            "makers": makers,
            "lapsed": json.dumps([[str(k), w] for k, w in self.lapsed.items()]),
            "subjects": json.dumps(list(self.behaviour)),
            "next_code": self._next_code,
        }
        for k, b in enumerate(self.behaviour.values()):
            found |= {f"{k}/code": b.code, f"{k}/keeps": b.keeps, f"{k}/maker": b.maker}
        return {**found, **super().state()}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.articles, self._of_unit, at = {}, {}, 0
        for number, subject, unit, index, since, priority, code, makers in json.loads(saved["articles"]):
            who = saved["makers"][at : at + makers].copy()
            at += makers
            self._add(Article(int(number), subject, unit, index, since, priority, who, code))
        self.lapsed = {int(k): w for k, w in json.loads(saved["lapsed"])}
        self.behaviour = {
            subject: Behaviour(*(saved[f"{k}/{part}"].copy() for part in ("code", "keeps", "maker")))
            for k, subject in enumerate(json.loads(saved["subjects"]))
        }
        self._next_code = int(saved["next_code"])
        super().restore(saved)


class CovenantDesk(Desk[Covenant]):
    """What a mechanism may do with the covenant: write articles, let them lapse, and see who keeps them."""

    __slots__ = ()

    def write(self, subject: str, unit: str, index: int, makers: np.ndarray, priority: int = 0) -> int:
        """Write an article. Those who made it and are bound by it keep it from now on, until they look around.

        Args:
            subject: the kind of behaviour or dispute, by name (noise, clutter, pets, parking ...).
            unit: "gate", "building", "compound" or "community": whom it binds.
            index: of the unit.
            makers: rows of residents of the community who took part in making it.
            priority: of several articles of one subject that bind a person, the highest is in force.

        Returns:
            Its permanent number.

        Raises:
            ValueError: no such unit, or a maker from elsewhere.
        """
        return self._service.write(self.week, subject, unit, int(index), makers, int(priority))

    def lapse(self, number: int) -> None:
        """Let an article cease to be. Another of its subject that binds the same people comes in force again.

        Raises:
            ValueError: there is no such article alive; so do the methods below.
        """
        self._service.lapse(self.week, int(number))

    def articles(self, subject: str | None = None) -> list[Article]:
        """Return the articles alive, of one subject if it is given, the oldest first."""
        found = self._service.articles.values()
        return [replace(a, makers=a.makers.copy()) for a in found if subject in (None, a.subject)]

    def since(self, unit: str) -> dict[tuple[str, int], int]:
        """Return (subject, index) -> absolute week in which the article alive of a unit of this kind was written."""
        return {(a.subject, a.index): a.since for a in self._service.articles.values() if a.unit == unit}

    def has(self, subject: str, unit: str, index: int) -> bool:
        """Return whether a unit has an article of its own on a subject."""
        return self._service.has(subject, unit, int(index))

    def alive(self, number: int) -> bool:
        """Return whether an article is alive."""
        return int(number) in self._service.articles

    def bound(self, number: int) -> np.ndarray:
        """Return int64, the rows of residents for whom an article is in force."""
        return self._service.bound(int(number))

    def keepers(self, number: int) -> np.ndarray:
        """Return bool [n], the residents who keep an article (a copy)."""
        return self._service.keepers(int(number))

    def keeps(self, subject: str, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: which residents keep the article of a subject that is in force for them; nobody where none is."""
        behaviour = self._service.behaviour.get(subject)
        rows = np.asarray(rows, np.int64)
        return np.zeros(len(rows), np.bool_) if behaviour is None else behaviour.keeps[rows]

    def compliance(self, number: int) -> float:
        """Return the share of residents bound who keep an article; 0 if it binds nobody."""
        return self._service.compliance(int(number))
