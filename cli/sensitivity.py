"""The command `linli sensitivity`: which parameters of a sweep matter, as a table, a picture and the scenario of a chosen point."""



from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import Options
from .running import LAST
from .sweep import do_work, where_of
from .tools import Command, Say, consoles

if TYPE_CHECKING:
    from ..experiments.analysis.sensitivity import SensitivityResult
    from ..experiments.sweep.plan import Plan

TABLE, PAIRS, POINT = "parameters.csv", "pairs.csv", "point.toml"
"""Files that are written beside the picture."""


def add_sensitivity(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli sensitivity`."""
    shared = Options(language)

    @app.command(
        "sensitivity", cls=Command,
        help=say(
            "Tell which parameters of a sweep matter: Sobol indices of a saltelli design, screening of a morris design. Writes table, figure and the scenario "
            "of a chosen point.",
            "说明扫描中哪些参数重要：saltelli 设计给出 Sobol 指数，morris 设计用于筛选。写出表格、图形和所选设计点的情景。",
        ),
    )  # fmt: skip
    def sensitivity(
        source: Path = shared.swept,
        measure: str = typer.Option(
            "", metavar="MEASURE", show_default=False,
            help=say("What is asked about, at the end of a run. Default: acquaintances.", "分析的指标（期末值）。默认 acquaintances。"),
        ),
        arm: str = typer.Option(
            "", metavar="A", show_default=False,
            help=say(
                "The arm whose difference from the first is asked about; the first: its own values. Default: the second.",
                "分析该方案与第一个方案之差；若为第一个方案则分析其自身的值。默认第二个。",
            ),
        ),
        point: str = typer.Option(
            "highest", metavar="highest|lowest|N", help=say("The point whose scenario is written.", "写出哪个设计点的情景。"), show_default=True
        ),
        out: Path = shared.swept_out,
        workers: str = shared.swept_workers,
        no_figures: bool = shared.no_figures,
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        def refuse(plan: Plan) -> None:
            from ..experiments.analysis.sensitivity import refuse_design

            refuse_design(plan, str(source))

        folder = swept(source, out, workers, language, refuse)
        do_sensitivity(folder, measure, arm, point, not no_figures, language)


def swept(source: Path, out: Path | None, workers: str, language: str, refuse: Callable[[Plan], None]) -> Path:
    """Return the folder of a sweep; of a plan, what its folder does not hold yet is worked first.

    Args:
        source: a folder, or a plan.
        out: with a plan: folder of its sweep.
        workers: with a plan: how many.
        language: "en" or "zh".
        refuse: refuses a plan that cannot be analysed, before anything is run.

    Raises:
        UserError: an option that is for plans stands beside a folder, the plan cannot be analysed, or the sweep cannot be worked.
        typer.Exit: it was stopped, or a run failed.
    """
    from ..scenarios.errors import UserError

    if not source.is_file():
        for option, given in (("--out", out), ("--workers", workers)):
            if given:
                raise UserError("it is used with a plan only.", "仅与计划文件同用。", file=option)
        return source
    from ..experiments.sweep.plan import Plan

    plan = Plan.read(source)
    refuse(plan)
    folder = out or Path("runs") / plan.name
    do_work(plan, folder, where_of(workers, ""), False, language)
    return folder


def do_sensitivity(folder: Path, measure: str, arm: str, point: str, figures: bool, language: str) -> None:
    """Analyse, print and write into the sweep's folder.

    Raises:
        UserError: it cannot be analysed, or not be written.
    """
    from ..experiments.analysis.response import point_number
    from ..experiments.analysis.sensitivity import sensitivity
    from ..viz.sensitivity_tables import print_sensitivity

    found = sensitivity(folder, measure, arm)
    chosen = point_number(point, found.response)
    output = consoles()[0]
    print_sensitivity(found, language=language, console=output)
    place = folder / "sensitivity" / f"{found.response.measure}-{found.response.arm}"
    write(found, chosen, place, figures, language)
    output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)


def write(found: SensitivityResult, point: int, place: Path, figures: bool, language: str) -> None:
    """Write the table, the picture and the scenario of a point; what an earlier analysis of the same wrote is replaced.

    Raises:
        UserError: it cannot be written.
    """
    from ..experiments.analysis.chosen import chosen_toml
    from ..scenarios.files import write_file, writing_folder

    with writing_folder(place):
        place.mkdir(parents=True, exist_ok=True)
        write_file(place / TABLE, found.to_frame().to_csv(index=False))
        if found.pairs:
            write_file(place / PAIRS, found.pairs_frame().to_csv(index=False))
        write_file(place / POINT, chosen_toml(found.sweep, point, found.response))
        if figures:
            from ..viz.figures.sensitivity import draw_sensitivity

            draw_sensitivity(found, place, language)
