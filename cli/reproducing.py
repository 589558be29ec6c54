"""The command `linli reproduce`: published studies, their tables beside simulated ones."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from ..model.ground.text import Text
from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, deliver, free_folder, threads_of, whole_number

if TYPE_CHECKING:
    from ..experiments.calibration.target import Target
    from ..experiments.places import Place
    from ..experiments.reproduction.reproduce import StudyResult
    from ..model.people.constants import Constants
    from ..scenarios.published import PublishedStudy

ALL, EACH = "all", "each"
CONSTANT_HELP = Text(
    "Change one constant of people, such as ties.kappa=0.8. May be given several times.", "修改一个人的常数，例如 ties.kappa=0.8，可重复使用。"
)
REFITTING = Text("fitting talks an hour anew without it, on the tables that linli is fitted to", "去除后，在拟合所用的表格上重新拟合每小时交谈次数")
REFITTED = Text("talks an hour (kappa): {before} with all rules, {after} without", "每小时交谈次数（kappa）：全部规则 {before}，去除后 {after}")
STOPPED = Text("Stopped before the studies had ended; nothing was written.", "研究尚未结束即停止，未写入文件。")
VALID = Text(
    "{file}: valid; {tables} tables with {rows} rows, {arms}{sites} simulated sites.", "{file}：有效；{tables} 张表，{rows} 行，{arms}{sites} 个模拟地点。"
)
ARMS = Text("{n} arms, ", "{n} 个方案，")
FRESH = Text("{file}: up to date.", "{file}：是最新的。")
FROZEN = Text(
    "{name}: frozen {when}, sha256 {sha256}, on record in {file}. Commit the study and the record before you play it.",
    "{name}：已于 {when} 冻结，sha256 {sha256}，记录在 {file}。请先提交研究文件与记录，再运行。",
)
WHOLE_OF_IT = Text(
    "a page of evidence holds all studies with the constants as they are: linli reproduce all --page FILE, without {options}.",
    "证据页包含全部研究且使用原有常数：linli reproduce all --page 文件，不带 {options}。",
)


class Order(NamedTuple):
    """What was asked for, checked."""

    studies: list[PublishedStudy]
    everything: bool
    constants: Constants
    without: tuple[str, ...]
    refit: bool
    seed: int
    threads: int
    language: str
    null: bool


def add_reproduce(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli reproduce`."""
    shared = Options(language)

    @app.command(
        "reproduce",
        cls=Command,
        help=say(
            "Reproduce published studies: their tables beside simulated ones and a null model's, a verdict a row. Without a name: list them. "
            "Rows are frozen (on record before the first play), adjusted or fitted.",
            "重现已发表的研究：公布的表格与模拟结果、零模型并列，逐行判定。不给名称则列出全部研究。各行分为事先冻结（首次运行前已存档）、看后调整、用于拟合。",
        ),
    )
    def reproduce(
        studies: list[str] = typer.Argument(
            None,
            metavar="[STUDY ...|all]",
            help=say("Names of studies, TOML files of your own, or all.", "研究名称、自己的 TOML 文件，或 all。"),
            show_default=False,
        ),
        seed: str = typer.Option(
            "1", metavar="S", help=say("Seed of the random numbers; the same seed gives the same numbers.", "随机种子；相同种子得到相同结果。")
        ),
        sites: str = typer.Option(
            "",
            metavar="N",
            help=say("Simulated sites; more give narrower intervals. Default: as the study's file says.", "模拟地点数；越多区间越窄。默认按研究文件。"),
            show_default=False,
        ),
        settings: list[str] = shared.setting(CONSTANT_HELP.say(language)),
        without: list[str] = typer.Option(
            [],
            "--without",
            metavar="RULE",
            help=say(
                "Take a rule out, such as closure, and show which tables break. May be given several times. "
                "each: one after the other, on the fit's fewer and smaller sites.",
                "去除一条规则（如 closure），并显示哪些表格不再成立，可重复使用。each：逐条去除，使用拟合所用的较少、较小的地点。",
            ),
        ),
        no_refit: bool = typer.Option(
            False, "--no-refit",
            help=say(
                "With --without: leave talks an hour as they are instead of fitting them anew.", "与 --without 合用：保持每小时交谈次数不变，不重新拟合。"
            ),
        ),
        no_null: bool = typer.Option(
            False, "--no-null",
            help=say(
                "Do not play the null model (everybody meets at random for the same hours) beside each study; takes half the time.",
                "不运行零模型（所有人在同样的时间里随机相遇），用时减半。",
            ),
        ),
        threads: str = shared.threads,
        out: Path = shared.out,
        no_figures: bool = shared.no_figures,
        page: Path = typer.Option(
            None,
            metavar="FILE",
            help=say(
                "With all: write the page of evidence (docs/evidence.md) and its Chinese twin.", "与 all 合用：写出证据页（docs/evidence.md）及其中文版。"
            ),
            show_default=False,
        ),
        check: Path = typer.Option(
            None, metavar="FILE", show_default=False,
            help=say(
                "Play nothing; say whether a study's file (.toml) is right, or whether such a page is up to date.",
                "不运行；只检查研究文件（.toml）是否正确，或该证据页是否最新。",
            ),
        ),
        freeze: Path = typer.Option(
            None, metavar="FILE", show_default=False,
            help=say(
                "Play nothing; freeze a study before its first play: put its hash on record in history.toml beside it. What was played cannot be frozen.",
                "不运行；在首次运行之前冻结研究：把哈希记入同目录的 history.toml。运行过的不能冻结。",
            ),
        ),
        lang: str = shared.lang,
    ) -> None:
        if check is not None:
            do_check(check, language)
            return
        if freeze is not None:
            do_freeze(freeze, language)
            return
        if not studies:
            do_list(language)
            return
        number = whole_number("--seed", seed, 0, 2**31 - 1)
        use = threads_of(threads)
        wanted = chosen(studies, None if not sites else whole_number("--sites", sites, 2, 2000))
        order = Order(wanted, ALL in studies, constants_of(settings), rules_to_take_out(without), not no_refit, number, use, language, not no_null)
        each = order.without == (EACH,)
        if page is not None:
            given = {"--set": settings, "--without": without and not each, "--no-refit": no_refit, "--no-null": no_null, "--sites": sites}
            given["STUDY"] = not order.everything
            refuse_part_of_page([option for option, value in given.items() if value])
        if each:
            do_each(order, page)
            return
        place = free_folder(out, "reproduce-" + (ALL if order.everything else "-".join(study.name for study in wanted[:3])))
        do_reproduce(order, place, not no_figures, page)


