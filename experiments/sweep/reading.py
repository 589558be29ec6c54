"""Reads what a plan says of parameters, design, arms and measures, and refuses in one sentence what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...model.ground.text import Text
from ...scenarios.checking import build, mechanism_class
from ...scenarios.errors import Path, UserError, show, unknown
from ...scenarios.plain_data import fault, refuse_many, table
from ...scenarios.schema import Scenario
from ...scenarios.settings import keyword
from ..facts import WEEKLY
from .designs import Parameter
from .fields import KINDS, DesignFields, RangeFields, ValuesFields

if TYPE_CHECKING:
    from ...model.contract.mechanism import Mechanism

MOST_PARAMETERS = 200
MOST_VALUES = 10_000
ALL, ORIGIN = "all", "origin."
COSTS = ("yuan", "staff_hours", "volunteer_hours")
"""Kept beside the headlines if a plan does not say what is."""
_LEAF = frozenset((*RangeFields.model_fields, *ValuesFields.model_fields))
_PARAMETERS = "parameters"


def flat(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield (key, what is said of it) of a table in which keys are written with points, in quotation marks or as tables."""
    for name, value in data.items():
        keys = (*path, name)
        if isinstance(value, Mapping) and (not value or not _LEAF & value.keys()):
            if not value:
                yield ".".join(keys), value
            yield from flat(value, keys)
        else:
            yield ".".join(keys), value


def read_settings(data: dict[str, Any], scenario: Scenario, file: str) -> tuple[Scenario, dict[str, Any]]:
    """Put [set] into a scenario; returns it, and the settings by key.

    Raises:
        UserError: no such key, or a value that is not allowed.
    """
    found = dict(flat(table(data, "set", file)))
    for key, value in found.items():
        scenario = with_values(scenario, {key: value}, file, "[set]")
    return scenario, found


def with_values(scenario: Scenario, values: Mapping[str, Any], file: str, section: str = f"[{_PARAMETERS}]") -> Scenario:
    """Return a scenario with values put in at their keys.

    Raises:
        UserError: no such key, or a value that is not allowed; the plan and the key are named.
    """
    try:
        return scenario.with_settings(values={key.replace(".", "__"): value for key, value in values.items()})
    except UserError as error:
        # The scenario calls the argument as Python does; a plan has keys.
        key = next((name for name in values if error.argument == name.replace(".", "__")), next(iter(values), ""))
        if error.argument or error.path:
            raise UserError(*error.text, file=file, section=section, field=key) from None
        raise


def read_design(data: dict[str, Any], file: str) -> DesignFields:
    """Read [design].

    Raises:
        UserError: something in it is wrong.
    """
    design = build(DesignFields, table(data, "design", file), ("design",), file)
    given = table(data, "design", file)
    random = design.kind not in ("list", "factorial")
    if random and design.points is None:
        raise _fault(f"a {design.kind} design needs it: how many points.", f"{KINDS[design.kind].zh}设计须给出点数。", ("design", "points"), file)
    if not random and design.points is not None:
        raise _fault(
            f"a {design.kind} design has as many points as its values make; leave it out.", "此类设计的点数由取值决定，请勿写 points。",
            ("design", "points"), file,
        )  # fmt: skip
    for key, kind in (("levels", "morris"), ("second_order", "saltelli")):
        if key in given and design.kind != kind:
            raise _fault(f"it is used with kind = \"{kind}\" only.", f"仅用于 kind = \"{kind}\"。", ("design", key), file)
    if design.kind in ("sobol", "saltelli") and design.points is not None and design.points & (design.points - 1):
        below = 1 << (design.points.bit_length() - 1)
        raise _fault(
            f"{design.points} is not a power of 2, which a Sobol sequence needs. Nearest: {below} or {2 * below}.",
            f"{design.points} 不是 2 的幂，而 Sobol 序列需要 2 的幂。最近：{below} 或 {2 * below}。", ("design", "points"), file,
        )  # fmt: skip
    if design.kind == "morris" and design.levels % 2:
        raise _fault(f"{design.levels} is not an even number.", f"{design.levels} 不是偶数。", ("design", "levels"), file)
    return design


