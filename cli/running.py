"""The commands that run scenarios: `linli run` and `linli compare`."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..model.ground.text import Text
from .options import Options
from .tools import Command, Say, consoles, deliver, free_folder, listed, prepared, threads_of, whole_number

if TYPE_CHECKING:
    from ..experiments.calibration.posterior import Posterior
    from ..experiments.comparison import Comparison
    from ..experiments.places import Fill, Place
    from ..experiments.results import RunResult
    from ..scenarios.schema import Scenario

LAST = Text("Written to {folder}", "结果写入 {folder}")
UNFINISHED = Text("Stopped before the end. What was measured until then can be read in {folder}", "运行中途停止。已测得的结果可在 {folder} 读取")
SEEDS_KEPT = Text(
    "Stopped before the end. What was measured until then can be read in {folder}; the same command goes on.",
    "运行中途停止。已测得的结果可在 {folder} 读取，重复同一命令即可继续。",
)
NOTHING_YET = Text("Stopped before anything was measured; nothing was written.", "尚未测得任何结果即停止，未写入文件。")


def drawing(result: Any, draw: str, language: str) -> Fill:
    """Return what draws the figures of a run or comparison into the folder that it is given."""

    def draws(part: Path) -> None:
        from ..viz import figures

        getattr(figures, draw)(result, part, language)

    return draws


def leave_unfinished(result: RunResult | Comparison | None, place: Place, language: str, said: Text = UNFINISHED) -> None:
    """Write what was measured until Ctrl-C, and say where it is.

    Raises:
        typer.Exit: always.
    """
    if result is not None:
        result.save(place)
    line = NOTHING_YET.say(language) if result is None else said.say(language, folder=place)
    consoles()[1].print(line, markup=False, soft_wrap=True)
    raise typer.Exit(130)


def add_run(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli run`."""
    shared = Options(language)

    @app.command(
        "run",
        cls=Command,
        help=say("Run a scenario once, with and without its policy, and show what came of it.", "运行一个情景（有、无政策并行），并显示结果。"),
    )
    def run(
        scenario: str = shared.scenario,
        weeks: str = shared.weeks,
        seed: str = typer.Option(
            "", metavar="S", help=say("Seed of the random numbers; the same seed gives the same run.", "随机种子；相同种子得到相同结果。"), show_default=False
        ),
        arm: str = typer.Option(
            "", metavar="A", help=say("The arm to run beside the first one. Default: the second.", "与第一个方案对照的方案，默认第二个。"), show_default=False
        ),
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        out: Path = shared.out,
        no_figures: bool = shared.no_figures,
        everything: bool = shared.everything,
        snapshot_weeks: str = typer.Option("", metavar="0,52,...", help=say("Keep all ties of these weeks.", "保存这些周的全部关系。"), show_default=False),
        lang: str = shared.lang,
    ) -> None:
        chosen = prepared(scenario, settings, None if not weeks else whole_number("--weeks", weeks, 1, 5200))
        number = chosen.seed if not seed else whole_number("--seed", seed, 0, 2**31 - 1)
        wanted = arm or chosen.arms[min(1, len(chosen.arms) - 1)]
        chosen.arm(wanted)
        use = threads_of(threads)
        kept = tuple(whole_number("--snapshot-weeks", week, 0, chosen.weeks) for week in listed(snapshot_weeks))
        place = free_folder(out, f"{chosen.name}-{wanted}-{number}")
        do_run(chosen, wanted, number, use, kept, place, not no_figures, language, everything)


def do_run(
    scenario: Scenario, arm: str, seed: int, threads: int, snapshot_weeks: tuple[int, ...], place: Place, figures: bool, language: str, full: bool = False
) -> None:
    """Run, print and write, figures too. On Ctrl-C say where the unfinished run is."""
    from ..experiments import hands
    from ..experiments.results import Interrupted
    from ..experiments.run import run_scenario
    from .progress import progress_line

    output, errors = consoles()
    if figures:
        hands.expect("..viz.figures.picture", __package__)
    with place:
        try:
            with progress_line(errors, language) as progress:
                result = run_scenario(
                    scenario, arm=arm, seed=seed, weeks=scenario.weeks, threads=threads, snapshot_weeks=snapshot_weeks, progress=progress
                )  # fmt: skip
        except Interrupted as stopped:
            leave_unfinished(stopped.result, place, language)

        def tell() -> None:
            from ..viz.tables import print_run

            print_run(result, language=language, console=output, full=full)

        deliver(place, tell, lambda: result.save(place, drawing(result, "draw_run", language) if figures else None), language)
        output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)


