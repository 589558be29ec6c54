"""Online services: errands without a counter, who learns it, the chat group and its owner, matters consulted online, and how it fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.online_services.books import ALONE, CLASS, OLD, SHOWN
from linli.model.mechanisms.online_services.online import OnlineServices
from linli.model.mechanisms.online_services.parameters import LEVERS, OnlineServicesParameters
from linli.model.mechanisms.ordinary_parameters import OrdinaryLifeParameters
from linli.model.people.everyday import EVERYDAY, WEEKDAY_EVENING, Shares
from linli.model.services.deciding import Deciding
from linli.model.society.society import Society
from linli.model.ties.store import EMPTY
from linli.scenarios.loader import load
from linli.scenarios.schema import Scenario

SMALL = NeighbourhoodParameters(buildings=2, floors=6)
OFTEN: dict[str, Any] = {"matters": 8.0}
"""So many errands that a small compound shows in months what takes years."""
QUIET: dict[str, Any] = {"matters": 0.0, "matters_old": 0.0, "matters_carer": 0.0, "matters_away": 0.0, "matters_a_year": 0.0, "rumours_a_year": 0.0}
"""No errands, no matters of the compound, no rumours: what is left is the group."""
LIVELY: dict[str, Any] = {"group": "open", "joins": 0.5, "asks_owner": 6.0, "asks_renter": 6.0, "answers": -2.0}
FULL = {"lookup": True, "booking": True}


def grown(weeks: int = 0, seed: int = 3, **levers: Any) -> Society:
    chosen: dict[str, Any] = {"online-services": OnlineServicesParameters(**levers), "ordinary-life": OrdinaryLifeParameters()}
    society = Society(neighbourhood=SMALL, mechanisms=chosen, seed=seed)
    society.run(weeks)
    return society


def mechanism(society: Society) -> OnlineServices:
    return next(found for found in society.programme.mechanisms if isinstance(found, OnlineServices))


def lived(weeks: int, **levers: Any) -> OnlineServices:
    return mechanism(grown(weeks, **levers))


def test_levers_off_are_the_defaults_and_nothing_is_done_online() -> None:
    plain = OnlineServicesParameters()
    assert {name: getattr(plain, name) for name in LEVERS} == LEVERS
    m = lived(30, **OFTEN, rumours_a_year=12.0)
    assert m.visits > 50
    assert m.saved_hours == m.settled_online == m.posts == m.at_consultations == 0
    assert m.reach() == m.in_group() == m.registered_share() == 0.0
    assert m.voted > 0
    assert m.rumours > 0


# Errands


def test_who_can_look_it_up_does_not_go_and_hours_are_saved() -> None:
    before, after = lived(40, **OFTEN), lived(40, **OFTEN, lookup=True)
    assert after.arisen == before.arisen
    assert after.settled_online > 0.2 * after.arisen
    assert after.visits < 0.85 * before.visits
    assert after.saved_hours > 0.0
    # Hours a matter become fewer; all hours need not, since errands are done that nobody had the time for.
    assert after.hours_a_matter() < 0.95 * before.hours_a_matter()
    assert after.came_to_nothing() < before.came_to_nothing()
    assert after.booked_visits == 0


def test_who_books_does_not_wait_beside_others_and_needs_no_second_way() -> None:
    crowd: dict[str, Any] = {"matters": 12.0, "matters_old": 12.0, "minutes": 60.0, "go_wait": 0.0, "enquiries": 0.0, "tries": 6.0}
    before, after = lived(26, **crowd), lived(26, **crowd, booking=True)
    assert after.booked_visits > 0.5 * after.visits
    assert after.settled_online == 0
    # The counter empties: whoever is left to wait there waits beside fewer.
    assert before.beside > 20
    assert after.beside < 0.6 * before.beside


def test_the_old_learn_later_and_those_with_skill_alone() -> None:
    m = lived(40, **OFTEN, **FULL)
    r = m.view.residents
    assert 0.0 < m.reach_old() < m.reach() < 1.0
    alone, not_yet = (m.learnt == ALONE) & (r.age >= 18), (m.learnt == 0) & (r.age >= 18)
    assert r.digital[alone].mean() > r.digital[not_yet].mean() + 0.1
    assert not m.learnt[r.age < 18].any()


def test_nobody_is_shown_by_a_neighbour_where_nobody_knows_anybody() -> None:
    hard: dict[str, Any] = {**OFTEN, **FULL, "shown": 1.0, "tries": -2.0}
    known, strangers = grown(**hard), grown(**hard)

    def hidden(_: str, call: Callable[[Any], None]) -> Callable[[Any], None]:
        def phase(week: Any) -> None:
            kept = strangers.ties.partner.copy()
            strangers.ties.partner[:] = EMPTY
            call(week)
            strangers.ties.partner[:] = kept

        return phase

    strangers.programme.around("online-services", hidden)
    for society in (known, strangers):
        society.run(40)
    assert mechanism(known).times_shown > 5
    assert (mechanism(known).learnt == SHOWN).any()
    assert mechanism(strangers).times_shown == 0
    assert mechanism(known).reach() > mechanism(strangers).reach()


def test_classes_are_held_by_a_neighbour_and_only_the_old_learn_there() -> None:
    society = grown(52, **OFTEN, **FULL, classes_a_year=26.0, helper_accept=4.0, class_notice=1.0, learns=1.0, tries=-12.0, tries_skill=0.0, shown=0.0)
    m, r = mechanism(society), society.residents
    assert 0 < m.classes <= m.classes_due
    taught = m.learnt == CLASS
    assert 0 < taught.sum() <= m.at_classes
    assert r.age[taught].min() >= OLD
    assert set(np.unique(m.learnt)) <= {0, CLASS}
    nobody = lived(52, **OFTEN, **FULL, classes_a_year=26.0, helper_accept=-10.0)
    assert nobody.classes < m.classes
    assert nobody.classes_due == m.classes_due


def test_newcomers_have_to_learn_and_to_join_anew() -> None:
    society = grown(60, **OFTEN, **FULL, **LIVELY)
    m = mechanism(society)
    new = np.zeros(0, np.int64)
    while len(new) == 0:
        before = society.residents.identity.copy()
        society.step()
        new = np.flatnonzero(before != society.residents.identity)
    others = np.setdiff1d(np.arange(society.residents.n), new)
    assert m.member[new].mean() < m.member[others].mean()
    assert m.written[new].max() <= 1


def test_where_windows_follow_the_visits_the_old_are_left_out() -> None:
    hard: dict[str, Any] = {**FULL, "matters": 2.0, "tries_skill": 12.0, "shown": 0.0, "gives_up": 0.1}
    before, kept, fails = lived(104, matters=2.0, gives_up=0.1), lived(104, **hard), lived(104, **hard, keep_windows=False, least_windows=0.05)
    assert fails.left_out() > kept.left_out() + 0.1
    assert fails.left_out() > before.left_out() + 0.1
    assert fails.roster.max() < 0.3 * kept.roster.min()
    # The books look well: whoever comes to the counter is signed up.
    assert fails.registered_share() >= fails.reach()


# The group


def test_what_is_written_in_the_group_is_no_coming_and_keeps_nobody_from_anything(same: Callable[..., None]) -> None:
    quiet = grown(12, **QUIET, group="notices", joins=0.5)
    lively = grown(12, **QUIET, **LIVELY, meets=0.0, subject_hours=0.01, group_openness=0.001)
    assert mechanism(lively).posts > 50
    assert lively.residents.times_came.sum() == pytest.approx(quiet.residents.times_came.sum(), rel=0.05)
    assert mechanism(quiet).posts == 0
    alone = grown(12, **QUIET, on=False)
    same(quiet, alone)


def test_who_writes_in_the_evening_is_in_the_square_all_the_same() -> None:
    everybody = Shares(retired=1.0, carer=1.0, owner=1.0, renter=1.0, student=1.0)
    square = EVERYDAY["shop"].model_copy(update={"rounds": (WEEKDAY_EVENING,), "hours": 3.0, "openness": 1.0, "chance": everybody})

    def hours(**levers: Any) -> tuple[float, int]:
        chosen = {"online-services": OnlineServicesParameters(**QUIET, **levers)}
        society = Society(neighbourhood=SMALL, everyday={"square": square}, mechanisms=chosen, seed=3)
        society.run(26)
        return float(society.ties.slow.sum()), mechanism(society).posts

    without, none = hours()
    with_, posts = hours(**{**LIVELY, "joins": 1.0, "answers": 3.0, "meets": 0.0, "subject_hours": 0.01, "group_openness": 0.001})
    assert none == 0
    assert posts > 1000
    assert with_ > 0.97 * without > 0.0


def test_company_in_the_group_is_weak_and_grows_with_its_hours() -> None:
    no_everyday = {name: kind.model_copy(update={"hours": 0.0}) for name, kind in EVERYDAY.items()}

    def hours(share: float) -> float:
        levers: dict[str, Any] = {**QUIET, **LIVELY, "meets": 0.0, "subject_hours": share, "group_openness": 1.0, "joins": 1.0}
        society = Society(neighbourhood=SMALL, everyday=no_everyday, mechanisms={"online-services": OnlineServicesParameters(**levers)}, seed=3)
        society.run(30)
        return float(society.ties.slow.sum())

    assert hours(0.5) > 4.0 * hours(0.05) > 0.0


def test_get_togethers_begin_in_the_group_and_people_decide_to_come() -> None:
    none, some = lived(40, **QUIET, **LIVELY, meets=0.0), lived(40, **QUIET, **LIVELY, meets=0.5)
    assert none.meetups == none.at_meetups == 0
    assert some.meetups > 5
    assert some.at_meetups > some.meetups


def test_a_group_for_notices_has_members_and_no_voices() -> None:
    m = lived(40, **{**QUIET, **LIVELY, "group": "notices"})
    assert m.in_group() > 0.3
    assert m.posts == m.subjects == m.removals == 0


def test_an_owner_who_removes_silences_the_others() -> None:
    lively: dict[str, Any] = {**QUIET, **LIVELY, "complains": 0.5, "silence": 4.0}
    free = lived(52, **lively, owner="owners", owners_remove=0.0)
    ruled = lived(52, **lively, owner="company", company_removes=0.5)
    assert free.removals == 0
    assert free.complaints > 0
    assert ruled.removals > 10
    assert not (ruled.member & ruled.removed).any()
    assert ruled.posts < 0.7 * free.posts
    # It is not only that those removed are gone: where nobody minds, the others write on.
    unmoved = lived(52, **{**lively, "silence": 0.0}, owner="company", company_removes=0.5)
    assert ruled.posts < 0.85 * unmoved.posts


def test_the_young_write_more_where_skill_counts() -> None:
    m = lived(52, **QUIET, **{**LIVELY, "answers_skill": 10.0, "answers": -4.0})
    age = m.view.residents.age.astype(np.float64)
    assert np.average(age, weights=m.written) < age[m.member].mean() - 2.0
    assert 0 < m.posts_renting < m.posts
    assert 0 < m.posts_young < m.posts


def test_a_rumour_reaches_more_in_a_group_and_is_put_right_where_there_are_hours() -> None:
    often: dict[str, Any] = {"rumours_a_year": 52.0, "rumour_weeks": 1.5, "matters": 0.0, "matters_old": 0.0, "matters_carer": 0.0, "matters_away": 0.0}
    mouth, posted = lived(52, **often, hears=0.0), lived(52, **often, **LIVELY, corrects=40.0)
    assert mouth.rumours > 5
    assert mouth.corrected == 0
    assert posted.misled_a_rumour() > mouth.misled_a_rumour()
    righted = lived(52, **often, **LIVELY, corrects=0.5)
    assert righted.corrected > 0.5 * righted.rumours


def test_a_rumour_is_for_or_against_and_is_a_reason_for_those_whom_it_has_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[int, set[int]]] = []
    adopt = Deciding.adopt_all

    def listen(self: Deciding, week: Any, numbers: np.ndarray, k: np.ndarray, rows: np.ndarray, reasons: np.ndarray) -> None:
        taken.extend(((k == one).sum(), set(reasons[k == one].tolist())) for one in np.unique(k).tolist())
        adopt(self, week, numbers, k, rows, reasons)

    monkeypatch.setattr(Deciding, "adopt_all", listen)
    levers: dict[str, Any] = {**QUIET, "rumours_a_year": 52.0, "matters_a_year": 12.0, "hears": 0.0}
    society = Society(
        neighbourhood=NeighbourhoodParameters(buildings=1, floors=3, compounds=10), seed=3,
        mechanisms={"online-services": OnlineServicesParameters(**levers), "ordinary-life": OrdinaryLifeParameters()},
    )  # fmt: skip
    society.run(8)
    assert len(taken) > 10
    assert min(rows for rows, _ in taken) > 0
    assert set.union(*(reasons for _, reasons in taken)) == {0, society.services.deciding.constants.reasons}
    assert {len(reasons) for _, reasons in taken} == {1}


# Matters of the compound


def test_matters_consulted_online_have_more_and_younger_voices() -> None:
    hall, both = lived(104, **FULL, matters_a_year=8.0), lived(104, **FULL, matters_a_year=8.0, consult=True, consult_reads=1.0)
    assert hall.voted > 10
    assert hall.at_consultations == hall.ballots_online == 0
    assert both.voices_a_matter() > 1.5 * hall.voices_a_matter()
    assert both.ballots > both.ballots_online > 0
    assert both.voices_working / both.voices > hall.voices_working / hall.voices
    assert both.asked_online > both.at_consultations


def test_with_nobody_online_a_consultation_changes_nothing(same: Callable[..., None]) -> None:
    """Where nobody has learnt it and there is no group, to consult online is nothing."""
    without, with_ = grown(30), grown(30, consult=True)
    same(without, with_)
    assert mechanism(with_).at_consultations == mechanism(with_).asked_online == 0
    assert mechanism(with_).voices == mechanism(without).voices


def test_a_matter_is_open_once_and_is_voted_on_or_lapses() -> None:
    society = grown(matters_a_year=12.0, consult=True, **LIVELY)
    m = mechanism(society)
    for _ in range(60):
        society.step()
        assert np.count_nonzero(m.matter) == len(society.services.deciding.table.matters)
    assert m.voted > 8
    assert m.opened_matters - m.voted <= np.count_nonzero(m.matter)


# The scenario


def test_the_scenario_has_each_part_alone_and_its_failure() -> None:
    scenario: Scenario = load("online-services")
    assert list(scenario.arms)[:2] == ["before", "after"]
    assert {"lookup", "taught", "group", "notices", "consult", "company", "fails"} <= set(scenario.arms)


def test_saving_keeps_the_group_and_who_has_learnt(tmp_path: Any) -> None:
    society = grown(20, **OFTEN, **FULL, **LIVELY)
    society.save(tmp_path / "kept")
    other = Society.load(tmp_path / "kept")
    for one in (society, other):
        one.run(10)
    assert np.array_equal(mechanism(society).member, mechanism(other).member)
    assert np.array_equal(mechanism(society).learnt, mechanism(other).learnt)
    assert mechanism(society).posts == mechanism(other).posts > 0
