"""Tables as real programs write them (the table in docs/rosters.md): each is read, or refused in one sentence that says what to do."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from linli.model.founding.given_ties import read_edges
from linli.model.founding.roster import Roster
from linli.model.founding.roster_file import read_roster
from linli.model.ground.refusal import InputError

PEOPLE = pd.DataFrame({"id": ["a1", "a2", "b1"], "flat": ["h1", "h1", "h2"], "age": [67, 70, 25], "sex": ["female", "male", "male"]})


def workbook(frame: pd.DataFrame, **options) -> bytes:
    stream = io.BytesIO()
    frame.to_excel(stream, **options)
    return stream.getvalue()


def parquet(frame: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.to_parquet(stream)
    return stream.getvalue()


READ = {
    "Excel, CSV UTF-8": b"\xef\xbb\xbfid,flat,age,sex\r\na1,h1,67,female\r\na2,h1,70,male\r\nb1,h2,25,male\r\n",
    "Excel, CSV with semicolons, blank columns and lines at the end":
        b"id;flat;age;sex;;\r\na1;h1;67;female;;\r\na2;h1;70;male;;\r\nb1;h2;25;male;;\r\n;;;;;\r\n",
    "Excel, CSV of a Chinese Windows": "编号,住户,年龄,性别\r\na1,h1,67,女\r\na2,h1,70,男\r\nb1,h2,25,男\r\n".encode("gb18030"),
    "Excel, Unicode text": "编号\t住户\t年龄\t性别\r\na1\th1\t67\t女\r\na2\th1\t70\t男\r\nb1\th2\t25\t男\r\n".encode("utf-16"),
    "Excel, workbook": workbook(PEOPLE, index=False),
    "pandas to_csv with index": PEOPLE.to_csv().encode(),
    "pandas to_csv read and written twice": pd.read_csv(io.StringIO(PEOPLE.to_csv())).to_csv().encode(),
    "pandas to_csv with ids as index": PEOPLE.set_index("id").rename_axis(None).to_csv().encode(),
    "pandas to_excel with index": workbook(PEOPLE),
    "pandas to_parquet, some lines taken": parquet(PEOPLE.iloc[[2, 0, 1]].sort_values("id")),
    "pandas to_parquet with ids as index": parquet(PEOPLE.set_index("id")),
    "R write.csv": b'"","id","flat","age","sex"\n"1","a1","h1",67,"female"\n"2","a2","h1",70,"male"\n"3","b1","h2",25,"male"\n',
    "R write.csv, row.names are the ids": b'"","flat","age","sex"\n"a1","h1",67,"female"\n"a2","h1",70,"male"\n"b1","h2",25,"male"\n',
    "R write.csv2": b'"id";"flat";"age";"sex"\n"a1";"h1";67;"female"\n"a2";"h1";70;"male"\n"b1";"h2";25;"male"\n',
    "R write.table, row.names = FALSE": b'"id" "flat" "age" "sex"\n"a1" "h1" 67 "female"\n"a2" "h1" 70 "male"\n"b1" "h2" 25 "male"\n',
    "readr write_csv": b"id,flat,age,sex\na1,h1,67,female\na2,h1,70,male\nb1,h2,25,male\n",
    "SPSS, CSV": b"\xef\xbb\xbfid,flat,age,sex\r\na1  ,h1,67.00,0\r\na2  ,h1,70.00,1\r\nb1  ,h2,25.00,1\r\n",
    "SPSS, CSV with decimal commas": b"\xef\xbb\xbfid;flat;age;sex\r\na1  ;h1;67,00;0\r\na2  ;h1;70,00;1\r\nb1  ;h2;25,00;1\r\n",
    "Stata, export delimited": b"id\tflat\tage\tsex\r\na1\th1\t67\tfemale\r\na2\th1\t70\tmale\r\nb1\th2\t25\tmale\r\n",
}


@pytest.mark.parametrize("program", READ)
def test_what_a_program_writes_is_read(tmp_path: Path, program: str):
    (tmp_path / "people").write_bytes(READ[program])
    roster = read_roster(tmp_path / "people")
    assert roster.ids == PEOPLE["id"].tolist()
    assert roster.homes["flat"].tolist() == PEOPLE["flat"].tolist()
    assert roster.values["age"].tolist() == PEOPLE["age"].tolist()
    assert roster.values["sex"].tolist() == [0, 1, 1]


def roster_of(folder: Path, raw: bytes, **options) -> Roster:
    (folder / "people").write_bytes(raw)
    return read_roster(folder / "people", **options)


KOBO = (
    b'"start";"end";"id";"flat";"age";"sex";"_id";"_uuid";"_submission_time";"_validation_status";"_status";"_tags";"_index"\n'
    b'"2024-05-01T09:00:00";"2024-05-01T09:09:00";"a1";"h1";"67";"female";"311";"0f3c";"2024-05-01T01:09:00";"";"submitted_via_web";"";"1"\n'
    b'"2024-05-01T10:00:00";"2024-05-01T10:09:00";"b1";"h2";"25";"male";"312";"9a11";"2024-05-01T02:09:00";"";"submitted_via_web";"";"2"\n'
)
WENJUANXING = (
    "序号,提交答卷时间,所用时间,1、住户,2、您的年龄,3、您的性别,4、您的学历\n"
    "1,2024/5/1 9:00,88秒,h1,67,女,(跳过)\n2,2024/5/1 9:05,91秒,h2,25,男,本科\n"
)


def test_kobotoolbox_is_read_when_its_own_columns_are_left_out(tmp_path: Path):
    with pytest.raises(InputError, match=r'no column "start".*roster\.ignore'):
        roster_of(tmp_path, KOBO)
    roster = roster_of(tmp_path, KOBO, ignore=("start", "end", "_*"))
    assert roster.ids == ["a1", "b1"]
    assert roster.values["age"].tolist() == [67, 25]
    with pytest.raises(InputError, match="telephone"):
        roster_of(tmp_path, KOBO.replace(b'"start"', b'"phonenumber"'), ignore=("*phone*", "end", "_*"))


@pytest.mark.parametrize("form", ["gb18030", "utf-8-sig", "xlsx"])
def test_wenjuanxing_is_read_when_its_own_columns_are_left_out(tmp_path: Path, form: str):
    raw = workbook(pd.read_csv(io.StringIO(WENJUANXING)), index=False) if form == "xlsx" else WENJUANXING.encode(form)
    roster = roster_of(tmp_path, raw, ignore=("提交答卷时间", "所用时间"))
    assert roster.ids == ["1", "2"]
    assert roster.homes["flat"].tolist() == ["h1", "h2"]
    assert roster.values["age"].tolist() == [67, 25]
    assert roster.values["sex"].tolist() == [0, 1]
    assert np.array_equal(roster.values["education"], [np.nan, 3], equal_nan=True)
    with pytest.raises(InputError, match=r'no column "提交答卷时间".*roster\.ignore'):
        roster_of(tmp_path, raw)


def test_addresses_of_wenjuanxing_are_refused_even_if_they_are_to_be_left_out(tmp_path: Path):
    text = "序号,来自IP,住户\n1,203.0.113.7(上海-上海),h1\n"
    with pytest.raises(InputError, match='"来自IP" looks like an internet address'):
        roster_of(tmp_path, text.encode(), ignore=("来自IP",))


def test_r_write_table_says_how_to_write_it(tmp_path: Path):
    with pytest.raises(InputError, match=r"line 2: it has 3 cells, the heading has 2.*row\.names = FALSE"):
        roster_of(tmp_path, b'"id" "flat"\n"1" "a1" "h1"\n"2" "a2" "h1"\n')


def test_spss_marks_of_what_is_not_known_are_not_told(tmp_path: Path):
    roster = roster_of(tmp_path, b"\xef\xbb\xbfflat,age,sex\r\nh1,#NULL!, \r\nh2,.,1\r\n")
    assert np.isnan(roster.values["age"]).all()
    assert np.array_equal(roster.values["sex"], [np.nan, 1], equal_nan=True)


@pytest.mark.parametrize("name", ["source", "Source"])
def test_edges_of_gephi_and_of_networkx(tmp_path: Path, name: str):
    people = roster_of(tmp_path, READ["Excel, CSV UTF-8"])
    (tmp_path / "edges.csv").write_text(f"{name},Target,Type,Id,Label,Weight\na1,b1,Undirected,0,,1.0\n", encoding="utf-8")
    with pytest.raises(InputError, match=r'no column "Type".*closeness'):
        read_edges(tmp_path / "edges.csv", people)
