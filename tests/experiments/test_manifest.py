"""A folder may come from anybody: what its manifest says is checked before a name becomes a path or a line of a script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linli.experiments.checksums import CHECKSUM, FILES
from linli.experiments.export import export_run
from linli.experiments.loading import load_result
from linli.experiments.manifest import check_name
from linli.experiments.results import RunResult
from linli.experiments.rsiena import r_comment, r_text
from linli.experiments.store import MANIFEST
from linli.scenarios.errors import UserError

FOREIGN = ("../../../x", "/tmp/x", "a/b", "..", "", 'x"); system("touch owned"); ("', "x'y", "a\nquit()", "x\\y", "a" * 61, "C:x", "nul\x00", "a b", "\udcff")


def unsealed(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder without its checksums, as an early folder has it, or one that somebody made."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return {name: value for name, value in manifest.items() if name not in (FILES, CHECKSUM)}


def changed(folder: Path, keys: list[Any], value: Any) -> None:
    path, manifest = folder / MANIFEST, unsealed(folder)
    at = manifest
    for key in keys[:-1]:
        at = at[key]
    at[keys[-1]] = value
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize("name", FOREIGN)
def test_a_name_that_leads_elsewhere_is_refused(run: RunResult, tmp_path: Path, name: str) -> None:
    folder = run.save(tmp_path / "in" / "run")
    text = json.dumps(unsealed(folder))
    (folder / MANIFEST).write_text(text.replace('"after"', json.dumps(name)), encoding="utf-8")
    for format in ("graphml", "edges", "roster", "rsiena"):
        with pytest.raises(UserError, match="damaged or incomplete") as told:
            export_run(folder, format, tmp_path / "out" / "deep" / "there")
        assert "\n" not in told.value.say("en")
        assert len(told.value.say("en")) < 500
    assert [p.name for p in tmp_path.iterdir()] == ["in"], "nothing was written"


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["seeds"], ["1; quit()"]), (["seeds"], []), (["seeds"], [1, 2]), (["seeds"], [2**40]), (["weeks"], -1), (["weeks"], "20"), (["linli"], "0.1\nquit()"),
        (["name"], "a\nsystem('x')"), (["facts", "residents"], 10**12), (["facts", "kinds"], {"a\nb": ["x", "y"]}), (["degrees", "after"], [10**9]),
        (["degrees", "after"], [-1]), (["arms"], ["before"]), (["baseline"], "nobody"), (["measures"], {"acquaintances": {"en": 1}}),
        (["facilities"], [[1, 2]]),
        (["scenario"], []), (["facts", "arm_titles"], {"after": ["x"]}), (["finished"], "yes"), (["environment"], None),
    ],
)  # fmt: skip
def test_a_manifest_that_is_none_is_refused(run: RunResult, tmp_path: Path, keys: list[Any], value: Any) -> None:
    folder = run.save(tmp_path / "run")
    changed(folder, keys, value)
    with pytest.raises(UserError, match=r"damaged or incomplete \(manifest.json, ") as told:
        load_result(folder)
    assert "\n" not in told.value.say("zh")


def test_a_folder_of_another_linli_whose_scenario_is_not_known_any_more_says_so(run: RunResult, tmp_path: Path) -> None:
    folder = run.save(tmp_path / "run")
    changed(folder, ["scenario", "mechanisms", "building-gates"], {"notices_a_week": 0.5})
    with pytest.raises(UserError, match="notices_a_week: there is no such key") as told:
        load_result(folder)
    assert "was written by" not in told.value.say("en"), "this linli wrote it"
    changed(folder, ["linli"], "0.1.0")
    with pytest.raises(UserError, match=r" was written by linli 0.1.0, .*notices_a_week: there is no such key.* play it anew") as told:
        load_result(folder)
    assert "由 linli 0.1.0 写成" in told.value.say("zh")


def test_a_table_of_another_arm_or_a_tie_to_nobody_is_refused(run: RunResult, tmp_path: Path) -> None:
    import pandas as pd

    for column, value in (("source", -1), ("target", 10**6), ("target", 0), ("slow", float("nan")), ("origin", "nowhere"), ("kept_by", "nobody")):
        folder = run.save(tmp_path / f"{column}{value}")
        ties = pd.read_parquet(folder / "ties.parquet")
        ties[column] = ties[column].astype(object if isinstance(value, str) else ties[column].dtype)
        ties.loc[3, column] = value
        ties.to_parquet(folder / "ties.parquet", index=False)
        (folder / MANIFEST).write_text(json.dumps(unsealed(folder)), encoding="utf-8")
        with pytest.raises(UserError, match="damaged or incomplete"):
            load_result(folder)
    folder = run.save(tmp_path / "arm")
    people = pd.read_parquet(folder / "residents.parquet")
    people["arm"] = people["arm"].astype(object).where(people["arm"] != "after", "../../../x")
    people.to_parquet(folder / "residents.parquet", index=False)
    (folder / MANIFEST).write_text(json.dumps(unsealed(folder)), encoding="utf-8")
    with pytest.raises(UserError, match="damaged or incomplete"):
        load_result(folder)


@given(st.text(max_size=80))
def test_a_name_that_passes_is_one_part_of_a_path(text: str) -> None:
    try:
        check_name(text)
    except ValueError:
        return
    assert Path("a", text).parent == Path("a")
    assert not set(text) & set("/\\\"'`$\n;.")


@given(st.text())
def test_text_of_r_ends_where_it_should(text: str) -> None:
    quoted, comment = r_text(text), r_comment(text)
    inner = quoted[1:-1]
    assert '"' not in inner
    assert all(inner[k + 1] == "x" for k, c in enumerate(inner) if c == "\\"), "only bytes in hexadecimal are escaped"
    assert len((quoted + comment).splitlines()) <= 1
