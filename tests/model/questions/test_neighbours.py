"""Questions about neighbours known: answers of a few people whose ties were put down by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.mechanisms.meetings import MeetingsParameters
from linli.model.mechanisms.online_services.parameters import OnlineServicesParameters
from linli.model.people.constants import Constants, VisitHours
from linli.model.people.residents import Residents
from linli.model.people.survey_constants import SurveyConstants
from linli.model.questions import AskedIn, View
from linli.model.questions.neighbours import ChatsAtLeast, Counted, KnowNeighbours, NeighboursGained, NeighboursNamed, chosen, sample_of_sites
from linli.model.society.society import Society
from linli.model.ties.store import TICKS
from pydantic import ValidationError

Alike = Callable[..., Society]
EXACT = Constants(
    survey=SurveyConstants(sigma_u=0.0, sigma_e=0.0, sigma_d=0.0, chat_noise=0.0), visits=VisitHours(retired=0.0, carer=0.0, owner=0.0, renter=0.0, student=0.0)
)


def befriend(s: Society, a: int, b: int, slow: float, closeness: float = 0.0) -> None:
    for x, y in ((a, b), (b, a)):
        k = int((s.ties.partner[x] != 65535).sum())
        s.ties.partner[x, k], s.ties.slow[x, k], s.ties.closeness[x, k], s.ties.last[x, k] = y, slow, round(closeness * TICKS), 0


@pytest.fixture
def landings(alike: Alike) -> Society:
    """Two landings of four flats, one resident each; 0 knows all of theirs, 1 two of three, 2 and 3 fewer, 4 knows 0 only."""
    s = alike(8, {}, flats_per_floor=4, constants=EXACT)
    for a, b in ((0, 1), (0, 2), (0, 3), (1, 2), (0, 4)):
        befriend(s, a, b, 5.0)
    befriend(s, 5, 6, 1.0)
    return s


def test_the_landing_is_known_all_most_some_none(landings: Society) -> None:
    # On the first landing 0 says all, 1 and 2 most (two of three), 3 some; on the second all say none: 5 and 6 only recognise each other.
    found = KnowNeighbours(of="landing").observe(View(landings, 0))
    assert found[0] == pytest.approx([12.5, 25.0, 12.5, 50.0])


def test_answers_may_be_taken_together_and_the_level_is_chosen(landings: Society) -> None:
    q = KnowNeighbours(of="landing", answers=("all or most", "some or none"))
    assert q.observe(View(landings, 0))[0] == pytest.approx([37.5, 62.5])
    faces = KnowNeighbours(of="landing", level="recognised", answers=("none",))
    assert faces.observe(View(landings, 0))[0] == pytest.approx([25.0])


def test_few_is_an_answer_where_it_is_on_the_form(landings: Society) -> None:
    # 3 knows one of three on the landing: some, or few below .4.
    five = ("all", "most", "some", "few", "none")
    found = KnowNeighbours(of="landing", answers=five, few_below=0.4).observe(View(landings, 0))
    assert found[0] == pytest.approx([12.5, 25.0, 0.0, 12.5, 50.0])
    assert KnowNeighbours(of="landing", answers=five).observe(View(landings, 0))[0] == pytest.approx([12.5, 25.0, 12.5, 0.0, 50.0])
    together = KnowNeighbours(of="landing", answers=("some or few", "none"), few_below=0.4).observe(View(landings, 0))
    assert together[0] == pytest.approx([12.5, 50.0])


def test_fields_of_a_list_without_effect_are_refused() -> None:
    asked = AskedIn(1, 4, None, NeighbourhoodParameters(), {}, ())
    for put, field in ((KnowNeighbours(few_below=0.2), "few_below"), (KnowNeighbours(of="landing", households=5), "households")):
        found = put.refuse(asked)
        assert found is not None
        assert found[0] == field
    assert KnowNeighbours(answers=("some", "few"), few_below=0.2).refuse(asked) is None


def test_the_nearest_households_are_those_next_door(landings: Society) -> None:
    # The nearest household of 0 is 1, or 4 one storey up; both are known. That of 7 is 6 or 3, and 7 knows nobody.
    found = KnowNeighbours(households=1).observe(View(landings, 0))
    assert found[0, 1] == found[0, 2] == 0.0
    assert found[0, 0] + found[0, 3] == pytest.approx(100.0)
    assert found[0, 0] >= 100.0 / 8


def test_the_young_are_not_asked(landings: Society) -> None:
    landings.residents.age[4:] = 17
    assert KnowNeighbours(of="landing").observe(View(landings, 0))[0] == pytest.approx([25.0, 50.0, 25.0, 0.0])


def test_unknown_answers_are_refused() -> None:
    with pytest.raises(ValidationError, match="answers are all, most, some, none, few"):
        KnowNeighbours(answers=("all or meny",))


@pytest.mark.parametrize("days", [0.02, 0.11, 0.48, 2.0, 5.0])
def test_who_chats_at_least_so_often_is_counted_by_days(alike: Alike, days: float) -> None:
    def spread(r: Residents) -> None:
        r.chat_days[:] = np.linspace(0.0, 7.0, 400)

    s = alike(400, {}, constants=EXACT, change=spread)
    assert ChatsAtLeast(days=days).observe(View(s, 0))[0] == pytest.approx(100.0 * (np.linspace(0.0, 7.0, 400) >= days).mean(), abs=0.3)


def test_age_groups_have_rows_of_their_own(landings: Society) -> None:
    # 0 says all, 1 and 2 most, 3 some, the others none; the young are 0, 1, 4 and 5.
    r = landings.residents
    r.age[:] = [30, 30, 70, 70, 30, 30, 70, 70]
    r.chat_days[:] = [5.0, 0.0, 5.0, 5.0, 0.0, 0.0, 5.0, 0.0]
    ages = ((18, 30), (65, 110))
    put = KnowNeighbours(of="landing", answers=("all or most", "none"), ages=ages)
    assert put.rows(1) == 4
    assert put.row_labels() == ("18-30: all or most", "18-30: none", "65-110: all or most", "65-110: none")
    assert ChatsAtLeast(ages=ages).row_labels() == ("18-30", "65-110")
    assert put.observe(View(landings, 0))[0] == pytest.approx([50.0, 50.0, 25.0, 50.0])
    often = ChatsAtLeast(ages=ages)
    assert (often.rows(1), often.rows(2), ChatsAtLeast().rows(2)) == (2, 0, 2)
    assert often.observe(View(landings, 0))[0] == pytest.approx([25.0, 75.0])
    assert np.isnan(ChatsAtLeast(ages=((90, 99),)).observe(View(landings, 0))).all()
    with pytest.raises(ValidationError, match="younger age first"):
        ChatsAtLeast(ages=((30, 18),))


def test_neighbours_named_are_means_over_those_asked(landings: Society) -> None:
    befriend(landings, 6, 7, 9.0, closeness=19.0)
    view = View(landings, 0)
    # Acquaintances: 0 has 4, 1 and 2 two each, 3, 4, 6 and 7 one each, 5 none. Two people have a friendly tie.
    found = NeighboursNamed(levels=("recognised", "acquaintance", "friendly"), hours=(2.5, 20.0)).observe(view)
    assert found[0] == pytest.approx([14 / 8, 12 / 8, 2 / 8, 2 / 8, 0.0])
    landings.attach({"meetings": MeetingsParameters(members=0.5)})
    landings.programme.mechanisms[0].member[[0, 7]] = True  # type: ignore[attr-defined]
    assert NeighboursNamed(levels=("acquaintance",), who="members").observe(view)[0, 0] == pytest.approx(5 / 2)
    assert NeighboursNamed(levels=("acquaintance",), who="others").observe(view)[0, 0] == pytest.approx(7 / 6)


def test_members_are_those_whom_a_mechanism_called(alike: Alike) -> None:
    """Members and others are together all adults; a society without a club has none."""
    s = alike(12, {}, change=lambda r: r.age.__setitem__(slice(None), 40))
    assert len(chosen(View(s, 0), "members")) == 0
    s.attach({"meetings": MeetingsParameters(a_year=52.0, members=0.5)})
    s.run(1)
    members, others = (chosen(View(s, 0), who).tolist() for who in ("members", "others"))
    assert members
    assert others
    assert sorted(members + others) == list(range(s.residents.n))
    assert members == np.flatnonzero(s.programme.mechanisms[0].membership()).tolist()  # type: ignore[arg-type]


def test_a_sample_has_its_size_at_each_site_and_a_larger_one_holds_it(alike: Alike) -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, floors=5, communities=3))
    view, rows = View(s, 0), np.arange(s.residents.n)
    few, many = sample_of_sites(view, rows, 4), sample_of_sites(view, rows, 9)
    assert np.bincount(view.site_of(few)).tolist() == [4, 4, 4]
    assert set(few.tolist()) < set(many.tolist())
    assert sample_of_sites(view, rows, 0).tolist() == rows.tolist()


def test_gains_are_those_of_people_who_stayed_and_took_part() -> None:
    who, age, starts = np.arange(6, dtype=np.uint64), np.full(6, 40), np.array([0, 3, 6])
    first = Counted(who, np.array([1, 2, 3, 4, 5, 6]), np.zeros(6, np.uint16), age, starts)
    # 1 gains two, 2 loses one; 4 has moved out and another in; nobody at the second site came often enough but 4.
    later = Counted(np.array([0, 1, 2, 3, 99, 5], np.uint64), np.array([9, 4, 2, 9, 9, 9]), np.array([1, 5, 7, 0, 9, 2], np.uint16), age, starts)
    found = NeighboursGained(at_least=5).answer([first, later])
    assert found[0, 0] == pytest.approx(0.5)
    assert np.isnan(found[1, 0])
    assert NeighboursGained(at_least=0, at_most=2).answer([first, later])[:, 0].tolist() == pytest.approx([8.0, 4.0])


def test_gains_may_be_of_those_whom_a_mechanism_counts_as_having_taken_part() -> None:
    s = Society(neighbourhood=NeighbourhoodParameters(buildings=1, entrances=1, floors=5), mechanisms={"online-services": OnlineServicesParameters()}, seed=5)
    wrote: Any = next(found for found in s.programme.mechanisms if found.name == "online-services")
    wrote.written[3] = 7
    s.residents.times_came[:] = 9
    q = NeighboursGained(mechanism="online-services", state="written", at_least=5)
    seen = q.observe(View(s, 0))
    assert seen.times[3] == 7
    assert seen.times.sum() == 7
    wrote.written[4] = 99
    assert seen.times[4] == 0


@pytest.mark.parametrize(
    ("mechanism", "state", "field"),
    [("online-services", "writen", "state"), ("online-service", "written", "mechanism"), ("online-services", "member", "state"), ("", "written", "mechanism")],
)
def test_what_a_mechanism_does_not_count_is_refused(mechanism: str, state: str, field: str) -> None:
    asked = AskedIn(2, 52, None, NeighbourhoodParameters(), {}, ["online-services"])
    found = NeighboursGained(mechanism=mechanism, state=state).refuse(asked)
    assert found is not None
    assert found[0] == field


def test_visits_are_asked_about_where_wanted(landings: Society, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.model.questions.neighbours.visited", lambda society, weeks: (np.array([0, 0, 2]), np.array([1, 2, weeks])))
    assert NeighboursNamed(visit_weeks=5).observe(View(landings, 0))[0] == pytest.approx([12 / 8, 6 / 8])
    landings.residents.age[1:] = 17
    assert NeighboursNamed(visit_weeks=5).observe(View(landings, 0))[0] == pytest.approx([4.0, 2.0])
