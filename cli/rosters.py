"""The command for a roster of one's own: `linli scenarios roster new`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

import os
from pathlib import Path

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Group, Say, consoles

MADE = Text(
    "{people} and {ties} written. Replace the lines by yours, then: linli run everyday --set roster.residents={people} --set roster.ties={ties}",
    "已写入 {people} 与 {ties}。换成您的数据后运行：linli run everyday --set roster.residents={people} --set roster.ties={ties}",
)


def roster_commands(language: str, say: Say) -> typer.Typer:
    """Build `linli scenarios roster`."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group,
        help=say("Begin a roster of your own people (docs/rosters.md).", "新建自己的居民名册（docs/rosters.zh.md）。"),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, lang: str = shared.lang) -> None:
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())

    @app.command(
        "new",
        cls=Command,
        help=say("Write an example of a roster, and of ties beside it, every column explained.", "写出名册示例及关系表示例，逐列说明。"),
    )
    def new(
        file: Path = typer.Argument(
            Path("people.csv"), help=say("Roster to write; the ties beside it end in -ties.csv.", "要写的名册；关系表同名，以 -ties.csv 结尾。")
        ),
    ) -> None:
        write_example(file, language)

    return app


def write_example(file: Path, language: str) -> None:
    """Write an example of a roster and of ties: both files, or none.

    Raises:
        UserError: the name does not end in .csv, a file exists, or it cannot be written.
    """
    from ..scenarios.errors import UserError, show
    from ..scenarios.roster_example import example

    if file.suffix.lower() != ".csv":
        raise UserError(f"{show(str(file))} is not a name for a roster. It must end in .csv.", f"{show(str(file))} 不能作为名册文件名，须以 .csv 结尾。")
    both = (file, file.with_name(f"{file.stem}-ties.csv"))
    made: list[Path] = []
    try:
        for path, content in zip(both, example(language), strict=True):
            with path.open("xb") as stream:
                made.append(path)
                stream.write(content)
    except FileExistsError as error:
        _undo(made)
        found = show(str(error.filename))
        raise UserError(f"{found} exists already. Name a new file.", f"{found} 已存在，请指定新文件。") from None
    except OSError as error:
        _undo(made)
        reason = error.strerror or str(error)
        raise UserError(f"{show(str(file))} cannot be written: {reason}.", f"无法写入 {show(str(file))}：{reason}。") from None
    consoles()[0].print(MADE.say(language, people=both[0], ties=both[1]), markup=False, soft_wrap=True)


def _undo(made: list[Path]) -> None:
    for path in made:
        os.unlink(path)
