"""The command `linli optimise`: the best use of a budget, searched, played again with fresh seeds, told as a table, a picture and a scenario."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..model.ground.text import Text
from .options import Options
from .running import LAST
from .sweep import NEW, STOPPED, do_probe, where_of
from .tools import Command, Say, consoles

if TYPE_CHECKING:
    from ..experiments.optimise.plan import SearchPlan
    from ..experiments.optimise.result import SearchResult
    from ..experiments.sweep.execute import Where

POINTS, FINALISTS, POINT, ARMS = "points.csv", "finalists.csv", "point.toml", "finalists.toml"
"""Files that are written beside the picture."""
_WRITTEN = Text("Written to {file}. What it would take: linli optimise {file} --dry-run", "已写入 {file}。估计所需时间：linli optimise {file} --dry-run")


def add_optimise(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli optimise`."""
    shared = Options(language)

    @app.command(
        "optimise", cls=Command,
        help=say(
            "Search the best use of a budget: what is wanted, within which limits, as a plan says. Goes on where it stopped. linli optimise new writes a plan. "
            "Writes tables, figure and the scenario of a chosen point.",
            "寻找预算的最佳用法：按计划给出的目标与限制搜索，可中断续做。linli optimise new 写出一份计划。写出表格、图形和所选设计点的情景。",
        ),
    )  # fmt: skip
    def optimise(
        source: str = typer.Argument(
            ..., metavar="PLAN|FOLDER|new",
            help=say(
                "A plan file (TOML); the folder of a search, to tell it again; new: write a plan.",
                "计划文件（TOML）；优化文件夹（重新显示）；new：写出一份计划。",
            ),
        ),
        file: str = shared.new_plan,
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "Folder of the search; one that holds the same search goes on. Default: runs/ and the plan's name.",
                "优化文件夹；若其中是同一优化则继续。默认为 runs/ 加计划名。",
            ),
        ),
        point: str = typer.Option(
            "best", metavar="best|cheapest|N", show_default=True,
            help=say(
                "The point whose scenario is written: the best in the first objective; the cheapest that cannot be told from it; or one by its number.",
                "写出哪个设计点的情景：第一个目标最优者；与之无法区分者中花费最少的；或编号。",
            ),
        ),
        dry_run: bool = shared.dry_run,
        workers: str = shared.workers,
        dask: str = shared.dask,
        no_figures: bool = shared.no_figures,
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        from ..scenarios.errors import UserError

        if source == NEW:
            do_new(Path(file or "plan.toml"), language)
            return
        if file:
            raise UserError("only linli optimise new takes a second file.", "只有 linli optimise new 才接受第二个文件。", file="FILE")
        folder = Path(source)
        if folder.is_dir():
            for option, given in (("--out", out), ("--workers", workers), ("--dask", dask), ("--dry-run", dry_run)):
                if given:
                    raise UserError("it is used with a plan only.", "仅与计划文件同用。", file=option)
            tell(folder, point, not no_figures, language)
            return
        from ..experiments.optimise.plan import SearchPlan

        plan, where = SearchPlan.read(source), where_of(workers, dask)
        if dry_run:
            do_probe(plan.whole(), where, language)
            return
        folder = out or Path("runs") / plan.base.name
        do_work(plan, folder, where, language)
        tell(folder, point, not no_figures, language)


def do_new(file: Path, language: str) -> None:
    """Write a plan to begin from.

    Raises:
        UserError: the file is there already, or cannot be written.
    """
    from ..experiments.optimise.example import example
    from ..scenarios.files import write_file

    write_file(file, example(file.name), new=True)
    consoles()[0].print(_WRITTEN.say(language, file=file), markup=False, soft_wrap=True)


def do_work(plan: SearchPlan, folder: Path, where: Where, language: str) -> None:
    """Work what the folder does not hold yet.

    Raises:
        typer.Exit: it was stopped (130).
    """
    from ..experiments.optimise.work import work
    from .progress import progress_line

    errors = consoles()[1]
    with progress_line(errors, language) as progress:
        ended = work(plan, folder, where, progress)
    if not ended:
        errors.print(STOPPED.say(language, folder=folder), markup=False, soft_wrap=True)
        raise typer.Exit(130)


def tell(folder: Path, point: str, figures: bool, language: str) -> None:
    """Print what a search found, and write it into its folder.

    Raises:
        UserError: the folder holds no search or is damaged, there is no such point, or it cannot be written.
        typer.Exit: every point failed (1).
    """
    from ..experiments.opening import open
    from ..experiments.optimise.result import SearchResult
    from ..scenarios.errors import UserError
    from ..viz.search_tables import print_search

    found, output = open(folder), consoles()[0]
    if not isinstance(found, SearchResult):
        raise UserError("it holds no search; linli optimise makes one from a plan.", "其中不是优化；linli optimise 可由计划生成。", file=str(folder))
    number = found.point_number(point) if found.tried else None
    print_search(found, language=language, console=output)
    write(found, number, figures, language)
    output.print(LAST.say(language, folder=folder), markup=False, soft_wrap=True)
    if found.tried and found.state.count("failed") == len(found.tried):
        raise typer.Exit(1)


def write(found: SearchResult, point: int | None, figures: bool, language: str) -> None:
    """Write the tables, the picture and the scenarios into the folder of a search; what was written before is replaced.

    Args:
        found: the search.
        point: whose scenario is written; None: none is within the limits, and a scenario of an earlier choice goes.
        figures: draw the picture.
        language: "en" or "zh".

    Raises:
        UserError: they cannot be written.
    """
    from ..experiments.optimise.arms import finalists_scenario
    from ..scenarios.files import write_file, writing_folder

    arms, place = finalists_scenario(found), found.folder
    with writing_folder(place):
        write_file(place / POINTS, found.points.to_csv())
        write_file(place / FINALISTS, found.to_frame().to_csv())
        for name, text in ((POINT, None if point is None else found.chosen(point).to_toml()), (ARMS, None if arms is None else arms.to_toml())):
            if text is None:
                (place / name).unlink(missing_ok=True)
            else:
                write_file(place / name, text)
        if figures and found.tried:
            from ..viz.figures.search import draw_search

            draw_search(found, place, language)
