"""What the figures of a table can be: a share is no per cent, an error is above zero, "more" needs something to be more than."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..model.questions import Question
from .errors import UserError, show
from .study_fields import TableFields

Wrong = Callable[[str, str, str], UserError]
"""(English, Chinese, field) -> the error of one table."""


def in_the_questions_unit(fields: TableFields, put: Question, wrong: Wrong) -> TableFields:
    """Return the fields with figures, errors and spread in the unit of the question: what was given as shares becomes per cent.

    Raises:
        UserError: it cannot be told whether shares or per cents are meant, or a unit that the question has not.
    """
    if fields.unit and put.unit != "%":
        raise wrong(f"the answers of {put.name} are no percentages; leave unit out.", f"{put.name} 的答案不是百分数，请勿写 unit。", "unit")
    figures = fields.published
    if put.unit != "%" or not figures:
        return fields
    if fields.unit == "share":
        times = 100.0
        spread = None if fields.spread is None else fields.spread * times
        change = {"published": tuple(times * x for x in figures), "se": tuple(times * x for x in fields.se), "spread": spread}
        fields = fields.model_copy(update=change)
    elif not fields.unit and any(figures) and all(abs(x) < 1.0 for x in figures):
        raise wrong(
            f"published ({', '.join(show(x) for x in figures[:3])}): per cent are meant, and all are below 1. "
            'If these are shares of 1, write unit = "share"; if they are per cents, write unit = "%".',
            f"published（{'、'.join(show(x) for x in figures[:3])}）应为百分数，而所给各数均小于 1。"
            '若为比例，请写 unit = "share"；若确为百分数，请写 unit = "%"。',
            "published",
        )
    low, high = (-100.0, 100.0) if fields.contrast or put.compares else (0.0, 100.0)
    for value in fields.published:
        if not low <= value <= high:
            en = f"{show(value)} per cent cannot be; it must lie between {low:g} and {high:g}."
            raise wrong(en, f"{show(value)}% 不可能，须在 {low:g} 与 {high:g} 之间。", "published")
    return fields


def refuse_what_says_nothing(fields: TableFields, put: Question, wrong: Wrong) -> None:
    """Refuse figures that are no error, and what would be passed over.

    Raises:
        UserError: an n or se that is not above zero, an n or spread that has no effect, a finding in words with nothing to compare, times
            without both.
    """
    for key in ("n", "se"):
        for value in getattr(fields, key):
            if not value > 0.0:
                raise wrong(f"{show(value)} must be above 0.", f"{show(value)} 须大于 0。", key)
    if fields.n and fields.spread is None and not put.share and not fields.se and fields.published:
        raise wrong(
            f"of a mean, n alone says nothing; give spread (the standard deviation between people) as well, or se, or leave n out ({put.name}).",
            f"对均值而言，仅有 n 不够；请同时给出 spread（个体标准差），或给出 se，或去掉 n（{put.name}）。", "n",
        )  # fmt: skip
    if fields.spread is not None and not fields.n:
        raise wrong("it is used with n only; give n as well.", "须与 n 同用，请同时给出 n。", "spread")
    if fields.expect and not fields.contrast and not put.compares:
        words = ", ".join(dict.fromkeys(fields.expect))
        raise wrong(
            f"{words}: than what? Name two arms: contrast = [first, second].", f"{words}：与什么相比？请写两个方案：contrast = [第一, 第二]。", "expect"
        )
    if fields.times != 1.0 and not (fields.contrast and fields.expect):
        raise wrong(
            "it says how many times the first arm the second is held against; it goes with a contrast and a finding in words (expect).",
            "它给出第二方案与第一方案若干倍相比，须与 contrast 和 expect 同用。", "times",
        )  # fmt: skip


def refuse_beyond_the_end(spans: tuple[tuple[int, int], ...], steps: int, wrong: Callable[[Any, int], UserError]) -> None:
    """Refuse steps that a study of so many steps does not have (they are counted from 0)."""
    for span in spans:
        if span[1] >= max(steps, 1):
            raise wrong(list(span), max(steps, 1) - 1)
