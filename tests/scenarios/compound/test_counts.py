"""Tables of counts: three kinds, as people have them; never a line for each person."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linli.model.ground.refusal import InputError
from linli.scenarios import UserError
from linli.scenarios.compound.counts import BANDS, ITEMS, Counts, People, blank_sheet, counts_of, item_named

ITEMS_ZH = '项目,数量\n楼栋数,12\n常住户数,"1,320"\n自有 25-34,150\n租房 75+,3\n'
AGES_ZH = "年龄段,自有,租房\n0-13,120,60\n14-24岁,60,\n75岁及以上,140,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_sheet_of_items_in_any_encoding(encoding) -> None:
    found = counts_of(ITEMS_ZH.encode(encoding), "f.csv")
    assert found.items == {"buildings": 12, "households": 1320}
    assert found.people == (People(25, 34, "owners", 150), People(75, 120, "renters", 3))


def test_people_by_age_and_tenure() -> None:
    found = counts_of(AGES_ZH.encode(), "f.csv")
    assert [tuple(one) for one in found.people] == [
        (0, 13, "owners", 120), (0, 13, "renters", 60), (14, 24, "owners", 60), (75, 120, "owners", 140), (75, 120, "renters", 2)
    ]  # fmt: skip
    assert counts_of(b"age,people\nunder 14,20\n14-60,80\n61 and over,9\n", "f").people == (
        People(0, 13, "people", 20), People(14, 60, "people", 80), People(61, 120, "people", 9)
    )  # fmt: skip


def test_buildings_one_by_one() -> None:
    found = counts_of("楼栋,单元数,层数,每层户数\n3号楼,3,6,2\n5号楼,2,11,\n".encode(), "f.csv")
    assert [(one.name, one.told) for one in found.buildings] == [
        ("3号楼", {"entrances": 3, "floors": 6, "flats_per_floor": 2}), ("5号楼", {"entrances": 2, "floors": 11})
    ]  # fmt: skip


def test_a_workbook() -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("item", "count"), ("floors", 6), ("owners 18-24", 30)):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    found = counts_of(stream.getvalue(), "f.xlsx")
    assert found.items == {"floors": 6}
    assert found.people == (People(18, 24, "owners", 30),)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_blank_sheet_comes_back_when_it_is_filled_in(language) -> None:
    lines = blank_sheet(language).decode("utf-8-sig").splitlines()
    filled = [line if k < 2 else line + str(k) for k, line in enumerate(lines)]
    found = counts_of("\n".join(filled).encode(), "f.csv")
    assert list(found.items) == list(ITEMS)
    assert {(one.low, one.high) for one in found.people} == set(BANDS)
    assert len(found.people) == 2 * len(BANDS)
    with pytest.raises(UserError, match="no count is filled in"):
        counts_of(blank_sheet(language), "f.csv")


@pytest.mark.parametrize(
    "text",
    [
        "id,age,sex\n1,34,f\n", "姓名,年龄\n张三,34\n", "年龄,人数\n34,1\n50,1\n", "flat,tenure,age\n1,owner,34\n", "楼栋,住户,年龄\n1,101,34\n",
        "item,count,电话\nfloors,6,13800138000\n", "building,floors,备注\n1,6,13800138000\n", "性别,人数\n女,500\n",
    ],
)  # fmt: skip
def test_lines_of_people_are_refused_with_the_reason(text) -> None:
    with pytest.raises(UserError) as refused:
        counts_of(text.encode(), "f.csv")
    assert "Here only counts are taken" in refused.value.text.en
    assert "只接受统计数" in refused.value.text.zh
    assert "13800138000" not in refused.value.say("en")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("item,count\nbuildngs,3\n", 'Did you mean "buildings"'),
        ("item,count\nfloors,0\n", 'column "count", line 2: "0" is not a whole number between 1 and 100'),
        ("item,count\nfloors,6.5\n", "not a whole number"),
        ("item,count\nfloors,6\n层数,7\n", "stands there twice"),
        ("age,owners,renters\n10-20,1,1\n15-30,1,1\n", "overlap"),
        ("age,owners,renters\nyoung,1,1\n", "is no age band"),
        ("age,owners,renters,people\n1-9,1,1,1\n", "the columns owners and renters, or the column people"),
        ("item,count\npeople 18-30,4\nowners 31-40,4\n", "both tenures"),
        ("a,b\n1,2\n", "it is no table of counts"),
        ("building,floors\n1,6\n1,7\n", "stands there twice"),
        ("building,floors,colour\n1,6,red\n", 'no column "colour"'),
        ("age,people\n" + "".join(f"{k}-{k},1\n" for k in range(90)) * 60, "at most 5,000"),
    ],
)
def test_a_fault_is_said_with_its_place(text, says) -> None:
    with pytest.raises(UserError) as refused:
        counts_of(text.encode(), "f.csv")
    assert says in refused.value.text.en
    assert refused.value.text.zh


@settings(max_examples=200, deadline=None)
@given(
    heads=st.lists(st.sampled_from(["item", "count", "age", "owners", "renters", "people", "building", "floors", "sex", "x", ""]), min_size=1, max_size=4),
    lines=st.lists(
        st.lists(st.sampled_from(["1", "0-13", "75+", "", "floors", "-3", "1e9", "٣", "nan", "9" * 40]) | st.text(max_size=5), max_size=5), max_size=5
    ),
)
def test_any_table_is_read_or_refused_in_a_sentence(heads, lines) -> None:
    raw = "\n".join(",".join(cell.replace(",", "").replace("\n", "") for cell in row) for row in (heads, *lines)).encode("utf-8", "replace")
    try:
        found = counts_of(raw, "f.csv")
    except InputError as refused:
        said = refused
        assert all(said.text)
        return
    assert all(ITEMS[name].low <= value <= ITEMS[name].high for name, value in found.items.items())
    assert all(0 <= one.low <= one.high <= 120 and one.many >= 0 for one in found.people)


def test_every_item_is_known_by_its_names() -> None:
    for name, item in ITEMS.items():
        assert {item_named(form) for form in (name, *item.text, *item.others)} == {name}


def test_two_files_that_tell_the_same_are_refused() -> None:
    with pytest.raises(UserError, match="floors: counted in two of the files"):
        Counts({"floors": 6}).and_those(Counts({"floors": 7}), "f")
    with pytest.raises(UserError, match="people by age"):
        Counts({}, (People(0, 9, "people", 3),)).and_those(Counts({}, (People(0, 9, "people", 3),)), "f")
    assert Counts({"floors": 6}).and_those(Counts({"buildings": 2}), "f").items == {"floors": 6, "buildings": 2}
