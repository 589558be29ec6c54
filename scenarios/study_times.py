"""`[during]` of a study: the steps in which an everyday place is there, as spans, or every so many steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..model.ground.text import Text
from .errors import Path, show, unknown
from .plain_data import fault
from .study_checks import refuse_beyond_the_end

Spans = tuple[tuple[int, int], ...]
_KEYS = ("weeks", "every")
MOST_SPANS = 500
"""Spans of one kind: in each step all of them are looked through."""


def spans(name: str, given: object, kinds: Iterable[str], steps: int, path: Path, file: str) -> Spans:
    """Check when an everyday kind is there.

    Args:
        name: of the kind.
        given: [[first, last], ...]; or {weeks = [[first, last], ...], every = k}: in the first step of each span and every k-th after it.
        kinds: the kinds that the study has.
        steps: length of the study.
        path: keys down to `[during]`.
        file: how errors name it.

    Returns:
        (first, last) of each span, both included; with `every` a span of one step for each occasion.

    Raises:
        UserError: no such kind, no such steps, or a span that goes beyond the end.
    """
    if name not in kinds:
        raise unknown(name, kinds, Text("everyday kind here", "日常场合"), file=file, section="[during]", path=(*path, name))
    whole = [[0, max(steps, 1) - 1]]
    if not isinstance(given, Mapping):
        return _listed(given, steps, (*path, name), file)
    for key in given:
        if key not in _KEYS:
            raise unknown(str(key), _KEYS, Text("key", "键"), file=file, section=f"[during] {name}", path=(*path, name, str(key)))
    if "every" not in given:
        en = "give every, such as every = 4; or write the list of [first, last] steps alone."
        raise fault(Text(en, "请给出 every，例如 every = 4；或只写 [首, 末] 步的列表。"), (*path, name), file)
    every = given["every"]
    if isinstance(every, bool) or not isinstance(every, int) or not 1 <= every <= max(steps, 1):
        en = f"{show(every)} is not a whole number of steps between 1 and {max(steps, 1)}: each occasion so many steps after the last."
        raise fault(Text(en, f"{show(every)} 不是 1 至 {max(steps, 1)} 之间的整数步数（相邻两次的间隔）。"), (*path, name, "every"), file)
    found = _listed(given.get("weeks", whole), steps, (*path, name, "weeks"), file)
    return tuple((step, step) for step in sorted({step for first, last in found for step in range(first, last + 1, every)}))


def _listed(given: object, steps: int, path: Path, file: str) -> Spans:
    good = isinstance(given, list) and all(
        isinstance(span, list) and len(span) == 2 and all(isinstance(w, int) and not isinstance(w, bool) for w in span) and 0 <= span[0] <= span[1]
        for span in given
    )
    if not good or not isinstance(given, list):
        english = f"{show(given)} is not a list of [first, last] steps, such as [[0, 6], [9, 18]]."
        raise fault(Text(english, f"{show(given)} 不是 [首, 末] 步的列表，例如 [[0, 6], [9, 18]]。"), path, file)
    if len(given) > MOST_SPANS:
        raise fault(Text(f"there are {len(given):,} spans; at most {MOST_SPANS}.", f"共有 {len(given):,} 个区间，最多 {MOST_SPANS} 个。"), path, file)
    found = tuple((int(a), int(b)) for a, b in given)
    refuse_beyond_the_end(found, steps, lambda span, last: fault(_beyond(span, last), path, file))
    return found


def _beyond(span: list[int], last: int) -> Text:
    return Text(f"{span} goes beyond the last step of the study, which is {last} (the first is 0).", f"{span} 超出研究的最后一步（第 {last} 步，从 0 起计）。")
