"""The command `linli import`: a compound of one's own, from footprints and counts, as a scenario."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from ..model.ground.text import Text
from ..scenarios import DEFAULT
from .options import Options
from .tools import Command, Say, consoles, whole_number

if TYPE_CHECKING:
    from ..model.founding.neighbourhood import Preset
    from ..scenarios.compound.making import Compound, Given

MADE = Text("{file} written. Run it with: linli run {file}", "已写入 {file}。运行：linli run {file}")
ABOUT = Text("{n} buildings, {f:,} flats, about {r:,.0f} residents of 14 and older", "{n} 栋楼，{f:,} 套住房，约 {r:,.0f} 名 14 岁及以上居民")
SHEET = Text("{file} written. Fill it in, then: linli import {file} --out mine.toml", "已写入 {file}。填好后运行：linli import {file} --out mine.toml")


def add_import(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli import`."""
    shared = Options(language)

    @app.command(
        "import",
        cls=Command,
        help=say(
            "Make a scenario of your own compound: footprints of buildings (GeoJSON), counts (.xlsx, CSV), or both. Nothing leaves this computer.",
            "由楼栋轮廓（GeoJSON）、统计数（.xlsx、CSV）或两者生成自己小区的情景。数据不离开本机。",
        ),
    )
    def import_(
        files: list[Path] = typer.Argument(
            None, help=say("GeoJSON of footprints, tables of counts, a sheet of linli survey.", "楼栋轮廓 GeoJSON、统计表、linli survey 的计数表。")
        ),
        out: Path = typer.Option(
            None, "--out", metavar="FILE", help=say("Scenario to write, such as mine.toml.", "要写的情景文件，例如 mine.toml。"), show_default=False
        ),
        preset: str = typer.Option(
            "", "--preset", metavar="NAME", help=say("Kind of housing that supplies what is not told.", "住区类型，用于补充未说明的内容。"), show_default=False
        ),
        count: list[str] = typer.Option(
            [],
            "--count",
            metavar="ITEM=N",
            help=say("A count, such as households=320 or floors=6. May be given several times.", "一项统计数，例如 households=320 或 floors=6，可重复使用。"),
        ),
        gcj02: bool = typer.Option(
            False, "--gcj02", help=say("The coordinates are those of Gaode or Tencent maps (GCJ-02).", "坐标来自高德、腾讯地图（GCJ-02）。")
        ),
        metres: bool = typer.Option(False, "--metres", help=say("The coordinates are metres.", "坐标为米。")),
        site: str = typer.Option("", "--site", metavar="NAME", help=say("Take only this compound of the file.", "只取文件中的这个小区。"), show_default=False),
        scenario: str = typer.Option(
            DEFAULT, "--scenario", metavar="NAME", help=say("Take over the mechanisms and arms of this scenario.", "沿用该情景的机制与方案。")
        ),
        title: str = typer.Option("", "--title", metavar="TEXT", help=say("Title of the scenario.", "情景标题。"), show_default=False),
        new: Path = typer.Option(
            None, "--new", metavar="FILE", help=say("Write a blank sheet of counts and nothing else.", "只写出一张空白统计表。"), show_default=False
        ),
        lang: str = shared.lang,
    ) -> None:
        if new is not None:
            write_sheet(new, language)
            return
        given = read_given(files or [], count, gcj02, metres, site)
        do_import(given, out, preset, scenario, title, language)


def write_sheet(file: Path, language: str) -> None:
    """Write a blank sheet of counts.

    Raises:
        UserError: the name does not end in .csv, or the file exists or cannot be written.
    """
    from ..scenarios.compound.counts import blank_sheet
    from ..scenarios.errors import UserError, show
    from ..scenarios.files import write_file

    if file.suffix.lower() != ".csv":
        raise UserError(
            f"{show(str(file))} is not a name for a sheet of counts. It must end in .csv.",
            f"{show(str(file))} 不能作为统计表文件名，须以 .csv 结尾。",
            argument="new",
        )
    write_file(file, blank_sheet(language), new=True, argument="new")
    consoles()[0].print(SHEET.say(language, file=file), markup=False, soft_wrap=True)


def read_given(files: Sequence[Path], count: Sequence[str], gcj02: bool, metres: bool, site: str) -> Given:
    """Read the files and the typed counts.

    Raises:
        UserError: nothing is given, or something in it is wrong.
    """
    from ..model.ground.files import read_bytes
    from ..model.ground.refusal import InputError
    from ..scenarios.compound.making import HAND, LARGEST_UPLOAD, read_files, typed_counts
    from ..scenarios.errors import UserError, show
    from ..scenarios.loader import no_file

    if not files and not count:
        raise UserError(
            "give a GeoJSON of footprints, a table of counts, or --count ITEM=N. A blank sheet: linli import --new counts.csv",
            "请给出楼栋轮廓 GeoJSON、统计表，或 --count 项目=数。空白统计表：linli import --new counts.csv",
        )
    read = []
    for file in files:
        try:
            read.append((str(file), read_bytes(file, LARGEST_UPLOAD)))
        except InputError as error:
            if not file.exists():
                raise no_file(file) from None
            raise UserError(*error.text, file=str(file)) from None
    values = {}
    for one in count:
        name, equals, value = one.partition("=")
        if not equals:
            raise UserError(f"{show(one)} is not ITEM=N, such as households=320.", f"{show(one)} 不是 项目=数，例如 households=320。", argument="count")
        values[name.strip()] = whole_number(f"--count {name.strip()[:40]}", value, 0, 1_000_000)
    given = read_files(read, gcj02=gcj02, metres=metres, site=site)
    return given._replace(counts=given.counts.and_those(typed_counts(values), HAND))


def do_import(given: Given, out: Path | None, preset: str, scenario: str, title: str, language: str) -> None:
    """Make the scenario, say what was filled in, and write it.

    Raises:
        UserError: what is told does not fit together, or the file cannot be written.
    """
    from ..scenarios.compound.making import compound_of, toml_of
    from ..scenarios.errors import UserError, show
    from ..scenarios.files import write_file
    from ..scenarios.loader import load, name_of

    if out is not None and out.suffix.lower() != ".toml":
        raise UserError(
            f"{show(str(out))} is not a name for a scenario. It must end in .toml.", f"{show(str(out))} 不能作为情景文件名，须以 .toml 结尾。", argument="out"
        )
    name = name_of(out) if out is not None else "compound"
    compound = compound_of(given, load(scenario), preset=cast("Preset", preset) if preset else None, title=title, name=name)
    tell(compound, language)
    text = toml_of(compound, language)
    if out is None:
        print(text, end="")
        return
    write_file(out, text, new=True, argument="out")
    consoles()[0].print(MADE.say(language, file=out), markup=False, soft_wrap=True)


def tell(compound: Compound, language: str) -> None:
    """Say what came out and what was filled in, on standard error: the scenario itself may go to standard output."""
    errors = consoles()[1]
    numbers = compound.scenario.neighbourhood.resolved()
    buildings = len(compound.buildings) or numbers.compounds * numbers.buildings
    errors.print(ABOUT.say(language, n=buildings, f=compound.flats, r=compound.residents), markup=False, soft_wrap=True)
    for note in compound.notes:
        errors.print(f"  {note.say(language)}", markup=False, soft_wrap=True)
