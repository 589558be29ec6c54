"""What a person has given of a compound so far, and what comes of it. Kept in memory while the session lives; nothing is written or sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from ....model.ground.refusal import InputError
from ....scenarios.compound.counts import Counts, People
from ....scenarios.compound.making import HAND, Compound, Given, compound_of, read_files, typed_counts
from ....scenarios.errors import UserError
from ..state import bounded

if TYPE_CHECKING:
    from ....model.founding.neighbourhood import Preset
    from ....scenarios.schema import Scenario
    from ..controller import Controller

MOST_FILES, LARGEST_FILE = 6, 8_000_000
"""Files of a compound, and bytes of one, that a browser may hand in."""
NAME = "my-compound"


@dataclass(frozen=True)
class Draft:
    """What a person has given.

    Attributes:
        files: (name, bytes) of each file.
        gcj02, metres, site: how a map is to be read, as in `read_files`.
        preset: what supplies the rest; "": that of the scenario.
        items: item -> count, typed.
        people: (first age, last age, tenure) -> count, typed.
        rectangles: drawn buildings (x, y, side, side, direction), in metres.
        title: of the scenario.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    gcj02: bool = False
    metres: bool = False
    site: str = ""
    preset: str = ""
    items: tuple[tuple[str, int], ...] = ()
    people: tuple[tuple[int, int, str, int], ...] = ()
    rectangles: tuple[tuple[float, ...], ...] = ()
    title: str = ""

    @property
    def empty(self) -> bool:
        """True if nothing was told yet."""
        return not (self.files or self.items or self.people or self.rectangles)


class Outcome(NamedTuple):
    """What came of a draft: a compound, or one sentence on what cannot be used; and the compounds that the map names."""

    compound: Compound | None = None
    error: str = ""
    sites: tuple[str, ...] = ()


_KEPT: WeakKeyDictionary[Controller, Draft] = WeakKeyDictionary()


def kept(controller: Controller) -> Draft:
    """Return what the person of a session has given."""
    return _KEPT.get(controller, Draft())


def keep(controller: Controller, **changes: Any) -> Draft:
    """Change what the person of a session has given, and return it."""
    _KEPT[controller] = draft = replace(kept(controller), **changes)
    return draft


Files = tuple[tuple[str, bytes], ...]
"""(name, bytes) of each file."""


def handed(value: tuple[int, tuple[tuple[str, int, bytes], ...]] | None) -> Files:
    """Return the files that were handed in with `Upload`.

    Raises:
        UserError: one was too large for the browser to send.
    """
    if value is None:
        return ()
    large = next((name for name, size, raw in value[1] if size > len(raw)), None)
    if large is not None:
        raise UserError("it is too large for the browser; use linli import for it.", "文件过大，请用 linli import。", file=large)
    return tuple((name, raw) for name, _, raw in value[1])


def with_files(before: Files, files: Files) -> Files:
    """Return the files of a draft and new ones; one of the same name is replaced.

    Raises:
        UserError: there are too many, or one is too large.
    """
    names = {name for name, _ in files}
    found = (*(one for one in before if one[0] not in names), *files)
    large = next((name for name, raw in found if len(raw) > LARGEST_FILE), None)
    if large is not None:
        raise UserError(
            f"it is larger than {LARGEST_FILE:,} bytes; use linli import for it.", f"文件超过 {LARGEST_FILE:,} 字节，请用 linli import。", file=large
        )
    if len(found) > MOST_FILES:
        raise UserError(f"there are {len(found)} files; at most {MOST_FILES}.", f"共 {len(found)} 个文件，最多 {MOST_FILES} 个。")
    return found


def outcome_of(draft: Draft, base: Scenario, language: str) -> Outcome:
    """Make the compound of a draft, or say why it cannot be made."""
    if draft.empty:
        return Outcome()
    sites: tuple[str, ...] = ()
    try:
        given, sites = _given(draft)
        compound = compound_of(given, base, preset=_preset(draft), title=draft.title, name=NAME)
        bounded(compound.scenario)
        return Outcome(compound, "", sites)
    except UserError as error:
        return Outcome(None, error.say(language), sites)
    except InputError as error:
        return Outcome(None, error.text.say(language), sites)


def _preset(draft: Draft) -> Preset | None:
    return draft.preset or None  # type: ignore[return-value]


def preset_of(draft: Draft, base: Scenario) -> Preset:
    """Return the kind of housing that supplies what is not told."""
    return _preset(draft) or base.neighbourhood.preset


def _given(draft: Draft) -> tuple[Given, tuple[str, ...]]:
    # What is said of maps is about a map; without one it waits.
    is_map = any(raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" for _, raw in draft.files)
    given = read_files(draft.files, gcj02=draft.gcj02 and is_map, metres=draft.metres and is_map)
    sites = tuple(one for one in given.footprints.compounds if one) if given.footprints is not None else ()
    if draft.site and draft.site in sites:
        given = read_files(draft.files, gcj02=draft.gcj02, metres=draft.metres, site=draft.site)
    if draft.rectangles:
        from ....scenarios.compound.drawn import drawn

        if given.footprints is not None:
            raise UserError("there is a map and a drawing; keep one of them.", "既有地图又有手绘，请只留其一。")
        found = drawn(draft.rectangles)
        given = given._replace(footprints=found, notes=(*given.notes, *found.notes))
    typed = Counts(typed_counts(dict(draft.items)).items, tuple(People(*one) for one in draft.people))
    return given._replace(counts=given.counts.and_those(typed, HAND)), sites
