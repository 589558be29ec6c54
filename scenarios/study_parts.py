"""What a table says of its sample: in how many places it was taken, and whether its rows are parts of one distribution."""

from __future__ import annotations

from ..model.questions import Question
from .errors import show
from .study_checks import Wrong
from .study_fields import TableFields

ROUNDING = 0.02
"""Published parts of a whole are rounded: they may miss the whole by so much of it."""


def whole_of(put: Question) -> float:
    """Return what all parts of a whole add up to in the unit of a question: 100 of percentages, else 1."""
    return 100.0 if put.unit == "%" else 1.0


def adds_up(fields: TableFields, put: Question) -> bool:
    """Tell whether the published figures add up to a whole, but for rounding."""
    whole = whole_of(put)
    return abs(sum(fields.published) - whole) <= ROUNDING * whole


def is_distribution(fields: TableFields, put: Question) -> bool:
    """Tell whether the rows of a table are parts of one distribution: by its question or its own word, if there are several and they add up.

    A table of a question of parts that leaves some out, or tells overlapping ones, is judged row by row.
    """
    several = len(fields.published) > 1 and not fields.contrast and len(fields.weeks) <= 1
    return several and (fields.distribution or put.parts_of_whole) and adds_up(fields, put)


def refuse_sampling(fields: TableFields, put: Question, wrong: Wrong) -> None:
    """Refuse places where they have no effect, and a distribution that is none.

    Args:
        fields: of the table, figures in the unit of the question.
        put: the question.
        wrong: makes the error.

    Raises:
        UserError: the first fault.
    """
    if "places" in fields.model_fields_set:
        used = "expect" if fields.expect else "se" if fields.se else "n" if fields.n else ""
        if used == "expect":
            raise wrong("of a finding in words it has no effect; leave places out.", "对定性结果不起作用，请去掉 places。", "places")
        if used:
            raise wrong(
                f"it has no effect beside {used}, which gives the error; leave places out.", f"已给出 {used}，误差由它得出，places 不起作用；请去掉。", "places"
            )
    if not fields.distribution:
        return
    if fields.expect or fields.contrast or len(fields.published) < 2 or len(fields.weeks) > 1:
        raise wrong(
            "parts of one whole are two or more published figures of one week and one arm.", "同一分布的各部分须为同一时点、同一方案的两个或更多公布值。",
            "distribution",
        )  # fmt: skip
    if put.unit not in ("%", "") or not adds_up(fields, put):
        total = show(round(sum(fields.published), 6))
        raise wrong(
            f"the parts of a whole add up to {whole_of(put):g}; these add up to {total}.", f"各部分之和须为 {whole_of(put):g}，而这些数之和为 {total}。",
            "distribution",
        )  # fmt: skip
