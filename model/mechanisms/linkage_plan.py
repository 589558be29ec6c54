"""District and street office of three-level-linkage: budget, quotas, forms, inspections, what is written down, ratings and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..contract.needs import Needs, Priority
from ..contract.occasions import MOST_TIMES
from ..people.everyday import WEEKDAY_AFTERNOON, WEEKDAY_MORNING
from ..people.residents import TOPICS

if TYPE_CHECKING:
    from ..contract.week import Week
    from .linkage_state import LinkageState

TASK = "task"
YEAR, QUARTER, MONTH = 52, 13, 4
MOST_FORMS = 60
"""Forms that a community hands in in one week at most."""
_OFFICE_HOURS = (WEEKDAY_MORNING, WEEKDAY_AFTERNOON)
_DISTRICT = np.zeros(1, np.uint64)
"""By which the district's own draws are keyed: there is one."""


def give(m: LinkageState, week: Week) -> None:
    """Each quarter the district's money goes through the street office; a part of it to the community that was rated best."""
    p = m.now
    if p.budget_a_year == 0.0 or week.scenario_week % QUARTER != 0:
        return
    c = np.flatnonzero(week.covers("community"))
    whole = p.budget_a_year * QUARTER / YEAR
    apart = p.budget_by_rating * whole if m.best >= 0 else 0.0
    week.ledger.fund("street", np.full(len(c), whole), c)
    week.ledger.pay("street", "community", np.full(len(c), whole - apart), c)
    if apart > 0.0:
        week.ledger.transfer("street", c, "community", np.full(len(c), m.best), np.full(len(c), apart))


def second(m: LinkageState, week: Week) -> None:
    """Let the street office send staff into the communities, or take theirs away for its own work."""
    hours, c = m.now.seconded, np.flatnonzero(week.covers("community"))
    if hours > 0.0:
        week.staff.second(c, hours)
        if week.scenario_week % MONTH == 0:
            week.ledger.pay("public", "staff", np.full(len(c), MONTH * hours * m.now.wage), c)
    elif hours < 0.0:
        identity = week.identity("taken", week.units("community").identity[c])
        week.memo["taken"] = week.grants.ask(len(c), priority=Priority.DUTY, identity=identity, community=c, staff=-hours, duty="reports")


def fill_in(m: LinkageState, week: Week) -> np.ndarray:
    """Ask for the hours of the forms that are due; return float64 [communities], hours that they will take."""
    p, table = m.now, week.units("community")
    if p.reports_a_week > 0.0:
        m.forms += week.due("form", YEAR * p.reports_a_week, "community")
    inspected = week.due("inspection", p.inspections_a_year, "community") > 0
    if inspected.any():
        m.forms[inspected] += p.forms_an_inspection
        _inspect(m, week, np.flatnonzero(inspected))
    due = np.minimum(m.forms, MOST_FORMS).astype(np.int64)
    if week.where is not None:
        due[~week.where] = 0
    if due.any():
        c = np.repeat(np.arange(len(due)), due)
        nth = np.arange(len(c)) - np.searchsorted(c, c, side="left")
        identity = week.identity("form", table.identity[c] ^ nth.astype(np.uint64) << np.uint64(52))
        week.memo["forms"] = c, week.grants.ask(len(c), priority=Priority.DUTY, identity=identity, community=c, staff=p.report_staff, duty="reports")
    return np.asarray(due * p.report_staff)


def call_tasks(m: LinkageState, week: Week, reporting: np.ndarray) -> None:
    """Hold the task events that are due with the hours that forms leave; where these do not do, there is none, and perhaps a report."""
    p = m.now
    due = np.minimum(week.due(TASK, p.tasks_a_year, "community"), MOST_TIMES)
    if not due.any():
        return
    m.tasks_asked += int(due.sum())
    m.asked += due
    m.forms += due * p.forms_a_task
    left = np.maximum(np.minimum(week.staff.left("activities"), week.staff.left("reports") - reporting), 0.0)
    prepared = np.minimum(left / np.maximum(due * p.task_staff, 1e-9), 1.0)
    times = np.where(prepared >= max(p.least_preparation, 0.01), due, 0)
    share = np.repeat(prepared, times)
    c = np.repeat(np.arange(len(times)), times)
    week.memo["tasks"] = due
    if len(c):
        # What lacks preparation is poor and hardly announced; it is as long as any. Rounding must not make the last of several ask for too much.
        week.call(
            TASK, unit="community", times=times, when=_OFFICE_HOURS, hours=p.task_hours, room_for=p.task_room,
            quality=p.task_quality * share, topic=_topic(m, week)[c], poster=p.poster * share, chat=p.chat * share, by_committee=True,
            needs=Needs(staff=p.task_staff * share * (1.0 - 1e-9), yuan=p.task_yuan, room="activity room", priority=Priority.DUTY),
        )  # fmt: skip
        m.preparation += float(share.sum())
        m.prepared += len(c)


