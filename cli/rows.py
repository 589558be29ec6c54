"""The commands `linli rows`, what each row of the source does, and `linli claims`, what the source says beside what the model finds."""

# ruff: noqa: B008  (typer reads options from argument defaults)

from __future__ import annotations

from pathlib import Path

import typer

from .options import Options
from .running import LAST
from .tools import Command, Say, consoles, threads_of, whole_number


def add_rows(app: typer.Typer, language: str, say: Say) -> None:
    """Add `linli rows` and `linli claims`."""
    shared = Options(language)

    @app.command(
        "rows",
        cls=Command,
        help=say(
            "Play the rows of the source under what is not known about people, and write the page of what each does. Rows whose record is up to date are kept.",
            "在对人的未知之下运行来源的各条目，写出各条目作用的页面；记录未过时的条目予以保留。",
        ),
    )
    def rows(
        chosen: list[str] = typer.Argument(
            None, metavar="[ROW]...", help=say("Rows to play anew. Default: those that are out of date.", "要重新运行的条目，默认为已过时的条目。")
        ),
        page: Path = typer.Option(Path("rows.md"), metavar="FILE", help=say("Page to write; a Chinese one lies beside it.", "写出的页面，中文页在其旁。")),
        draws: str = typer.Option("12", metavar="N", help=say("Draws of what is not known about people.", "对未知的人的抽取次数。")),
        settings: list[str] = shared.settings,
        weeks: str = shared.weeks,
        threads: str = shared.threads,
        lang: str = shared.lang,
    ) -> None:
        many = whole_number("--draws", draws, 2, 1000)
        length = None if not weeks else whole_number("--weeks", weeks, 1, 2600)
        do_rows(chosen or [], page, many, settings, length, threads_of(threads), language)

    @app.command(
        "claims",
        cls=Command,
        help=say(
            "Write the claim ledger: each sentence of the source, what is known of it, and what the model finds (from the record of linli rows).",
            "写出断言台账：来源的每句话、已有根据与模型的发现（取自 linli rows 的记录）。",
        ),
    )
    def claims(
        page: Path = typer.Option(Path("claims.md"), metavar="FILE", help=say("Page to write; a Chinese one lies beside it.", "写出的页面，中文页在其旁。")),
        record: Path = typer.Option(
            None,
            metavar="FILE",
            help=say("Record of linli rows. Default: rows/effects.csv beside the page.", "linli rows 的记录，默认为页面旁的 rows/effects.csv。"),
        ),
        lang: str = shared.lang,
    ) -> None:
        do_claims(page, record or page.parent / "rows" / "effects.csv")


def do_claims(page: Path, record: Path) -> None:
    """Write the pages of the claim ledger.

    Raises:
        UserError: there is no record.
    """
    from ..experiments.row_record import read_effects
    from ..scenarios.errors import UserError
    from ..viz.claims_page import write_claims

    if not record.is_file():
        raise UserError("it is not there; linli rows writes it.", "不存在，由 linli rows 写出。", file=str(record))
    for path in write_claims(read_effects(record), page, record):
        consoles()[0].print(str(path), markup=False, soft_wrap=True)


def do_rows(chosen: list[str], page: Path, draws: int, settings: list[str], weeks: int | None, threads: int, language: str) -> None:
    """Play what is asked for or out of date; after each row the record and the pages are written."""
    from ..experiments.row_record import read_effects, write_effects
    from ..experiments.rows import checked, play_row, stale
    from ..viz.rows_page import RECORD, write_rows
    from .progress import progress_line

    record = page.with_name(RECORD)
    effects = read_effects(record)
    paths = write_rows(effects, page) if effects else []
    for row in checked(chosen) if chosen else stale(effects):
        with progress_line(consoles()[1], language) as progress:
            found = play_row(row, draws=draws, weeks=weeks, settings=settings, threads=threads, progress=progress)
        effects = [one for one in effects if one.row != row] + found
        write_effects(effects, record)
        # The page is that of the record, to the last digit.
        effects = read_effects(record)
        paths = write_rows(effects, page)
    for path in paths:
        consoles()[0].print(LAST.say(language, folder=path), markup=False, soft_wrap=True)
