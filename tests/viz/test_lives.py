"""The story of a few residents says what the records hold, in both languages."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from linli.experiments.lives import Acquaintance, Life, Lives, Person
from linli.model.foci.origins import FocusKindInfo
from linli.model.ground.text import Text
from linli.viz.lives import story_of, write_story

KINDS = {"hall": Text("hall and lift", "门厅与电梯"), "gate": Text("gathering of the gate", "楼门聚会")}


def _person(row: int, gate: int, sex: str = "female", tenure: str = "owner") -> Person:
    return Person(row, 100 + row, gate, 3, 67, sex, "retired", tenure, "local", -520, True)


@pytest.fixture
def lives() -> Lives:
    hall = FocusKindInfo("hall", KINDS["hall"])
    old = Acquaintance(_person(2, 4), 0, 0, hall, until=60, end="they moved")
    new = Acquaintance(_person(3, 1, "male"), 43, 10, hall, Counter({"gate": 2}))
    gone = Acquaintance(_person(5, 4), 70, 70, hall, until=90, end="faded")
    back = Acquaintance(_person(5, 4), 95, 70, hall)
    here = Life(_person(1, 4), [old, new, gone, back], {"gate": [5, 12, 50]})
    there = Life(_person(1, 4), [old, new], {"gate": [5]}, left=80)
    titles = {"before": Text("before", "之前"), "after": Text("after", "之后")}
    return Lives("made", Text("Made", "虚构"), "before", "after", titles, 7, 104, 551, True, {"after": [here], "before": [there]}, KINDS)


def test_the_english_story(lives: Lives) -> None:
    told = story_of(lives, "en")
    for line in (
        "## Resident 1 of gate 4",
        "A woman of 67, retired, in a flat of the family's own, registered here, a Party member; floor 3; here for 10 years.",
        "Knows 1 of the others when it begins, 1 from the same gate.",
        "**Year 1**",
        "- Week 43 (Double Ninth Festival): comes to know resident 3 (man, 67, gate 1). First words in week 10 of year 1 (hall and lift); until then both "
        "came to gathering of the gate (2 times).",
        "- Week 8 (Lantern Festival): resident 2 of the same gate (woman, 67) moves away.",
        "- Week 18 (Labour Day): comes to know resident 5 of the same gate (woman, 67). First words in that week (hall and lift).",
        "- Week 38: resident 5 of the same gate (woman, 67) is no acquaintance any more; the two hardly talked.",
        "- Week 43 (Double Ninth Festival): resident 5 of the same gate (woman, 67) is an acquaintance again.",
        "Gatherings: 3, the first in week 5 of year 1: gathering of the gate (3 times).",
        "At the end knows 2: 0 from the start, 2 come since.",
        "In “before”, the same person on the same random numbers, comes to one gathering, moves away in week 28 of year 2, comes to know 1 and knows 1 at "
        "the end. 1 of the 2 met here were met there too.",
        "`linli story made --arm after --seed 7 --weeks 104 --resident 1`",
    ):
        assert line in told, told
    assert told.index("Year 1") < told.index("Year 2")


def test_the_chinese_story_has_no_english(lives: Lives) -> None:
    told = story_of(lives, "zh")
    assert "## 4 号楼门的 1 号居民" in told
    assert "- 第 43 周（重阳节）：与居民 3 号（男，67 岁，1 号楼门）成为熟人。" in told
    without_commands = re.sub(r"`[^`]*`", "", told)
    assert not re.findall(r"[A-Za-z]{2,}", without_commands)


def test_a_story_is_written_whole(lives: Lives, tmp_path: Path) -> None:
    path = write_story(lives, tmp_path / "story.md", "en")
    assert path.read_text(encoding="utf-8") == story_of(lives, "en")
