"""Volunteers (志愿者): one rule for whoever gives time without being employed.

In the world
    A gate head, a circle's organiser, a keeper of a tea room, a mediator, a member of a team: somebody thinks of a
    few people and asks them in turn, most decline, one accepts. Too much work, no thanks, no helpers and an empty
    room wear them out. Pay keeps them and takes something of the honour that kept them. Not all who have had enough
    say so: some keep the name and do no more (挂名), and are asked now and then whether they would take it up again.
How it works here
    A post is a place that a volunteer holds: of a gate, a compound, a community, an organisation. A mechanism says
    what is offered (`Terms`), what work there was and who came; strain, thanks, honour, acceptance and stepping down
    follow by one rule, with weights of the kind of post (`PostKind`). Who declined is not asked again for a year, by
    nobody and for nothing. Who begins by themselves (a circle of one's own) is not searched for: each decides. Of those
    who would stop, a share (`slackens`) keeps the post in name only; who holds one so is asked once a year, like anybody
    who is asked to volunteer, and on the terms of the day, whether they do the work.
    Holders feel every week and decide every quarter, whether the mechanism is in force or not: a post that nobody
    cares for empties.
Left out
    Quarrels about who holds a post; how one who stepped down is spoken of; gifts; work that is done by half: one who
    holds a post in name only declines no work, does none and is not worn out.
Fails when
    More is asked for than evenings allow, nobody comes and nobody thanks; where all who come to mind have declined
    this year.
Sources
    evidence.md (7 % do two thirds of the work; being asked personally is the strongest predictor; crowding out by
    payment). Weights are assumed, see volunteer_constants.py.
"""

from __future__ import annotations

from typing import cast

import numpy as np

from ..ground.measure import State, share_of
from ..ground.text import Text
from ..people.declared import Sizes, Unit, counter, measure, state
from ..people.experiences import Experience
from ..people.places import Places
from ..people.residents import Residents
from ..people.units import Units
from ..people.volunteer_constants import PostKind, VolunteerConstants
from .asking import Candidates, Search, logistic, person_in_post, unit_identity
from .base import NOBODY, Service
from .moment import Moment
from .offices import BY_VOLUNTEERS, Offices, rows_of
from .posts import ADULT, COUNTS, Posts
from .posts_kernels import at_work, work
from .staff import Staff


