"""The one reader of tables: whatever the form, cells stay under their headings, and every refusal names the line an editor shows."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.ground import table as limits
from linli.model.ground import table_binary
from linli.model.ground.table import Table, TableError
from linli.model.ground.tables import read_table, table_of
from pyarrow import parquet

NAMES = {"id": ("编号",), "flat": ("住户",), "age": ("年龄",)}
TEXT = "id,flat,age\na,h1,30\nb,h1,32\nc,h2,70\n"
AGES = ["30", "32", "70"]


def read(text: str | bytes, encoding: str = "utf-8", suffix: str = "") -> Table:
    return table_of(text if isinstance(text, bytes) else text.encode(encoding), "mine.csv", NAMES, suffix=suffix).named(NAMES, index="id")


def refused(text: str | bytes, encoding: str = "utf-8", suffix: str = "") -> str:
    with pytest.raises(TableError) as caught:
        read(text, encoding, suffix)
    for said in caught.value.text:
        assert said.startswith("mine.csv")
        assert len(said.splitlines()) == 1
        assert len(said) < 1000
    assert caught.value.text.zh.rstrip().endswith(("。", "？"))
    return caught.value.bare.en


def packed(frame: pd.DataFrame, form: str, index: bool = False) -> bytes:
    stream = io.BytesIO()
    if form == "xlsx":
        frame.to_excel(stream, index=index)
    else:
        frame.to_parquet(stream, index=index)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
@pytest.mark.parametrize(("delimiter", "newline"), [*((one, "\n") for one in (",", ";", "\t", "，", "；", "|")), (",", "\r\n"), (",", "\r")])
def test_text_of_any_letters_delimiter_and_end_of_line_is_the_same_table(encoding, delimiter, newline):
    text = "编号,住户,年龄\na,一号,30\nb,一号,32\nc,二号,70\n".replace(",", delimiter).replace("\n", newline)
    table = read(text, encoding)
    assert table.headings == ("id", "flat", "age")
    assert table.cells("flat") == ["一号", "一号", "二号"]
    assert table.cells("age") == AGES
    assert table.lines == [2, 3, 4]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_workbooks_and_parquet_are_the_same_table(form):
    table = read(packed(pd.DataFrame({"id": ["a", "b", "c"], "住户": ["h1", "h1", None], "age": [30, 32, np.nan]}), form))
    assert table.headings == ("id", "flat", "age")
    assert table.cells("flat") == ["h1", "h1", ""]
    assert table.cells("age") == ["30", "32", ""], "a column with a blank holds decimals, and whole ages all the same"
    assert table.lines == ([2, 3, 4] if form == "xlsx" else [1, 2, 3])
    assert table.place(0).en == ("row 2" if form == "xlsx" else "row 1")


def test_the_bytes_and_not_the_name_say_what_a_file_is(tmp_path: Path):
    (tmp_path / "people.csv").write_bytes(packed(pd.DataFrame({"flat": ["h1"]}), "parquet"))
    assert read_table(tmp_path / "people.csv", NAMES).headings == ("flat",)
    assert "ends in .parquet and is not a Parquet file" in refused(TEXT, suffix=".parquet")
    assert "ends in .xlsx and is not an .xlsx workbook" in refused(TEXT, suffix=".xlsx")


@pytest.mark.parametrize("comma", ["", ",", ",,"])
def test_commas_at_the_ends_of_lines_shift_nothing(comma):
    lines = TEXT.splitlines()
    table = read("\n".join([lines[0], *(line + comma for line in lines[1:])]))
    assert table.cells("age") == AGES
    assert read("\n".join(line + comma for line in lines)).cells("id") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,flat,age\na,h1,30\nb,h1,32,x\n", "line 3: it has 4 cells, the heading has 3"),
        ("id,flat,age\n\n\na,h1,30\n\nb,h1,32,,x\n", "line 6: it has 5 cells"),
        ('# a remark\n# another\nid,flat,age\na,"h\n1\n",30\nb,h1,32,x\n', "line 7: it has 4 cells"),
        ('id,"fl\nat"\n', "it has no lines below the heading"),
        ('id,flat\n"a,h1\nb,h1\n', "line 2: a quotation mark is opened and never closed"),
        ('id,flat\na,h1\nb,"h"1\n', "line 3: something stands between a closing quotation mark"),
        ("id,flat\na,h1\nb,\0\n", "line 3 holds a character that no text has"),
        ("id,flat,id\na,h1,b\n", 'the column "id" stands there twice'),
        ("id,flat,编号\na,h1,b\n", '("id" and "编号" are the same)'),
        ("id,flt\na,h1\n", 'there is no column "flt". Did you mean "flat"?'),
        ("id,flat\n", "it has no lines below the heading"),
        ("\n# only remarks\n", "it is empty"),
        ("", "it is empty"),
        (" \r\n\t,;", "it is empty"),
    ],
)
def test_what_is_wrong_is_said_with_the_line_an_editor_shows(text, said):
    assert said in refused(text)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xd0\xcf\x11\xe0rest", "old workbook (.xls)"),
        (b"$FL2@(#) SPSS", "SPSS"),
        (b"PK\x03\x04rest", "no whole .xlsx workbook"),
        (b"PAR1restPAR1", "no whole Parquet file"),
        (b"%PDF-1.7", "PDF"),
        (b"\xef\xbb\xbfid,flat\na,\xff\n", "line 2 is neither UTF-8 nor GB18030"),
        ("id,flat\nM\u00fcller,h1\n".encode("latin-1"), "line 2 is neither UTF-8 nor GB18030"),
        ("id,flat\nb,h1\n\u00e9t\u00e9,h1\n".encode("cp1252"), "line 3 is neither UTF-8 nor GB18030"),
    ],
)
def test_what_is_no_table_is_named(raw, said):
    assert said in refused(raw)


@pytest.mark.parametrize("text", ["女", "女,h1\n牛"])
def test_chinese_words_that_happen_to_be_other_letters_in_utf_8_are_chinese(text):
    text.encode("gb18030").decode("utf-8")
    assert read(f"id,flat\n{text}\n", "gb18030").cells("id") == [line.split(",")[0] for line in text.splitlines()]


@pytest.mark.parametrize("text", ["Müller", "Renée", "Σοφία", "Юля", "女Ů", "é"])
def test_other_letters_in_utf_8_stay_what_they_are(text):
    assert read(f"id,flat\n{text},h1\n").cells("id") == [text]


def test_rare_letters_of_gb18030_pass_beside_common_ones():
    assert read("id,flat\na,李喆一号楼\n", "gb18030").cells("flat") == ["李喆一号楼"]


def test_short_lines_are_blank_at_their_end():
    assert read("id,flat,age\na,h1,30\nb,h1\n").cells("age") == ["30", ""]


@pytest.mark.parametrize("first", ["", "Unnamed: 0", "index", "...1", "row.names"])
def test_a_count_of_lines_beside_ids_is_left_out_and_said(first):
    table = read(f'"{first}",id,flat\n0,a,h1\n1,b,h2\n')
    assert table.headings == ("id", "flat")
    assert table.cells("id") == ["a", "b"]
    assert "counts lines; it is left out" in table.notes[0].en


def test_names_of_rows_without_ids_are_the_ids():
    table = read('"","flat"\n"p7","h1"\n"p9","h2"\n')
    assert table.cells("id") == ["p7", "p9"]
    assert 'taken for "id"' in table.notes[0].en
    assert 'line 2: "p7" stands in a column without heading' in refused('"","flat","id"\n"p7","h1","a"\n')
    assert 'line 3: "x" stands in a column without heading' in refused("id,,flat\na,,h1\nb,x,h2\n")


def test_an_index_of_pandas_in_parquet_is_not_lost():
    frame = pd.DataFrame({"flat": ["h1", "h2"]}, index=["p7", "p9"])
    assert read(packed(frame, "parquet", index=True)).cells("id") == ["p7", "p9"]
    assert read(packed(frame.rename_axis("编号"), "parquet", index=True)).cells("id") == ["p7", "p9"]
    assert read(packed(frame, "xlsx", index=True)).cells("id") == ["p7", "p9"]


def test_a_heading_that_is_one_short_is_r_and_said_so():
    assert "row.names = FALSE" in refused('"flat";"age"\n"1";"h1";30\n"2";"h2";40\n')
    assert "row.names = FALSE" in refused('"flat" "age"\n"1" "h1" 30\n"2" "h2" 40\n')
    assert "row.names" not in refused("id,flat\na,h1\nb,h2,x\n")
    assert "row.names" not in refused("id,flat\na,h1,x\nb,h2\n"), "the others are looked at before anything is said of the first"
    assert "line 2: it has 3 cells, the heading has 2" in refused("id,flat\n" + "a,h1,x\n" * 30)


def test_a_first_line_of_excel_says_the_delimiter():
    assert read("sep=|\nid|flat\na,b|h1\n").cells("id") == ["a,b"]
    assert read("sep=|\nid|flat\na,b|h1\n").lines == [3]


def test_columns_to_leave_out_are_named_by_the_user():
    names = dict.fromkeys(("id", "flat"), ())
    table = table_of(b"start,id,_uuid,flat\nx,a,1,h1\n", "kobo.csv", names)
    with pytest.raises(TableError, match='no column "start"'):
        table.named(names)
    assert table.named(names, ignore=("start", "_*")).headings == ("id", "flat")


def test_formulas_without_a_value_and_several_sheets_are_refused():
    stream = io.BytesIO()
    frame = pd.DataFrame({"id": ["a", "b"], "flat": ["h1", "=1+1"]})
    frame.to_excel(stream, index=False)
    assert "row 3: the formula in column 2 has no value yet" in refused(stream.getvalue())
    stream = io.BytesIO()
    with pd.ExcelWriter(stream) as writer:
        frame.head(1).to_excel(writer, sheet_name="one", index=False)
        frame.head(1).to_excel(writer, sheet_name="two", index=False)
    assert 'several sheets hold something: "one", "two"' in refused(stream.getvalue())


@pytest.mark.parametrize("name", ["damaged-statistics", "damaged-schema"])
def test_parquet_at_which_pyarrow_ends_the_process_or_raises_an_odd_error_is_refused(name):
    assert "no whole Parquet file" in refused((Path(__file__).parent / "files" / f"{name}.parquet").read_bytes())


def test_lists_in_cells_are_refused():
    stream = io.BytesIO()
    parquet.write_table(pa.table({"id": ["a"], "flat": [["h1", "h2"]]}), stream)
    assert 'the column "flat" holds lists' in refused(stream.getvalue())


# Limits


def test_too_many_rows_of_parquet_are_refused_before_they_are_unpacked():
    stream = io.BytesIO()
    column = pa.repeat(pa.scalar("h"), 3_000_000)
    parquet.write_table(pa.table({"flat": column}), stream)
    raw = stream.getvalue()
    assert len(raw) < 100_000
    assert "3,000,000 rows" in refused(raw)


def test_one_long_text_in_every_row_of_parquet_is_refused():
    stream = io.BytesIO()
    column = pa.DictionaryArray.from_arrays(pa.array(np.zeros(50_000, np.int32)), ["x" * 1_000_000])
    parquet.write_table(pa.table({"flat": column}), stream)
    assert len(stream.getvalue()) < 5_000_000
    assert "a cell has more than" in refused(stream.getvalue())


def _bomb(size: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed_file:
        packed_file.writestr("xl/workbook.xml", "<x/>")
        packed_file.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return stream.getvalue()


def test_workbooks_that_unpack_to_too_much_are_refused():
    raw = _bomb(table_binary.LARGEST_WORKBOOK + 1)
    assert len(raw) < 200_000
    assert "unpacked it would be" in refused(raw)


def test_workbooks_that_define_entities_are_refused(monkeypatch: pytest.MonkeyPatch):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed_file:
        packed_file.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    monkeypatch.setattr(table_binary, "_one_sheet", None)
    assert "it is no .xlsx workbook" in refused(stream.getvalue())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (",".join(f"c{k}" for k in range(20_000)) + "\n", "it has 20,000 columns; at most 500"),
        ("id,flat\na," + "9" * 40_000 + "\n", "line 2: a cell has more than 32,767 characters"),
        ("id,flat\na,h1\nb," + "9" * 140_000 + "\n", "line 3: a cell is longer than any that is read"),
    ],
)
def test_wide_tables_and_long_cells_are_refused(text, said):
    assert said in refused(text)


def test_a_file_of_blank_lines_is_refused_before_it_is_read_through():
    assert "rows" in refused(b"id,flat\na,h1\n" + 6_000_000 * b"\n")


def test_rows_and_cells_have_a_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MOST_ROWS", 3)
    assert read(TEXT).cells("age") == AGES
    assert "at most 3 rows" in refused(TEXT + "d,h2,71\n")
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    monkeypatch.setattr(limits, "MOST_CELLS", 8)
    assert "8 cells" in refused(TEXT)


@pytest.mark.parametrize(("page", "said"), [("rosters.md", "{} rows, {} columns, {} cells"), ("rosters.zh.md", "{} 行，{} 列，{} 格")])
def test_the_limits_are_those_of_the_codebook(page: str, said: str):
    text = (Path(__file__).parents[3] / "docs" / page).read_text(encoding="utf-8")
    assert said.format(f"{limits.MOST_ROWS:,}", f"{limits.MOST_COLUMNS:,}", f"{limits.MOST_CELLS:,}") in text


def test_files_that_are_none_are_refused_and_none_is_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "fifo.csv")
    (tmp_path / "large.csv").write_bytes(b"x" * 1001)
    for name, said in (("fifo.csv", "not a regular file"), ("none.csv", "no such file"), ("", "it is a folder"), ("a\0b", "cannot be read")):
        with pytest.raises(TableError, match=said):
            read_table(tmp_path / name if "\0" not in name else name)
    with pytest.raises(TableError, match="larger than 1,000 bytes"):
        read_table(tmp_path / "large.csv", largest=1000)


# Properties

CODES = st.text("abcXYZ0123 -_.,;|\"'\t一号楼é", min_size=1, max_size=6).map(str.strip).filter(lambda s: s and not s.startswith("#"))


@settings(max_examples=200)
@given(
    st.lists(st.tuples(CODES, CODES), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.permutations(["id", "flat"]),
)
def test_what_pandas_writes_as_text_is_read_cell_by_cell(rows, delimiter, encoding, order):
    frame = pd.DataFrame(rows, columns=["id", "flat"])[order]
    table = read(frame.to_csv(sep=delimiter, index=False).encode(encoding))
    for name in order:
        assert table.cells(name) == frame[name].tolist()
    assert table.lines == list(range(2, len(rows) + 2))


@settings(max_examples=60)
@given(st.lists(st.tuples(CODES, CODES), min_size=1, max_size=8), st.sampled_from(["xlsx", "parquet"]))
def test_what_pandas_packs_is_read_cell_by_cell(rows, form):
    frame = pd.DataFrame(rows, columns=["id", "flat"])
    table = read(packed(frame, form))
    assert table.cells("id") == frame["id"].tolist()
    assert table.cells("flat") == frame["flat"].tolist()


PACKED = [packed(pd.DataFrame({"id": ["a", "b", "c"], "flat": ["h1", None, "h2"], "age": [3.5, 2.0, np.nan]}), form) for form in ("xlsx", "parquet")]


@settings(max_examples=300)
@given(st.sampled_from([TEXT.encode(), TEXT.encode("utf-16"), *PACKED]), st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=8))
def test_changed_bytes_are_read_or_refused_in_a_sentence(raw, at, length, put):
    at %= len(raw)
    said, table = "", None
    try:
        table = table_of(raw[:at] + put + raw[at + length :], "mine", NAMES)
    except TableError as error:
        said = error.text.en
    assert len(said.splitlines()) == (table is None)
    assert table is None or all(len(column) == len(table.lines) for column in table.columns)
