"""The command `linli city`: many communities, one district, year by year, kept in a folder that goes on where it stopped."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..model.ground.text import Text
from .options import Options
from .running import LAST
from .sweep import NEW, STOPPED, where_of
from .tools import Command, Say, consoles

if TYPE_CHECKING:
    from ..experiments.city.plan import CityPlan
    from ..experiments.city.result import City
    from ..experiments.sweep.execute import Where

WRITTEN = Text("Written to {file}. Run it: linli city {file}", "已写入 {file}。运行：linli city {file}")


def add_city(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli city`."""
    shared = Options(language)

    @app.command(
        "city", cls=Command,
        help=say(
            "Live a whole city: many communities, a district that shares money out by what they report, and people who move between them. Goes on where it "
            "stopped. linli city new writes a city to begin from.",
            "运行整座城市：许多社区，区里按上报数分配经费，居民在社区间迁居；可中断续做。linli city new 写出一份可修改的城市文件。",
        ),
    )  # fmt: skip
    def city(
        plan: str = typer.Argument(..., metavar="CITY|new", help=say("A city's file (TOML); new: write one.", "城市文件（TOML）；new：写出一份。")),
        file: str = typer.Argument(
            "", metavar="FILE", show_default=False, help=say("With new: the file to write. Default: city.toml.", "与 new 同用：要写的文件，默认 city.toml。")
        ),
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "Folder of the city; one that holds the same city goes on. Default: runs/ and the city's name.",
                "城市文件夹；若其中是同一城市则继续。默认为 runs/ 加城市名。",
            ),
        ),
        workers: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say(
                "Processes side by side, a community in each. The result does not depend on it. Default: all cores; 0: this very process.",
                "并行进程数，每个进程一次运行一个社区，不影响结果。默认用全部核心；0 表示就在本进程中运行。",
            ),
        ),
        dask: str = typer.Option(
            "", metavar="ADDRESS|local", show_default=False,
            help=say(
                "Work on a Dask cluster whose workers see the folder: tcp://HOST:PORT of its scheduler, or local.",
                "在能访问该文件夹的 Dask 集群上运行：调度器地址 tcp://主机:端口，或 local。",
            ),
        ),
        no_figures: bool = shared.no_figures,
        everything: bool = typer.Option(False, "--all", help=say("List all communities.", "列出全部社区。")),
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        if plan == NEW:
            do_new(Path(file or "city.toml"), language)
            return
        from ..experiments.city.plan import CityPlan
        from ..scenarios.errors import UserError

        if file:
            raise UserError("only linli city new takes a second file.", "只有 linli city new 才接受第二个文件。", file="FILE")
        where = where_of(workers, dask)
        chosen = CityPlan.read(plan)
        do_city(chosen, out or Path("runs") / chosen.name, where, language, everything, not no_figures)


def do_new(file: Path, language: str) -> None:
    """Write a city to begin from.

    Raises:
        UserError: the file is there already, or cannot be written.
    """
    from ..experiments.city.example import example
    from ..scenarios.files import write_file

    write_file(file, example(file.name), new=True)
    consoles()[0].print(WRITTEN.say(language, file=file), markup=False, soft_wrap=True)


def do_city(plan: CityPlan, folder: Path, where: Where, language: str, full: bool, figures: bool) -> None:
    """Live what the folder does not hold yet, print what it holds then, and draw its map.

    Raises:
        UserError: the city cannot be lived, or the map not be written.
        typer.Exit: it was stopped (130).
    """
    from ..experiments.city.execute import execute
    from ..experiments.city.result import load_city
    from ..viz.city_tables import print_city
    from .progress import progress_line

    output, errors = consoles()
    with progress_line(errors, language) as progress:
        ended = execute(plan, folder, where, progress=progress)
    if ended.stopped:
        errors.print(STOPPED.say(language, folder=folder), markup=False, soft_wrap=True)
        raise typer.Exit(130)
    found = load_city(folder)
    print_city(found, language=language, console=output, full=full)
    if figures:
        draw(found, folder, language)
    output.print(LAST.say(language, folder=folder), markup=False, soft_wrap=True)


def draw(city: City, folder: Path, language: str) -> None:
    """Draw the map into the folder.

    Raises:
        UserError: it cannot be written.
    """
    from ..scenarios.errors import UserError, show
    from ..scenarios.files import reason_of
    from ..viz.figures.city import draw_city

    try:
        draw_city(city, folder, language)
    except OSError as error:
        reason, given = reason_of(error), show(str(folder))
        raise UserError(f"the map cannot be written to {given}: {reason}.", f"无法将地图写入 {given}：{reason}。") from None