def add_compare(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli compare`."""
    shared = Options(language)

    @app.command(
        "compare", cls=Command, help=say("Run the arms of a scenario on several seeds and compare them pair by pair.", "用多个种子运行各方案并成对比较。")
    )
    def compare(
        scenario: str = shared.scenario,
        arms: str = typer.Option(
            "",
            metavar="A,B,...",
            help=say("Arms; the first is what the others are compared with. Default: the first two.", "方案；第一个作对照。默认前两个。"),
            show_default=False,
        ),
        seeds: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say(
                "How many seeds: more give narrower intervals. Default: 10; with --uncertainty 2 of each draw.",
                "种子数：越多区间越窄。默认 10；配合 --uncertainty 时每次抽取 2 个。",
            ),
        ),
        weeks: str = shared.weeks,
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        out: Path = shared.out,
        no_figures: bool = shared.no_figures,
        everything: bool = shared.everything,
        uncertainty: bool = typer.Option(
            False, "--uncertainty",
            help=say(
                "Draw what is not known about people many times; show the median of each effect and its 5 to 95 % range over draws, luck apart.",
                "对未知的人的常数作多次抽取；给出各效果的中位数及其在各次抽取中的 5% 至 95% 范围（已除去随机波动）。",
            ),
        ),
        draws: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say(
                "With --uncertainty: how many draws. More do not narrow the ranges, they place their ends better. Default: 24.",
                "配合 --uncertainty：抽取次数。次数多不会使范围变窄，只使两端更准。默认 24。",
            ),
        ),
        posterior: Path = typer.Option(
            None, metavar="FILE",
            help=say(
                "With --uncertainty: another posterior than linli's own (linli calibrate makes one).",
                "配合 --uncertainty：使用另一份后验（由 linli calibrate 生成）。",
            ),
            show_default=False,
        ),
        lang: str = shared.lang,
    ) -> None:
        chosen = prepared(scenario, settings, None if not weeks else whole_number("--weeks", weeks, 1, 5200))
        wanted = checked_arms(chosen, listed(arms))
        many = None if not seeds else whole_number("--seeds", seeds, 1, 10_000)
        drawn = None if not draws else whole_number("--draws", draws, 2, 10_000)
        use = threads_of(threads)
        found = chosen_posterior(uncertainty, posterior, drawn)
        from ..experiments.compare import comparison_facts

        place = free_folder(out, f"{chosen.name}-compare", comparison_facts(chosen, wanted, many, found, drawn))
        do_compare(chosen, wanted, many, use, place, not no_figures, language, found, everything, drawn)


def checked_arms(scenario: Scenario, asked: list[str]) -> tuple[str, ...]:
    """Return the arms to compare.

    Raises:
        UserError: an unknown arm, one named twice, or fewer than two.
    """
    from ..scenarios.errors import UserError

    if not asked:
        asked = list(scenario.arms[:2])
    for arm in asked:
        scenario.arm(arm)
    if len(set(asked)) < len(asked) or len(asked) < 2:
        have = ", ".join(scenario.arms)
        raise UserError(
            f"a comparison takes two or more different arms; the scenario has {have}.", f"比较需要两个或更多不同的方案；该情景有 {have}。", file="--arms"
        )
    return tuple(asked)


def chosen_posterior(uncertainty: bool, file: Path | None, draws: int | None = None) -> Posterior | None:
    """Return the posterior that a comparison draws from, None for one set of constants.

    Raises:
        UserError: the file cannot be used; or one is named without --uncertainty, or a number of draws is.
    """
    from ..experiments.calibration.posterior import read_posterior
    from ..scenarios.errors import UserError

    if not uncertainty:
        for option, given in (("--posterior", file), ("--draws", draws)):
            if given is not None:
                raise UserError("it is used with --uncertainty only.", "须与 --uncertainty 同用。", file=option)
        return None
    return read_posterior() if file is None else read_posterior(file)


def do_compare(
    scenario: Scenario, arms: tuple[str, ...], seeds: int | None, threads: int, place: Place, figures: bool, language: str, posterior: Posterior | None = None,
    full: bool = False, draws: int | None = None,
) -> None:
    """Compare, print and write, figures too. On Ctrl-C the finished seeds are written."""
    output = consoles()[0]
    with place:
        result = compared(scenario, arms, seeds, threads, place, language, posterior, draws)

        def tell() -> None:
            from ..viz.tables import print_comparison

            print_comparison(result, language=language, console=output, full=full)

        deliver(place, tell, lambda: result.save(place, drawing(result, "draw_comparison", language) if figures else None), language)
        output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)


def compared(
    scenario: Scenario, arms: tuple[str, ...], seeds: int | None, threads: int, place: Place, language: str, posterior: Posterior | None, draws: int | None
) -> Comparison:
    """Run a comparison whose seeds are kept in a reserved folder while they come in. On Ctrl-C the finished seeds are written."""
    from ..experiments.compare import compare
    from ..experiments.results import Interrupted
    from .progress import progress_line

    try:
        with progress_line(consoles()[1], language) as progress:
            return compare(
                scenario, arms=arms, seeds=seeds, weeks=scenario.weeks, threads=threads, progress=progress, posterior=posterior, draws=draws, keep=place
            )
    except Interrupted as stopped:
        leave_unfinished(stopped.result, place, language, SEEDS_KEPT)
        raise


def add_show(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli show`."""
    shared = Options(language)

    @app.command(
        "show", cls=Command,
        help=say(
            "Print again what a folder holds, in either language: a run, a comparison, reproduced studies, a fit, a rehearsal, a sweep, a search, a city.",
            "重新显示文件夹中的结果，中英文均可：运行、比较、研究重现、拟合、调查演练、扫描、优化或城市。",
        ),
    )  # fmt: skip
    def show(
        folder: Path = typer.Argument(
            ...,
            help=say(
                "Folder that run, compare, reproduce, calibrate, sweep, optimise, city or local wrote.",
                "run、compare、reproduce、calibrate、sweep、optimise、city 或 local 写出的文件夹。",
            ),
        ),
        everything: bool = shared.everything,
        ranking: str = typer.Option(
            "", metavar="MEASURE", show_default=False,
            help=say("Of a comparison: which arm ends with more of a measure than which, and how sure.", "对比较结果：哪个方案在某指标上高于哪个，把握多大。"),
        ),
        lang: str = shared.lang,
    ) -> None:
        from ..experiments.calibration.fit import FitResult
        from ..experiments.city.result import City
        from ..experiments.comparison import Comparison
        from ..experiments.local.fit import LocalFit
        from ..experiments.local.rehearsal import Rehearsal
        from ..experiments.opening import open
        from ..experiments.optimise.result import SearchResult
        from ..experiments.results import RunResult
        from ..experiments.sweep.result import Sweep
        from ..viz.city_tables import print_city
        from ..viz.local import print_fit as print_local
        from ..viz.local import print_rehearsal
        from ..viz.search_tables import print_search
        from ..viz.study_tables import print_reproduction
        from ..viz.sweep_tables import print_sweep
        from ..viz.tables import print_comparison, print_run
        from .calibrating import print_fit

        result, console = open(folder), consoles()[0]
        if ranking:
            show_ranking(result, ranking, folder, language)
        elif isinstance(result, RunResult):
            print_run(result, language=language, console=console, full=everything)
        elif isinstance(result, Comparison):
            print_comparison(result, language=language, console=console, full=everything)
        elif isinstance(result, FitResult):
            print_fit(result, language, console)
        elif isinstance(result, Sweep):
            print_sweep(result, language=language, console=console, full=everything)
        elif isinstance(result, SearchResult):
            print_search(result, language=language, console=console)
        elif isinstance(result, City):
            print_city(result, language=language, console=console, full=everything)
        elif isinstance(result, LocalFit):
            print_local(result, language=language, console=console)
        elif isinstance(result, Rehearsal):
            print_rehearsal(result, language=language, console=console)
        else:
            print_reproduction(result, language=language, console=console)


def show_ranking(result: object, measure: str, folder: Path, language: str) -> None:
    """Print which arm of a comparison has more of a measure than which.

    Raises:
        UserError: the folder holds no comparison, or none with such a measure.
    """
    from ..experiments.comparison import Comparison
    from ..scenarios.errors import UserError
    from ..viz.ranking import print_ranking

    if not isinstance(result, Comparison) or not result.seeds:
        raise UserError("a ranking is of a comparison with seeds that finished.", "排序只适用于有已完成种子的比较。", file=str(folder))
    print_ranking(result, measure, language=language, console=consoles()[0])
