"""The posts of one kind of volunteer as arrays, and the formulas by which holders feel and decide."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple, cast

import numpy as np

from ..ground.measure import State
from ..ground.text import Text
from ..people.declared import Unit
from ..people.residents import Residents, Role, Situation
from ..people.volunteer_constants import PostKind
from .base import NOBODY
from .offices import VACANT, Office
from .posts_kernels import due, feel

QUARTER = 13
"""Weeks between two decisions to go on."""
ADULT = 18
ACTIVE = int(Role.PARTY | Role.ACTIVIST | Role.BACKBONE)
"""Party members, activists and backbones of the arts: who comes to mind first where these go first."""
COUNTS = ("asked", "declined", "begun", "quit")
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Terms(NamedTuple):
    """What is offered to the holders of some posts; the default is nothing.

    Attributes:
        honour: certificates and a ceremony.
        pay: yuan a month.
        points: yuan of points for an evening's work.
        party_first: whether Party members, activists and backbones are thought of first.
    """

    honour: bool = False
    pay: float = 0.0
    points: float = 0.0
    party_first: bool = False


COLUMNS: dict[str, tuple[type, float]] = {
    "row": (np.int32, VACANT),
    "since": (np.int32, 0),
    "phase": (np.int64, 0),
    "open": (np.bool_, True),
    "nominal": (np.bool_, False),
    "strain": (np.float64, 0.0),
    "thanks": (np.float64, 0.0),
    "honour": (np.float64, 1.0),
    "helpers": (np.float64, 0.0),
    "company": (np.float64, 0.0),
    "points": (np.float64, 0.0),
    "asked": (np.float64, 0.0),
    "honoured": (np.bool_, False),
    "pay": (np.float64, 0.0),
    "point_worth": (np.float64, 0.0),
    "party_first": (np.bool_, False),
}
"""Column -> (type, value at first).

row: of the holder, VACANT if there is none; since: absolute week in which the holder, or the vacancy, began; phase:
    weeks by which the
