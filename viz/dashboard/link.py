"""The state of a page as the query of its address, and back.

A scenario that comes with linli is named; one that was changed or brought along is in the link itself, as its TOML text, packed. So a link needs no
server that remembers anything, and it names no file: a link that does is refused.
"""

from __future__ import annotations

import base64
import binascii
import copy
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from ...model.ground.text import LANGUAGES, Text
from ...scenarios.errors import UserError, show, unknown
from ...scenarios.loader import load, names
from ...scenarios.schema import Scenario
from ...scenarios.toml_text import LARGEST_FILE, parse
from .map.colourings import COLOURINGS
from .state import MOST_DRAWS, MOST_PACKAGES, MOST_SEEDS, SEEDS, State, bounded, first_state

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINK = 60_000
"""Characters of a query: what the server takes as the first line of a request."""
_IN_LINK = Text("in the link", "链接中")
_CUT = Text("the link is not complete; copy the whole of it.", "链接不完整，请复制整个链接。")


def to_query(state: State) -> str:
    """Return the query of the address, without "?". Outlines of buildings are left out where the rest fits into a link and they do not."""
    whole = _query(state, state.scenario)
    if len(whole) <= LONGEST_LINK or not has_outlines(state.scenario):
        return whole
    bare = _query(state, without_outlines(state.scenario))
    return bare if len(bare) <= LONGEST_LINK else whole


def leaves_outlines(state: State) -> bool:
    """Tell whether the link of a state is without the outlines of its buildings, which are drawn as rectangles when it is opened."""
    return has_outlines(state.scenario) and len(_query(state, state.scenario)) > LONGEST_LINK >= len(to_query(state))


def has_outlines(scenario: Scenario) -> bool:
    """Tell whether a scenario says which ground its buildings cover."""
    return any(one.get("outline") for one in scenario.data.get("neighbourhood", {}).get("placed", ()))


def without_outlines(scenario: Scenario) -> Scenario:
    """Return a scenario whose buildings are rectangles. Who lives where, and all that follows, is the same."""
    data = copy.deepcopy(scenario.data)
    for one in data["neighbourhood"]["placed"]:
        one.pop("outline", None)
    return Scenario.from_dict(data, scenario.name, scenario.file, scenario.folder)


def _query(state: State, scenario: Scenario) -> str:
    said: dict[str, Any] = {"scenario": scenario.name, "arms": ",".join(state.chosen), "seeds": state.seeds, "page": state.page, "lang": state.language}
    if state.looked_at != (state.packages or state.chosen)[0]:
        said["package"] = state.package
    if state.colouring:
        said["colours"] = state.colouring
    if state.draws:
        said["draws"] = state.draws
    if state.opened:
        said["opened"] = 1
    if not _as_it_came(scenario):
        said["own"] = packed(scenario)
    return urlencode(said)


def _as_it_came(scenario: Scenario) -> bool:
    return scenario.name in names() and _shipped(scenario.name) == scenario.data


@cache
def _shipped(name: str) -> dict[str, Any]:
    """Return the data of a scenario that comes with linli; a page asks for the same each time that it is drawn."""
    return load(name).data


def packed(scenario: Scenario) -> str:
    """Return the text of a scenario, without the files of a roster, as letters that an address can hold."""
    import tomli_w

    data = {key: value for key, value in scenario.to_dict(full=False).items() if key != "roster"}
    return _letters(tomli_w.dumps(data))


@lru_cache(maxsize=32)
def _letters(text: str) -> str:
    """Return a text packed; a page asks for the same one each time that it is drawn."""
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(text: str) -> dict[str, Any]:
    """Return the data of a scenario that `packed` packed.

    Raises:
        UserError: it is damaged, or unpacks to more than a scenario file may have.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        opener = zlib.decompressobj()
        found = opener.decompress(raw, LARGEST_FILE)
        if not opener.eof or opener.unconsumed_tail:
            raise ValueError
        return parse(found.decode(), _IN_LINK.en)
    except (binascii.Error, zlib.error, ValueError):
        raise UserError(_CUT.en, _CUT.zh) from None


def from_query(query: str, start: State) -> State:
    """Return the state that a link means; what it does not say is as in `start`, the state with which the server began.

    Raises:
        UserError: something in the link cannot be used.
    """
    if len(query) > LONGEST_LINK:
        raise UserError(_CUT.en, _CUT.zh)
    said = {key: values[-1] for key, values in parse_qs(query).items()}
    language = said.get("lang", start.language)
    language = language if language in LANGUAGES else start.language
    state = _scenario(said, start, language)
    chosen = _chosen(said.get("arms", ""), state)
    seeds = _whole(said, "seeds", 1, MOST_SEEDS, state.seeds if state is start else SEEDS)
    draws = _whole(said, "draws", 0, MOST_DRAWS, 0)
    page = said.get("page", state.page)
    package = said.get("package", "")
    if package and package not in state.scenario.arms:
        raise unknown(package, state.scenario.arms, Text("arm", "方案"))
    colouring = said.get("colours", "")
    if colouring and colouring not in (known := [one.name for one in COLOURINGS]):
        raise unknown(colouring, known, Text("way of colouring", "着色方式"))
    return State(state.scenario, chosen, seeds, draws, page, language, package, colouring, state.opened)


def _scenario(said: Mapping[str, str], start: State, language: str) -> State:
    name = said.get("scenario", start.scenario.name)
    if "own" in said:
        data = unpacked(said["own"])
        refuse_files(data)
        opened = "opened" in said and start.opened
        folder = start.scenario.folder if opened else "."
        if opened and "roster" in start.scenario.data:
            data["roster"] = start.scenario.data["roster"]
        return first_state(Scenario.from_dict(data, name[:60], "", folder), language, opened)
    if name == start.scenario.name:
        return start
    if name not in names():
        raise unknown(name, names(), Text("scenario", "情景"))
    return first_state(load(name), language)


def refuse_files(data: Mapping[str, Any]) -> None:
    """Refuse a scenario from outside that names files of this computer.

    Raises:
        UserError: it does.
    """
    arms = data.get("arms", {})
    parts: Iterable[Any] = (data, *(arms.values() if isinstance(arms, Mapping) else ()))
    if any(isinstance(part, Mapping) and "roster" in part for part in parts):
        raise UserError(
            "a scenario from a link or an upload may not name files (roster).", "来自链接或上传的情景不得引用文件（roster）。", section="[roster]"
        )  # fmt: skip


def _chosen(asked: str, state: State) -> tuple[str, ...]:
    given = list(dict.fromkeys(part for part in asked.split(",") if part))[: MOST_PACKAGES + 1]
    for name in given:
        if name not in state.scenario.arms:
            raise unknown(name, state.scenario.arms, Text("arm", "方案"))
    return tuple(given) or state.chosen


def _whole(said: Mapping[str, str], key: str, low: int, high: int, usual: int) -> int:
    given = said.get(key)
    if given is None:
        return usual
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
    if not low <= number <= high:
        raise UserError(
            f"{show(given)} is not a whole number between {low:,} and {high:,}.", f"{show(given)} 不是 {low:,} 与 {high:,} 之间的整数。", field=key
        )  # fmt: skip
    return number


__all__ = ["bounded", "from_query", "has_outlines", "leaves_outlines", "packed", "refuse_files", "to_query", "unpacked", "without_outlines"]
