"""The command `linli factorial`: the parts of building-gates, or the pillars of four-innovations, each with and without each other."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, threads_of, whole_number

GATES = "building-gates"
_FREQUENCIES = "12,26,52"


def add_factorial(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli factorial`."""
    shared = Options(language)

    @app.command(
        "factorial",
        cls=Command,
        help=say(
            "Play the parts of building-gates, or the four pillars of four-innovations, each with and without each other, and write what each adds and how "
            "they interact. Pillars are played under what is not known about people, and not again while the record beside the page is up to date.",
            "逐一组合楼门文化的各组成部分，或四大创新的四大支柱，给出各自的效应与交互作用。四大支柱在对人的未知之下运行；页面旁的记录未过时则不再重新运行。",
        ),
    )
    def factorial(
        scenario: str = typer.Argument(
            GATES, help=say("building-gates, or a scenario with an arm for each combination of pillars.", "building-gates，或每种支柱组合均有方案的情景。")
        ),
        page: Path = typer.Option(
            None, metavar="FILE", show_default=False,
            help=say(
                "Page to write; a Chinese one lies beside it. Default: factorial.md, of pillars pillars.md.",
                "写出的页面，中文页在其旁。默认为 factorial.md，支柱为 pillars.md。",
            ),
        ),
        gatherings: str = typer.Option(
            _FREQUENCIES, metavar="N,N",
            help=say("Of building-gates: gatherings a year and gate, one or several.", "用于 building-gates：每楼门每年聚会次数，可为多个。"),
        ),
        draws: str = typer.Option("12", metavar="N", help=say("Of pillars: draws of what is not known about people.", "用于支柱：对未知的人的抽取次数。")),
        seeds: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say("Seeds. Default: 4 of building-gates; of pillars 1 of each draw.", "种子数。building-gates 默认 4；支柱每次抽取默认 1。"),
        ),
        settings: list[str] = shared.settings,
        weeks: str = shared.weeks,
        threads: str = shared.threads,
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "Of pillars: folder to keep the comparison in; into the same one it goes on where it stopped.",
                "用于支柱：保存比较的文件夹；写入同一文件夹则续做。",
            ),
        ),
        lang: str = shared.lang,
    ) -> None:
        length = None if not weeks else whole_number("--weeks", weeks, 1, 2600)
        use = threads_of(threads)
        if scenario != GATES:
            of_draws = whole_number("--draws", draws, 2, 1000)
            each = whole_number("--seeds", seeds or "1", 1, 1000)
            do_pillars(scenario, page or Path("pillars.md"), of_draws, each, settings, length, use, out, language)
            return
        many = whole_number("--seeds", seeds or "4", 2, 1000)
        frequencies = [whole_number("--gatherings", part.strip(), 1, 52) for part in gatherings.split(",")]
        do_factorial(page or Path("factorial.md"), list(dict.fromkeys(frequencies)), many, settings, length, use, language)


def do_pillars(
    name: str, page: Path, draws: int, seeds: int, settings: list[str], weeks: int | None, threads: int, out: Path | None, language: str
) -> None:  # fmt: skip
    """Play the pillars where the record beside the page is not of this scenario as it is now, and write record and pages."""
    from ..experiments.pillars import play, read_played, up_to_date, write_played
    from ..scenarios.loader import load
    from ..viz.pillars_page import write_pillars
    from .progress import progress_line

    scenario = load(name).with_settings(settings)
    scenario = scenario if weeks is None else scenario.with_weeks(weeks)
    record = page.with_suffix(".csv")
    if not up_to_date(read_played(record), scenario, settings, draws, seeds):
        with progress_line(consoles()[1], language) as progress:
            write_played(play(scenario, settings=settings, draws=draws, seeds=seeds, threads=threads, out=out, progress=progress), record)
    # The page is that of the record, to the last digit.
    played = read_played(record)
    for path in write_pillars(played, page) if played is not None else ():
        consoles()[0].print(LAST.say(language, folder=path), markup=False, soft_wrap=True)


def do_factorial(page: Path, frequencies: list[int], seeds: int, settings: list[str], weeks: int | None, threads: int, language: str) -> None:
    """Play and write the page."""
    from ..experiments.factorial import ends_of, play
    from ..scenarios.loader import load
    from ..viz.factorial_page import Factorial, write_factorial
    from .progress import progress_line

    base = load(GATES).with_settings(settings)
    with progress_line(consoles()[1], language) as progress:
        found = play(base, frequencies=frequencies, seeds=seeds, weeks=weeks, threads=threads, progress=progress)
    made = Factorial(ends_of(found), frequencies, found.weeks, found.residents[found.seeds[0]], settings)
    for path in write_factorial(made, page):
        consoles()[0].print(LAST.say(language, folder=path), markup=False, soft_wrap=True)