def _topic(m: LinkageState, week: Week) -> np.ndarray:
    """Return int64 [communities]: the district's topic of this year, or what residents have wished for where they are heard."""
    year = max(week.scenario_week, 0) // YEAR
    topic = int(week.for_life("topic of the year", _DISTRICT, year)[0] * len(TOPICS))
    wishes = (m.wish >= 0) & m.now.wishes_heard
    return np.where(wishes, m.wish, topic).astype(np.int64)


def _inspect(m: LinkageState, week: Week, c: np.ndarray) -> None:
    """Look into some of what was reported since the last inspection; a report of what was not held is found out."""
    m.inspections += len(c)
    found = week.draw("inspection finds", week.units("community").identity[c]) < 1.0 - (1.0 - m.now.looks) ** m.on_paper[c]
    m.caught[c[found]] = week.number
    m.times_caught += int(found.sum())
    m.on_paper[c] = 0


def granted(m: LinkageState, week: Week) -> None:
    """Count the forms that were filled in, and what the street office took."""
    if "forms" in week.memo:
        c, ticket = week.memo["forms"]
        done = np.bincount(c[ticket.granted], minlength=len(m.forms))
        m.forms -= done
        m.report_hours += float(done.sum()) * m.now.report_staff
    if "taken" in week.memo:
        m.hours_taken += float(week.memo["taken"].granted.sum()) * -m.now.seconded


def report(m: LinkageState, week: Week) -> None:
    """Write down the task events: at least what was expected came, and some that were not held were."""
    from ..survey import official_count

    if "tasks" not in week.memo:
        return
    p, sitting, due = m.now, week.sitting(TASK), week.memo["tasks"]
    came = sitting.came[sitting.held]
    held = np.bincount(sitting.unit[sitting.held], minlength=len(due))
    m.tasks_held += len(came)
    m.task_person_times += int(came.sum())
    paper = _on_paper(m, week, due - held)
    m.on_paper += paper
    m.reported += held + paper
    m.official_tasks += int((held + paper).sum())
    m.official_person_times += int(official_count(came, p.report_floor).sum()) + int(paper.sum()) * p.report_floor


def _on_paper(m: LinkageState, week: Week, missing: np.ndarray) -> np.ndarray:
    """Return int64 [communities], how many of the events that were not held are reported all the same."""
    p, c = m.now, np.repeat(np.arange(len(missing)), missing)
    if len(c) == 0:
        return np.zeros(len(missing), np.int64)
    nth = np.arange(len(c)) - np.searchsorted(c, c, side="left")
    odds = p.paper + p.paper_rated * (p.promotes or p.budget_by_rating > 0.0) - p.paper_caught * (week.number - m.caught[c] < YEAR)
    entity = week.units("community").identity[c] ^ nth.astype(np.uint64) << np.uint64(52)
    return np.bincount(c[week.draw("on paper", entity) < 1.0 / (1.0 + np.exp(-odds))], minlength=len(missing))


def rate(m: LinkageState, week: Week) -> None:
    """At the end of a year rate the communities by what is on record; the best secretary may be promoted, and is gone."""
    p = m.now
    if week.scenario_week % YEAR != YEAR - 1:
        return
    c = np.flatnonzero(week.covers("community"))
    if p.promotes or p.budget_by_rating > 0.0:
        # Forms that are overdue weigh like tasks that were not done; who was found out stands behind all who were not.
        done = m.reported[c] / np.maximum(m.asked[c], 1) - m.forms[c] / YEAR - (week.number - m.caught[c] < YEAR)
        order = np.lexsort((week.draw("rating", week.units("community").identity[c]), -done))
        m.best = int(c[order[0]])
        if p.promotes:
            m.promoted += 1
            units = np.flatnonzero(m.sort >= 0)
            m.contact[units[m.where[units] == m.best]] = 0.0
    m.asked[c] = m.reported[c] = 0