def chosen(names: Sequence[str], sites: int | None) -> list[PublishedStudy]:
    """Load the studies that are named, each once.

    Raises:
        UserError: there is no such study, or something in it is wrong.
    """
    from ..experiments.reproduction.play import with_sites
    from ..scenarios.published import load_study, study_names

    wanted = list(dict.fromkeys(study_names() if ALL in names else names))
    studies = [load_study(name) for name in wanted]
    return studies if sites is None else [with_sites(study, sites) for study in studies]


def rules_to_take_out(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of rules, each once; "each" alone stands for one after the other.

    Raises:
        UserError: there is no such rule.
    """
    from ..experiments.reproduction.necessity import rules_of

    if list(names) == [EACH]:
        return (EACH,)
    rules_of(names)
    return tuple(dict.fromkeys(names))


def constants_of(settings: Sequence[str]) -> Constants:
    """Return the constants with what --set changes."""
    from ..scenarios.settings import constants_with

    return constants_with(settings)


def fitted_rows(order: Order) -> Target | None:
    """Return the rows that talks an hour are fitted to anew; None if that was declined."""
    from ..experiments.calibration.target import target_of
    from ..experiments.reproduction.reproduce import all_studies

    return target_of(all_studies()) if order.refit else None


def weakened(order: Order, target: Target | None) -> tuple[list[PublishedStudy], Constants]:
    """Return the studies and the constants without the rules that are taken out, talks an hour fitted anew to `target` (None: not)."""
    from ..experiments.reproduction.necessity import refit, weaken, weaken_study

    names = order.without
    used = weaken(order.constants, names)
    if target is not None:
        consoles()[1].print(REFITTING.say(order.language), markup=False, soft_wrap=True)
        used = refit(target, order.constants, names, order.seed)
        consoles()[1].print(REFITTED.say(order.language, before=f"{order.constants.ties.kappa:.2f}", after=f"{used.ties.kappa:.2f}"), markup=False)
    return [weaken_study(study, names) for study in order.studies], used


def refuse_part_of_page(options: Sequence[str]) -> None:
    """Refuse a page of evidence that would not hold everything as it is.

    Raises:
        UserError: some option narrows it.
    """
    from ..scenarios.errors import UserError

    if options:
        listed = ", ".join(options)
        raise UserError(WHOLE_OF_IT.en.format(options=listed), WHOLE_OF_IT.zh.format(options=listed), file="--page")


def do_list(language: str) -> None:
    """Print the studies that come with linli."""
    from ..experiments.reproduction.reproduce import all_studies
    from ..viz.study_tables import print_studies

    print_studies(all_studies(), language=language, console=consoles()[0])


def do_check(page: Path, language: str) -> None:
    """Say whether a study's file is right, or a page of evidence up to date.

    Raises:
        UserError: it is not, or it cannot be read.
    """
    if page.suffix == ".toml":
        from ..scenarios.published import load_study

        study = load_study(page)
        arms = ARMS.say(language, n=len(study.arms)) if len(study.arms) > 1 else ""
        rows = sum(table.rows for table in study.tables)
        said = VALID.say(language, file=page, tables=len(study.tables), rows=rows, arms=arms, sites=study.head.sites)
        consoles()[0].print(said, markup=False, soft_wrap=True)
        return
    from ..viz.evidence_page import check_page

    check_page(page)
    consoles()[0].print(FRESH.say(language, file=page), markup=False, soft_wrap=True)


def do_freeze(file: Path, language: str) -> None:
    """Freeze a study before its first play.

    Raises:
        UserError: it was played or frozen otherwise, it is wrong, or the record cannot be written.
    """
    from ..experiments.reproduction.records import plays_in
    from ..scenarios.history import freeze, record_of

    study, entry = freeze(file, seen=plays_in(Path()))
    said = FROZEN.say(language, name=study.name, when=entry.frozen, sha256=entry.sha256, file=record_of(study))
    consoles()[0].print(said, markup=False, soft_wrap=True)


def necessity_beside(page: Path | None) -> Path:
    """Return the record of which rows nothing fails: beside a page that is written, else that of the docs."""
    from ..experiments.reproduction.inputs import ROOT

    return (ROOT / "docs" / "evidence.md" if page is None else page).with_name("necessity.csv")


def do_reproduce(order: Order, place: Place, figures: bool, page: Path | None) -> None:
    """Play, print, draw and write. Ctrl-C ends it; nothing is written then."""
    from ..experiments.reproduction.board import nothing_fails, sparing
    from ..experiments.reproduction.kept import Reproduction, save
    from ..model.people.constants import Constants
    from ..viz.study_tables import print_reproduction

    begun, language, unknown = time.monotonic(), order.language, None
    output, errors = consoles()
    with place:
        try:
            studies, used = weakened(order, fitted_rows(order)) if order.without else (order.studies, order.constants)
            results = played(order, studies, used, null=order.null and not order.without)
            whole = played(order, order.studies, order.constants) if order.without else results
        except KeyboardInterrupt:
            errors.print(STOPPED.say(language), markup=False, soft_wrap=True)
            raise typer.Exit(130) from None
        if order.null and not order.without and order.constants == Constants():
            spared, unknown = nothing_fails(necessity_beside(page))
            results = sparing(results, spared)
        kept = Reproduction(list(results), order.everything, tuple(order.without), whole if order.without else None, unknown)

        def tell() -> None:
            print_reproduction(kept, language=language, console=output)

        def draw(part: Path) -> None:
            from ..viz.figures.reproduction import draw_studies

            draw_studies(results, part, language)

        def write() -> None:
            save(kept, place, constants=used, seconds=seconds, draw=draw if figures else None)

        seconds = time.monotonic() - begun
        deliver(place, tell, write, language)
        output.print(LAST.say(language, folder=place), markup=False, soft_wrap=True)
    if page is not None:
        write_evidence(results, page, figures, unknown, language)


def write_evidence(results: list[StudyResult], page: Path, figures: bool, unknown: Text | None, language: str) -> None:
    """Write the page of evidence, and put first plays on record."""
    from ..experiments.reproduction.board import tally
    from ..scenarios.history import OWN, look
    from ..viz.evidence_page import write_pages
    from ..viz.studies import inside_line

    output = consoles()[0]
    if look([(result.study, f"seed {result.seed}, {inside_line(tally([result]), 'en')}") for result in results]):
        output.print(LAST.say(language, folder=OWN), markup=False, soft_wrap=True)
    for path in write_pages(results, page, figures, unknown):
        output.print(LAST.say(language, folder=path), markup=False, soft_wrap=True)


def do_each(order: Order, page: Path | None) -> None:
    """Take out one rule after the other and say what breaks, on the fit's fewer and smaller sites; with `page`, write the page of necessity."""
    from ..experiments.reproduction.necessity import WITHOUT
    from ..viz.necessity_page import Without, write_necessity
    from ..viz.study_tables import print_broken

    output, errors = consoles()
    found = []
    try:
        whole = played(order, order.studies, order.constants, null=page is not None, quick=True)
        target = fitted_rows(order)
        for rule in WITHOUT:
            studies, used = weakened(order._replace(without=(rule,)), target)
            results = played(order, studies, used, quick=True)
            print_broken(whole, results, (rule,), language=order.language, console=output)
            output.print()
            found.append(Without(rule, used.ties.kappa, results))
    except KeyboardInterrupt:
        errors.print(STOPPED.say(order.language), markup=False, soft_wrap=True)
        raise typer.Exit(130) from None
    if page is not None:
        for path in write_necessity(whole, order.constants.ties.kappa, found, page):
            output.print(LAST.say(order.language, folder=path), markup=False, soft_wrap=True)


def played(order: Order, studies: list[PublishedStudy], constants: Constants, null: bool = False, quick: bool = False) -> list[StudyResult]:
    """Play studies with some constants, with the null model or without, on the fit's fewer and smaller sites or on their own, showing how far it is."""
    from ..experiments.reproduction.reproduce import reproduce_many
    from .progress import progress_line

    with progress_line(consoles()[1], order.language) as progress:
        return reproduce_many(studies, constants=constants, seed=order.seed, quick=quick, threads=order.threads, null=null, progress=progress)
