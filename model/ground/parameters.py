"""How a constant is declared: once, typed, bounded, with a unit, a source and a mark.

Every number that the society rests on is a field made by `constant`. Unknown names and values out of bounds are
refused when the parameters are built, never later.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from pydantic import BaseModel, ConfigDict, Field

from .numbers import plain
from .refusal import InputError
from .text import Text

Mark = Literal["measured", "fitted", "assumed", "setting"]
"""How a number is known. A `setting` is a choice of the person who runs (how many buildings), not a claim."""


def constant(
    default: Any,
    *,
    unit: str,
    en: str,
    zh: str,
    low: float | None = None,
    high: float | None = None,
    mark: Mark = "assumed",
    source: str = "",
    likely: tuple[float, float] | None = None,
    options: tuple[str, ...] = (),
) -> Any:
    """Declare one field of a parameter set.

    Args:
        default: the value used when a scenario is silent.
        unit: the unit in words, such as "hours a week" or "share".
        en: what it is, in English, one short sentence.
        zh: the same in Chinese.
        low: the lowest value allowed, included.
        high: the highest value allowed, included.
        mark: measured, fitted, assumed or setting.
        source: where the number comes from.
        likely: the range in which the number probably lies (19 of 20); None: that of its mark, see `likely_range`.
        options: of a choice between rules that what is known cannot tell apart: their names, the default first.

    Returns:
        A pydantic field; `describe` reads its unit, mark and source back.
    """
    extra: dict[str, Any] = {"unit": unit, "zh": zh, "mark": mark, "source": source, "low": low, "high": high, "likely": likely, "options": options}
    return Field(default, ge=low, le=high, description=en, json_schema_extra=extra)


def assumed(default: Any, unit: str, low: float, high: float, en: str, zh: str, source: str = "") -> Any:
    """Declare one assumed number in a line; the arguments are those of `constant`."""
    return constant(default, unit=unit, low=low, high=high, mark="assumed", source=source, en=en, zh=zh)


def choice(*options: str, en: str, zh: str, source: str = "") -> Any:
    """Declare a choice between rules about people that what is known cannot tell apart; the first is the default. Arguments as those of `constant`."""
    return constant(options[0], unit="rule", mark="assumed", source=source, options=options, en=en, zh=zh)


def setting(default: Any, unit: str, low: float | None, high: float | None, en: str, zh: str) -> Any:
    """Declare one choice of the person who runs in a line; the arguments are those of `constant`."""
    return constant(default, unit=unit, low=low, high=high, mark="setting", en=en, zh=zh)


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _Meta
else:
    _Meta = type(BaseModel)


class _Keywords(_Meta):
    """What is done with keywords from Python, before pydantic takes them: files are read strictly and do not come here."""

    def __call__(cls, *given: Any, **values: Any) -> Any:
        """Take numbers of numpy and pandas; refuse a truth value where a number is wanted, which pydantic takes for 0 or 1."""
        values = {name: plain(value) if hasattr(value, "tolist") else value for name, value in values.items()}
        for name, value in values.items():
            field = cast(Any, cls).model_fields.get(name)
            if isinstance(value, bool) and field is not None and wants_number(field.annotation):
                raise InputError(f"{name}: {value} is not a number.", f"{name}：{value} 不是数字。")
        return super().__call__(*given, **values)


def wants_number(annotation: Any) -> bool:
    """Return whether a field of this type takes numbers, and no truth values."""
    parts = get_args(annotation) or (annotation,)
    return bool not in parts and (int in parts or float in parts)


if TYPE_CHECKING:
    # Type checkers know pydantic's own metaclass and no other.
    _Model = BaseModel
else:

    class _Model(BaseModel, metaclass=_Keywords):
        """A pydantic model whose keywords are looked at first."""


class Parameters(_Model):
    """A closed, frozen set of constants. Build it from keywords; unknown names are refused, and truth values where a number is wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, allow_inf_nan=False)


class ConstantFacts(NamedTuple):
    """What `describe` tells of one constant."""

    name: str
    default: object
    unit: str
    low: float | None
    high: float | None
    mark: str
    source: str
    text: Text
    likely: tuple[float, float] | None
    options: tuple[str, ...] = ()


def describe(parameters: type[Parameters]) -> list[ConstantFacts]:
    """List the constants of a parameter class, in the order of their declaration."""
    rows = []
    for name, field in parameters.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        rows.append(
            ConstantFacts(
                name,
                field.default,
                str(extra.get("unit", "")),
                extra.get("low"),  # type: ignore[arg-type]
                extra.get("high"),  # type: ignore[arg-type]
                str(extra.get("mark", "setting")),
                str(extra.get("source", "")),
                Text(field.description or "", str(extra.get("zh", ""))),
                extra.get("likely"),  # type: ignore[arg-type]
                extra.get("options") or (),  # type: ignore[arg-type]
            )
        )
    return rows


FACTORS: dict[str, float] = {"measured": 1.1, "fitted": 1.25, "assumed": 1.5}
"""How far off a number may be, by its mark: a factor either way."""
ODDS: dict[str, float] = {"measured": 0.1, "fitted": 0.3, "assumed": 0.5}
"""The same of numbers on a scale of log-odds: so much either way."""


def likely_range(value: float, unit: str, mark: str, low: float | None, high: float | None, likely: tuple[float, float] | None) -> tuple[float, float] | None:
    """Return the range in which a constant probably lies (19 of 20), for runs that carry what is not known about people.

    A range that the constant declares is moved with its value, if a scenario has another one. Else the mark tells: a number on a
    scale of log-odds or logits is off by `ODDS` either way but by no more than half of itself, a share by `ODDS` on the logit scale, any
    other by a factor of `FACTORS`.
    All ranges end at the constant's bounds. These rules are a judgement and not a measurement.

    Args:
        value: the value in force.
        unit: as declared, and so are the others.
        mark: measured, fitted, assumed or setting.
        low: lowest value allowed.
        high: highest value allowed.
        likely: the constant's own range, if it declares one.

    Returns:
        (low, high), or None: a setting is a choice and not uncertain; zero means that something is switched off.
    """
    if mark not in FACTORS or value == 0.0:
        return None
    if likely is not None:
        found = likely
        if not likely[0] <= value <= likely[1]:
            centre = math.sqrt(likely[0] * likely[1]) if likely[0] > 0.0 else 0.5 * (likely[0] + likely[1])
            found = (likely[0] * value / centre, likely[1] * value / centre)
    elif unit.startswith(("log-odds", "logit")):
        width = min(ODDS[mark], 0.5 * abs(value))
        found = (value - width, value + width)
    elif low == 0.0 and high == 1.0 and 0.0 < value < 1.0:
        odds = math.log(value / (1.0 - value))
        found = (1.0 / (1.0 + math.exp(ODDS[mark] - odds)), 1.0 / (1.0 + math.exp(-ODDS[mark] - odds)))
    else:
        found = (min(value / FACTORS[mark], value * FACTORS[mark]), max(value / FACTORS[mark], value * FACTORS[mark]))
    return (max(found[0], low) if low is not None else found[0], min(found[1], high) if high is not None else found[1])
