"""The commands `linli constants`, `linli export` and `linli benchmark`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from ..experiments.formats import FORMATS, LEVEL_NAMES, OF_COMPARISONS
from ..model.ground.text import Text
from .options import Options
from .tools import Command, Say, consoles, free_folder, prepared, whole_number

MARKS = {"measured": "实测", "fitted": "拟合", "assumed": "假设", "setting": "设定"}
COUNT = Text(
    "{n} constants: {assumed} assumed, {fitted} fitted, {measured} measured; and {setting} settings",
    "{n} 个常数：假设 {assumed}，拟合 {fitted}，实测 {measured}；另有 {setting} 项设定",
)
LIKELY = Text(", likely {low} … {high}", "，可能为 {low} … {high}")
_FORMATS = {**FORMATS, **OF_COMPARISONS}
WRITTEN = Text("Written: {path}", "已写入：{path}")


def add_constants(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli constants`."""
    shared = Options(language)

    @app.command(
        "constants",
        cls=Command,
        help=say("List every constant of a scenario with unit, bounds, mark and source.", "列出情景的全部常数：单位、范围、依据与来源。"),
    )
    def constants(
        scenario: str = shared.scenario,
        settings: list[str] = shared.settings,
        mark: str = typer.Option(
            "",
            metavar="MARK",
            help=say("Only those that are measured, fitted, assumed or setting.", "只列 measured、fitted、assumed 或 setting。"),
            show_default=False,
        ),
        lang: str = shared.lang,
    ) -> None:
        from ..scenarios.errors import UserError, did_you_mean, show

        if mark and mark not in MARKS:
            hint = did_you_mean(mark, MARKS)
            raise UserError(f"there is no mark {show(mark)}.{hint.en}", f"没有标记 {show(mark)}。{hint.zh}", file="--mark")
        print_constants(scenario, settings, mark, language)


def print_constants(name: str, settings: list[str], mark: str, language: str) -> None:
    """Print the constants, those that differ from the default with a star, and how many there are of each mark."""
    from ..experiments.uncertainty import LEFT_OUT
    from ..model.ground.parameters import likely_range
    from ..scenarios.facts import constants, count_marks
    from ..scenarios.sources import said_source
    from ..scenarios.units import unit_zh
    from ..viz.words import bracketed

    output = consoles()[0]
    rows = constants(prepared(name, settings, None))
    for row in rows:
        if mark in ("", row.mark):
            limits = f" [{row.low:,g} … {row.high:,g}]" if row.low is not None and row.high is not None else ""
            limits += f" [{' | '.join(row.options)}]" if row.options else ""
            # What the place is like is not drawn by `compare --uncertainty`.
            span = None
            if isinstance(row.value, float) and row.key.split(".")[0] not in LEFT_OUT:
                span = likely_range(row.value, row.unit, row.mark, row.low, row.high, row.likely)
            limits += "" if span is None or span[0] >= span[1] else LIKELY.say(language, low=f"{span[0]:.3g}", high=f"{span[1]:.3g}")
            value = "-" if row.value is None else f"{row.value:g}" if isinstance(row.value, float) else str(row.value)
            shown = MARKS[row.mark] if language == "zh" else row.mark
            changed = "" if not row.changed else " *"
            unit = unit_zh(row.unit) if language == "zh" else row.unit
            output.print(f"{row.key} = {value}{changed}  {unit}{limits}  {shown}", markup=False, soft_wrap=True)
            output.print(f"    {row.text.say(language)}" + bracketed(said_source(row.source, language), language), markup=False, soft_wrap=True, style="dim")
    marks = count_marks(rows)
    counted = {key: marks[key] for key in MARKS}
    output.print(COUNT.say(language, n=sum(marks.values()) - marks["setting"], **counted), markup=False)


def add_export(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli export`."""
    shared = Options(language)

    @app.command(
        "export",
        cls=Command,
        help=say(
            "Write the ties of a run for other programs: GraphML, GEXF, nodes and edges, RSiena; or as a roster for linli itself; or a comparison "
            "as a workbook (docs/exports.md).",
            "将一次运行的关系导出：GraphML、GEXF、节点表与边表、RSiena，或 linli 自身的名册；或将比较结果导出为工作簿（见 docs/exports.zh.md）。",
        ),
    )
    def export(
        run: Path = typer.Argument(
            ...,
            help=say(
                "Folder of a run (linli run --snapshot-weeks 0,52,...); for xlsx of a comparison.",
                "运行结果文件夹（linli run --snapshot-weeks 0,52,...）；xlsx 用比较结果的文件夹。",
            ),
        ),
        format: str = typer.Option(
            ..., "--format", metavar="|".join(_FORMATS),
            help=say("; ".join(f"{name}: {text.en}" for name, text in _FORMATS.items()) + ".", "；".join(f"{k}：{v.zh}" for k, v in _FORMATS.items()) + "。"),
        ),
        out: Path = typer.Option(..., metavar="DIR", help=say("Folder to write to.", "写入的文件夹。")),
        level: str = typer.Option(
            "", "--level", metavar="|".join(LEVEL_NAMES), show_default=False,
            help=say(
                "Ties from which level on. Default: acquaintance; for a roster recognised, which is all that a run keeps.",
                "导出达到哪一等级的关系。默认 acquaintance（熟人）；名册为 recognised（面熟），即运行所保存的全部。",
            ),
        ),
        lang: str = shared.lang,
    ) -> None:
        from ..experiments.export import check_format, export_run

        check_format(format, level or None)
        with free_folder(out, "") as place:
            written = export_run(run, format, place, level or None)
        for path in written:
            consoles()[0].print(WRITTEN.say(language, path=path), markup=False, soft_wrap=True)


def add_benchmark(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli benchmark`."""
    shared = Options(language)

    @app.command(
        "benchmark", cls=Command, help=say("Measure speed and memory on this machine, each figure beside its target.", "在本机测量速度与内存，与目标并列显示。")
    )
    def benchmark(
        quick: bool = typer.Option(False, "--quick", help=say("100,000 residents, under 40 seconds.", "10 万居民，40 秒以内。")),
        json: Path = typer.Option(
            None, "--json", metavar="FILE", help=say("Write all figures to a JSON file.", "将全部数字写入 JSON 文件。"), show_default=False
        ),
        threads: str = typer.Option("", metavar="N", help=say("Threads. Default: two.", "线程数，默认 2。"), show_default=False),
        lang: str = shared.lang,
    ) -> None:
        use = None if not threads else whole_number("--threads", threads, 1, 1024)
        from ..experiments.benchmark import run_benchmark
        from ..viz.benchmark_table import print_figures
        from .progress import progress_line

        output, errors = consoles()
        with progress_line(errors, language) as progress:
            found = run_benchmark(quick, json, use, progress)
        print_figures(found, language, output)
        if json is not None:
            found.write(json)
            output.print(WRITTEN.say(language, path=json), markup=False, soft_wrap=True)
