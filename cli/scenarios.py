"""The commands for scenario files: `linli scenarios list | show | validate | new | roster`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from ..model.ground.text import Text
from .options import Options
from .rosters import roster_commands
from .tools import Command, Group, Say, consoles

VALID = Text("{file}: valid. Arms: {arms}.", "{file}：有效。方案：{arms}。")
MADE = Text("{file} written. Check it with: linli scenarios validate {file}", "已写入 {file}。校验：linli scenarios validate {file}")


def scenario_commands(language: str, say: Say) -> typer.Typer:
    """Build `linli scenarios`."""
    shared = Options(language)
    app = typer.Typer(
        cls=Group,
        help=say("List, show, check and begin scenario files.", "列出、查看、校验、新建情景文件。"),
        context_settings={"help_option_names": ["--help", "-h"]},
    )

    @app.callback(invoke_without_command=True)
    def root(ctx: typer.Context, lang: str = shared.lang) -> None:
        if ctx.invoked_subcommand is None:
            print_list(language)

    @app.command("list", cls=Command, help=say("List the scenarios that come with linli.", "列出自带的情景。"))
    def list_() -> None:
        print_list(language)

    @app.command("show", cls=Command, help=say("Show a scenario: title, source, arms and what they change.", "查看情景：标题、来源、方案及其改动。"))
    def show(
        scenario: str = typer.Argument(..., help=say("Name of a scenario or a TOML file.", "情景名称或 TOML 文件。")),
        full: bool = typer.Option(False, "--full", help=say("Print every value, defaults too, as a TOML file.", "以 TOML 打印全部值，包括默认值。")),
        toml: bool = typer.Option(False, "--toml", help=say("Print the file as it is.", "原样打印文件。")),
    ) -> None:
        print_scenario(scenario, full, toml, language)

    @app.command("validate", cls=Command, help=say("Check scenario files; the exit status is 2 if one is wrong.", "校验情景文件；有错时退出状态为 2。"))
    def validate(files: list[str] = typer.Argument(..., help=say("TOML files or names.", "TOML 文件或名称。"))) -> None:
        wrong = [file for file in files if not check(file, language)]
        if wrong:
            raise typer.Exit(2)

    @app.command("new", cls=Command, help=say("Begin a scenario file of your own, every value explained in it.", "新建情景文件，其中对每个值都有说明。"))
    def new(
        file: Path = typer.Argument(..., help=say("File to write, such as mine.toml.", "要写的文件，例如 mine.toml。")),
        copy: str = typer.Option("", "--from", metavar="SCENARIO", help=say("Begin with a copy of this one.", "以该情景的副本开始。"), show_default=False),
        mechanism: list[str] = typer.Option([], "--mechanism", metavar="NAME", help=say("Put this mechanism in.", "加入该机制。")),
    ) -> None:
        write_new(file, copy, mechanism, language)

    app.add_typer(roster_commands(language, say), name="roster")
    return app


def print_list(language: str) -> None:
    """Print the scenarios that come with linli."""
    from ..scenarios.loader import listed

    output = consoles()[0]
    for row in listed():
        output.print(f"{row.name}  {row.title.say(language)}", markup=False, soft_wrap=True)
        if row.arms:
            output.print("    " + Text("arms: {a}", "方案：{a}").say(language, a=", ".join(row.arms)), markup=False, soft_wrap=True)
        output.print("    " + Text("source: {s}", "来源：{s}").say(language, s=row.source), markup=False, soft_wrap=True)


def print_scenario(name: str, full: bool, toml: bool, language: str) -> None:
    """Print a scenario for a reader, or as TOML."""
    from ..model.founding.presets import BYTES_A_SLOT
    from ..scenarios.facts import constants, count_marks
    from ..scenarios.loader import find, load
    from ..scenarios.units import unit_zh
    from ..scenarios.writing import summary
    from ..viz.words import bracketed

    scenario = load(name)
    if toml or full:
        print(scenario.to_toml() if full else find(name).read_text(encoding="utf-8-sig"), end="")
        return
    rows = constants(scenario)
    marks = count_marks(rows)
    claims = sum(marks.values()) - marks["setting"]
    output = consoles()[0]

    def line(text: str) -> None:
        output.print(text, markup=False, soft_wrap=True)

    line(scenario.title.say(language))
    line(Text("Source: {s}", "来源：{s}").say(language, s=scenario.source or "-"))
    line(Text("Length: {n} weeks", "时长：{n} 周").say(language, n=scenario.weeks))
    preset = scenario.neighbourhood.resolved()
    homes = preset.flats_per_community * preset.communities
    line(Text("Neighbourhood: {p}, {n:,} flats", "住区：{p}，{n:,} 户").say(language, p=scenario.neighbourhood.preset, n=homes))
    slots = scenario.constants.ties.slots
    before = Text("lived together until ties are stationary", "共同生活至关系稳定")
    if preset.years:
        before = Text("lived together for {n} years", "共同生活 {n} 年")
    line(
        Text("Past: {b}; memory: {k} ties a resident, {m:,} bytes", "过去：{b}；记忆：每人 {k} 段关系，{m:,} 字节").say(
            language, b=before.say(language, n=preset.years), k=slots, m=BYTES_A_SLOT * slots + 1
        )
    )
    line(
        Text("Constants: {n}, {a} assumed (linli constants {name})", "常数：{n} 个，其中 {a} 个为假设（linli constants {name}）").say(
            language, n=claims, a=marks["assumed"], name=name
        )
    )
    changed = [row for row in rows if row.changed]
    if changed:
        line("\n" + Text("Changed from the defaults", "与默认值不同").say(language))
    for row in changed:
        unit = unit_zh(row.unit) if language == "zh" else row.unit
        told = ("，" if language == "zh" else ", ").join(part for part in (row.text.say(language), unit) if part)
        line(f"  {row.key} = {_value(row.value)} {bracketed(told, language)}")
    for arm, changes in summary(scenario).items():
        line(
            "\n"
            + Text("Arm {a}", "方案 {a}").say(language, a=arm)
            + ("" if scenario.arm_title(arm).say(language) == arm else f"{'：' if language == 'zh' else ': '}{scenario.arm_title(arm).say(language)}")
        )
        for key, value in changes:
            line(f"  {key} = {_value(value)}")
        if not changes:
            line("  " + Text("as above", "同上").say(language))


def _value(value: object) -> str:
    from ..scenarios.errors import show

    return show(list(value) if isinstance(value, tuple) else value)


def check(file: str, language: str) -> bool:
    """Check one file, say how it is, and return whether it is valid."""
    from ..model.ground.refusal import InputError
    from ..scenarios.loader import load

    output, errors = consoles()
    try:
        if _is_study(file):
            en = f"this is a published study, not a scenario. Check it with: linli reproduce --check {file}"
            raise InputError(en, f"这是已发表研究的文件，不是情景。请用 linli reproduce --check {file} 检查。")
        scenario = load(file)
    except InputError as error:
        from .faults import say_error

        errors.print(say_error(error, language), markup=False, soft_wrap=True)
        return False
    output.print(VALID.say(language, file=file, arms=", ".join(scenario.arms)), markup=False, soft_wrap=True)
    return True


def _is_study(file: str) -> bool:
    """Return whether a file has tables of what was found, as only studies do."""
    from ..model.ground.refusal import InputError
    from ..scenarios.loader import read

    path = Path(file)
    try:
        return path.suffix == ".toml" and path.is_file() and "tables" in read(path, file)
    except InputError:
        return False


def write_new(file: Path, copy: str, mechanisms: list[str], language: str) -> None:
    """Write a new scenario file.

    Raises:
        UserError: the file exists or cannot be written, or a name is unknown.
    """
    from ..scenarios.checking import mechanism_class, mechanism_names
    from ..scenarios.errors import unknown
    from ..scenarios.files import write_file
    from ..scenarios.loader import find, load
    from ..scenarios.writing import template

    for name in mechanisms:
        if mechanism_class(name) is None:
            raise unknown(name, mechanism_names(), Text("mechanism", "机制"), file="--mechanism")
    if copy:
        load(copy)
        text = find(copy).read_text(encoding="utf-8-sig")
    else:
        text = template(file.stem, mechanisms, language)
    write_file(file, text, new=True)
    consoles()[0].print(MADE.say(language, file=file), markup=False, soft_wrap=True)
