"""The command `linli sweep`: many runs of a scenario as a plan says, kept in a folder that goes on where it stopped."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..model.ground.text import Text
from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..experiments.sweep.execute import Where
    from ..experiments.sweep.plan import Plan

NEW = "new"
WRITTEN = Text("Written to {file}. What it would take: linli sweep {file} --dry-run", "已写入 {file}。估计所需时间：linli sweep {file} --dry-run")
STOPPED = Text("Stopped. What has finished is kept in {folder}; the same command goes on.", "已停止。已完成的结果在 {folder}，重复同一命令即可继续。")
SOME_FAILED = Text(
    "{failed} of {runs} runs failed; the others are in {folder}. linli show {folder} tells why; --retry-failed works them anew.",
    "{runs} 次运行中有 {failed} 次失败，其余在 {folder}。linli show {folder} 可查看原因；--retry-failed 可重做。",
)


def add_sweep(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli sweep`."""
    shared = Options(language)

    @app.command(
        "sweep", cls=Command,
        help=say(
            "Run a scenario many times, as a plan says: parameters, design, seeds. Goes on where it stopped. linli sweep new writes a plan to begin from.",
            "按计划（参数、设计、种子）多次运行一个情景，可中断续做。linli sweep new 写出一份可修改的计划。",
        ),
    )  # fmt: skip
    def sweep(
        plan: str = typer.Argument(..., metavar="PLAN|new", help=say("A plan file (TOML); new: write one.", "计划文件（TOML）；new：写出一份。")),
        file: str = shared.new_plan,
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "Folder of the sweep; one that holds the same sweep goes on. Default: runs/ and the plan's name.",
                "扫描文件夹；若其中是同一扫描则继续。默认为 runs/ 加计划名。",
            ),
        ),
        dry_run: bool = shared.dry_run,
        retry_failed: bool = typer.Option(False, "--retry-failed", help=say("Work runs anew that failed before.", "重做以前失败的运行。")),
        workers: str = shared.workers,
        dask: str = shared.dask,
        everything: bool = typer.Option(False, "--all", help=say("List all points, however many.", "列出全部设计点。")),
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        if plan == NEW:
            do_new(Path(file or "plan.toml"), language)
            return
        from ..scenarios.errors import UserError

        if file:
            raise UserError("only linli sweep new takes a second file.", "只有 linli sweep new 才接受第二个文件。", file="FILE")
        with workers_ready(0 if dry_run or dask else likely(workers)):
            # Only now: what they import takes half a second, in which workers import theirs.
            from ..experiments.sweep.plan import Plan

            where, chosen = where_of(workers, dask), Plan.read(plan)
            if dry_run:
                do_probe(chosen, where, language)
            else:
                do_sweep(chosen, out or Path("runs") / chosen.name, where, retry_failed, language, everything)


def asked_workers(workers: str) -> int | None:
    """Return how many workers --workers asks for, None if it is not given.

    Raises:
        UserError: it is no whole number.
    """
    return whole_number("--workers", workers, 0, 1024) if workers else None


def likely(workers: str) -> int:
    """Return how many workers a sweep is likely to need.

    Raises:
        UserError: --workers is no whole number.
    """
    from ..experiments.progress import cores

    asked = asked_workers(workers)
    return cores() if asked is None else min(asked, cores())


@contextmanager
def workers_ready(many: int) -> Iterator[None]:
    """Start workers while the plan is read; those that no sweep has taken end."""
    from ..experiments.sweep.processes import end_ready, get_ready

    get_ready(many)
    try:
        yield
    finally:
        end_ready()


def where_of(workers: str, dask: str) -> Where:
    """Return who works, as the options say.

    Raises:
        UserError: --workers is no whole number.
    """
    from ..experiments.sweep.execute import Where

    return Where(asked_workers(workers), dask)


def do_new(file: Path, language: str) -> None:
    """Write a plan to begin from.

    Raises:
        UserError: the file is there already, or cannot be written.
    """
    from ..experiments.sweep.example import example
    from ..scenarios.files import write_file

    write_file(file, example(file.name), new=True)
    consoles()[0].print(WRITTEN.say(language, file=file), markup=False, soft_wrap=True)


def do_probe(plan: Plan, where: Where, language: str) -> None:
    """Say what a sweep would take."""
    from ..experiments.sweep.probe import probe
    from ..viz.sweep_tables import print_estimate
    from .progress import progress_line

    output, errors = consoles()
    with progress_line(errors, language) as progress:
        found = probe(plan, where, progress)
    print_estimate(plan, found, language=language, console=output)


def do_sweep(plan: Plan, folder: Path, where: Where, retry_failed: bool, language: str, full: bool) -> None:
    """Work what the folder does not hold yet, and print what it holds then.

    Raises:
        typer.Exit: it was stopped (130), or a run failed (1).
    """
    output = consoles()[0]

    def tell() -> None:
        from ..experiments.sweep.result import load_sweep
        from ..viz.sweep_tables import print_sweep

        print_sweep(load_sweep(folder), language=language, console=output, full=full)
        output.print(LAST.say(language, folder=folder), markup=False, soft_wrap=True)

    do_work(plan, folder, where, retry_failed, language, tell)


def do_work(plan: Plan, folder: Path, where: Where, retry_failed: bool, language: str, tell: Callable[[], None] | None = None) -> None:
    """Work what the folder does not hold yet; `tell` is called at the end, also if a run failed.

    Raises:
        typer.Exit: it was stopped (130), or a run failed (1).
    """
    from ..experiments.sweep.execute import execute
    from .progress import progress_line

    errors = consoles()[1]
    with progress_line(errors, language) as progress:
        ended = execute(plan, folder, where, retry_failed=retry_failed, progress=progress)
    if ended.stopped:
        errors.print(STOPPED.say(language, folder=folder), markup=False, soft_wrap=True)
        raise typer.Exit(130)
    if tell is not None:
        tell()
    if ended.failed:
        errors.print(SOME_FAILED.say(language, failed=ended.failed, runs=f"{ended.runs:,}", folder=folder), markup=False, soft_wrap=True)
        raise typer.Exit(1)
