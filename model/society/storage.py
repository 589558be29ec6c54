"""Saving a society and taking it up again, exactly: a saved week goes on as if never stopped."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from ..contract.mechanism import Mechanism, MechanismParameters, Schedule
from ..founding.neighbourhood import NeighbourhoodParameters
from ..founding.population import PopulationParameters
from ..ground.refusal import InputError
from ..ground.seal import check_seal, seal
from ..ground.whole import whole
from ..mechanisms.registry import find_mechanism
from ..people.constants import Constants
from ..people.everyday import EverydayKind
from ..people.given import Given
from ..people.places import Places
from ..people.residents import Residents

if TYPE_CHECKING:
    from ..ties.store import Ties
    from .society import Society

_NO_ROWS = np.zeros(0, np.int32)
FORMAT = 4
"""Version of the file: a newer linli reads older ones or says that it does not."""


class StoredError(InputError):
    """A file that is not a saved society, one of another format, or one that was damaged."""


def save(society: Society, path: Path, label: str = "") -> None:
    """Write a society to `path`; the file appears whole or not at all. See `write`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole(path) as part, part.open("w+b") as file:
        write(society, file, label)


def write(society: Society, stream: BinaryIO, label: str = "") -> None:
    """Write a society to an empty stream: a zip of numpy arrays and one JSON text, and a seal (seal.py) at its end.

    Args:
        society: is left as it was.
        stream: writable, readable and seekable.
        label: what the society is of; who reads it must name the same.
    """
    places, facts = _places_parts(society.places)
    state: dict[str, Any] = {**_prefixed("services", society.services.state()), **_prefixed("programme", society.programme.state())}
    arrays: dict[str, np.ndarray] = {
        **_prefixed("places", places),
        **_prefixed("residents", society.residents.arrays()),
        **_prefixed("ties", society.ties._asdict()),
        **_prefixed("given", society.given._asdict()),
        "tallies": society.engine.tally_counts,
        "groups": society.engine.table.groups,
        **{name: value for name, value in state.items() if isinstance(value, np.ndarray)},
    }
    meta = {
        "format": FORMAT,
        "seed": society.seed,
        "week": society.week,
        "policy_week0": society.policy_week0,
        "person_times": society.person_times,
        "days_a_step": society.days_a_step,
        "origins": society.origins.state(),
        "facilities": facts,
        "neighbourhood": society.neighbourhood.model_dump(mode="json"),
        "population": society.population.model_dump(mode="json"),
        "constants": society.constants.model_dump(mode="json"),
        "everyday": {name: kind.model_dump(mode="json") for name, kind in society.everyday.items()},
        "mechanisms": {m.name: _schedule_out(m.schedule) for m in society.programme.mechanisms},
        "state": {name: value for name, value in state.items() if not isinstance(value, np.ndarray)},
    }
    np.savez(stream, allow_pickle=False, meta=np.frombuffer(json.dumps(meta).encode(), np.uint8), **arrays)  # type: ignore[arg-type]
    seal(stream, label)


def load(
    kind: type[Society],
    path: Path,
    mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
    threads: int = 1,
    types: Mapping[str, type[Mechanism[Any]]] | None = None,
) -> Society:
    """Read a society of class `kind` from `path`; see `Society.load`."""
    try:
        with path.open("rb") as file:
            return read(kind, file, str(path), mechanisms, threads, types)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoredError(f"{path} is not a saved society that can be read: {reason}.", f"无法读取已保存的社区 {path}：{reason}。") from error


def read(
    kind: type[Society],
    stream: BinaryIO,
    name: str,
    mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
    threads: int = 1,
    types: Mapping[str, type[Mechanism[Any]]] | None = None,
    label: str = "",
) -> Society:
    """Read a society of class `kind` from a stream that `write` wrote; nothing is believed before the seal is found right.

    Args:
        kind: class of the society.
        stream: readable and seekable.
        name: of the file, for errors.
        mechanisms: begin with these instead of the saved ones.
        threads: threads to use.
        types: name -> class, for mechanisms that are not registered.
        label: what the society must be of.

    Raises:
        StoredError: it is something else, of another format or label, or damaged.
    """
    return taken_up(kind, believed(stream, name, label), name, mechanisms, threads, types)