def read_parameters(data: dict[str, Any], design: DesignFields, scenario: Scenario, file: str) -> tuple[Parameter, ...]:
    """Read [parameters]; each is tried in the scenario at its ends and between, or at all values of a list.

    Raises:
        UserError: no such key, an empty range or list, or a value that is not allowed.
    """
    given = list(flat(table(data, _PARAMETERS, file)))
    refuse_many(given, MOST_PARAMETERS, Text("parameters", "参数"), (_PARAMETERS,), file)
    found = tuple(_parameter(key, said, file, again=design.kind == "list") for key, said in given)
    for one in found:
        _suits(one, design, file)
    many = {len(one.values) for one in found}
    if design.kind == "list" and len(many) > 1:
        listed = ", ".join(f"{one.key} {len(one.values)}" for one in found)
        raise fault(
            Text(f"a list design takes lists of one length; these have {listed}.", f"list 设计要求各列表长度相同；现为 {listed}。"),
            (_PARAMETERS,), file, whole=True,
        )  # fmt: skip
    places: dict[tuple[Any, ...], str] = {}
    for one in found:
        for place in _places(one.key, scenario, file):
            if place in places:
                raise _fault(f"it is what {show(places[place])} varies already.", f"{show(places[place])} 已改变此项。", (_PARAMETERS, one.key), file)
            places[place] = one.key
        for value in one.values or tuple(one.at(u) for u in (0.0, 1.0, 0.381966)):
            _try(one, value, scenario, file)
    return found


def _parameter(key: str, said: Any, file: str, *, again: bool) -> Parameter:
    """Read one parameter; `again`: a value may stand in its list more than once, as in a column of points."""
    path: Path = (_PARAMETERS, key)
    if isinstance(said, dict) and "values" not in said:
        own = build(RangeFields, said, path, file)
        return _range(key, own, path, file)
    if isinstance(said, dict):
        values: Sequence[Any] = build(ValuesFields, said, path, file).values
        values = said["values"]
    elif isinstance(said, list):
        values = said
    else:
        raise _fault(
            f"{show(said)} is neither a list nor a range. Write [a, b, c] or {{ low = a, high = b }}; what does not vary stands in [set].",
            f"{show(said)} 既不是列表也不是范围。请写 [a, b, c] 或 {{ low = a, high = b }}；不变的设置写在 [set]。", path, file,
        )  # fmt: skip
    if not values:
        raise _fault("the list is empty.", "列表为空。", path, file)
    refuse_many(values, MOST_VALUES, Text("values", "取值"), path, file)
    for k, value in enumerate(values):
        if not isinstance(value, bool | int | float | str):
            raise _fault(f"{show(value)} is not a number, a text, true or false.", f"{show(value)} 不是数字、文字、true 或 false。", path, file)
        if not again and any(value == other and isinstance(value, bool) == isinstance(other, bool) for other in values[:k]):
            raise _fault(f"{show(value)} stands in the list twice.", f"{show(value)} 在列表中出现两次。", path, file)
    return Parameter(key, tuple(values))


def _range(key: str, own: RangeFields, path: Path, file: str) -> Parameter:
    if not own.low < own.high:
        raise _fault(
            f"the range is empty: low {show(own.low)} is not below high {show(own.high)}.", f"范围为空：low {show(own.low)} 不小于 high {show(own.high)}。",
            path, file,
        )  # fmt: skip
    if own.scale == "log" and own.low <= 0.0:
        raise _fault(
            f"a logarithmic range must begin above 0; low is {show(own.low)}.", f"对数范围须从大于 0 处开始；low 为 {show(own.low)}。", (*path, "low"), file
        )
    if own.whole and not (own.low.is_integer() and own.high.is_integer()):
        raise _fault("the ends of a range of whole numbers must be whole.", "整数范围的两端须为整数。", path, file)
    return Parameter(key, (), own.low, own.high, own.scale == "log", own.whole, own.steps or 0)


