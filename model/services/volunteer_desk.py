"""The desk of volunteers: what one mechanism may do with those who give time without being employed.

A mechanism declares a kind of post and keeps it: it says what is offered, what work there was, who came, and whom it
appoints. It never writes strain, thanks or honour, and it does not decide who accepts or who steps down.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from ..ground.text import Text
from ..people.declared import Unit
from ..people.volunteer_constants import PostKind, VolunteerConstants
from .asking import Candidates
from .base import Desk
from .checking import amounts, frozen, indices, unique
from .posts import Posts, Terms
from .volunteers import Volunteers


class VolunteersDesk(Desk[Volunteers]):
    """What one mechanism may do with volunteers. Posts are int arrays: post = unit * seats + seat; of one seat: the unit."""

    __slots__ = ()

    def declare(
        self, kind: str, weights: PostKind, title: Text, unit: Unit, *,
        seats: int = 1, office: bool = False, term: int = 0, elected: bool = False, measured: bool = False, role: int = 0,
    ) -> None:  # fmt: skip
        """Declare a kind of post; the first mechanism to do so keeps it, another one may read it then.

        Args:
            kind: name, "gate head" for instance; draws are keyed by it.
            weights: of the decisions.
            title: what a holder is called.
            unit: "landing", "gate", "building", "compound" or "community"; posts of organisations come with these.
            seats: posts of each unit.
            office: whether it is an office of the same name, whose holders become known.
            term: weeks of the office; 0: without end.
            elected: whether the seats of a unit have one term together.
            measured: whether the office has measures of its own (see `Offices.add`).
            role: bit of `Role` that holders have; 0: none.

        Raises:
            ValueError: it exists in another form.
        """
        self._service.declare(
            kind, weights, title, unit,
            seats=seats, office=office, term=term, elected=elected, measured=measured, role=role, keeper=self.by,
        )  # fmt: skip

    @property
    def constants(self) -> VolunteerConstants:
        """Weights of the kinds of posts that everybody may declare."""
        return self._service.constants

    def offer(
        self, kind: str, posts: np.ndarray | None = None, *, honour: bool = False, pay: float = 0.0, points: float = 0.0, party_first: bool = False
    ) -> None:
        """Offer terms to the holders of some posts from now on, whoever keeps the kind; the defaults are nothing.

        Args:
            kind: of the posts.
            posts: which; None: all.
            honour: certificates and a ceremony.
            pay: yuan a month.
            points: yuan of points for an evening's work.
            party_first: whether Party members, activists and backbones are thought of first.

        Raises:
            ValueError: pay or points are negative.
        """
        p = self._of(kind)
        amounts([pay, points], (2,), "pay and points")
        p.offer(np.arange(len(p)) if posts is None else indices(posts, len(p), "posts"), Terms(honour, pay, points, party_first))

    # Who holds a post

    def search(
        self, kind: str, posts: np.ndarray, candidates: Candidates | None = None, counter: int = 0
    ) -> np.ndarray:
        """Ask for each of some vacant posts those who come to mind first, in turn, until one accepts.

        Args:
            kind: of the posts.
            posts: vacant ones; others are passed over.
            candidates: (units, rows) of those who may be asked; by default the residents of each unit.
            counter: number of the search within the week.

        Returns:
            int64, the posts that have a holder now.
        """
        p = self._kept(kind)
        posts = indices(posts, len(p), "posts")
        return self._service.search(
            self.week, kind, posts[(p.row[posts] < 0) & p.columns["open"][posts]], self._may(candidates), counter
        )

    def seek(self, kind: str, where: np.ndarray | None = None, candidates: Candidates | None = None) -> np.ndarray:
        """Let the vacant posts whose turn it is look for somebody, each every `search_every` weeks.

        Args:
            kind: of the posts.
            where: bool [units], in which; None: all.
            candidates: see `search`.

        Returns:
            int64, the posts that have a holder now.
        """
        p = self._kept(kind)
        if where is not None and np.shape(where) != (len(p) // p.seats,):
            raise ValueError(f"where has one entry for each of {len(p) // p.seats} units")
        return self._service.seek(self.week, kind, where, self._may(candidates))

    def decide_to_begin(
        self, kind: str, rows: np.ndarray, extra: np.ndarray | float = 0.0, counter: int = 0
    ) -> np.ndarray:
        """Let residents decide whether to begin something of their own; return the rows of those who do (nothing is founded yet).

        Args:
            kind: of the post that they would hold.
            rows: residents, each once.
            extra: log-odds, what is at stake for each; at most `most_stake` either way.
            counter: number of the decision within the week.
        """
        self._kept(kind)
        rows = unique(indices(rows, self._service.residents.n, "rows of residents"), "rows of residents")
        most = self._service.constants.most_stake
        if not np.all(np.abs(extra) <= most):
            raise ValueError(f"what is at stake adds at most {most:g} to the log-odds, either way")
        return self._service.decide_to_begin(self.week, kind, rows, extra, counter)

    def appoint(self, kind: str, posts: np.ndarray, rows: np.ndarray, nominal: np.ndarray | bool = False) -> None:
        """Let residents of their units hold posts without asking them; `nominal`: in name only (挂名), one or for each."""
        p = self._kept(kind)
        posts = unique(indices(posts, len(p), "posts"), "posts")
        rows = unique(indices(rows, self._service.residents.n, "rows of residents"), "rows of residents")
        if len(rows) != len(posts):
            raise ValueError(f"{len(posts)} posts and {len(rows)} residents were given; it takes one for each")
        units = posts // p.seats
        if p.unit == "organisation" or ((rows < p.starts[units]) | (rows >= p.starts[units + 1])).any():
            raise ValueError(f"one who is appointed {kind!r} lives in the unit; an organisation finds its own")
        self._service.appoint(self.week, kind, posts, rows, nominal)

    def vacate(self, kind: str, posts: np.ndarray) -> None:
        """Leave posts without a holder: the time is over, or they are dismissed."""
        p = self._kept(kind)
        self._service.vacate(self.week, kind, unique(indices(posts, len(p), "posts"), "posts"))

    # What they did

    def work(self, kind: str, posts: np.ndarray, asked: np.ndarray | float, done: np.ndarray | float = 0.0) -> None:
        """Say what work there was for the holders of posts this week; several calls add up.

        Args:
            kind: of the posts.
            posts: of whom.
            asked: evenings that were asked of each; what is above their evenings strains them.
            done: evenings that each has given; points are for these.
        """
        p = self._of(kind)
        posts = indices(posts, len(p), "posts")
        self._service.work(
            kind, posts, amounts(asked, posts.shape, "evenings asked"), amounts(done, posts.shape, "evenings done")
        )

    def seen(
        self, kind: str, posts: np.ndarray, turnout: np.ndarray | float, helpers: np.ndarray | float | None = None
    ) -> None:
        """Say who came to an occasion of these posts, besides the holder, and how many lent a hand. One call an occasion."""
        p = self._of(kind)
        posts = unique(indices(posts, len(p), "posts"), "posts")
        came = amounts(turnout, posts.shape, "those who came")
        self._service.seen(kind, posts, came, None if helpers is None else amounts(helpers, posts.shape, "helpers"))

    def paid(self, kind: str, posts: np.ndarray, paid: np.ndarray, *, points: bool = False) -> None:
        """Say which holders were given what the terms promise, after the ledger was asked; a broken promise is felt as one.

        Args:
            kind: of the posts.
            posts: for whom it was due.
            paid: bool, who got it.
            points: whether it was their points that fell due: those paid have none left.
        """
        p = self._of(kind)
        posts = unique(indices(posts, len(p), "posts"), "posts")
        self._service.paid(
            self.week, kind, posts, np.broadcast_to(np.asarray(paid, np.bool_), posts.shape), self.by, points=points
        )

    # Reading

    def holder(self, kind: str) -> np.ndarray:
        """Return int32 [posts], row of each holder, -1 where vacant; a copy."""
        return self._of(kind).row.copy()

    def held(self, kind: str) -> np.ndarray:
        """Return int64, the posts that somebody holds, in name only or not."""
        return self._of(kind).held()

    def at_work(self, kind: str) -> np.ndarray:
        """Return int64, the posts whose holder does the work: not in name only, and with some evening."""
        self._of(kind)
        return self._service.at_work(kind)

    def runners(self, kind: str, unit: Unit) -> np.ndarray:
        """Return int32 [units], row of the holder who does the work of each unit's post, -1 where there is none.

        Raises:
            ValueError: there is not one such post of each `unit`.
        """
        p = self._of(kind)
        if p.unit != unit or p.seats != 1:
            raise ValueError(f"there are {p.seats} posts {kind!r} of each {p.unit}; an occasion of a {unit} is run by the one of that {unit}")
        found, working = np.full(len(p), -1, np.int32), self._service.at_work(kind)
        found[working] = p.row[working]
        return found

    def vacant(self, kind: str) -> np.ndarray:
        """Return int64, the posts of units that are lived in and that nobody holds."""
        return self._of(kind).vacant()

    def evenings(self, kind: str, posts: np.ndarray) -> np.ndarray:
        """Return float32 [m], evenings a week that the holders of posts have at most; 0 if vacant or held in name only."""
        p = self._of(kind)
        posts = indices(posts, len(p), "posts")
        return np.where(p.row[posts] >= 0, self._service.evenings(kind, posts), np.float32(0.0))

    def table(self, kind: str) -> Mapping[str, np.ndarray]:
        """Return the columns of all posts (`posts.COLUMNS`: strain, thanks, honour, helpers, company, points ...), read only."""
        return MappingProxyType({name: frozen(column) for name, column in self._of(kind).columns.items()})

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many were asked, declined, begun and quit since the start."""
        self._of(kind)
        return self._service.counts(kind)

    def _may(self, candidates: Candidates | None) -> Candidates | None:
        if candidates is None:
            return None
        units, rows = candidates
        rows = indices(rows, self._service.residents.n, "rows of residents")
        units = indices(units, self._service.residents.n, "units")
        if len(units) != len(rows):
            raise ValueError(
                f"{len(units)} units and {len(rows)} residents were given as candidates; it takes one for each"
            )
        return units, rows

    def _of(self, kind: str) -> Posts:
        kinds = self._service.kinds
        if kind not in kinds:
            raise ValueError(f"there is no post {kind!r}; there are {', '.join(map(repr, kinds)) or 'none'}")
        return kinds[kind]

    def _kept(self, kind: str) -> Posts:
        posts = self._of(kind)
        if posts.keeper != self.by:
            raise ValueError(f"the post {kind!r} is kept by another mechanism; this one may read it")
        return posts
