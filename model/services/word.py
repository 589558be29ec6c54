"""Words: what travels along talks. An event, a reason, an account, an alarm, a rumour.

In the world
    News goes round by mouth (口口相传). Somebody was there, or was told, and tells those they talk with; those at home
    hear it first. After some weeks it is stale and nobody speaks of it any more. So who hears depends on who talks with
    whom: what the committee does is known on the bench in the yard and not among the young who rent.
How it works here
    A word begins with those who know it first. In every talk of a week, wherever people meet or visit, one who knows
    passes it on with the chance c = `pass_chance` 2^(-age / half-life); T talks of a pair in one focus pass it with
    1 - (1 - c)^T. At the end of the week those who know tell it at home, each with the chance `home_chance`
    2^(-age / half-life) to each who does not. After its weeks it is forgotten by all. A community can have 64 words at
    a time; another one is refused and counted. Words do not leave their community. Who moves in knows nothing.
Left out
    Words do not change on their way and nobody disbelieves one; nobody is more eager to tell or to hear than others,
    but in so far as they talk more; no chat groups, no posters (tell those whom a channel reaches). What a word is
    about does not change who talks with whom.
Fails when
    more than 64 words live in a community, or words have to pass between communities.
Sources
    Chances and half-life are assumed. That news travels along acquaintance and is lost where there is none:
    Granovetter 1973.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..ground.draws import identities_of
from ..ground.jit import kernel
from ..ground.measure import State
from ..ground.random import absorb, stream, uniform
from ..people.declared import counter, measure
from ..people.places import Places
from ..people.rows import checked_rows
from ..people.word_constants import WordConstants
from ..ties.words import AT_MOST, Words
from .base import Desk, Service
from .checking import distinct

if TYPE_CHECKING:
    from .moment import Moment

REFUSED = -1
"""Number of a word that there was no room for. It can be told and asked for like any other: nobody knows it."""
_LONGEST = 5200
_HOME = stream("word at home")


@kernel
def _tell_at_home(seed, week, flat_rows, first, identity, known, number, chance):  # type: ignore[no-untyped-def]
    """Let the people of each flat tell each other: k who know reach one who does not with 1 - (1 - chance)^k."""
    key = absorb(absorb(absorb(np.uint64(0), seed), _HOME), week)
    before = np.zeros(256, np.uint64)
    for flat in range(flat_rows.shape[0] - 1):
        lo, hi = np.int64(flat_rows[flat]), np.int64(flat_rows[flat + 1])
        everything = np.uint64(0)
        common = ~np.uint64(0)
        for i in range(lo, hi):
            everything |= known[i]
            common &= known[i]
        left = everything & ~common
        if hi - lo < 2 or left == np.uint64(0):
            continue
        for i in range(lo, hi):
            before[i - lo] = known[i]
        c = np.searchsorted(first, lo, side="right") - 1
        bit = 0
        while left != np.uint64(0):
            if left & np.uint64(1) != np.uint64(0):
                mark = np.uint64(1) << np.uint64(bit)
                knowers = 0
                for i in range(hi - lo):
                    if before[i] & mark != np.uint64(0):
                        knowers += 1
                word_key = absorb(key, number[c, bit])
                reached = 1.0 - (1.0 - chance[c, bit]) ** knowers
                for i in range(hi - lo):
                    if before[i] & mark == np.uint64(0) and uniform(absorb(word_key, identity[lo + i])) < reached:
                        known[lo + i] |= mark
            left >>= np.uint64(1)
            bit += 1


class Word(Service):
    """The words that are told now, and who knows them; the owner of the engine's `Words`."""

    name = "word"
    words_begun: int = counter("news that began to go round", "开始流传的消息", unit="words", a_year=True)
    words_refused: int = counter("news that found no room", "未能流传的消息", unit="words")

    def __init__(self, words: Words, places: Places, constants: WordConstants) -> None:
        """Begin without words. words: those of the engine, which lets them travel."""
        self.constants, self.places = constants, places
        self._words = words
        shape = words.number.shape
        self._born = np.zeros(shape, np.int64)
        self._until = np.zeros(shape, np.int64)
        self._half_life = np.full(shape, np.inf)
        self._used = np.zeros(shape, np.int64)
        self._fresh = np.zeros(shape, np.float64)
        self._alive = np.zeros(shape, np.bool_)
        self._begun: dict[tuple[int, str], int] = {}
        self._begun_week = -1
        self.restart()

    def begin(self, week: Moment) -> None:
        """Begin a week: newcomers know nothing, words grow older and die."""
        if not self._words.told[0]:
            return
        if len(week.moved):
            self._words.known[week.moved] = 0
        over = self._alive & (self._until <= week.number)
        if over.any():
            for c, bit in np.argwhere(over).tolist():
                self._end(c, bit)
        self._grow_older(week.number)

    def react(self, week: Moment) -> None:
        """Let those who have heard something tell it at home."""
        w, s = self._words, week.society
        if not w.told[0] or self.constants.home_chance <= 0.0:
            return
        chance = self.constants.home_chance * self._fresh
        identity = week.residents.identity
        _tell_at_home(
            np.uint64(s.seed),
            np.int64(week.number),
            week.places.flat_rows,
            w.first,
            identity,
            w.known,
            w.number,
            chance,
        )

    def new(
        self,
        week: Moment,
        kind: str,
        rows: np.ndarray,
        *,
        community: int | None = None,
        half_life: float | None = None,
        weeks: int | None = None,
        identity: int | None = None,
    ) -> int:
        """Begin a word. See `WordDesk.new`."""
        rows = self._rows(rows)
        where = self._community(rows, community)
        half = self.constants.half_life if half_life is None else float(half_life)
        if not half > 0.0:
            raise ValueError(f"the half-life of a word is more than 0 weeks, or inf; given: {half_life}")
        if weeks is None:
            if math.isinf(half):
                raise ValueError("a word that does not grow stale needs `weeks`, after which it is forgotten")
            weeks = min(max(1, math.ceil(half * math.log2(1.0 / self.constants.stale))), _LONGEST)
        if not 1 <= weeks <= _LONGEST:
            raise ValueError(f"a word lives 1 to {_LONGEST} weeks; given: {weeks}")
        free = np.flatnonzero(~self._alive[where])
        if len(free) == 0:
            self.words_refused += 1
            return REFUSED
        bit = int(free[0])
        self._words.number[where, bit] = self._identity(week, kind, where) if identity is None else np.uint64(identity)
        self._born[where, bit] = week.number
        self._until[where, bit] = week.number + weeks
        self._half_life[where, bit] = half
        self._used[where, bit] += 1
        self._alive[where, bit] = True
        self._words.told[0] = 1
        # The others are as old as at the beginning of the week.
        self._fresh[where, bit] = 1.0
        self._words.chance[where, bit] = self.constants.pass_chance
        self.words_begun += 1
        self._words.known[rows] |= np.uint64(1) << np.uint64(bit)
        return int((self._used[where, bit] << 32) | (where * AT_MOST + bit))

    def tell(self, number: int, rows: np.ndarray) -> int:
        """Tell residents a word. See `WordDesk.tell`."""
        rows = self._rows(rows)
        place = self._place(number)
        if place is None:
            return 0
        c, bit = place
        self._community(rows, c)
        who = distinct(rows)
        mark = np.uint64(1) << np.uint64(bit)
        new = who[(self._words.known[who] & mark) == 0]
        self._words.known[new] |= mark
        return len(new)

    def knows(self, number: int | np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return who knows a word. See `WordDesk.knows`."""
        if rows is not None:
            rows = self._rows(rows)
            out = self._known(number, rows) if isinstance(number, np.ndarray) else self._known_of(number, rows)
        else:
            out = np.zeros(len(self._words.known), np.bool_)
            place = self._place(int(number))
            if place is not None:
                lo, hi = self.places.community_rows[place[0] : place[0] + 2]
                out[lo:hi] = self._words.known[lo:hi] >> np.uint64(place[1]) & np.uint64(1)
        out.setflags(write=False)
        return out

    def _known_of(self, number: int, rows: np.ndarray) -> np.ndarray:
        place = self._place(number)
        if place is None:
            return np.zeros(len(rows), np.bool_)
        lo, hi = self.places.community_rows[place[0] : place[0] + 2]
        knows = (self._words.known[rows] >> np.uint64(place[1]) & np.uint64(1)).astype(np.bool_)
        return np.asarray(knows & (rows >= lo) & (rows < hi))

    def _known(self, numbers: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return bool [m]: who of `rows` knows a word of their own, [m] numbers."""
        if len(numbers) != len(rows):
            raise ValueError(f"{len(numbers)} words and {len(rows)} residents were given; it takes one for each")
        c, bit, alive = self._where(numbers)
        starts = self.places.community_rows
        knows = (self._words.known[rows] >> bit.astype(np.uint64) & np.uint64(1)).astype(np.bool_)
        return np.asarray(knows & alive & (rows >= starts[c]) & (rows < starts[c + 1]))

    def alive(self, number: int) -> bool:
        """Return whether a word is still told."""
        return self._place(number) is not None

    def forget(self, number: int) -> None:
        """End a word. See `WordDesk.forget`."""
        place = self._place(number)
        if place is not None:
            self._end(*place)

    @measure("news going round", "正在流传的消息", unit="words")
    def words_alive(self) -> float:
        """Words that are told now, in all communities."""
        return float(self._alive.sum())

    @measure("news that a resident knows", "居民知道的消息", unit="words a resident")
    def words_known(self) -> float:
        """Words that a resident knows, on average."""
        if not self._words.told[0] or len(self._words.known) == 0:
            return 0.0
        return float(np.unpackbits(self._words.known.view(np.uint8)).sum(dtype=np.int64)) / len(self._words.known)

    def _grow_older(self, number: int) -> None:
        now = self._alive
        self._fresh[now] = 0.5 ** ((number - self._born[now]) / self._half_life[now])
        self._words.chance[now] = self.constants.pass_chance * self._fresh[now]

    def _end(self, c: int, bit: int) -> None:
        lo, hi = self.places.community_rows[c : c + 2]
        self._words.known[lo:hi] &= ~(np.uint64(1) << np.uint64(bit))
        self._words.chance[c, bit] = self._fresh[c, bit] = 0.0
        self._words.number[c, bit] = 0
        self._alive[c, bit] = False
        self._words.told[0] = self._alive.any()

    def _place(self, number: int) -> tuple[int, int] | None:
        """Return community and bit of a word that is alive, None of one that is not or was refused."""
        if number == REFUSED:
            return None
        c, bit = divmod(int(number) & 0xFFFFFFFF, AT_MOST)
        used = int(number) >> 32
        if number < 0 or c >= len(self._used) or not 1 <= used <= self._used[c, bit]:
            raise ValueError(f"there has never been a word {number}; `new` gives the numbers")
        return (c, bit) if self._alive[c, bit] and used == self._used[c, bit] else None

    def _where(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return int64 [m], int64 [m], bool [m]: community and bit of some words, and which are alive; see `_place`."""
        given = numbers != REFUSED
        whole = np.where(given, numbers, 0).astype(np.int64)
        (c, bit), used = np.divmod(whole & 0xFFFFFFFF, AT_MOST), whole >> 32
        c, wrong = np.where(c < len(self._used), c, 0), given & (c >= len(self._used))
        now = self._used[c, bit]
        wrong |= given & ((whole < 0) | (used < 1) | (used > now))
        if wrong.any():
            raise ValueError(f"there has never been a word {numbers[wrong][0]}; `new` gives the numbers")
        return c, bit, given & self._alive[c, bit] & (used == now)

    def _rows(self, rows: np.ndarray) -> np.ndarray:
        return checked_rows(rows, len(self._words.known))

    def _community(self, rows: np.ndarray, community: int | None) -> int:
        """Return the community of all these rows; it must be `community`, if one is named."""
        starts = self.places.community_rows
        if len(rows) == 0:
            if community is None:
                raise ValueError("a word that nobody knows yet needs a `community`")
        else:
            first, last = (int(np.searchsorted(starts, row, side="right")) - 1 for row in (rows.min(), rows.max()))
            if first != last or (community is not None and first != community):
                here = "" if community is None else f", here {community}"
                raise ValueError(f"a word stays in its community{here}; rows are of {first} to {last}")
            community = first
        if not 0 <= community < len(starts) - 1:
            raise ValueError(f"there is no community {community}; there are {len(starts) - 1}")
        return community

    def _identity(self, week: Moment, kind: str, community: int) -> np.uint64:
        """Return the permanent identity of the next word of this kind in this week and community."""
        if self._begun_week != week.number:
            self._begun, self._begun_week = {}, week.number
        ordinal = self._begun.get((community, kind), 0)
        self._begun[community, kind] = ordinal + 1
        entity = np.array([(int(self.places.community_id[community]) << 32) | ordinal], np.uint64)
        return np.uint64(identities_of(f"word {kind}", week.number, entity)[0])

    def state(self) -> State:
        """Return what has to be saved."""
        w = self._words
        own = {
            "known": w.known,
            "number": w.number,
            "born": self._born,
            "until": self._until,
            "half_life": self._half_life,
            "used": self._used,
        }
        return {**own, "alive": self._alive, "fresh": self._fresh, **super().state()}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        super().restore(saved)
        w = self._words
        w.known[:], w.number[:] = saved["known"], saved["number"]
        for name in ("born", "until", "half_life", "used", "alive", "fresh"):
            getattr(self, f"_{name}")[:] = saved[name]
        w.chance[:] = self.constants.pass_chance * self._fresh
        w.told[0] = self._alive.any()


class WordDesk(Desk[Word]):
    """What a mechanism may do with words: begin one, tell it, see who knows it, end it."""

    def new(
        self,
        kind: str,
        rows: np.ndarray,
        *,
        community: int | None = None,
        half_life: float | None = None,
        weeks: int | None = None,
        identity: int | None = None,
    ) -> int:
        """Begin a word that goes round from now on.

        Args:
            kind: what it is, such as "council reason". Name the mechanism in it: two words of the same kind, week and
                community that are begun in another order swap their draws.
            rows: who knows it first, rows of one community; may be empty where `community` is given.
            community: index of the community in which it stays; by default that of `rows`.
            half_life: weeks after which it is told half as often; `math.inf`: it never grows stale. By default the
                constant.
            weeks: weeks after which it is forgotten by all: it is told in this week and the `weeks` - 1 that follow.
                By default those after which it is stale.
            identity: uint64, permanent identity of what it is about, by which draws are keyed; by default one is made
                of kind, week and community.

        Returns:
            Its number, good as long as the society lives; -1 if the community has 64 words already (it is counted).

        Raises:
            ValueError: rows that do not exist or are of several communities, or weeks that are out of bounds.
        """
        return self._service.new(
            self.week, kind, rows, community=community, half_life=half_life, weeks=weeks, identity=identity
        )

    def tell(self, number: int, rows: np.ndarray) -> int:
        """Tell a word to residents face to face (all who came to a sitting); return how many did not know it.

        Nothing happens if it is forgotten already or was refused.

        Raises:
            ValueError: rows that do not exist or are of another community, or a number that was never given.
        """
        return self._service.tell(number, rows)

    def knows(self, number: int | np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        """Return who knows a word: bool [n] of all residents, or [m] of `rows`; nobody once it is forgotten.

        number: of a word; or of one for each of `rows`, [m], of which each is asked about their own.

        It is a copy that cannot be written to.
        """
        return self._service.knows(number, rows)

    def alive(self, number: int) -> bool:
        """Return whether a word is still told; False once it is forgotten, and for one that was refused."""
        return self._service.alive(number)

    def forget(self, number: int) -> None:
        """End a word before its weeks are over: everybody forgets it, and there is room for another."""
        self._service.forget(number)


__all__ = ["REFUSED", "Word", "WordDesk"]