def _suits(one: Parameter, design: DesignFields, file: str) -> None:
    path = (_PARAMETERS, one.key)
    if one.values and design.kind == "list":
        return
    if not one.values and design.kind == "list":
        raise _fault("a list design takes lists of values, not ranges.", "list 设计须用取值列表，不能用范围。", path, file)
    if not one.values and design.kind == "factorial" and not one.steps:
        raise _fault(
            f"a factorial design needs values. Give steps: {{ low = {show(one.low)}, high = {show(one.high)}, steps = 5 }}, or a list.",
            f"完全因子设计需要取值。请给出 steps：{{ low = {show(one.low)}, high = {show(one.high)}, steps = 5 }}，或写列表。", path, file,
        )  # fmt: skip
    if one.steps and design.kind != "factorial":
        raise _fault("steps is used with kind = \"factorial\" only.", "steps 仅用于 kind = \"factorial\"。", (*path, "steps"), file)


def _places(key: str, scenario: Scenario, file: str) -> list[tuple[Any, ...]]:
    """Return the places of the scenario that a key means."""
    from ...scenarios.settings import targets

    path = (_PARAMETERS, key)
    try:
        found: list[tuple[Any, ...]] = [tuple(place) for place in targets(keyword(key.replace(".", "__"), 0.0), scenario.mechanisms, scenario.overrides)]
    except UserError as error:
        raise UserError(*error.text, file=file, section=f"[{_PARAMETERS}]", field=key) from None
    for place, other in ((("weeks",), "weeks"), (("seed",), "seed and replications")):
        if place in found:
            raise _fault(f"it cannot be varied; the plan says {other} at its top.", f"此项不能改变；请在计划开头写 {other}。", path, file)
    return found


def _try(one: Parameter, value: Any, scenario: Scenario, file: str) -> None:
    try:
        with_values(scenario, {one.key: value}, file)
    except UserError as error:
        if not one.values and not one.whole and isinstance(value, float) and not value.is_integer() and "whole number" in error.text.en:
            raise UserError(
                "it takes whole numbers only. Write whole = true.", "此项只取整数，请写 whole = true。", file=file, section=f"[{_PARAMETERS}]", field=one.key
            ) from None
        raise


def read_measures(asked: Sequence[str], scenario: Scenario, file: str) -> tuple[str, ...]:
    """Return the measures that are kept; () for all.

    Raises:
        UserError: there is no such measure.
    """
    from ...model.society.measures import catalogue

    if tuple(asked) == (ALL,):
        return ()
    known = catalogue(_mechanisms(scenario))
    if not asked:
        return (*(name for name, what in known.items() if what.headline), *COSTS)
    for name in asked:
        if name not in known and name not in WEEKLY and not name.startswith(ORIGIN):
            raise unknown(name, (*known, *WEEKLY, ALL), Text("measure", "指标"), file=file, field="measures")
    return tuple(dict.fromkeys(asked))


def _mechanisms(scenario: Scenario) -> list[type[Mechanism[Any]]]:
    """Return the mechanisms of all arms."""
    kinds = (mechanism_class(name) for arm in (scenario, *map(scenario.arm, scenario.arms)) for name in arm.mechanisms)
    return list(dict.fromkeys(kind for kind in kinds if kind is not None))


def origins_of(scenario: Scenario) -> list[str]:
    """Return the measures of origins that a scenario can have: of everyday kinds, and of those that its arms' mechanisms declare."""
    from ...model.foci.origins import GIVEN_IN_A_FILE, Origins

    declared = [kind for one in _mechanisms(scenario) for kind in one.focus_kinds()]
    arms = (scenario, *map(scenario.arm, scenario.arms))
    return list(dict.fromkeys(ORIGIN + kind.name for arm in arms for kind in Origins(arm.everyday).known([*declared, GIVEN_IN_A_FILE])))


def _fault(en: str, zh: str, path: Path, file: str) -> UserError:
    # A key of a parameter holds points; it is shown as one field.
    return fault(Text(en, zh), path, file)
