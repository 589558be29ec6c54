"""Where trust comes from by itself: a baseline of one's own, the week's company, ordinary requests to those in charge, what is told.

In the world
    People differ for life in how much they trust, and come back to it (Glanville and Paxton 2007 find both lasting dispositions and experience).
    A few times a year one wants something of the committee, the property company or the hotline, policy or not, and is answered or is
    not. What an institution promised and did not keep is talked about among those to whom it was promised.
How it works here
    Trust returns to the trust with which a person came (people/trust.py). Each grown-up makes requests at a yearly rate; one that is
    answered is an experience of being heard, one that is not of being passed over. Those who noticed that a promise was broken
    or kept tell it as a word (word.py); of those to whom it was made, who hears of it has the experience of it with the share `told` of its
    weight. While a community still speaks of one broken promise, another one is the same story: those who notice tell it too.
Left out
    Who is turned to and for what, except where a mechanism keeps a counter (queues.py); baselines that move; news from outside.
Fails when
    trust differs between people by what happened to them long ago, or one broken promise is an outrage to those whom it does not concern.
Sources
    Requests: some 11 million calls a year to the hotline of Beijing (22 million people), 53.1 to 96.5 % resolved by the caller's word. Weights assumed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.measure import State
from ..people.constants import TrustConstants
from ..people.declared import counter
from ..people.experiences import Experience
from ..people.places import Places
from ..people.residents import Residents
from ..people.trust import pass_a_week
from .base import NOBODY, Service
from .checking import distinct
from .word import REFUSED, Word

if TYPE_CHECKING:
    from .moment import Moment

_TOLD = (Experience.BROKEN, Experience.KEPT)
_GROWN_UP = 18


class Standing(Service):
    """How people stand to neighbours and institutions when nothing special happens, and what they are told.

    Attributes:
        own_neighbours, own_institutions: float32 [n], baselines.
        account: int64 [2, communities], the word that tells of promises broken, and kept; -1 none.
        heard: bool [2, n], who has had the experience of the present account, by seeing it or by hearing of it.
        concerned: bool [2, n], to whom what it tells of was promised.
    """

    name = "standing"
    requests: int = counter("ordinary requests to those in charge", "日常诉求", unit="requests")
    requests_answered: int = counter("ordinary requests that were answered", "得到回应的日常诉求", unit="requests")

    def __init__(self, places: Places, residents: Residents, constants: TrustConstants, word: Word) -> None:
        """Begin before anybody's baseline is known: it is the trust that they have when their first week begins."""
        self.constants, self.places, self.word = constants, places, word
        self.own_neighbours = np.full(residents.n, np.nan, np.float32)
        self.own_institutions = np.full(residents.n, np.nan, np.float32)
        self.account = np.full((len(_TOLD), places.communities), REFUSED, np.int64)
        self.heard = np.zeros((len(_TOLD), residents.n), np.bool_)
        self.concerned = np.zeros((len(_TOLD), residents.n), np.bool_)
        self._begun = False
        self.restart()

    def begin(self, week: Moment) -> None:
        """Begin a week: newcomers bring a baseline of their own."""
        rows = week.moved if self._begun else np.arange(len(self.own_neighbours))
        self._begun = True
        self.own_neighbours[rows] = week.residents.trust_neighbours[rows]
        self.own_institutions[rows] = week.residents.trust_institutions[rows]
        self.heard[:, rows] = self.concerned[:, rows] = False

    def react(self, week: Moment) -> None:
        """At the end of a week: requests are answered or not, accounts are heard, trust returns to where it belongs."""
        if not self._begun:
            return
        self._ask(week)
        self._listen(week)
        pass_a_week(week.residents, self.own_neighbours, self.own_institutions, self.constants)

    def seen(self, week: Moment, kind: Experience, rows: np.ndarray, concerned: np.ndarray, by: int = NOBODY) -> None:
        """Let residents see a promise broken or kept; from now on they tell it.

        Args:
            week: this week.
            kind: BROKEN or KEPT.
            rows: who sees it (a row may come more than once).
            concerned: rows of those to whom it was made.
            by: number of the mechanism that made it.
        """
        week.experience(kind, rows, by)
        if len(rows) == 0 or self.constants.told <= 0.0:
            return
        k, starts = _TOLD.index(kind), self.places.community_rows
        rows = distinct(rows)
        first = np.searchsorted(rows, starts)
        for c in (first[1:] > first[:-1]).nonzero()[0].tolist():
            mine, number = rows[first[c] : first[c + 1]], int(self.account[k, c])
            if number == REFUSED or not self.word.alive(number):
                self._forget(k, c)
                self.account[k, c] = self.word.new(week, f"promise {kind.name.lower()}", mine)
            else:
                self.word.tell(number, mine)
        self.heard[k, rows] = True
        self.concerned[k, concerned] = True

    def _forget(self, k: int, c: int) -> None:
        """An account is no longer told."""
        lo, hi = self.places.community_rows[c : c + 2]
        self.account[k, c] = REFUSED
        self.heard[k, lo:hi] = self.concerned[k, lo:hi] = False

    def _ask(self, week: Moment) -> None:
        """Each grown-up may want something of those in charge."""
        r, c = week.residents, self.constants
        if c.requests <= 0.0:
            return
        rows = (week.happen("ordinary request", r.identity, c.requests) & (r.age >= _GROWN_UP)).nonzero()[0]
        answered = week.draw("ordinary answer", r.identity[rows]) < c.answered
        week.experience(Experience.HEARD, rows[answered])
        week.experience(Experience.PASSED_OVER, rows[~answered])
        self.requests += len(rows)
        self.requests_answered += int(answered.sum())

    def _listen(self, week: Moment) -> None:
        """Those who have newly heard of a promise have its experience, with a part of the weight."""
        for k, kind in enumerate(_TOLD):
            for c in np.flatnonzero(self.account[k] != REFUSED).tolist():
                if not self.word.alive(int(self.account[k, c])):
                    self._forget(k, c)
            waiting = np.flatnonzero(self.concerned[k] & ~self.heard[k])
            if len(waiting):
                home = np.searchsorted(self.places.community_rows, waiting, side="right") - 1
                rows = waiting[self.word.knows(self.account[k][home], waiting)]
                self.heard[k, rows] = True
                week.experience(kind, rows, share=self.constants.told)

    def state(self) -> State:
        """Return what has to be saved."""
        own = {"own_neighbours": self.own_neighbours, "own_institutions": self.own_institutions, "account": self.account}
        return {**own, "heard": self.heard, "concerned": self.concerned, "begun": self._begun, **super().state()}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        for name in ("own_neighbours", "own_institutions", "account", "heard", "concerned"):
            getattr(self, name)[:] = saved[name]
        self._begun = bool(saved["begun"])
