"""Builds the application of the command line and turns wrong uses of it into one sentence.

The language is known before the application is built, so that help and messages are in it from the first word. All that is
heavy is imported inside the commands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from ..model.ground.text import Text
from .faults import telling_notes
from .options import Options
from .tools import Group, Localised, Stopped

UsageError: Any = typer.BadParameter.__mro__[1]
"""The class of all wrong uses of an option, of click or of typer's own copy of it."""


def run_app(arguments: Sequence[str], language: str) -> int:
    """Build the application in one language and run it.

    Returns:
        The exit status.

    Raises:
        InputError: an input cannot be used.
    """
    from .process import warnings_told

    app = build(language)
    try:
        with warnings_told(language), telling_notes(language):
            status = app(list(arguments), standalone_mode=False, prog_name="linli")
    except UsageError as error:
        raise usage_error(error) from None
    except (typer.Abort, Stopped):
        raise KeyboardInterrupt from None
    except typer.Exit as stop:
        return stop.exit_code
    return status if isinstance(status, int) else 0


_CHINESE = (
    (r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", r"多余的参数：\1"),
    (r"Option '(.*)' requires an argument", r"选项 \1 需要一个值"),
    (r"Option '(.*)' does not take a value", r"选项 \1 不带值"),
    (r"Missing argument '(.*)'", r"缺少参数 \1"),
    (r"Missing option '(.*)'", r"缺少选项 \1"),
    (r"Missing (?:argument|option|parameter|command)", "缺少参数、选项或命令"),
    (r"Invalid value for '(.*?)': (.*)", r"\1 的取值无效：\2"),
)
"""What typer says of a wrong use, in Chinese."""


def usage_error(error: Any) -> Exception:
    """Turn a wrong use of an option into a `UserError` in both languages."""
    from ..scenarios.errors import UserError, did_you_mean, show

    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "linli"
    try_help = Text(f" See {command} --help.", f"参见 {command} --help。")
    option = getattr(error, "option_name", None)
    if type(error).__name__ == "NoSuchOption" and context is not None:
        names = [name for parameter in context.command.params for name in parameter.opts if name.startswith("--")] + ["--help", "--lang"]
        hint = did_you_mean(option, names)
        return UserError(f"there is no option {option}.{hint.en}{try_help.en}", f"没有选项 {option}。{hint.zh}{try_help.zh}")
    message = error.format_message().rstrip(".")
    if message.startswith("No such command"):
        given = message.split("'")[1] if message.count("'") > 1 else message
        hint = did_you_mean(given, context.command.commands if context is not None else ())
        return UserError(f"there is no command {show(given)}.{hint.en}{try_help.en}", f"没有命令 {show(given)}。{hint.zh}{try_help.zh}")
    chinese = next((re.sub(pattern, right, message) for pattern, right in _CHINESE if re.search(pattern, message)), message)
    return UserError(f"{message}.{try_help.en}", f"{chinese}。{try_help.zh}")


def build(language: str) -> typer.Typer:
    """Build the application with all texts in "en" or "zh"."""
    from ..model.ground.version import __version__
    from .attributing import add_attribute
    from .brief import add_brief
    from .calibrating import add_calibrate
    from .city import add_city
    from .dashboard import add_dashboard
    from .deciding import add_decide
    from .discovering import add_discover
    from .documents import docs_commands
    from .factorial import add_factorial
    from .gallery import add_gallery
    from .importing import add_import
    from .lives import add_story
    from .local import local_commands
    from .mechanisms import mechanism_commands
    from .optimising import add_optimise
    from .other import add_benchmark, add_constants, add_export
    from .reproducing import add_reproduce
    from .rows import add_rows
    from .running import add_compare, add_run, add_show
    from .scenarios import scenario_commands
    from .sensitivity import add_sensitivity
    from .survey import survey_commands
    from .sweep import add_sweep

    Localised.language = language
    shared = Options(language)

    def say(en: str, zh: str) -> str:
        return zh if language == "zh" else en

    def show_version(asked: bool) -> None:
        if asked:
            print(f"linli {__version__}")
            raise typer.Exit

    app = typer.Typer(
        cls=Group, add_completion=False, no_args_is_help=False, rich_markup_mode="rich", pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
        help=say(
            "linli (邻里): how neighbours become acquaintances, and which activities and forms of self-government help.\n\n"
            "Begin with: linli run",
            "linli（邻里）：模拟邻居怎样成为熟人，以及哪些活动和自治形式有帮助。\n\n从这里开始：linli run",
        ),
    )  # fmt: skip

    @app.callback(invoke_without_command=True)
    def root(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", callback=show_version, is_eager=True, help=say("Print the version.", "显示版本。")),
        lang: str = shared.lang,
    ) -> None:
        if ctx.invoked_subcommand is None:
            print(ctx.get_help())

    add_run(app, language, say)
    add_compare(app, language, say)
    add_sweep(app, language, say)
    add_sensitivity(app, language, say)
    add_optimise(app, language, say)
    add_discover(app, language, say)
    add_city(app, language, say)
    add_show(app, language, say)
    add_dashboard(app, language, say)
    add_brief(app, language, say)
    add_decide(app, language, say)
    add_attribute(app, language, say)
    add_reproduce(app, language, say)
    app.add_typer(scenario_commands(language, say), name="scenarios")
    app.add_typer(mechanism_commands(language, say), name="mechanism")
    app.add_typer(survey_commands(language, say), name="survey")
    add_import(app, language, say)
    add_constants(app, language, say)
    add_calibrate(app, language, say)
    app.add_typer(local_commands(language, say), name="local")
    add_story(app, language, say)
    add_factorial(app, language, say)
    add_rows(app, language, say)
    add_gallery(app, language, say)
    add_export(app, language, say)
    add_benchmark(app, language, say)
    app.add_typer(docs_commands(language, say, build), name="docs")
    return app
