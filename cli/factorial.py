"""The command `linli factorial`: the parts of building-gates, each with and without each other."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, threads_of, whole_number

_FREQUENCIES = "12,26,52"


def add_factorial(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli factorial`."""
    shared = Options(language)

    @app.command(
        "factorial",
        cls=Command,
        help=say(
            "Play the parts of building-gates, each with and without each other, and write what each adds and how they interact.",
            "逐一组合楼门文化的各组成部分，给出各自的效应与交互作用。",
        ),
    )
    def factorial(
        page: Path = typer.Option(
            Path("factorial.md"), metavar="FILE", help=say("Page to write; a Chinese one lies beside it.", "写出的页面，中文页在其旁。")
        ),
        gatherings: str = typer.Option(
            _FREQUENCIES, metavar="N,N", help=say("Gatherings a year and gate, one or several.", "每楼门每年聚会次数，可为多个。")
        ),
        seeds: str = typer.Option("4", metavar="N", help=say("Seeds, counted up from 1.", "种子数，从 1 起。")),
        settings: list[str] = shared.settings,
        weeks: str = shared.weeks,
        threads: str = shared.threads,
        lang: str = shared.lang,
    ) -> None:
        many = whole_number("--seeds", seeds, 2, 1000)
        frequencies = [whole_number("--gatherings", part.strip(), 1, 52) for part in gatherings.split(",")]
        length = None if not weeks else whole_number("--weeks", weeks, 1, 2600)
        use = threads_of(threads)
        do_factorial(page, list(dict.fromkeys(frequencies)), many, settings, length, use, language)


def do_factorial(page: Path, frequencies: list[int], seeds: int, settings: list[str], weeks: int | None, threads: int, language: str) -> None:
    """Play and write the page."""
    from ..experiments.factorial import ends_of, play
    from ..scenarios.loader import load
    from ..viz.factorial_page import Factorial, write_factorial
    from .progress import progress_line

    base = load("building-gates").with_settings(settings)
    with progress_line(consoles()[1], language) as progress:
        found = play(base, frequencies=frequencies, seeds=seeds, weeks=weeks, threads=threads, progress=progress)
    made = Factorial(ends_of(found), frequencies, found.weeks, found.residents[found.seeds[0]], settings)
    for path in write_factorial(made, page):
        consoles()[0].print(LAST.say(language, folder=path), markup=False, soft_wrap=True)