def taken_up(
    kind: type[Society],
    found: Believed,
    name: str,
    mechanisms: Mapping[str, MechanismParameters | Schedule[Any]] | None = None,
    threads: int = 1,
    types: Mapping[str, type[Mechanism[Any]]] | None = None,
    *,
    again: bool = False,
) -> Society:
    """Make a society of class `kind` of what a file holds; arguments and errors as in `read`.

    Args:
        kind: class of the society.
        found: what the file holds.
        name: of the file, for errors.
        mechanisms: begin with these instead of the saved ones.
        threads: threads to use.
        types: name -> class, for mechanisms that are not registered.
        again: others will be made of it too: this one gets arrays of its own.
    """
    # Ties are copied into the engine's own arrays in any case.
    arrays = {key: array if key.startswith("ties:") else array.copy() for key, array in found.arrays.items()} if again else found.arrays
    meta = found.meta
    try:
        society = _people_and_ties(kind, arrays, meta, found.parameters, threads)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(name, str(error)) from error
    if mechanisms is None:
        own = types or {}
        kinds = {name: own[name] if name in own else find_mechanism(name) for name in meta["mechanisms"]}
        mechanisms = {name: _schedule_in(kinds[name].Parameters, saved) for name, saved in meta["mechanisms"].items()}
    society.attach(mechanisms, types)
    society.moment.turn(_NO_ROWS)
    society.programme.restore({**_part(arrays, "programme"), **_part(meta["state"], "programme")})
    return society


@dataclass
class Believed:
    """What a file of a society holds, once its seal has been found right. Nothing of it is changed by taking it up with `again`.

    Attributes:
        arrays: name -> array.
        meta: the facts.
    """

    arrays: dict[str, np.ndarray]
    meta: dict[str, Any]

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self.arrays.values())

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The parameter sets of the model, checked; they cannot be changed, and states of one scenario share them."""
        return _parameters(json.dumps({name: self.meta[name] for name in ("neighbourhood", "population", "constants", "everyday")}))


@lru_cache(maxsize=8)
def _parameters(text: str) -> dict[str, Any]:
    meta = json.loads(text)
    return {
        "neighbourhood": NeighbourhoodParameters(**meta["neighbourhood"]),
        "population": PopulationParameters(**meta["population"]),
        "constants": Constants(**meta["constants"]),
        "everyday": {name: EverydayKind(**kind) for name, kind in meta["everyday"].items()},
    }


def believed(stream: BinaryIO, name: str, label: str = "") -> Believed:
    """Return what a file holds that `write` wrote, if it is whole; errors as in `read`."""
    try:
        check_seal(stream, label)
        with np.load(stream, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
        meta = json.loads(arrays.pop("meta").tobytes())
        found = meta.get("format")
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as error:
        raise _damaged(name, str(error)) from error
    if found != FORMAT:
        raise StoredError(f"{name} has format {found}; this version of linli reads format {FORMAT}.", f"{name} 的格式为 {found}；当前版本读取格式 {FORMAT}。")
    return Believed(arrays, meta)


def _damaged(name: str, reason: str) -> StoredError:
    short = " ".join(reason.split())[:160]
    return StoredError(
        f"{name} is not a saved society, or it was damaged or saved by an earlier linli ({short}).",
        f"{name} 不是已保存的社区，或已损坏，或由较早版本的 linli 保存（{short}）。",
    )


def _people_and_ties(kind: type[Society], arrays: Mapping[str, np.ndarray], meta: Mapping[str, Any], parameters: Mapping[str, Any], threads: int) -> Society:
    """Return a society with everything but its mechanisms."""
    places = Places(**_part(arrays, "places"), facilities=[tuple(row) for row in meta["facilities"]])
    residents = Residents(**_part(arrays, "residents"))
    society = kind.__new__(kind)
    society._restore(
        **{**parameters, "everyday": dict(parameters["everyday"])},
        seed=meta["seed"],
        threads=threads,
        places=places,
        residents=residents,
        groups=arrays["groups"],
        days_a_step=meta.get("days_a_step", 7.0),
    )
    _copy_ties(society.ties, _part(arrays, "ties"))
    society.given = Given(**_part(arrays, "given"))
    society.engine.tally_counts[:] = arrays["tallies"]
    society.week, society.policy_week0, society.person_times = meta["week"], meta["policy_week0"], meta["person_times"]
    society.services.restore({**_part(arrays, "services"), **_part(meta["state"], "services")})
    society.origins.restore(meta["origins"])
    return society


def _prefixed(prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{prefix}:{name}": value for name, value in values.items()}


def _part(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {name.split(":", 1)[1]: value for name, value in values.items() if name.startswith(prefix + ":")}


def _places_parts(places: Places) -> tuple[dict[str, np.ndarray], list[tuple[int, str, float, float]]]:
    arrays = {f.name: getattr(places, f.name) for f in fields(places) if f.name != "facilities"}
    return arrays, [(int(c), str(kind), float(x), float(y)) for c, kind, x, y in places.facilities]


def _copy_ties(ties: Ties, saved: Mapping[str, np.ndarray]) -> None:
    for name, array in saved.items():
        getattr(ties, name)[:] = array


def _schedule_out(schedule: Schedule[Any]) -> list[tuple[int, dict[str, Any]]]:
    return [(0, schedule.first.model_dump(mode="json"))] + [(week, p.model_dump(mode="json")) for week, p in schedule.changes]


def _schedule_in(kind: type[MechanismParameters], saved: list[tuple[int, dict[str, Any]]]) -> Schedule[Any]:
    entries = [(week, kind(**values)) for week, values in saved]
    return Schedule(entries[0][1], entries[1:])
