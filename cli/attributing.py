"""The command `linli attribute`: how much of what a policy does each of its levers has a part in."""



from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .options import Options
from .running import LAST, SEEDS_KEPT, checked_arms, chosen_posterior, leave_unfinished
from .tools import Command, Say, consoles, deliver, free_folder, prepared, threads_of, whole_number

if TYPE_CHECKING:
    from ..experiments.calibration.posterior import Posterior
    from ..scenarios.schema import Scenario


def add_attribute(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli attribute`."""
    shared = Options(language)

    @app.command(
        "attribute", cls=Command,
        help=say(
            "Share out what a policy does among its levers (Shapley values): all combinations of up to 8 levers are played, of more some orders.",
            "将政策的作用分摊到各项措施（Shapley 值）：不超过 8 项时运行全部组合，更多时抽取若干先后次序。",
        ),
    )  # fmt: skip
    def attribute(
        scenario: str = shared.scenario,
        arm: str = typer.Option("", metavar="A", show_default=False, help=say("Whose levers. Default: the second arm.", "分摊哪个方案，默认第二个。")),
        against: str = typer.Option("", metavar="B", show_default=False, help=say("The arm without them. Default: the first.", "对照方案，默认第一个。")),
        measure: str = typer.Option("acquaintances", metavar="MEASURE", help=say("What is shared out.", "分摊哪个指标。")),
        orders: str = typer.Option("8", metavar="N", help=say("Of more than 8 levers: orders that are sampled.", "超过 8 项措施时：抽取多少种先后次序。")),
        draws: str = typer.Option(
            "", metavar="N", show_default=False,
            help=say("Draws of what is not known about people. Default: none, one set of constants.", "对未知的人的常数抽取几次，默认不抽取，只用一组常数。"),
        ),
        seeds: str = typer.Option(
            "", metavar="N", show_default=False, help=say("Seeds. Default: 10; with --draws 2 of each.", "种子数，默认 10；配合 --draws 时每次抽取 2 个。")
        ),
        weeks: str = shared.weeks,
        settings: list[str] = shared.settings,
        threads: str = shared.threads,
        out: Path = shared.out,
        lang: str = shared.lang,
    ) -> None:
        chosen = prepared(scenario, settings, None if not weeks else whole_number("--weeks", weeks, 1, 5200))
        base = against or (chosen.arms[0] if chosen.arms else "")
        base, one = checked_arms(chosen, [base, arm or next((name for name in chosen.arms if name != base), base)])
        many = None if not seeds else whole_number("--seeds", seeds, 1, 10_000)
        drawn = None if not draws else whole_number("--draws", draws, 2, 10_000)
        sampled, use = whole_number("--orders", orders, 1, 1000), threads_of(threads)
        do_attribute(chosen, one, base, measure, sampled, many, drawn, chosen_posterior(drawn is not None, None), use, out, language)


def do_attribute(
    scenario: Scenario, arm: str, baseline: str, measure: str, orders: int, seeds: int | None, draws: int | None, posterior: Posterior | None, threads: int,
    out: Path | None, language: str,
) -> None:  # fmt: skip
    """Play the coalitions, write the comparison of them, and print what each lever has a part in.

    Raises:
        UserError: no such measure, or something else in the arguments is wrong.
        typer.Exit: Ctrl-C; what has finished is in the folder.
    """
    from ..experiments.attributing import attribute, plan
    from ..experiments.compare import comparison_facts
    from ..experiments.results import Interrupted
    from ..viz.attributing import print_attribution
    from .progress import progress_line

    output, errors = consoles()
    made = plan(scenario, arm, baseline, orders)[0]
    with free_folder(out, f"{scenario.name}-attribute", comparison_facts(made, None, seeds, posterior, draws)) as place:
        try:
            with progress_line(errors, language) as progress:
                found = attribute(
                    scenario, arm, baseline, measure=measure, orders=orders, seeds=seeds, threads=threads, posterior=posterior, draws=draws,
                    progress=progress, keep=place,
                )  # fmt: skip
        except Interrupted as stopped:
            leave_unfinished(stopped.result, place, language, SEEDS_KEPT)
        deliver(place, lambda: print_attribution(found, language=language, console=output), lambda: found.comparison.save(place), language)
    output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)
