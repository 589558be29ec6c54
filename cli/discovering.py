"""The command `linli discover`: in which kinds of compound a policy fails, as a table, a picture, a sentence and the scenario of a typical one."""



from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import Options
from .running import LAST
from .sensitivity import POINT, swept
from .tools import Command, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..experiments.analysis.discover import DiscoverResult
    from ..experiments.sweep.plan import Plan

BOXES, TRADE_OFF, CASES, SENTENCE = "boxes.csv", "trade_off.csv", "cases.csv", "sentence.md"
"""Files that are written beside the picture and the scenario of a typical compound."""


def add_discover(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli discover`."""
    shared = Options(language)

    @app.command(
        "discover", cls=Command,
        help=say(
            "Tell in which kinds of compound a policy fails, from a sweep: boxes of its parameters in which failing is common (PRIM), how sure they are, or "
            "that none stands out. Writes tables, figure, sentence and the scenario of a typical compound.",
            "由扫描结果说明政策在哪些类型的小区中失败：找出失败集中的参数范围（PRIM）及其可靠程度，或说明没有哪一类突出。写出表格、图形、句子和一个典型小区的情景。",
        ),
    )  # fmt: skip
    def discover(
        source: Path = shared.swept,
        fails: str = typer.Option(
            "", metavar="CONDITION", show_default=False,
            help=say(
                'What fails: a measure at the end of a run, effect (more than the first arm) or value, one of <= < >= >, a number. Default: "acquaintances '
                'effect <= 0".',
                '何为失败：指标（期末）、effect（比第一个方案多多少）或 value（取值）、<= < >= > 之一、数字。默认 "acquaintances effect <= 0"。',
            ),
        ),
        arm: str = typer.Option("", metavar="A", show_default=False, help=say("The arm. Default: the second.", "方案，默认第二个。")),
        boxes: str = typer.Option(
            "1", metavar="N",
            help=say("Look for so many kinds of compound at most, each outside of those before.", "最多寻找几类小区，后一类在前面各类之外。"),
        ),
        box: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say(
                "Take this box of trade_off.csv as it is. Default: the one that stands out most, less what is not sure.",
                "原样采用 trade_off.csv 中的这一个盒子。默认取最突出者，并去掉不可靠的界限。",
            ),
        ),
        out: Path = shared.swept_out,
        workers: str = shared.swept_workers,
        no_figures: bool = shared.no_figures,
        lang: str = shared.lang,
    ) -> None:  # fmt: skip
        from ..experiments.analysis.discover import MOST_BOXES

        many = whole_number("--boxes", boxes, 1, MOST_BOXES)
        number = None if not box else whole_number("--box", box, 1, 10_000)

        def refuse(plan: Plan) -> None:
            from ..experiments.analysis.condition import check_plan, condition_of
            from ..experiments.analysis.discover import refuse_points

            refuse_points(plan, str(source))
            check_plan(condition_of(fails, plan.measures, plan.arms), arm, plan)

        folder = swept(source, out, workers, language, refuse)
        do_discover(folder, fails, arm, many, number, not no_figures, language)


def do_discover(folder: Path, fails: str, arm: str, boxes: int, box: int | None, figures: bool, language: str) -> None:
    """Look for kinds of compound, print, and write into the sweep's folder.

    Raises:
        UserError: it cannot be analysed, or not be written.
    """
    from ..experiments.analysis.discover import discover
    from ..viz.discover_tables import print_discovery
    from .progress import progress_line

    output, errors = consoles()
    with progress_line(errors, language) as progress:
        found = discover(folder, fails, arm, boxes=boxes, box=box, progress=progress)
    print_discovery(found, language=language, console=output)
    place = folder / "discover" / f"{found.response.measure}-{found.response.arm}"
    write(found, place, figures, language)
    output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)


def write(found: DiscoverResult, place: Path, figures: bool, language: str) -> None:
    """Write tables, sentence, picture and the scenario of a typical compound; what an earlier analysis of the same wrote is replaced.

    Raises:
        UserError: it cannot be written.
    """
    from ..experiments.analysis.chosen import chosen_toml
    from ..scenarios.files import write_file, writing_folder
    from ..viz.discover_words import page

    with writing_folder(place):
        place.mkdir(parents=True, exist_ok=True)
        # What stood for a box that is no longer found would mislead.
        for old in (place / POINT, *place.glob("point-*.toml"), place / "figure.png"):
            old.unlink(missing_ok=True)
        for name, table in ((BOXES, found.to_frame()), (TRADE_OFF, found.trade_off()), (CASES, found.cases().reset_index())):
            write_file(place / name, table.to_csv(index=False))
        write_file(place / SENTENCE, page(found))
        for k in range(len(found.boxes)):
            write_file(place / (POINT if k == 0 else f"point-{k + 1}.toml"), chosen_toml(found.sweep, found.typical(k), found.response))
        if figures:
            from ..viz.figures.discover import draw_discovery

            draw_discovery(found, place, language)
