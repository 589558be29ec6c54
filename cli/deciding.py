"""The command `linli decide`: whether one arm is the better choice than another, on one page."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import Options
from .other import WRITTEN
from .running import LAST, checked_arms, chosen_posterior, compared
from .tools import Command, Say, consoles, deliver, free_folder, listed, prepared, threads_of, whole_number

if TYPE_CHECKING:
    from ..experiments.calibration.posterior import Posterior
    from ..experiments.comparison import Comparison
    from ..scenarios.schema import Scenario

FORMATS = ("md", "png", "svg")


def add_decide(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli decide`."""
    shared = Options(language)

    @app.command(
        "decide", cls=Command,
        help=say(
            "Is one arm the better choice than another? By how much, at what cost, with what chance, what would turn it round, what is worth knowing.",
            "一个方案是否优于另一个？一页说明：优多少、成本、机会、什么会使结论反转、什么值得弄清。",
        ),
    )  # fmt: skip
    def decide(
        source: str = typer.Argument(
            ..., metavar="FOLDER|SCENARIO",
            help=say(
                "Folder that linli compare wrote (nothing is played), or a scenario, which is played first.",
                "linli compare 写出的文件夹（不再运行），或一个情景（先运行）。",
            ),
        ),
        one: str = typer.Argument(
            "", metavar="A", show_default=False,
            help=say("The arm that is asked about. Default: the first with a policy.", "所问的方案，默认第一个有政策的方案。"),
        ),
        other: str = typer.Argument(
            "", metavar="B", show_default=False, help=say("The arm it is compared with. Default: the baseline.", "与之比较的方案，默认对照方案。"),
        ),
        measure: str = typer.Option("acquaintances", metavar="MEASURE", help=say("What the choice is by.", "取舍依据的指标。")),
        less: bool = typer.Option(False, "--less", help=say("Less of the measure is better.", "该指标越少越好。")),
        price: str = typer.Option(
            "", metavar="YUAN", show_default=False,
            help=say("What one of the measure a resident is worth in yuan; costs are then taken off.", "人均每 1 个单位该指标值多少元；开支随之扣除。"),
        ),
        draws: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say("Of a scenario: draws of what is not known about people. Default: 24.", "运行情景时：对未知的人的常数抽取几次，默认 24。"),
        ),
        seeds: str = typer.Option(
            "", metavar="N", show_default=False, help=say("Of a scenario: seeds of each draw. Default: 2.", "运行情景时：每次抽取的种子个数，默认 2。")
        ),
        posterior: Path = typer.Option(
            None, metavar="FILE", show_default=False, help=say("Of a scenario: another posterior than linli's own.", "运行情景时：使用另一份后验。")
        ),
        weeks: str = shared.weeks,
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        out: Path = typer.Option(
            None, "--out", metavar="DIR", show_default=False,
            help=say(
                "Folder for the card. Default: that of the comparison; of a scenario a new one under runs/, for both.",
                "决策卡的文件夹，默认为比较结果的文件夹；运行情景时默认在 runs/ 下新建，二者同放。",
            ),
        ),
        formats: str = typer.Option("md,png", "--format", metavar="|".join(FORMATS), help=say("Which files.", "写出哪些文件。")),
        lang: str = shared.lang,
    ) -> None:
        chosen = listed(formats)
        check_formats(chosen)
        worth = None if not price else a_price(price)
        if Path(source).is_dir():
            refuse_playing({"--draws": draws, "--seeds": seeds, "--posterior": posterior, "--weeks": weeks, "--set": settings, "--threads": threads})
            folder, result = (Path(source) if out is None else out), opened(Path(source))
        else:
            scenario = prepared(source, settings, None if not weeks else whole_number("--weeks", weeks, 1, 5200))
            other = other or (scenario.arms[0] if scenario.arms else "")
            one = one or next((arm for arm in scenario.arms if arm != other), other)
            many = None if not seeds else whole_number("--seeds", seeds, 1, 10_000)
            drawn = None if not draws else whole_number("--draws", draws, 2, 10_000)
            arms, found = checked_arms(scenario, [other, one]), chosen_posterior(True, posterior)
            folder, result = played(scenario, arms, many, drawn, found, threads_of(threads), out, language)
        tell(result, one, other, measure, less, worth, folder, chosen, language)


