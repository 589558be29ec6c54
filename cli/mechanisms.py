"""The commands for mechanisms: `linli mechanism new | check | list`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Group, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..model.contract.mechanism import Mechanism
    from ..model.society.checks.report import Report

MADE = Text(
    "{folder} written. Check it with: linli mechanism check {file}\n"
    "Install it with: pip install -e {folder}\nCompare with and without it: linli compare {scenario}",
    "已写入 {folder}。检查：linli mechanism check {file}\n安装：pip install -e {folder}\n比较有无该机制：linli compare {scenario}",
)
KEPT = Text("{name}: all {n} checks passed in {s:.0f} s.", "{name}：{n} 项检查全部通过，用时 {s:.0f} 秒。")
SOME = Text(
    "{name}: {k} of {n} checks passed, {m} skipped, in {s:.0f} s.",
    "{name}：{n} 项检查中 {k} 项通过，{m} 项略过，用时 {s:.0f} 秒。",
)
HEADS = (Text("check", "检查"), Text("outcome", "结果"), Text("what it is about", "内容"))
_MARKS = {"passed": "green", "failed": "red", "skipped": "yellow"}


def mechanism_commands(language: str, say: Say) -> typer.Typer:
    """Build `linli mechanism`."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group,
        help=say(
            "Mechanisms, your own ones too: begin one, check one, list those that are known.\n\n"
            "docs/mechanism.md builds one from nothing.",
            "机制（包括您自己的）：新建、检查、列出。\n\ndocs/mechanism.md 从零写一个机制。",
        ),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, lang: str = shared.lang) -> None:
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())

    @app.command(
        "new",
        cls=Command,
        help=say(
            "Begin a mechanism of your own: a small package that passes all checks.",
            "新建机制：生成一个通过全部检查的小软件包。",
        ),
    )
    def new(
        name: str = typer.Argument(
            ...,
            help=say("Its name, lower case with hyphens, such as tea-room.", "名称，小写字母加连字符，例如 tea-room。"),
        ),
        out: Path = typer.Option(
            None,
            "--out",
            metavar="DIR",
            help=say("Folder to make. Default: one of that name.", "要建的文件夹，默认与名称相同。"),
            show_default=False,
        ),
    ) -> None:
        from .mechanism_package import write_package

        folder = write_package(name, out)
        consoles()[0].print(
            MADE.say(
                language, folder=folder, file=folder / f"{name.replace('-', '_')}.py", scenario=folder / f"{name}.toml"
            ),
            markup=False,
            soft_wrap=True,
        )

    @app.command(
        "check",
        cls=Command,
        help=say(
            "Try every promise of the contract on a mechanism; the exit status is 2 if one is not kept.",
            "逐条检查机制是否遵守契约；有未通过的退出状态为 2。",
        ),
    )
    def check(
        mechanism: str = typer.Argument(
            ...,
            metavar="FILE|NAME",
            help=say(
                "A Python file with the mechanism (FILE.py or FILE.py:Class), or its name.",
                "含机制的 Python 文件（FILE.py 或 FILE.py:类名），或机制名称。",
            ),
        ),
        weeks: str = typer.Option(
            "26",
            "--weeks",
            metavar="N",
            help=say("Weeks that a small society lives in a check.", "每项检查运行的周数。"),
        ),
        seed: str = typer.Option("1", "--seed", metavar="N", help=say("Seed of all draws.", "随机种子。")),
        only: list[str] = typer.Option(
            [],
            "--only",
            metavar="CHECK",
            help=say(
                "Only this check and those it needs; may be given several times.",
                "只做该项检查及其所需检查，可重复使用。",
            ),
        ),
    ) -> None:
        from ..model.society.checks.every import check_mechanism

        lived, first = whole_number("--weeks", weeks, 4, 520), whole_number("--seed", seed, 0, 2**31 - 1)
        report = check_mechanism(found(mechanism), weeks=lived, seed=first, only=only, raises=False)
        print_report(report, language)
        if report.failed:
            raise typer.Exit(2)

    @app.command(
        "list",
        cls=Command,
        help=say(
            "List the mechanisms that are known, and those of packages that are broken.",
            "列出已知机制，以及无法载入的机制。",
        ),
    )
    def list_() -> None:
        print_mechanisms(language)

    return app


