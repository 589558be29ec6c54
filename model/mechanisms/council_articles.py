"""Articles of the residents' covenant that a council brings: whom a matter bothers, who proposes, who decides, what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from ..contract.needs import Needs, Priority
from ..ground.text import Text
from ..people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON
from ..people.units import UnitKind, ranges
from ..services.dispute_table import KINDS
from .council_seats import ADULT, seated

if TYPE_CHECKING:
    from ..contract.call import Sitting
    from ..contract.week import Week
    from ..services.deciding_results import Result
    from ..services.deciding_table import Matter
    from .council_and_reasoning_hall_parameters import CouncilParameters

OF_THE_OLD = {"noise": 1.0, "pets": 1.0, "leak": 0.0, "parking": -1.0, "clutter": -1.0}
"""Matters on which there can be an article -> whether old households are those bothered (1) or those who give cause (-1)."""
PREFIX = "council article "
AGAIN = 4
"""Weeks between two assemblies on a proposal that nobody decided on."""
OLD = 60
_EVENINGS = 7.0


class Stakes(NamedTuple):
    """What one matter is to households, [h] each: whether it bothers them, whether they give cause, and what an article is worth, yuan."""

    bothered: np.ndarray
    causes: np.ndarray
    gain: np.ndarray


def logistic(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x))."""
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


def stakes(week: Week, p: CouncilParameters, subject: str, flats: np.ndarray) -> Stakes:
    """Return what a matter is to the households of some flats: the same for as long as they live there."""
    r, lo, hi = week.residents, week.places.flat_rows[flats], week.places.flat_rows[flats + 1]
    old = np.concatenate(([0], np.cumsum(r.age >= OLD)))
    share = (old[hi] - old[lo]) / np.maximum(hi - lo, 1)
    household = r.identity[np.minimum(lo, r.n - 1)] >> np.uint64(8)
    tilt = OF_THE_OLD[subject] * p.tilt * share
    bothered = week.for_life(f"bothered {subject}", household) < logistic(p.bothered + tilt)
    causes = week.for_life(f"gives cause {subject}", household) < logistic(p.causes - tilt)
    return Stakes(bothered, causes, p.benefit * bothered - p.burden * causes)


def subject_of(matter: Matter) -> str:
    """Return the subject of a proposed article, "" if the matter is none of these."""
    return matter.kind.removeprefix(PREFIX) if matter.kind.startswith(PREFIX) else ""


def proposals(week: Week) -> list[tuple[int, Matter]]:
    """Return (number, matter) of the proposals that wait for a decision in the communities at hand, the oldest first."""
    covers = week.covers("community")
    return [(m.number, m) for m in week.deciding.matters(PREFIX) if subject_of(m) and covers[m.community]]


def propose(week: Week, p: CouncilParameters, subject: str, row: int) -> bool:
    """Propose an article on a matter for the unit in which a resident lives; False if there is one, or one waits, or there can be none."""
    if subject not in OF_THE_OLD:
        return False
    unit, index = p.article_unit, int(week.unit_of(p.article_unit, np.array([row]))[0])
    if week.covenant.has(subject, unit, index):
        return False
    if any((m.unit, m.index, subject_of(m)) == (unit, index, subject) for _, m in proposals(week)):
        return False
    flats = week.deciding.flats(unit, index)[1]
    gain = stakes(week, p, subject, flats).gain
    title = next(kind.title for kind in KINDS if kind.name == subject)
    week.deciding.open(
        PREFIX + subject, Text(f"article of the covenant: {title.en}", f"公约条款：{title.zh}"), unit, index, gain,
        rule="households", quorum=p.quorum, due=week.number + p.due_weeks,
    )  # fmt: skip
    return True


def propose_own(week: Week, p: CouncilParameters) -> int:
    """Let councils propose what bothers most of their members, for the unit of one of them; return how many proposals there are."""
    due = np.flatnonzero(week.due("own article", p.articles_a_year, "community") > 0)
    if len(due) == 0:
        return 0
    _, community, rows = seated(week)
    made = 0
    for unit in due.tolist():
        members = rows[community == unit]
        if len(members) == 0:
            continue
        flats = week.residents.flat[members]
        bothers = {subject: int(np.count_nonzero(stakes(week, p, subject, flats).gain > 0.0)) for subject in OF_THE_OLD}
        speaks = int(members[np.argmax(week.draw("whose wish", week.residents.identity[members]))])
        for subject in sorted(bothers, key=lambda s: -bothers[s]):
            if bothers[subject] and propose(week, p, subject, speaks):
                made += 1
                break
    return made


