"""What a city's folder tells: means by residents, spread, Gini, what lasts over seeds; the codebook; damage."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from pathlib import Path

import linli
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.checksums import checksum_of
from linli.experiments.city.book import TABLES
from linli.experiments.city.folder import city_folder
from linli.experiments.city.inequality import gini, lasting, mean, share_between, spread
from linli.experiments.city.plan import CityPlan
from linli.experiments.city.result import City, load_city
from linli.scenarios.errors import UserError

ONE = np.ones(4)


def test_gini_of_known_cases() -> None:
    assert gini(np.full(4, 7.0), ONE) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 0.0, 1.0]), ONE) == pytest.approx(0.75)
    # One person in four has all: communities of other sizes are the same people.
    assert gini(np.array([0.0, 1.0]), np.array([3.0, 1.0])) == pytest.approx(0.75)
    assert gini(np.zeros(3), np.ones(3)) == 0.0
    assert math.isnan(gini(np.array([math.nan]), np.ones(1)))


@given(st.lists(st.tuples(st.floats(0.0, 100.0), st.integers(1, 5)), min_size=1, max_size=8))
def test_gini_is_half_of_the_mean_difference_over_the_mean(rows: list[tuple[float, int]]) -> None:
    x = np.repeat([value for value, _ in rows], [many for _, many in rows])
    if x.mean() > 1e-6:
        expected = np.abs(x[:, None] - x[None]).mean() / (2.0 * x.mean())
        found = gini(np.array([value for value, _ in rows]), np.array([float(many) for _, many in rows]))
        assert found == pytest.approx(expected, abs=1e-9)


def test_means_and_spread_go_by_residents_and_leave_out_what_is_unknown() -> None:
    values, people = np.array([1.0, 3.0, math.nan]), np.array([30.0, 10.0, 500.0])
    assert mean(values, people) == pytest.approx(1.5)
    assert spread(values, people) == pytest.approx(math.sqrt(0.75))


def test_the_share_between_communities() -> None:
    assert share_between(np.array([4.0, 6.0]), np.zeros(2), np.ones(2)) == 1.0
    assert share_between(np.array([4.0, 6.0]), np.full(2, 1.0), np.ones(2)) == pytest.approx(0.5)
    assert share_between(np.array([5.0, 5.0]), np.full(2, 1.0), np.ones(2)) == 0.0


def test_what_lasts_over_seeds_is_told_from_luck() -> None:
    rng = np.random.default_rng(1)
    places, luck = rng.normal(0.0, 2.0, 4000), rng.normal(0.0, 1.0, (3, 4000))
    assert lasting(places + luck) == pytest.approx(0.8, abs=0.03), "4 of 5 parts of the variance are the places'"
    assert lasting(luck) < 0.05
    assert math.isnan(lasting(luck[:1]))


def test_the_tables_agree_with_one_another(lived: City) -> None:
    ends = lived.ends[lived.ends["arm"] == "plan"]
    expected = np.average(ends["acquaintances"], weights=ends["residents"])
    assert lived.level("plan", "acquaintances").mean == pytest.approx(expected)
    before = lived.ends[lived.ends["arm"] == "before"]
    less = np.average(before["acquaintances"], weights=before["residents"])
    assert lived.effect("plan", "acquaintances").mean == pytest.approx(expected - less)
    held = lived.measures.query("arm == 'plan' and year == 2 and measure == 'three-level-linkage.official_person_times'")["value"]
    assert lived.level("plan", "three-level-linkage.official_person_times").mean == held.sum() > 0.0, "what is counted is summed up"
    unequal = lived.inequality()
    assert unequal.index.tolist() == ["before", "plan"]
    assert 0.0 < unequal.loc["plan", "gini"] < 0.5
    assert 0.0 < unequal.loc["plan", "share_between"] < 1.0
    assert math.isnan(unequal.loc["plan", "lasting"]), "one seed cannot tell"
    assert lived.means["year"].unique().tolist() == [0, 1, 2]
    assert lived.tasks.query("arm == 'start'")["community"].nunique() == 4
    rate, memory = lived.speed
    assert rate > 0.0
    assert memory > 10_000_000
    with pytest.raises(UserError, match='Did you mean "acquaintances"'):
        lived.level("plan", "acquaintance")
    with pytest.raises(UserError, match='Did you mean "plan"'):
        lived.effect("plam", "acquaintances")


def test_the_files_carry_their_codebook(lived: City) -> None:
    from pyarrow import parquet

    for table in TABLES:
        files = list((lived.folder / table.name).glob("*.parquet")) or [lived.folder / f"{table.name}.parquet"]
        schema = parquet.read_schema(files[0])
        assert schema.names == list(table.columns)
        for name in schema.names:
            assert schema.field(name).metadata[b"meaning.zh"], name
    manifest = json.loads((lived.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["codebook"]["measures"]["value"]["null.en"] == "not taken, or of nothing"
    assert manifest["measures"]["moved"]["unit"] == "people"


def test_it_is_opened_as_any_other_folder(lived: City) -> None:
    found = linli.open(lived.folder)
    assert isinstance(found, City)
    pd.testing.assert_frame_equal(found.ends, lived.ends)
    assert repr(found) == "City('whole', communities=4, years=2, finished=1 of 1)"


@pytest.mark.parametrize(("change", "says"), [
    (lambda m: m.update(arms=[]), "damaged"), (lambda m: m.update(format=99), "Install a newer one"), (lambda m: m.update(years="2"), "damaged"),
])  # fmt: skip
def test_a_damaged_folder_is_refused(lived: City, tmp_path: Path, change: object, says: str) -> None:
    shutil.copytree(lived.folder, tmp_path / "copy")
    file = tmp_path / "copy" / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    change(manifest)  # type: ignore[operator]
    manifest.pop("checksum")
    file.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(UserError, match=says):
        load_city(tmp_path / "copy")


@pytest.mark.parametrize(("table", "change"), [
    ("measures", lambda f: f.drop(columns="year")), ("measures", lambda f: f.assign(community=99)), ("measures", lambda f: f.assign(seed=0.5)),
    ("measures", lambda f: f.assign(arm="other")), ("measures", lambda f: f.assign(value=-1.0)), ("measures", lambda f: pd.concat([f, f])),
    ("tasks", lambda f: f.assign(bytes="x")), ("moves", lambda f: f.assign(target=4)), ("communities.parquet", lambda f: f.assign(name=3)),
    ("communities.parquet", lambda f: f.iloc[:2]), ("communities.parquet", lambda f: f.assign(x=float("nan"))),
])  # fmt: skip
def test_a_table_of_somebody_else_that_is_not_of_the_city_is_refused(
    lived: City, plan: CityPlan, tmp_path: Path, table: str, change: Callable[[pd.DataFrame], pd.DataFrame]
) -> None:
    """Checksums tell damage, and not who wrote a table."""
    shutil.copytree(lived.folder, tmp_path / "copy")
    path = tmp_path / "copy" / table
    if path.is_dir():
        (path,) = path.glob("part-*.parquet")
    change(pd.read_parquet(path)).to_parquet(path, index=False)
    if path.name.startswith("part-"):
        path.rename(path.with_name(f"{path.name[:19]}{checksum_of(path)}.parquet"))
    else:
        file = tmp_path / "copy" / "manifest.json"
        told = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({key: value for key, value in told.items() if key not in ("checksum", "files")}), encoding="utf-8")
    with pytest.raises(UserError, match="damaged or incomplete"):
        _ = getattr(load_city(tmp_path / "copy"), table.removesuffix(".parquet"))
    if table in ("measures", "tasks", "moves"):
        with pytest.raises(UserError, match="damaged or incomplete"), city_folder(tmp_path / "copy", plan):
            pass