class Volunteers(Service):
    """All posts of a society, by kind.

    Attributes:
        kinds: name -> posts, in the order in which they were declared.
        not_before: int32 [residents], absolute week before which a resident is not asked (again), for any kind of
            post; what is declined
            in this week is entered at its end.
        rests: int32 [residents], absolute week before which one who stepped down does not begin anything either.
    """

    name = "volunteers"
    volunteers_asked: int = counter("residents asked to volunteer", "被邀请做志愿工作的人次", unit="times")
    volunteers_declined: int = counter("residents who declined to volunteer", "谢绝志愿工作的人次", unit="times")
    volunteers_quit: int = counter("volunteers who stepped down", "卸任的志愿者", unit="people", a_year=True)
    volunteers_slackened: int = counter(
        "volunteers who went on in name only", "转为挂名的志愿者", unit="people", a_year=True
    )
    volunteers_resumed: int = counter(
        "volunteers in name only who took up the work", "由挂名转为做事的志愿者", unit="people", a_year=True
    )
    not_before: np.ndarray = state("resident", -1, dtype=np.int32, on_move=-1)
    rests: np.ndarray = state("resident", -1, dtype=np.int32, on_move=-1)

    def __init__(
        self,
        residents: Residents,
        places: Places,
        units: Units,
        staff: Staff,
        offices: Offices,
        constants: VolunteerConstants,
    ) -> None:
        """Begin without posts."""
        self.residents, self.places, self.units = residents, places, units
        self.staff, self.offices, self.constants = staff, offices, constants
        self.kinds: dict[str, Posts] = {}
        self._saved: State = {}
        self._declined: dict[str, list[tuple[np.ndarray, int]]] = {}
        self.allocate(places)

    def declare(
        self, kind: str, weights: PostKind, title: Text, unit: Unit, *,
        seats: int = 1, office: bool = False, term: int = 0, elected: bool = False, measured: bool = False, role: int = 0, keeper: int = NOBODY,
    ) -> Posts:  # fmt: skip
        """Declare a kind of post, or return it if it exists; what ordinary life has declared goes over to a mechanism.

        Args:
            kind: name, "gate head" for instance.
            weights: of the decisions.
            title: what a holder is called.
            unit: of what there are posts: "landing", "gate", "building", "compound", "community" or "organisation".
            seats: posts of each unit.
            office: whether the post is an office of the same name, whose holders become known (not for organisations).
            term: weeks of the office; 0: without end.
            elected: of the office, see `Office`.
            measured: of the office, see `Offices.add`.
            role: bit of `Role` that holders have; 0: none.
            keeper: number of the mechanism that keeps it.

        Raises:
            ValueError: it exists with another unit or other seats; or an office of an organisation is wanted.
        """
        posts = self.kinds.get(kind)
        if posts is not None:
            if (posts.unit, posts.seats) != (unit, seats):
                raise ValueError(f"the post {kind!r} exists: {posts.seats} of each {posts.unit}")
            if posts.keeper == NOBODY and keeper != NOBODY:
                posts.keeper, posts.weights = keeper, weights
                posts.agree()
            return posts
        if unit == "organisation":
            if office:
                raise ValueError("an organisation has no office; its volunteers are known to its members")
            starts = np.zeros(0, np.int32)
            identity = np.zeros(Sizes.of(self.places).organisation * seats, np.uint64)
        else:
            starts = rows_of(self.places, unit)
            identity = np.repeat(unit_identity(self.units, unit), seats)
            identity ^= (np.arange(len(identity)) % seats).astype(np.uint64) << np.uint64(56)
        posts = self.kinds[kind] = Posts.make(
            title, weights, unit, seats, identity, starts, keeper, 0 if office else role
        )
        if office:
            posts.office = self.offices.add(
                kind,
                title,
                starts,
                seats=seats,
                term=term,
                elected=elected,
                role=role,
                keeper=BY_VOLUNTEERS,
                measured=measured,
            )
        own = {key.rsplit("/", 1)[1]: value for key, value in self._saved.items() if key.rsplit("/", 1)[0] == kind}
        if own:
            posts.restore(own)
        return posts

    # Asking

    def search(
        self, week: Moment, kind: str, sought: np.ndarray, candidates: Candidates | None = None, counter: int = 0
    ) -> np.ndarray:
        """Ask for each of some posts those who come to mind first, in turn, until one accepts.

        Asked are adults who hold no such post and have not declined lately, up to `asked_a_search` for each post of a unit.

        Args:
            week: this week.
            kind: of the posts.
            sought: int64, vacant posts.
            candidates: units and rows of those who may be asked; by default the residents of each unit.
            counter: number of the search within the week.

        Returns:
            int64, the posts that have a holder now, in order.
        """
        posts, r = self.kinds[kind], week.residents
        search = Search.of(posts, sought, candidates)
        rows = search.rows
        free = (r.age[rows] >= ADULT) & (self.not_before[rows] <= week.number) & ~self._holds(posts, rows)
        if kind in self._declined:
            free &= ~np.isin(rows, np.concatenate([declined for declined, _ in self._declined[kind]]))
        if not free.any():
            return np.zeros(0, np.int64)
        answers = search.among(free).ask(week, kind, counter)
        if len(answers.declined):
            # Other kinds of post learn of it from next week on: which kind asks first does not matter.
            self._declined.setdefault(kind, []).append((answers.declined, week.number + posts.weights.no_means_no))
        posts.counts[:2] += (answers.asked, len(answers.declined))
        self.volunteers_asked += answers.asked
        self.volunteers_declined += len(answers.declined)
        self.appoint(week, kind, answers.filled, answers.rows)
        return answers.filled

    def _holds(self, posts: Posts, rows: np.ndarray) -> np.ndarray:
        """Return bool [m], who holds a post of the kind or has its role."""
        role = posts.role or (posts.office.role if posts.office is not None else 0)
        if role:
            return cast(np.ndarray, (self.residents.roles[rows] & role) != 0)
        holds = np.zeros(self.residents.n, np.bool_)
        holds[posts.row[posts.held()]] = True
        return cast(np.ndarray, holds[rows])

    def seek(
        self, week: Moment, kind: str, where: np.ndarray | None = None, candidates: Candidates | None = None
    ) -> np.ndarray:
        """Let vacant posts whose turn it is look for somebody (`where`: bool [units]); return the posts filled."""
        posts = self.kinds[kind]
        turn = posts.turn(week.number)
        if where is not None:
            turn = turn[where[turn // posts.seats]]
        return self.search(week, kind, turn, candidates) if len(turn) else turn

    def decide_to_begin(
        self, week: Moment, kind: str, rows: np.ndarray, extra: np.ndarray | float = 0.0, counter: int = 0
    ) -> np.ndarray:
        """Let residents decide whether to begin something of their own; return the rows of those who do.

        Who holds such a post, or stepped down from one lately, does not think of it.

        Args:
            week: this week.
            kind: of the post that they would hold.
            rows: who decides, each once.
            extra: log-odds, what is at stake for each.
            counter: number of the decision within the week.
        """
        posts, r = self.kinds[kind], week.residents
        free = (self.rests[rows] <= week.number) & ~self._holds(posts, rows)
        rows = rows[free]
        if len(rows) == 0:
            return rows
        utility = posts.accepts(r, rows, posts.weights.begin) + (
            extra[free] if isinstance(extra, np.ndarray) and extra.ndim else extra
        )
        return np.asarray(rows[week.draw(f"{kind} begins", r.identity[rows], counter) < logistic(utility)])

    # Holding

    def appoint(
        self, week: Moment, kind: str, posts: np.ndarray, rows: np.ndarray, nominal: np.ndarray | bool = False
    ) -> None:
        """Let residents hold posts, without asking; who held them before is out. `nominal`: in name only.

        One who is confirmed in a post stays who they are: worn out or not. An office has a new beginning.
        """
        p = self.kinds[kind]
        if len(posts) == 0:
            return
        new = p.row[posts] != rows
        self.vacate(week, kind, posts[new])
        p.begin(posts[new], rows[new], week.number)
        p.columns["nominal"][posts] = nominal
        p.counts[2] += int(new.sum())
        if p.office is not None:
            p.office.appoint(posts // p.seats, rows, week.number, posts % p.seats)
        if p.role:
            self.residents.roles[rows] |= np.uint8(p.role)

    def vacate(self, week: Moment, kind: str, posts: np.ndarray) -> None:
        """Leave posts without a holder: the time is over, or they are dismissed. It is not counted as stepping down."""
        p = self.kinds[kind]
        posts = posts[p.row[posts] >= 0]
        if len(posts) == 0:
            return
        gone = p.row[posts]
        p.end(posts, week.number)
        if p.office is not None:
            p.office.vacate(posts // p.seats, week.number, posts % p.seats)
        if p.role:
            still = np.zeros(self.residents.n + 1, np.bool_)
            for other in self.kinds.values():
                if other.role == p.role:
                    # A vacant post, -1, marks the last place, which is nobody's.
                    still[other.row] = True
            self.residents.roles[gone[~still[gone]]] &= np.uint8(~p.role & 0xFF)

    def open(self, week: Moment, kind: str, posts: np.ndarray, identity: np.ndarray) -> None:
        """Make posts of organisations founded now: vacant, with a permanent identity, and quarters from this week on."""
        p = self.kinds[kind]
        p.identity[posts] = identity
        c = p.columns
        c["open"][posts], c["phase"][posts], c["helpers"][posts], c["company"][posts] = (
            True,
            -week.number,
            0.0,
            p.weights.company_first,
        )

    def close(self, week: Moment, kind: str, posts: np.ndarray) -> None:
        """Unmake posts of organisations that have ended."""
        self.vacate(week, kind, posts)
        self.kinds[kind].columns["open"][posts] = False

    def evenings(self, kind: str, posts: np.ndarray) -> np.ndarray:
        """Return float32 [m], evenings a week that the holders of posts have at most; 0 if in name only."""
        p = self.kinds[kind]
        return np.where(p.columns["nominal"][posts], np.float32(0.0), self.staff.evenings(p.row[posts]))

    def at_work(self, kind: str) -> np.ndarray:
        """Return int64, the posts whose holder does the work: not in name only, and with some evening."""
        c = self.kinds[kind].columns
        return cast(np.ndarray, at_work(c["row"], c["nominal"], self.residents.free_hours, self.staff.per_hour, self.staff.most))

    def work(self, kind: str, posts: np.ndarray, asked: np.ndarray, done: np.ndarray) -> None:
        """Count evenings asked of holders this week, and done by them; points are for what was done."""
        c, s = self.kinds[kind].columns, self.staff
        # Who holds a post in name only, or has no evening at all, shrugs.
        # One type of each argument: the loop is compiled once.
        posts, asked, done = np.array(posts, np.int64), np.array(asked, np.float64), np.array(done, np.float64)
        work(posts, asked, done, c["row"], c["nominal"], self.residents.free_hours, s.per_hour, s.most, c["asked"], c["points"], c["point_worth"])

    def seen(self, kind: str, posts: np.ndarray, turnout: np.ndarray, helpers: np.ndarray | None = None) -> None:
        """Let holders take notice of an occasion: who came besides them, and who helped."""
        p = self.kinds[kind]
        for name, count in (("company", turnout), ("helpers", helpers)):
            if count is not None:
                p.columns[name][posts] += p.weights.seen_rate * (count - p.columns[name][posts])

    def paid(
        self, week: Moment, kind: str, posts: np.ndarray, paid: np.ndarray, by: int, *, points: bool = False
    ) -> None:
        """Who was not given what the terms promise draws the conclusion; `points`: who was has redeemed theirs."""
        p = self.kinds[kind]
        if points:
            p.columns["points"][posts[paid]] = 0.0
        unpaid = p.row[posts[~paid]]
        week.experience(Experience.BROKEN, unpaid[unpaid >= 0], by)

    # A week

    def begin(self, week: Moment) -> None:
        """Those who moved away hold nothing any more; those who moved in have not been asked."""
        self._remember()
        moved = week.moved
        if len(moved) == 0:
            return
        self.newcomers(moved, week.moved_flats)
        for kind, posts in self.kinds.items():
            gone = week.has_moved(posts.row).nonzero()[0]
            if len(gone):
                self.vacate(week, kind, gone)

    def react(self, week: Moment) -> None:
        """Let all holders feel the week, and those whose quarter is over decide whether to go on."""
        self._remember()
        rule = self.staff.per_hour, self.staff.most, np.float32(self.constants.least_evenings)
        for kind, posts in self.kinds.items():
            posts.feel(week.residents.free_hours, rule)
            self._stay_or_go(week, kind, posts)
            self._take_up_or_not(week, kind, posts)
        self._remember()

    def _remember(self) -> None:
        """Remember who declined: until when they are not asked again."""
        for declined in self._declined.values():
            for rows, until in declined:
                self.not_before[rows] = np.maximum(self.not_before[rows], until)
        self._declined.clear()

    def _stay_or_go(self, week: Moment, kind: str, posts: Posts) -> None:
        """Let those who do the work and whose quarter is over decide to go on, to stop, or to keep the name and do no more."""
        due = posts.due(week.number)
        due = due[~posts.columns["nominal"][due]]
        if len(due) == 0:
            return
        r, rows = week.residents, posts.row[due]
        entity = person_in_post(posts, due, r.identity[rows])
        stops = week.draw(f"{kind} goes", entity) >= logistic(posts.goes_on(r, due, week.number))
        if not stops.any():
            return
        due, rows, entity = due[stops], rows[stops], entity[stops]
        until = week.number + posts.weights.no_means_no
        self._declined.setdefault(kind, []).append((rows, until))
        keeps = week.draw(f"{kind} keeps the name", entity) < posts.weights.slackens
        posts.columns["nominal"][due[keeps]] = True
        gone = rows[~keeps]
        self.rests[gone] = until
        self.volunteers_slackened += int(np.count_nonzero(keeps))
        self.volunteers_quit += len(gone)
        posts.counts[3] += len(gone)
        self.vacate(week, kind, due[~keeps])

    def _take_up_or_not(self, week: Moment, kind: str, posts: Posts) -> None:
        """Ask those who hold a post in name only, at a quarter's end and once a year, whether they do the work from now on."""
        if not posts.columns["nominal"].any():
            return
        due = posts.due(week.number)
        due = due[posts.columns["nominal"][due]]
        due = due[self.not_before[posts.row[due]] <= week.number]
        if len(due) == 0:
            return
        r, rows = week.residents, posts.row[due]
        utility = posts.accepts(r, rows, posts.weights.accept) + posts.offered(due)
        yes = week.draw(f"{kind} takes it up", person_in_post(posts, due, r.identity[rows])) < logistic(utility)
        posts.afresh(due[yes])
        self._declined.setdefault(kind, []).append((rows[~yes], week.number + posts.weights.no_means_no))
        self.volunteers_asked += len(due)
        self.volunteers_declined += int(np.count_nonzero(~yes))
        self.volunteers_resumed += int(np.count_nonzero(yes))

    def restart(self) -> None:
        """Begin to count anew."""
        super().restart()
        for posts in self.kinds.values():
            posts.counts[:] = 0

    @measure("volunteers in a post", "在任志愿者", unit="people", kind="count")
    def volunteers_in_post(self) -> float:
        """Posts that somebody holds."""
        return sum(len(posts.held()) for posts in self.kinds.values())

    @measure("volunteers in name only", "挂名的志愿者", unit="share of volunteers", kind="share")
    def volunteers_nominal(self) -> float:
        """Share of holders who hold a post in name only."""
        held = self.volunteers_in_post()
        idle = held - sum(len(self.at_work(kind)) for kind in self.kinds)
        return share_of(idle, held)

    @measure(
        "strain of volunteers", "志愿者的压力", unit="work above one's evenings, as a share of them", kind="number"
    )
    def volunteers_strain(self) -> float:
        """Mean strain of all holders."""
        strain = [posts.columns["strain"][posts.held()] for posts in self.kinds.values()]
        whole = np.concatenate(strain) if strain else np.zeros(0)
        return share_of(whole.sum(dtype=np.float64), len(whole))

    def state(self) -> State:
        """Return what has to be saved."""
        self._remember()
        return {
            **super().state(),
            **{f"{kind}/{key}": value for kind, posts in self.kinds.items() for key, value in posts.state().items()},
        }

    def restore(self, saved: State) -> None:
        """Take back what `state` returned; a kind that is declared later finds its own part."""
        super().restore(saved)
        self._saved = {key: value for key, value in saved.items() if "/" in key}
        for kind, posts in self.kinds.items():
            own = {key.rsplit("/", 1)[1]: value for key, value in self._saved.items() if key.rsplit("/", 1)[0] == kind}
            if own:
                posts.restore(own)

    def counts(self, kind: str) -> dict[str, int]:
        """Return how many were asked, declined, began and quit since the start."""
        return dict(zip(COUNTS, self.kinds[kind].counts.tolist(), strict=True))