def played(
    scenario: Scenario, arms: tuple[str, ...], seeds: int | None, draws: int | None, posterior: Posterior | None, threads: int, out: Path | None, language: str
) -> tuple[Path, Comparison]:
    """Play two arms under draws of what is not known; return the folder that it was written to, and the comparison.

    Raises:
        UserError: the folder holds something else.
        typer.Exit: Ctrl-C; what has finished is in the folder.
    """
    from ..experiments.compare import comparison_facts

    with free_folder(out, f"{scenario.name}-decide", comparison_facts(scenario, arms, seeds, posterior, draws)) as place:
        result = compared(scenario, arms, seeds, threads, place, language, posterior, draws)
        deliver(place, lambda: None, lambda: result.save(place), language)
    consoles()[0].print(LAST.say(language, folder=place), markup=False, soft_wrap=True)
    return place.path, result


def check_formats(formats: list[str]) -> None:
    """Check the names of formats.

    Raises:
        UserError: one of them is unknown.
    """
    from ..model.ground.text import Text
    from ..scenarios.errors import unknown

    for name in formats:
        if name not in FORMATS:
            raise unknown(name, FORMATS, Text("format", "格式"), argument="format")


def a_price(given: str) -> float:
    """Read a price.

    Raises:
        UserError: it is no number of yuan.
    """
    from ..scenarios.errors import UserError, show

    try:
        price = float(given)
    except ValueError:
        price = -1.0
    if not 0.0 <= price <= 1e9:
        raise UserError(f"{show(given)} is not a number of yuan between 0 and 1,000,000,000.", f"{show(given)} 不是 0 至 10 亿元之间的数。", file="--price")
    return price


def refuse_playing(given: dict[str, object]) -> None:
    """Refuse what only playing has a use for.

    Raises:
        UserError: something of it was given.
    """
    from ..scenarios.errors import UserError

    for option, value in given.items():
        if value:
            raise UserError("it is for a scenario that is played; a folder holds what was played.", "只用于要运行的情景；文件夹中是已运行的结果。", file=option)


def opened(folder: Path) -> Comparison:
    """Open the folder of a comparison.

    Raises:
        UserError: it holds something else.
    """
    from ..experiments.comparison import Comparison
    from ..experiments.opening import open
    from ..scenarios.errors import UserError, show
    from ..viz.deciding_words import NOT_A_COMPARISON

    result = open(folder)
    if not isinstance(result, Comparison):
        raise UserError(*(text.replace("{given}", show(str(folder))) for text in NOT_A_COMPARISON))
    return result


def tell(
    result: Comparison, one: str, other: str, measure: str, less: bool, price: float | None, folder: Path, formats: list[str], language: str
) -> None:
    """Print the card and write its files.

    Raises:
        UserError: no such arm or measure, nothing finished, or a file cannot be written.
    """
    from ..experiments.deciding import decide
    from ..scenarios.errors import UserError, show
    from ..scenarios.files import reason_of, write_file
    from ..viz.deciding import markdown, print_card
    from ..viz.deciding_card import draw_card

    decision = decide(result, one, other, measure=measure, less=less, price=price)
    output, errors = consoles()
    print_card(decision, language=language, console=output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        given, reason = show(str(folder)), reason_of(error)
        raise UserError(f"the folder {given} cannot be made: {reason}.", f"无法建立文件夹 {given}：{reason}。") from None
    pictures = [name for name in formats if name != "md"]
    paths = draw_card(decision, folder, language, pictures, lambda said: errors.print(said, markup=False, soft_wrap=True)) if pictures else []
    if "md" in formats:
        paths.append(folder / ("decision.md" if language == "en" else f"decision.{language}.md"))
        write_file(paths[-1], markdown(decision, language, paths[0].name if len(paths) > 1 else ""))
    for path in paths:
        output.print(WRITTEN.say(language, path=path), markup=False, soft_wrap=True)