def found(asked: str) -> type[Mechanism[Any]]:
    """Return the mechanism of a file or of a name.

    Raises:
        InputError: there is none, or it cannot be loaded.
    """
    from ..model.mechanisms.registry import find_mechanism

    path, _, name = asked.rpartition(":") if asked.rpartition(":")[0].endswith(".py") else (asked, "", "")
    return of_file(Path(path), name) if path.endswith(".py") else find_mechanism(asked)


def of_file(path: Path, name: str = "") -> type[Mechanism[Any]]:
    """Import a Python file and return the mechanism in it.

    Args:
        path: the file.
        name: of the class; empty: the only one.

    Raises:
        UserError: there is no such file, it cannot be imported, or it is not clear which class is meant.
    """
    from importlib.util import module_from_spec, spec_from_file_location

    from ..model.contract.mechanism import Mechanism
    from ..scenarios.errors import UserError, did_you_mean, show

    file = str(path)
    if not path.is_file():
        raise UserError(f"there is no file {show(file)}.", f"没有文件 {show(file)}。")
    spec = spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise UserError("it is not a Python file.", "不是 Python 文件。", file=file)
    module = module_from_spec(spec)
    # What stands beside the file may be imported by it.
    sys.path.insert(0, str(path.resolve().parent))
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UserError(
            f"it cannot be imported: {type(error).__name__}: {error}.",
            f"无法导入：{type(error).__name__}: {error}。",
            file=file,
        ) from error
    finally:
        sys.path.pop(0)
    own = {
        k: v
        for k, v in vars(module).items()
        if isinstance(v, type) and issubclass(v, Mechanism) and v.__module__ == module.__name__
    }
    if name and name not in own:
        hint = did_you_mean(name, own)
        raise UserError(
            f"there is no mechanism {show(name)} in it.{hint.en}", f"其中没有机制 {show(name)}。{hint.zh}", file=file
        )
    if not own:
        raise UserError(
            "there is no class derived from linli.Mechanism in it.", "其中没有 linli.Mechanism 的子类。", file=file
        )
    if not name and len(own) > 1:
        raise UserError(
            f"there are several mechanisms in it: {', '.join(own)}. Name one: {path.name}:{next(iter(own))}.",
            f"其中有多个机制：{'、'.join(own)}。请指明一个：{path.name}:{next(iter(own))}。",
            file=file,
        )
    return own[name] if name else next(iter(own.values()))


def print_report(report: Report, language: str) -> None:
    """Print a table of all checks, and a sentence for each that failed."""
    from ..model.society.checks.report import OUTCOMES
    from ..viz.lines import Line
    from ..viz.listing import Column, Listing
    from ..viz.words import bracketed

    output, errors = consoles()
    table = Listing([Column(head.say(language), "left", words=k > 1) for k, head in enumerate(HEADS)])
    for result in report.results:
        said = result.title.say(language)
        # Why one failed is said below.
        if result.outcome != "failed" and result.text.say(language):
            said += bracketed(result.text.say(language), language)
        table.add(result.name, Line(OUTCOMES[result.outcome].say(language), style=_MARKS[result.outcome]), said)
    output.print(table)
    n, failed = len(report.results), report.failed
    passed = sum(result.outcome == "passed" for result in report.results)
    summary = KEPT if passed == n else SOME
    output.print(
        summary.say(language, name=report.mechanism, n=n, k=passed, m=n - passed - len(failed), s=report.seconds),
        markup=False,
        soft_wrap=True,
    )
    for result in failed:
        said = result.text.say(language).rstrip(".。")
        line = f"Error in {result.name}: {said}." if language == "en" else f"错误（{result.name}）：{said}。"
        errors.print(line, markup=False, soft_wrap=True)


def print_mechanisms(language: str) -> None:
    """Print the known mechanisms with their titles; of one that cannot be loaded, why."""
    from ..model.ground.refusal import InputError
    from ..model.mechanisms.registry import find_mechanism, mechanism_names

    output = consoles()[0]
    for name in mechanism_names():
        try:
            said = find_mechanism(name).title.say(language)
        except InputError as error:
            said = Text("cannot be used: {why}", "无法使用：{why}").say(language, why=error.text.say(language))
        output.print(f"{name}  {said}", markup=False, soft_wrap=True)
