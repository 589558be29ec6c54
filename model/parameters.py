"""How a constant is declared: once, typed, bounded, with a unit, a source and a mark.

Every number that the society rests on is a field made by `constant`. Unknown names and values out of bounds are
refused when the parameters are built, never later.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

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

    Returns:
        A pydantic field; `describe` reads its unit, mark and source back.
    """
    extra: dict[str, Any] = {"unit": unit, "zh": zh, "mark": mark, "source": source, "low": low, "high": high}
    return Field(default, ge=low, le=high, description=en, json_schema_extra=extra)


class Parameters(BaseModel):
    """A closed, frozen set of constants. Build it from keywords; unknown names are refused."""

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
            )
        )
    return rows
