"""What a counted survey (`linli survey`) tells of a compound: the ages and the homes of those who answered, as shares."""

from __future__ import annotations

from ...model.ground.table import TableError, plain
from ...model.ground.tables import table_of
from ...model.ground.text import Text
from ..own_survey import COLUMNS, LARGEST_FILE, survey_of, words
from .counts import Counts, People

_BANDS = ((18, 29), (30, 44), (45, 59), (60, 74), (75, 120))
"""Ages of the answers to the last question of the form, in its order."""


def is_survey(raw: bytes, file: str) -> bool:
    """Return whether a table is a sheet of `linli survey`: it has its three columns."""
    # A sheet of both languages has blanks in its headings, which parts no columns if they are known.
    forms = [(*column, words(column, "both")) for column in COLUMNS]
    try:
        table = table_of(raw, file, [form for column in forms for form in column], largest=LARGEST_FILE)
    except TableError:
        return False
    headings = {plain(heading) for heading in table.headings}
    return all(headings & set(map(plain, column)) for column in forms)


def survey_counts(raw: bytes, file: str) -> tuple[Counts, Text] | None:
    """Return what a sheet of a survey tells of who lives there, and a note; None if the table is no such sheet.

    Only shares are taken from it: those who answered are a sample, and not all who live there.

    Raises:
        UserError: it is one, and something in it is wrong.
    """
    if not is_survey(raw, file):
        return None
    survey = survey_of(raw, file)
    people = tuple(People(*band, "people", count) for band, count in zip(_BANDS, survey.counts["own-age"], strict=True))
    asked = survey.asked
    note = Text(
        f"From the survey of {asked} people: ages of adults and homes, as shares. What it tells of neighbours can be fitted with linli calibrate {file}.",
        f"取自 {asked} 人的问卷：成人年龄与住房的比例。问卷中的邻里情况可用 linli calibrate {file} 校准。",
    )
    renters = survey.shares("own-home")[1] if survey.n("own-home") else None
    return Counts({}, people if survey.n("own-age") else (), (), renters), note
