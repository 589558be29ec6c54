"""What manifest.json of a sweep holds, checked before it is believed: a folder may come from anybody."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import ValidationError

from ..manifest import Known, Line, MeasureEntry, Name, Number, Week, first_fault
from .fields import Kind


class TitleEntry(Known):
    """A title in both languages."""

    en: Line
    zh: Line


class RestsOn(Known):
    """What the numbers rest on, as far as it is read."""

    design: Kind


class SweepManifest(Known):
    """Of a sweep."""

    format: int
    kind: Literal["sweep"]
    linli: Line
    name: Line
    title: TitleEntry
    plan: dict[str, Any]
    rests_on: RestsOn
    scenario: dict[str, Any]
    scenario_name: Line
    runs: Number
    points: Number
    replications: Number
    arms: list[Name]
    weeks: Week
    parameters: list[Line]
    measures: dict[Line, MeasureEntry]
    environment: dict[str, Any]


def check_contents(manifest: dict[str, Any]) -> None:
    """Check the manifest of a sweep.

    Raises:
        ValueError: something is missing, of another type, out of bounds, or no name; the text says where and what.
    """
    try:
        known = SweepManifest.model_validate(manifest)
    except ValidationError as error:
        raise ValueError(first_fault(error, "manifest.json")) from None
    if not known.arms or len(set(known.arms)) < len(known.arms):
        raise ValueError("manifest.json, arms: none, or one twice")
