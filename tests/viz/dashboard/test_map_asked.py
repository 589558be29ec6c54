"""What a click on a gate or a resident tells: the same as the society's views, and since when two have been acquainted."""

from __future__ import annotations

import re

import numpy as np
import pytest
from linli.model.agents.community import Community
from linli.model.society.groups import FEW
from linli.viz.dashboard.map.asked import gate_seen, resident_seen
from linli.viz.dashboard.map.frames import Frame
from linli.viz.dashboard.map.ground import MapGround
from linli.viz.dashboard.map.since import BEFORE, NEVER, Acquainted
from linli.viz.dashboard.map.telling import gate_told, resident_told, status


def test_a_gate_tells_who_is_isolated_who_came_lately_and_who_is_its_head(make):
    s = make()
    s.run(30)
    community = Community.of(s)
    for gate in range(s.places.gates):
        seen = gate_seen(s, gate)
        people = [community.residents[row] for row in range(s.places.gate_rows[gate], s.places.gate_rows[gate + 1])]
        few = {p.row for p in people if len(p.acquaintances) < FEW}
        assert {p.row for p in seen.isolated} == few
        assert [p.acquaintances for p in seen.isolated] == sorted(len(community.residents[p.row].acquaintances) for p in seen.isolated)
        assert {p.row for p in seen.newcomers} == {p.row for p in people if s.scenario_week - p.arrival <= 52}
        head = next((one for one in community.gate_heads if one.gate == gate), None)
        assert (seen.head is None) == (head is None)
        assert seen.has_office
        if seen.head is not None and head is not None:
            assert (seen.head.row, seen.head_since, seen.head_known) == (head.resident.row, head.since, head.known_by)
        assert seen.residents == len(people)
    with pytest.raises(IndexError, match="gates go from 0 to 2"):
        gate_seen(s, 3)


def test_a_resident_tells_whom_they_know_as_the_view_of_ties_does(make):
    s = make()
    watched = Acquainted(s)
    for _ in range(20):
        s.step()
        watched.look(s)
    community, some = Community.of(s), 0
    for row in range(0, s.residents.n, 5):
        seen, ties = resident_seen(s, row, watched), community.ties.of(row, "acquaintance")
        titles = {kind.name: kind.title for kind in s.focus_kinds}
        assert [(t.other.row, t.level, t.origin, t.last) for t in seen.ties] == [(t.other.row, t.levels[-1], titles[t.origin], t.week) for t in ties]
        some += len(ties)
    assert some > 20
    with pytest.raises(IndexError, match="there is no row"):
        resident_seen(s, s.residents.n, watched)


def test_since_when_is_the_week_in_which_they_became_acquainted(make):
    s = make()
    watched, known = Acquainted(s), pairs(s)
    since = dict.fromkeys(known, BEFORE)
    for _ in range(40):
        s.step()
        watched.look(s)
        now = pairs(s)
        arrival = s.residents.arrival - s.policy_week0
        moved = {p: int(max(arrival[list(p)])) for p in now}
        kept = {p for p in now if p in since and (moved[p] < 0 or since[p] > moved[p])}
        since = {p: since[p] if p in kept else s.scenario_week for p in now}
    found = {p: int(watched.since(p[0], np.array([p[1]]))[0]) for p in since}
    assert found == since
    assert len(watched) == len(since)
    assert set(since.values()) - {BEFORE}
    stranger = next((i, j) for i in range(s.residents.n) for j in range(i + 1, s.residents.n) if (i, j) not in since)
    assert watched.since(stranger[1], np.array([stranger[0]])).tolist() == [NEVER]


def pairs(society):
    table = Community.of(society).ties.edges("acquaintance")
    return set(zip(table["source"].tolist(), table["target"].tolist(), strict=True))


def test_who_has_moved_in_is_not_acquainted_since_before_that(make):
    s = make()
    a, b = (int(x) for x in next(iter(sorted(pairs(s)))))
    watched = Acquainted(s)
    s.step()
    # Somebody else lives in row b from this week on and is an acquaintance of a at once.
    s.residents.arrival[b] = s.week - 1
    s.ties.last[a], s.ties.last[b] = s.week, s.week
    watched.look(s)
    assert watched.since(a, np.array([b])).tolist() == [1]


def test_words_are_of_one_language(make):
    s = make()
    watched, ground = Acquainted(s), MapGround.of(s.places)
    for _ in range(6):
        s.step()
        watched.look(s)
    row = max(range(s.residents.n), key=lambda row: len(resident_seen(s, row, watched).ties))
    for language, foreign in (("en", r"[\u3000-\u9fff\uff00-\uffef]"), ("zh", r"[A-Za-z]")):
        said = [gate_told(gate_seen(s, 0), ground, language), resident_told(resident_seen(s, row, watched), ground, language)]
        texts = [status(Frame.of(s), language)]
        for told in said:
            texts += [told["title"], *told["lines"]]
            texts += [text for one in told["lists"] for text in (one["title"], *(t for p in one["people"] for t in (p["text"], p["more"])))]
        assert len(texts) > 10
        assert [text for text in texts if re.search(foreign, text)] == []
        assert [text for text in texts if "{" in text] == []


def test_lines_go_to_those_whom_the_resident_knows(make):
    s = make()
    watched, ground = Acquainted(s), MapGround.of(s.places)
    seen = resident_seen(s, 0, watched)
    told = resident_told(seen, ground, "en")
    assert [row for row, _ in told["ties"]] == [tie.other.row for tie in seen.ties]
    assert gate_told(gate_seen(s, 0), ground, "en")["ties"] == []