quarters are shifted; open: whether the post exists; nominal: held in name only (挂名); strain: average of the work above the
holder's evenings, as a share of them; thanks: 0 to 1; honour: 0 to 1, what is left of the wish to do it for honour; helpers,
company: at the usual occasion; points: yuan not redeemed; asked: evenings asked this week; the last four: the terms.
"""


@dataclass(slots=True)
class Posts:
    """All posts of one kind; post = unit * seats + seat.

    Attributes:
        title: what a holder is called.
        weights: of the decisions.
        unit: of what there are `seats` posts each.
        seats: posts of a unit.
        identity: uint64 [posts], permanent; posts of organisations get theirs when these are founded.
        starts: int32 [units + 1], rows of residents of each unit; empty for organisations.
        columns: column -> array [posts], see `COLUMNS`.
        keeper: number of the mechanism that keeps the kind, NOBODY: ordinary life or another service.
        role: bit of `Residents.roles` that holders have, if no office gives it.
        office: that the holders hold, or None.
        counts: int64, asked, declined, begun, quit since the start.
    """

    title: Text
    weights: PostKind
    unit: Unit
    seats: int
    identity: np.ndarray
    starts: np.ndarray
    columns: dict[str, np.ndarray]
    keeper: int = NOBODY
    role: int = 0
    office: Office | None = None
    counts: np.ndarray = field(default_factory=lambda: np.zeros(len(COUNTS), np.int64))
    _wish: np.ndarray = field(default_factory=lambda: np.zeros(0))
    _floor: np.ndarray = field(default_factory=lambda: np.zeros(0))
    _last: tuple[np.ndarray, Terms] | None = None

    @classmethod
    def make(
        cls,
        title: Text,
        weights: PostKind,
        unit: Unit,
        seats: int,
        identity: np.ndarray,
        starts: np.ndarray,
        keeper: int,
        role: int,
    ) -> Posts:
        """Make the posts of a kind: vacant, and nothing is offered."""
        n = len(identity)
        columns: dict[str, np.ndarray] = {name: np.full(n, value, kind) for name, (kind, value) in COLUMNS.items()}
        # The quarters of two neighbours must not fall together: the phase is a hash of the identity.
        columns["phase"][:] = (identity * _MIX >> np.uint64(40)).astype(np.int64)
        columns["thanks"][:] = weights.thanks_base
        columns["company"][:] = weights.company_first
        columns["open"][:] = np.repeat(np.diff(starts) > 0, seats) if len(starts) else False
        posts = cls(title, weights, unit, seats, identity, starts, columns, keeper, role)
        posts.agree()
        return posts

    def __len__(self) -> int:
        return len(self.identity)

    @property
    def row(self) -> np.ndarray:
        """int32 [posts], row of each holder, VACANT if there is none."""
        return self.columns["row"]

    def held(self) -> np.ndarray:
        """Return int64, the posts that somebody holds."""
        return np.asarray((self.row >= 0).nonzero()[0])

    def vacant(self) -> np.ndarray:
        """Return int64, the posts that exist and that nobody holds."""
        return np.asarray(((self.row < 0) & self.columns["open"]).nonzero()[0])

    # Terms

    def offer(self, posts: np.ndarray, terms: Terms) -> None:
        """Offer terms to some posts from now on."""
        if self._last is not None and self._last[1] == terms and np.array_equal(self._last[0], posts):
            return
        c, self._last = self.columns, (posts.copy(), terms)
        c["honoured"][posts], c["pay"][posts], c["point_worth"][posts], c["party_first"][posts] = (
            terms.honour, terms.pay, terms.points, terms.party_first,
        )  # fmt: skip
        self.agree()

    def agree(self) -> None:
        """Work out what the terms add to the wish to hold a post, and what they leave of honour."""
        c, w = self.columns, self.weights
        self._wish = w.pay * np.log1p((c["pay"] + w.evenings_a_month * c["point_worth"]) / w.pay_scale)
        self._floor = 1.0 - np.maximum(w.crowding * (c["pay"] > 0.0), w.points_crowding * (c["point_worth"] > 0.0))

    # Log-odds

    def comes_to_mind(self, r: Residents, rows: np.ndarray, known: np.ndarray, party_first: np.ndarray) -> np.ndarray:
        """Return float64 [m], how soon one thinks of each of these residents.

        Args:
            r: the residents.
            rows: of whom.
            known: acquaintances of each.
            party_first: bool [m], whether the active go first where each is asked.
        """
        w = self.weights
        home = r.situation[rows] <= Situation.CARER
        active = (r.roles[rows] & ACTIVE) != 0
        found = (
            r.civic[rows] + w.mind_home * home + w.mind_known * np.log1p(known) + w.mind_party * (party_first & active)
        )
        return cast(np.ndarray, found)

    def accepts(self, r: Residents, rows: np.ndarray, base: float) -> np.ndarray:
        """Return float64 [m], the log-odds that each takes such a post without terms; `base`: when all else is average."""
        w = self.weights
        home = r.situation[rows] <= Situation.CARER
        found = (
            base + w.accept_civic * r.civic[rows] + w.accept_home * home + w.accept_time * (r.free_hours[rows] / 20.0 - 1.0)
            + w.accept_trust * (r.trust_institutions[rows] - 0.5) - w.frailty * r.frailty[rows]
        )  # fmt: skip
        return cast(np.ndarray, found)

    def offered(self, posts: np.ndarray) -> np.ndarray:
        """Return float64 [m], what the terms of these posts add to the log-odds of accepting."""
        return cast(np.ndarray, self._wish[posts] + self.weights.accept_honour * self.columns["honoured"][posts])

    def goes_on(self, r: Residents, posts: np.ndarray, week: int) -> np.ndarray:
        """Return float64 [m], the log-odds that the holders of these posts go on for another quarter."""
        c, w, rows = self.columns, self.weights, self.row[posts]
        found = (
            w.stay + w.stay_honour * c["honour"][posts] * c["thanks"][posts] + w.stay_helpers * np.minimum(c["helpers"][posts], 3.0)
            + w.company * np.minimum(c["company"][posts] / 8.0, 1.0) - w.tires * (week - c["since"][posts]) / QUARTER
            + self._wish[posts] - w.stay_strain * c["strain"][posts] - w.frailty * r.frailty[rows]
        )  # fmt: skip
        return cast(np.ndarray, found)

    # What a week does

    def feel(self, free_hours: np.ndarray, evening_rule: tuple[np.float32, np.float32, np.float32]) -> None:
        """Let strain, recognition and honour of all holders follow the week, by work above their evenings, company and terms.

        Args:
            free_hours: float32 [residents].
            evening_rule: evenings for a free hour, most evenings, and the fewest against which work is felt.
        """
        c, w = self.columns, self.weights
        lost, back = 1.0 - 0.5 ** (1.0 / w.crowding_weeks), 1.0 - 0.5 ** (1.0 / w.recovery_weeks)
        weights = w.strain_rate, w.thanks_base, w.thanks_turnout, w.thanks_honour, w.thanks_rate, lost, back
        offered = c["honoured"], c["pay"], c["point_worth"]
        felt = c["strain"], c["thanks"], c["honour"], c["company"]
        feel(c["row"], free_hours, evening_rule, c["asked"], offered, felt, self._floor, weights)

    def due(self, week: int) -> np.ndarray:
        """Return int64, the posts whose holder's quarter is over; who has begun in this week does not decide yet."""
        c = self.columns
        return cast(np.ndarray, due(c["row"], c["since"], c["phase"], np.int64(week), QUARTER))

    def turn(self, week: int) -> np.ndarray:
        """Return int64, the vacant posts for which it is time to search."""
        vacant = self.vacant()
        if len(vacant):
            vacant = vacant[(self.columns["phase"][vacant] + week) % self.weights.search_every == 0]
        return vacant

    def begin(self, posts: np.ndarray, rows: np.ndarray, week: int, nominal: bool | np.ndarray = False) -> None:
        """Let residents hold posts: fresh, thanked as anybody is, and without points."""
        c = self.columns
        c["row"][posts], c["since"][posts] = rows, week
        self.afresh(posts)
        c["nominal"][posts] = nominal

    def afresh(self, posts: np.ndarray) -> None:
        """Let holders begin to do the work: nothing has worn them out, and they are thanked as anybody is."""
        for name, value in (
            ("nominal", False), ("strain", 0.0), ("thanks", self.weights.thanks_base), ("honour", 1.0), ("points", 0.0), ("asked", 0.0),
        ):  # fmt: skip
            self.columns[name][posts] = value

    def end(self, posts: np.ndarray, week: int) -> None:
        """Leave posts without a holder; their usual company and helpers stay with them."""
        c = self.columns
        c["row"][posts], c["since"][posts], c["nominal"][posts] = VACANT, week, False
        c["asked"][posts] = c["points"][posts] = 0.0

    def state(self) -> State:
        """Return what has to be saved."""
        return {**self.columns, "identity": self.identity, "counts": self.counts}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.columns = {name: np.array(saved[name], kind) for name, (kind, _) in COLUMNS.items()}
        self.identity, self.counts = saved["identity"].copy(), saved["counts"].copy()
        self._last = None
        self.agree()
