"""The command `linli brief`: two printable pages of a comparison."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from .options import Options
from .other import WRITTEN
from .tools import Command, Say, consoles, listed


def add_brief(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli brief`."""
    shared = Options(language)

    @app.command(
        "brief",
        cls=Command,
        help=say(
            "Write a comparison as two A4 pages to hand round: verdict, two pictures, cost, who is not reached, what is assumed, how it was made.",
            "把比较结果写成可打印的两页 A4 简报：结论、两幅图、成本、谁没有受益、哪些是假设的、如何得出。",
        ),
    )
    def brief(
        folder: Path = typer.Argument(..., help=say("Folder that linli compare wrote.", "linli compare 写出的文件夹。")),
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say("Folder for the files. Default: that of the comparison.", "写入的文件夹，默认为该比较结果的文件夹。"),
        ),
        formats: str = typer.Option("html,pdf", "--format", metavar="html,pdf", help=say("Which files.", "写出哪些文件。")),
        lang: str = shared.lang,
    ) -> None:
        do_brief(folder, folder if out is None else out, listed(formats), language)


def do_brief(folder: Path, out: Path, formats: list[str], language: str) -> None:
    """Write the brief and say where it is.

    Raises:
        UserError: the folder holds no comparison, an unknown format, or the files cannot be written.
    """
    from ..experiments.comparison import Comparison
    from ..experiments.opening import open
    from ..model.ground.text import Text
    from ..scenarios.errors import UserError, show, unknown
    from ..viz.brief import FORMATS, write_brief
    from ..viz.brief_words import NOT_A_COMPARISON

    for name in formats:
        if name not in FORMATS:
            raise unknown(name, FORMATS, Text("format", "格式"), argument="format")
    result = open(folder)
    if not isinstance(result, Comparison):
        raise UserError(*(text.replace("{given}", show(str(folder))) for text in NOT_A_COMPARISON))
    output, errors = consoles()
    for path in write_brief(result, out, language, formats or FORMATS, lambda said: errors.print(said, markup=False, soft_wrap=True)):
        output.print(WRITTEN.say(language, path=path), markup=False, soft_wrap=True)
