"""Rows as tables and folders, the Python API, and what the page of evidence rests on."""

from __future__ import annotations

import json
import math
from pathlib import Path

import linli
import pandas as pd
import pytest
from linli.experiments.reproduction import inputs as where
from linli.experiments.reproduction.records import COLUMNS, save
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.people.constants import Constants
from linli.scenarios.errors import UserError
from linli.scenarios.published import PublishedStudy
from linli.scenarios.settings import constants_with

CLASS = Path(__file__).parents[2] / "class.toml"


def test_a_result_is_a_tidy_frame(study: PublishedStudy) -> None:
    result = reproduce(study)
    frame = result.to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["label"]) == ["2", "4", "", "", ""]
    assert list(frame["kind"]) == ["adjusted", "adjusted", "fitted", "adjusted", "fitted"]
    assert list(frame["counts"]) == [True] * 5
    assert frame["null"].isna().all()
    assert list(frame["published"][[0, 1, 2]]) == [10.0, 90.0, 55.5]
    assert math.isnan(frame["published"][3])
    assert frame["expect"][3] == "more"
    assert list(frame["verdict"]) == [row.verdict for rows in result.rows for row in rows]
    assert frame["verdict"].value_counts().to_dict() == {name: n for name, n in result.score()._asdict().items() if n}


def test_a_folder_holds_the_rows_and_what_made_them(study: PublishedStudy, tmp_path: Path) -> None:
    result = reproduce(study, seed=5)
    used = constants_with(["ties.kappa=0.8"])
    save([result], tmp_path / "out", constants=used, without=["closure"], seconds=1.25, draw=lambda folder: folder.mkdir())
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["seed"], manifest["linli"], manifest["without"], manifest["wall_seconds"]) == (5, linli.__version__, ["closure"], 1.25)
    assert manifest["constants"]["ties"]["kappa"] == 0.8
    assert manifest["studies"]["class"]["hash"] == study.hash()
    assert (tmp_path / "out" / "figures").is_dir()
    for found in (pd.read_csv(tmp_path / "out" / "rows.csv", dtype={"label": str}), pd.read_parquet(tmp_path / "out" / "rows.parquet")):
        assert list(found["simulated"]) == pytest.approx([row.simulated for rows in result.rows for row in rows])
        assert tuple(found.columns) == COLUMNS


def test_figures_that_fail_cost_nothing_else(study: PublishedStudy, tmp_path: Path) -> None:
    def broken(_: Path) -> None:
        raise RuntimeError("no ink")

    with pytest.raises(RuntimeError):
        save([reproduce(study)], tmp_path / "out", constants=Constants(), seconds=0.0, draw=broken)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json", "rows.csv", "rows.parquet"]


def test_a_study_from_python() -> None:
    study = linli.load_study(CLASS)
    assert study.title.en == "A class that meets twice a week"
    assert repr(study) == "Published('class', tables=4, rows=5)"
    result = study.reproduce(seed=2, sites=4, ties__kappa=0.9)
    assert result.null is not None
    assert study.reproduce(seed=2, sites=4, null=False).null is None
    assert result.seed == 2
    assert {row.sites for rows in result.rows for row in rows} == {4}
    assert result.rows == linli.reproduce(CLASS, 2, sites=4, ties__kappa=0.9).rows
    assert result.rows != linli.reproduce(CLASS, 2, sites=4).rows
    assert "van-de-bunt" in linli.study_names()
    with pytest.raises(UserError, match="van-de-bunt"):
        linli.load_study("van-de-bun")
    with pytest.raises(UserError, match=r"ties\.kappa"):
        study.reproduce(ties__kapa=0.9)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("ties.kapa=1", 'Did you mean "ties.kappa"?'),
        ("nonsense.key=1", "Keys begin with one of ties, introductions, decision, purposes, trust, services, survey."),
        ("kappa=9", "It must lie between 0 and 5"),
        ("visits.retired=2", "belongs to the setting of a study"),
        ("neighbourhood.floors=2", "belongs to the setting of a study"),
        ("kappa", "Write it as key=value"),
        ("ties.slots=1.5", "whole number"),
    ],
)
def test_a_wrong_constant_is_one_sentence(setting: str, said: str) -> None:
    with pytest.raises(UserError) as caught:
        constants_with([setting])
    assert said in caught.value.say("en")
    assert "错误" in caught.value.say("zh")


def test_constants_are_set_one_after_another() -> None:
    found = constants_with(["kappa=0.8", "survey.sigma_u=0.1", "ties.kappa=0.9"])
    assert (found.ties.kappa, found.survey.sigma_u, found.ties.rho) == (0.9, 0.1, Constants().ties.rho)


def test_only_sources_that_can_change_a_number_count() -> None:
    found = where.sources()
    assert {"model/ties/encounters.py", "model/ties/store.py", "model/questions/panel.py", "scenarios/published.py", *where.PLAYS} <= set(found)
    assert all((where.ROOT / path).is_file() for path in where.ASIDE)
    assert not [path for path in found if path.startswith(("model/reference", "viz", "cli", "tests")) or "records" in path]


def test_words_about_a_source_do_not_count_and_code_does() -> None:
    code = '"""Says what it is."""\n\nx = 1  # one\n\n\ndef f() -> str:\n    """Do."""\n    return "# not a comment"\n'
    said = '"""Says it better.\n\nAt length.\n"""\nx = 1\ndef f() -> str:\n    # So it is.\n    return "# not a comment"\n'
    assert where.bare(code) == where.bare(said) == 'x = 1\ndef f() -> str:\n    return "# not a comment"'
    assert where.bare(code) != where.bare(code.replace("x = 1", "x = 2"))
    assert where.bare(code) != where.bare(code.replace("not a", "a"))


def test_a_study_or_a_constant_that_changes_changes_its_hash(study: PublishedStudy) -> None:
    assert where.hash_of(Constants()) != where.hash_of(constants_with(["ties.kappa=0.61"]))
    tables = [{**table, "published": [11.0, 90.0]} if k == 0 else table for k, table in enumerate(study.data["tables"])]
    changed = study._replace(data={**study.data, "tables": tables})
    assert where.hash_of_studies([study]) != where.hash_of_studies([changed])
    assert where.inputs() == where.inputs()
