"""What all questions share: the view of the sites, rows of answers, where a question can be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.people.everyday import EVERYDAY, EverydayKind
from linli.model.questions import QUESTIONS, AskedIn, View
from linli.model.questions.base import cut_of, trace_of
from linli.model.society.society import Society

Look = Callable[..., View]
HERE = NeighbourhoodParameters(flats_per_floor=1)


def asked_in(**change: Any) -> AskedIn:
    kinds: dict[str, EverydayKind] = {**EVERYDAY, "beach": EVERYDAY["shop"]}
    mechanisms = ("consultation-minority", "meetings", "ordinary-life", "party-service-centres")
    return AskedIn(**{"weeks": 1, "length": 4, "people": SitePeople(), "neighbourhood": HERE, "kinds": kinds, "mechanisms": mechanisms, **change})


NEEDED = {"units-where": {"mechanism": "consultation-minority", "state": "agreed"}}
"""What a question cannot be asked without."""


def test_every_question_says_what_it_is_and_has_a_rule_for_every_number_of_weeks() -> None:
    assert len(QUESTIONS) >= 24
    for name, kind in QUESTIONS.items():
        put = kind(**NEEDED.get(name, {}))
        assert kind.name == name
        assert kind.__doc__ != kind.__mro__[1].__doc__
        assert put.title.en
        assert put.title.zh
        assert put.title.en != put.title.zh
        assert put.unit in ("%", "", "ties", "steps", "hours", "days", "neighbours", "sd")
        assert max(put.rows(1), put.rows(2)) >= 1
        assert put.refuse(asked_in()) is None, name


def test_a_level_stands_on_its_trace(look: Look) -> None:
    view = look()
    constants = view.society.constants
    assert [trace_of(level) for level in ("recognised", "acquaintance", "friendly", "friend", "close")] == ["slow"] * 2 + ["closeness"] * 3
    assert cut_of("friend", constants) == constants.ties.friend


def test_who_says_what_of_whom_is_directed_and_sorted_into_sites(look: Look) -> None:
    view = look(3, [(0, 1, 50.0), (3, 5, 9.0)], count=2)
    view.society.ties.partner[1] = 65535
    said, took_part = view.says("friend")
    assert took_part.all()
    assert np.argwhere(said).tolist() == [[0, 0, 1]], "the second has forgotten the first, 9 hours are no friend"
    friendly, _ = view.says("friendly")
    assert np.argwhere(friendly).tolist() == [[0, 0, 1], [1, 0, 2], [1, 2, 0]]


def test_forms_that_did_not_come_back_say_nothing(look: Look) -> None:
    ties = [(i, j, 50.0) for i in range(6) for j in range(i)]
    said, took_part = look(6, ties).says("friend", 4)
    assert took_part.sum() == 4
    assert said.sum(axis=2).tolist() == [[5 if there else 0 for there in took_part[0]]]


def test_means_by_site(look: Look) -> None:
    view = look(2, count=3)
    means = view.mean_by_site(np.array([0, 1, 4]), np.array([1.0, 4.0, 7.0]))
    assert means[[0, 2]].tolist() == [2.5, 7.0]
    assert np.isnan(means[1])


def test_sites_of_different_size_are_no_whole_groups() -> None:
    society = Society(neighbourhood=NeighbourhoodParameters(buildings=1, floors=3, communities=2), seed=2)
    assert len(set(np.diff(society.places.community_rows))) == 2
    with pytest.raises(ValueError, match="different numbers"):
        View(society, 0).people_a_site()


def test_what_is_worked_out_once_is_worked_out_once(look: Look) -> None:
    view, made = look(2), []
    for _ in range(2):
        assert view.once("it", lambda: made.append(1) or len(made)) == 1  # type: ignore[func-returns-value]


def test_answers_stand_a_column_a_week_or_an_answer_a_column() -> None:
    put = QUESTIONS["unknown-share"]()
    assert put.answer([np.array([1.0, 2.0])]).tolist() == [[1.0], [2.0]]
    assert put.answer([np.array([1.0, 2.0]), np.array([3.0, 4.0])]).tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert put.answer([np.array([[1.0, 2.0, 3.0]])]).tolist() == [[1.0, 2.0, 3.0]]


@pytest.mark.parametrize(
    ("name", "once", "three_times"),
    [
        ("unknown-share", 1, 3), ("chat-frequency", 4, 0), ("jaccard", 0, 2), ("formation", 0, 5), ("ever-talked", 5, 5), ("degree", 1, 3),
        ("named-by-doors", 4, 0),
        ("ties-lost", 0, 1), ("hours-to-level", 3, 3), ("events-shared", 3, 3),
    ],
)  # fmt: skip
def test_rows_of_a_table(name: str, once: int, three_times: int) -> None:
    put = QUESTIONS[name]()
    assert (put.rows(1), put.rows(3)) == (once, three_times)


@pytest.mark.parametrize(
    ("name", "fields", "change", "field"),
    [
        ("unknown-share", {}, {"people": None}, "question"),
        ("level-share", {"answered": (3, 4)}, {"weeks": 3}, "answered"),
        ("level-share", {"answered": (-1,)}, {}, "answered"),
        ("days-there", {"focus": "beech"}, {}, "focus"),
        ("days-there", {"focus": "yard"}, {}, "focus"),
        ("days-there", {}, {"length": 0}, "question"),
        ("named-upstairs", {}, {"neighbourhood": NeighbourhoodParameters()}, "question"),
        ("hours-to-level", {}, {"kinds": {}}, "question"),
        ("event-sizes", {"mechanism": "meeting"}, {}, "mechanism"),
        ("event-sizes", {}, {"people": None}, "question"),
    ],
)
def test_where_a_question_cannot_be_asked_it_says_so(name: str, fields: dict[str, Any], change: dict[str, Any], field: str) -> None:
    refusal = QUESTIONS[name](**fields).refuse(asked_in(**change))
    assert refusal is not None
    assert refusal[0] == field
    assert refusal[1].en != refusal[1].zh


def test_the_nearest_name_is_told() -> None:
    refusal = QUESTIONS["event-sizes"](mechanism="meeting").refuse(asked_in())  # type: ignore[call-arg]
    assert refusal is not None
    assert 'Did you mean "meetings"?' in refusal[1].en
