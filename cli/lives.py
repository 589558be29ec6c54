"""The command `linli story`: a few residents followed through the years."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, prepared, threads_of, whole_number

_MOST = 10_000_000


def add_story(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli story`."""
    shared = Options(language)

    @app.command(
        "story",
        cls=Command,
        help=say(
            "Follow a few residents through the years of one run: whom they come to know, where, whom they lose, and the same life without the policy.",
            "跟随几位居民走过一次运行的各年：结识谁、在何处、失去谁，以及没有政策时同一个人的经历。",
        ),
    )
    def story(
        scenario: str = shared.scenario,
        arm: str = typer.Option("", "--arm", metavar="ARM", help=say("Arm to tell of. Default: the second.", "讲述的方案，默认为第二个。"), show_default=False),
        resident: list[str] = typer.Option(
            [], "--resident", metavar="N", help=say("A resident to follow, by number. Default: three by lot.", "要跟随的居民编号，默认抽签三位。")
        ),
        seed: str = typer.Option("", "--seed", metavar="N", help=say("Seed of all draws.", "随机种子。"), show_default=False),
        settings: list[str] = shared.settings,
        weeks: str = shared.weeks,
        threads: str = shared.threads,
        out: Path = typer.Option(None, "--out", metavar="FILE", help=say("Write it to a Markdown file.", "写入 Markdown 文件。"), show_default=False),
        lang: str = shared.lang,
    ) -> None:
        length = None if not weeks else whole_number("--weeks", weeks, 1, 2600)
        rows = [whole_number("--resident", one, 0, _MOST) for one in resident]
        number = None if not seed else whole_number("--seed", seed, 0, 2**63 - 1)
        do_story(scenario, arm or None, rows, number, settings, length, threads_of(threads), out, language)


def do_story(
    name: str, arm: str | None, residents: list[int], seed: int | None, settings: list[str], weeks: int | None, threads: int, out: Path | None, language: str
) -> None:
    """Follow the residents, print their story, and write it where asked."""
    from ..experiments.lives import follow
    from ..viz.lives import story_of, write_story
    from .progress import progress_line

    scenario = prepared(name, settings, weeks)
    with progress_line(consoles()[1], language) as progress:
        found = follow(scenario, arm=arm, residents=residents, seed=seed, threads=threads, progress=progress)
    consoles()[0].print(story_of(found, language), markup=False, soft_wrap=True)
    if out is not None:
        consoles()[0].print(LAST.say(language, folder=write_story(found, out, language)), markup=False, soft_wrap=True)
