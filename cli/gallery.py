"""The command `linli gallery`: the page of all figures."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, threads_of

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from ..viz.gallery import Case


def add_gallery(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli gallery`."""
    shared = Options(language)

    @app.command(
        "gallery",
        cls=Command,
        help=say(
            "Write the page of all figures: each once, small, with one sentence on what to read from it. What it takes is played, or read where it lies.",
            "写出图形一览页：每幅图一次（小图），附一句读法。所需的比较会运行，已有的直接读取。",
        ),
    )
    def gallery(
        page: Path = typer.Option(Path("gallery.md"), metavar="FILE", help=say("Page to write; a Chinese one lies beside it.", "写出的页面，中文页在其旁。")),
        comparisons: Path = typer.Option(
            Path("runs/gallery"), "--from", metavar="DIR", help=say("Folder in which the comparisons lie, or will lie.", "存放所需比较结果的文件夹。")
        ),
        threads: str = shared.threads,
        lang: str = shared.lang,
    ) -> None:
        from ..viz.gallery import write_gallery

        use = threads_of(threads)
        for path in write_gallery(page, lambda case: found(case, comparisons, use, language)):
            consoles()[0].print(LAST.say(language, folder=path), markup=False, soft_wrap=True)


def found(case: Case, folder: Path, threads: int, language: str) -> Comparison:
    """Return a comparison of the gallery: the one that lies in the folder if it is the same, else played and put there.

    Raises:
        UserError: another comparison lies there, or it cannot be written.
    """
    from ..experiments.commands import command_of
    from ..experiments.compare import compare
    from ..experiments.loading import load_comparison
    from ..experiments.places import MANIFEST
    from ..scenarios.loader import load
    from ..viz.gallery import SETTING
    from .progress import progress_line

    place = folder / case.scenario
    if (place / MANIFEST).is_file():
        there = load_comparison(place)
        if command_of(there) == case.command:
            return there
    scenario = load(case.scenario).with_settings([SETTING]).with_weeks(case.weeks)
    with progress_line(consoles()[1], language) as progress:
        return compare(scenario, arms=case.arms, seeds=case.seeds, weeks=case.weeks, threads=threads, out=place, progress=progress)