def call_assemblies(week: Week, p: CouncilParameters) -> None:
    """Call together whoever decides on the proposals that are due: the households of the unit, or the council alone."""
    due = [(n, m) for n, m in proposals(week) if (age := week.number - m.opened) >= p.notice_weeks and (age - p.notice_weeks) % AGAIN == 0]
    if not due:
        return
    _, community, rows = seated(week)
    free = week.staff.evenings(rows)
    chair = {int(unit): int(rows[community == unit][np.argmax(free[community == unit])]) for unit in np.unique(community)}
    places: dict[tuple[UnitKind, int], list[int]] = {}
    runs: dict[tuple[UnitKind, int], int] = {}
    for number, matter in due:
        if matter.community in chair:
            by_council = p.adopted_by == "council"
            key: tuple[UnitKind, int] = ("community", matter.community) if by_council else (cast(UnitKind, matter.unit), matter.index)
            places.setdefault(key, []).append(number)
            runs[key] = chair[matter.community]
    for unit in dict.fromkeys(unit for unit, _ in places):
        index = np.array(sorted(i for u, i in places if u == unit))
        keys = [(unit, int(i)) for i in index]
        if p.adopted_by == "council":
            k = np.searchsorted(index, community)
            mine = (k < len(index)) & (index[np.minimum(k, len(index) - 1)] == community)
            more: dict[str, Any] = {"members": (k[mine], rows[mine]), "bring": (k[mine], rows[mine])}
            needs = Needs(evenings=p.evenings, staff=p.assembly_staff, duty="assemblies", priority=Priority.ASSEMBLY)
        else:
            doors = p.assembly_knock * week.households(unit)[index] / p.households_an_evening
            # Nobody knocks on more than the seven evenings of a week, however many doors there are.
            part = np.minimum(1.0, _EVENINGS / np.maximum(doors, _EVENINGS))
            doors = doors * part
            stake = _hangs_on_it(week, [places[key][0] for key in keys])
            more = {"stake": stake, "poster": p.assembly_poster, "knock": p.assembly_knock * part, "promise": True}
            needs = Needs(evenings=p.evenings, staff=p.assembly_staff, duty="assemblies", door_evenings=doors, priority=Priority.ASSEMBLY)
        week.call(
            "assembly", unit=unit, which=index, when=(WEEKEND_AFTERNOON, WEEKDAY_EVENING), hours=p.hours, room_for=p.assembly_room, quality=p.quality,
            topic="none", by_committee=True, organiser=np.array([runs[key] for key in keys]), needs=needs, **more,
        )  # fmt: skip
        week.memo.setdefault("assemblies", []).append((unit, [places[key] for key in keys]))


def _hangs_on_it(week: Week, numbers: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (occasion, row, stake): what the first proposal of each assembly is to the people of each household."""
    found = []
    for k, number in enumerate(numbers):
        households, rows = week.deciding.households(number), week.places.flat_rows
        which, row = ranges(rows[households.flats], rows[households.flats + 1])
        found.append((np.full(len(row), k), row, households.intensity[which]))
    return tuple(np.concatenate(part) for part in zip(*found, strict=True))  # type: ignore[return-value]


def decide(week: Week, p: CouncilParameters, sitting: Sitting, numbers: list[list[int]], words: np.ndarray) -> tuple[list[Result], list[int]]:
    """Hold the assemblies of one call: reasons are heard, then those who came vote, and what has passed is written.

    Args:
        week: this week.
        p: the parameters.
        sitting: the call.
        numbers: proposals of each occasion.
        words: int64 [communities, kinds, reasons], the words of reasons accepted before, -1 none.

    Returns:
        Results, and the articles that were written.
    """
    results, written = [], []
    for k in np.flatnonzero(sitting.held).tolist():
        came = sitting.rows(k).astype(np.int64)
        if p.adopted_by == "council":
            came = np.intersect1d(came, seated(week)[2])
        if not (week.residents.age[came] >= ADULT).any():
            continue
        for number in numbers[k]:
            matter = week.deciding.matter(number)
            subject = subject_of(matter)
            _remember(week, number, matter, words)
            week.deciding.sit(number, came)
            flats = week.deciding.households(number).flats
            if not np.isin(week.residents.flat[came], flats).any():
                continue
            found = week.deciding.vote(number, came)
            results.append(found)
            if found.passed:
                written.append(week.covenant.write(subject, matter.unit, matter.index, found.voters))
    return results, written


def _remember(week: Week, number: int, matter: Matter, words: np.ndarray) -> None:
    """Let households of which somebody knows a reason accepted in the hall hold it as a reason for the article."""
    code = next(c for c, kind in enumerate(KINDS) if kind.name == subject_of(matter))
    sides = week.deciding.reasons(number).shape[1] // 2
    table = week.units("community")
    people = np.arange(table.lo[matter.community], table.hi[matter.community])
    for reason, word in enumerate(words[matter.community, code].tolist()):
        if word >= 0:
            rows = people[week.word.knows(word, people)]
            week.deciding.adopt(number, rows, np.full(len(rows), reason % sides))
