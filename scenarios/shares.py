"""Tables of shares: a researcher's own numbers for the population, read from a table with the columns field and value."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..model.founding.cells import number
from ..model.founding.population import PopulationParameters
from ..model.founding.privacy import refuse_private
from ..model.founding.roster_columns import SHARE_HEADINGS
from ..model.ground.refusal import InputNote
from ..model.ground.table import quoted
from ..model.ground.tables import read_table
from .errors import did_you_mean, first_fault


def read_shares(path: str | Path, population: PopulationParameters) -> PopulationParameters:
    """Read shares that replace the drawn population's: columns field ("households.one", "renters") and value.

    Args:
        path: the file, in any form that `ground.tables` reads.
        population: what holds where the table says nothing.

    Raises:
        TableError: a field that does not exist or stands there twice, or a value that it does not allow.
    """
    written = read_table(path, SHARE_HEADINGS)
    refuse_private(written)
    table = written.named(SHARE_HEADINGS, ("field", "value"))
    for note in table.notes:
        warnings.warn(InputNote(*note), stacklevel=2)
    tree = population.model_dump()
    names = _leaves(tree)
    before: dict[str, int] = {}
    for k, (field, value) in enumerate(zip(table.cells("field"), table.cells("value"), strict=True)):
        if field not in names:
            hint = did_you_mean(field, names)
            raise table.refuse_line(k, f"there is no field {quoted(field)}.{hint.en}", f"没有字段 {quoted(field)}。{hint.zh}")
        if field in before:
            first = table.place(before[field])
            en = f"the field {quoted(field)} stands in {first.en} already. Keep one of them."
            raise table.refuse_line(k, en, f"字段 {quoted(field)} 在{first.zh}已出现，请只保留一行。")
        before[field] = k
        told = number(value, table.decimal_comma)
        if told is None:
            raise table.refuse_line(k, f"{quoted(value)} is not a number.", f"{quoted(value)} 不是数字。", "value")
        *above, last = field.split(".")
        branch: Any = tree
        for part in above:
            branch = branch[part]
        branch[last] = told
    try:
        return PopulationParameters.model_validate(tree)
    except ValidationError as error:
        where, text = first_fault(error, PopulationParameters)
        field = ".".join(map(str, where))
        if field not in before:
            raise table.refuse(f"{field}: {text.en}".lstrip(": "), f"{field}：{text.zh}".lstrip("：")) from None
        raise table.refuse_line(before[field], f"{field}: {text.en}", f"{field}：{text.zh}") from None


def _leaves(tree: dict[str, Any], above: str = "") -> list[str]:
    """List the dotted names of all numbers of nested parameters."""
    names = []
    for name, value in tree.items():
        names += _leaves(value, f"{above}{name}.") if isinstance(value, dict) else [above + name]
    return names
