"""Tables of waves and lists: read as they were written, and refused in a sentence that names the line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.local.collected import GAPS, Attendance, Collected, Wave, pattern_of
from linli.experiments.local.reading import Period, read_collected, tables_of
from linli.scenarios.errors import UserError

PERIOD = Period(52, None, ("building-gates.gathering", "building-gates.show"))
FIRST = "id,week,known\n" + "".join(f"p{k},13,{k}\n" for k in range(12))
SECOND = "id,week,known,again\n" + "".join(f"p{k},40,{k},{max(k - 1, 0)}\n" for k in range(11))
CODES = "event,week,id\ne1,3,a\ne1,3,b\ne2,9,a\n"
COUNTS = "event,week,came\ne1,3,2\ne2,9,1\n"


def read(folder: Path, first: str = FIRST, second: str = SECOND, lists: str = CODES, period: Period = PERIOD):
    for name, text in (("wave1.csv", first), ("wave2.csv", second), ("attendance.csv", lists)):
        (folder / name).write_text(text, encoding="utf-8")
    return read_collected(folder / "wave1.csv", folder / "wave2.csv", folder / "attendance.csv", period)


def test_what_stands_in_the_tables_is_read(tmp_path):
    found = read(tmp_path)
    assert [wave.week for wave in found.waves] == [13, 40]
    assert found.waves[1].person == tuple(f"p{k}" for k in range(11))
    assert found.waves[0].answers["known"].tolist() == list(range(12))
    assert found.attendance.came.tolist() == [2, 1]
    assert found.attendance.event.tolist() == [0, 0, 1]
    assert found.attendance.person.tolist() == [0, 1, 0]
    pattern = pattern_of(found)
    assert (pattern.answered, pattern.span, pattern.ids) == ((12, 11), (3, 9), True)
    assert pattern.asked == (("known",), ("known", "again"))
    assert pattern.slopes == GAPS, "nobody knows who did not answer"


def test_counts_are_read_without_people(tmp_path):
    found = read(tmp_path, lists=COUNTS).attendance
    assert found.came.tolist() == [2, 1]
    assert found.person is None


def test_chinese_headings_dates_and_kinds(tmp_path):
    day = {13: "2025-04-01", 40: "2025/10/07"}
    first = FIRST.replace("id,week,known", "编号,日期,熟人数").replace(",13,", f",{day[13]},")
    second = SECOND.replace("id,week,known,again", "编号,调查日期,熟人数,再次列出人数").replace(",40,", f",{day[40]},")
    lists = "活动,日期,到场人数,活动类型\n元宵,2025-02-12,20,gathering\n"
    found = read(tmp_path, first, second, lists, PERIOD._replace(start=date(2025, 1, 1)))
    assert [wave.week for wave in found.waves] == [13, 40]
    assert found.attendance.week.tolist() == [7]
    assert found.attendance.kinds == ("building-gates.gathering",)


def test_tables_come_back_as_they_were(tmp_path):
    lists = Attendance(np.array([3, 9]), np.array([2, 1]), np.array([0, 0, 1]), np.array([0, 1, 0]))
    known = np.arange(12.0)
    known[5] = np.nan
    people = tuple(f"p{k + 1}" for k in range(12))
    second = Wave(14, people[2:], {"known": known[2:], "again": np.zeros(10)})
    given = Collected((Wave(2, people, {"known": known, "years": np.linspace(0.0, 11.0, 12)}), second), lists)
    for name, text in tables_of(given).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_collected(tmp_path / "wave1.csv", tmp_path / "wave2.csv", tmp_path / "attendance.csv", PERIOD)
    for mine, theirs in zip(given.waves, found.waves, strict=True):
        assert mine.week == theirs.week
        assert mine.person == theirs.person
        for name, values in mine.answers.items():
            assert np.array_equal(theirs.answers[name], values, equal_nan=True), name
    for mine_, theirs_ in zip(lists[:4], found.attendance[:4], strict=True):
        assert np.array_equal(mine_, theirs_)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"second": SECOND + "p99,40,3,1\nnew,40,1,0\n"}, r'line 13: "p99" did not answer in the first wave .*, nor did 1 others'),
        ({"second": SECOND.replace(",40,", ",12,")}, "made in week 12, and the first wave in week 13; the second comes later"),
        ({"second": SECOND.replace("p5,40,5,4", "p5,40,5,9")}, 'column "again", line 7: 9 are named again, and 5 were named'),
        ({"first": FIRST.replace(",13,", ",60,")}, 'column "week", line 2: "60" is not allowed; allowed is a whole number from 0 to 52'),
        ({"first": FIRST.replace("p3,13", "p2,13")}, 'line 5: "p2" stands in line 4 already'),
        ({"first": "id,week,known\np1,13,4\n"}, "it holds 1 people; a wave needs 10 or more"),
        ({"first": FIRST.replace("p3,13", "p3,45")}, "goes on from week 13 to week 45; a wave takes less than 13 weeks"),
        ({"first": FIRST.replace("known", "knwon")}, 'there is no column "knwon".*Did you mean "known"'),
        ({"first": FIRST.replace("known", "name")}, 'column "name" looks like a name'),
        ({"first": FIRST.replace("known", "known,again").replace("\n", ",1\n").replace("again,1", "again")}, 'the column "again" belongs to the second wave'),
        ({"first": "id,known\n" + "".join(f"p{k},{k}\n" for k in range(12))}, "needs a column week or a column date"),
        ({"first": FIRST.replace("week", "date").replace(",13,", ",2025-04-01,")}, "it gives dates; say with --start"),
        ({"lists": "event,week,came\ne1,3,2\ne2,9,0\n"}, 'column "came", line 3: nobody came to "e2"'),
        ({"lists": CODES + "e3,9,\n"}, 'column "id", line 5: a blank cell is not allowed'),
        ({"lists": CODES + "e1,3,a\n"}, "line 5: the same person and event stand in line 2 already"),
        ({"lists": CODES + "e1,4,c\n"}, 'line 5: the event "e1" stands in another week too'),
        ({"lists": CODES.replace("e2,9", "e2,99")}, '"99" is not allowed; allowed is a whole number from 0 to 52'),
        ({"lists": CODES.replace("e2,9", "e2,0")}, "line 4: it lies before the scenario's first week"),
        ({"lists": "event,week\ne1,3\n"}, "needs either a column id .* or a column came"),
        ({"lists": "event,week,came,kind\ne1,3,2,gatherin\n"}, r'the scenario has no kind of event "gatherin"'),
        ({"lists": "event,week,came\n"}, "no lines below the heading"),
    ],
)
def test_bad_tables_are_refused_in_a_sentence(tmp_path, changes, sentence):
    with pytest.raises(UserError, match=sentence):
        read(tmp_path, **changes)


def test_a_date_outside_the_scenario_is_refused(tmp_path):
    first = FIRST.replace("week", "date").replace(",13,", ",2026-04-01,")
    with pytest.raises(UserError, match="2026-04-01 lies outside the 52 weeks of the scenario, 2025-01-01 to 2025-12-30"):
        read(tmp_path, first, period=PERIOD._replace(start=date(2025, 1, 1)))
    with pytest.raises(UserError, match=r'"1\.4\.2025" is not a date such as 2025-03-14'):
        read(tmp_path, FIRST.replace("week", "date").replace(",13,", ",1.4.2025,"), period=PERIOD._replace(start=date(2025, 1, 1)))
