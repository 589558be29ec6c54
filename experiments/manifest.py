"""What manifest.json of a run or a comparison holds, checked before it is believed.

A folder may come from anybody. Names in it become parts of paths and lines of scripts, so a name that could not be one is refused here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from ..scenarios.checking import is_name
from ..scenarios.errors import show

MOST_RESIDENTS = 200_000_000


def check_name(name: str) -> str:
    """Return the name of an arm, by the rule of scenario files: it is one part of a path, and no quotes are in it.

    Raises:
        ValueError: it is none.
    """
    if not is_name(name):
        raise ValueError(f"{show(name)} is not a name; names have letters, digits, - and _")
    return name


def check_line(text: str) -> str:
    """Return a text of one line.

    Raises:
        ValueError: it holds a line break or what does not print.
    """
    if not text.isprintable():
        raise ValueError(f"{show(text)} is not one line of text")
    return text


Name = Annotated[str, AfterValidator(check_name)]
Line = Annotated[str, AfterValidator(check_line), Field(max_length=1000)]
Number = Annotated[int, Field(ge=0, le=MOST_RESIDENTS)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1)]
Week = Annotated[int, Field(ge=0, le=100_000)]
Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


class Known(BaseModel):
    """What is known is checked; what a later linli adds is let be."""

    model_config = ConfigDict(extra="allow", strict=True)


class MeasureEntry(Known):
    """A measure as the manifest declares it."""

    en: str
    zh: str
    unit: str
    kind: str


class FactsEntry(Known):
    """Sizes and titles."""

    residents: Number
    gates: Number
    communities: Number
    acquaintance: float
    constants: Number
    assumed: Number
    arm_titles: dict[Name, Pair]
    kinds: dict[Line, Pair]


class Manifest(Known):
    """What manifests of runs and comparisons share."""

    format: int
    kind: Literal["run", "comparison"]
    linli: Line
    name: Line
    scenario: dict[str, Any]
    weeks: Week
    weeks_asked: Week
    baseline: Name
    arms: list[Name]
    seeds: list[Seed]
    finished: bool
    wall_seconds: float
    environment: dict[str, Any]
    facts: FactsEntry
    measures: dict[Line, MeasureEntry]
    mechanisms: dict[Line, Annotated[list[str], Field(min_length=3, max_length=3)]] = {}
    degrees: dict[Name, list[Number]]
    facilities: list[Annotated[list[Any], Field(min_length=4, max_length=4)]]


class RunManifest(Manifest):
    """Of a run."""

    arm: Name
    seeds: Annotated[list[Seed], Field(min_length=1, max_length=1)]


class ComparisonManifest(Manifest):
    """Of a comparison."""

    asked: Number
    residents: dict[str, Number]
    drawn: Annotated[list[Number], Field(min_length=3, max_length=3)] | None = None
    draws: list[int] = []


def first_fault(error: ValidationError, file: str) -> str:
    """Return the first fault of a file that linli wrote: where it stands, and what it should be."""
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part)[:60] for part in first["loc"])
    return f"{file}, {where}: {first['msg'].removeprefix('Value error, ').replace('Input should', 'it should')}"


def check_contents(manifest: dict[str, Any]) -> None:
    """Check the manifest of a run or a comparison.

    Raises:
        ValueError: something is missing, of another type, out of bounds, or no name; the text says where and what.
    """
    kind = RunManifest if manifest["kind"] == "run" else ComparisonManifest
    try:
        known = kind.model_validate(manifest)
    except ValidationError as error:
        raise ValueError(first_fault(error, "manifest.json")) from None
    for arm, counts in known.degrees.items():
        if sum(counts) > MOST_RESIDENTS:
            raise ValueError(f"manifest.json, degrees.{arm}: more residents than there can be")
    missing = [arm for arm in (known.baseline, manifest.get("arm", known.baseline)) if arm not in known.arms]
    if missing and known.seeds:
        raise ValueError(f"manifest.json, arms: {missing[0]} is not among them")
