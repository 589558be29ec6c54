"""Households on their way between communities, as files in `states/`: sealed, of one city, year and community, and looked at before they are believed.

    00007.leaving.npz     who looks for a flat elsewhere at the end of a year
    00007.coming.npz      who moves in at the beginning of the next

A damaged one is not believed. Those who come are dealt anew when the city goes on; those who leave are written with the society that they leave.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np

from ...model.founding.arrivals import BROUGHT, Arrivals
from ...model.people.residents import ATTRIBUTES, NO_TALENT, TOPICS, pack_traits
from ...scenarios.errors import UserError, one_line, shortened, show
from ..sealed_folder import SealedFolder, arrays_of
from .barrier import Leaving

T = TypeVar("T")
MOST_BEDS = 255
_TYPES = {"flats": np.int32, "beds": np.uint8, "tenure": np.uint8, "order": np.float64}


def save_leaving(found: Leaving, path: Path, label: str) -> None:
    """Keep who leaves.

    Args:
        found: the households.
        path: of the file.
        label: what it is of; the same is named to read it.

    Raises:
        UserError: it cannot be written.
    """
    _save({**{name: getattr(found, name) for name in _TYPES}, **found.people}, path, label)


def load_leaving(path: Path, label: str) -> Leaving:
    """Read who leaves; arguments as those of `save_leaving`.

    Raises:
        UserError: it is damaged, gone, or of something else.
    """
    return _loaded(path, label, leaving_of)


def save_coming(found: Arrivals, path: Path, label: str) -> None:
    """Keep who comes; arguments and errors as those of `save_leaving`."""
    _save({"flats": found.flats, **found.people}, path, label)


def load_coming(path: Path, label: str, people: int) -> Arrivals:
    """Read who comes.

    Args:
        path: of the file.
        label: what it is of.
        people: how many they are.

    Raises:
        UserError: as `load_leaving`.
    """
    return _loaded(path, label, lambda arrays: coming_of(arrays, people))


def leaving_of(arrays: Mapping[str, np.ndarray]) -> Leaving:
    """Return households that leave, of arrays of which nothing is known yet.

    Raises:
        ValueError, KeyError: they are no such households.
    """
    m = len(arrays["flats"])
    for name, kind in _TYPES.items():
        if arrays[name].dtype != kind or arrays[name].shape != (m,):
            raise ValueError(f"{name} has another type or length")
    _check_flats(arrays["flats"])
    if not ((arrays["beds"] > 0).all() and (arrays["tenure"] <= 1).all() and ((arrays["order"] >= 0.0) & (arrays["order"] < 1.0)).all()):
        raise ValueError("there are no such households")
    people = _people(arrays, int(arrays["beds"].sum(dtype=np.int64)), (*_TYPES, *BROUGHT))
    return Leaving(arrays["flats"], arrays["beds"], arrays["tenure"], arrays["order"], people)


def coming_of(arrays: Mapping[str, np.ndarray], people: int) -> Arrivals:
    """Return households that come, of arrays of which nothing is known yet.

    Raises:
        ValueError, KeyError: they are no such households, or not so many people.
    """
    flats = arrays["flats"]
    if flats.dtype != np.int32 or flats.ndim != 1:
        raise ValueError("flats has another type")
    _check_flats(flats)
    if not len(flats) <= people <= MOST_BEDS * len(flats):
        raise ValueError("there are no such households")
    return Arrivals(flats, _people(arrays, people, ("flats", *BROUGHT)))


def _check_flats(flats: np.ndarray) -> None:
    if len(flats) and (flats[0] < 0 or (np.diff(flats.astype(np.int64)) <= 0).any()):
        raise ValueError("flats are not in their order")


def _people(arrays: Mapping[str, np.ndarray], n: int, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return what people bring, each attribute of its type, and none with a code that stands for nothing."""
    if set(arrays) != set(names):
        raise ValueError("there are other arrays")
    found = {name: arrays[name] for name in BROUGHT}
    for name, values in found.items():
        what = ATTRIBUTES[name]
        if values.dtype != what.dtype or values.shape != ((n, len(TOPICS)) if name == "interests" else (n,)):
            raise ValueError(f"{name} has another type or length")
        # Bounds of other numbers are for those who write them; draws may lie beyond.
        right = values < len(what.words) if what.words else np.isfinite(values) if values.dtype.kind == "f" else (values >= what.low) & (values <= what.high)
        if not right.all():
            raise ValueError(f"{name} has a value that is none")
    talent = found["talent"]
    if not ((talent < len(TOPICS)) | (talent == NO_TALENT)).all():
        raise ValueError("a talent is none of the topics")
    if (found["traits"] != pack_traits(*(found[name] for name in ("sex", "age", "registration", "education")))).any():
        raise ValueError("traits are those of others")
    return found


def _loaded(path: Path, label: str, read: Callable[[Mapping[str, np.ndarray]], T]) -> T:
    """Read a file.

    Raises:
        UserError: it is damaged, gone, or of something else.
    """
    try:
        content = SealedFolder(path.parent, label).kept_file(path.name)
        if content is None:
            raise FileNotFoundError("it is gone")
        return read(arrays_of(content))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise gone(path, error) from None


def gone(path: Path, error: Exception) -> UserError:
    """Return the refusal of a file without which a city cannot go on."""
    # From the folder of states on: that of the city may be long.
    given, reason = show("/".join(path.parts[-4:])), shortened(" ".join(one_line(str(error)).split()), 160)
    return UserError(
        f"{given} is damaged or gone ({reason}); the city cannot go on without it. Name another folder with --out.",
        f"{given} 已损坏或丢失（{reason}），城市无法继续。请用 --out 指定其他文件夹。",
    )


def _save(arrays: Mapping[str, np.ndarray], path: Path, label: str) -> None:
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)  # type: ignore[arg-type]
    path.parent.mkdir(parents=True, exist_ok=True)
    SealedFolder(path.parent, label).keep_file(path.name, stream.getvalue())
