"""All bits of a society, array by array, so that two can be compared and the sentence can say where they differ."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..society import Society

Bits = dict[str, str]
"""What is kept -> a hash of it."""


def digest(value: Any) -> str:
    """Return a hash of an array or a plain value."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    whole = hashlib.blake2b(f"{value.dtype} {value.shape}".encode(), digest_size=12)
    whole.update(np.ascontiguousarray(value).tobytes())
    return whole.hexdigest()


def all_bits(society: Society, own: str) -> Bits:
    """Return all that a society keeps, but for what the mechanism `own` keeps itself."""
    kept: dict[str, Any] = _people(society, slice(None))
    kept |= {f"words.{name}": array for name, array in society.engine.words._asdict().items()}
    kept |= {f"services.{name}": value for name, value in society.services.state().items()} | _organisations(society)
    kept |= {name: value for name, value in society.programme.state().items() if not name.startswith(f"{own}/")}
    kept |= {"tallies": society.engine.tally_counts, "attendances": society.person_times}
    kept |= {f"experiences {by} {kind}": number for (by, kind), number in society.programme.experiences().items()}
    return {name: digest(value) for name, value in kept.items()}


def _organisations(society: Society) -> dict[str, Any]:
    """Return the kinds of organisations by name: codes are given as kinds are declared."""
    saved = society.services.organisations.state()
    names = [name for name in str(saved["names"]).split("|") if name]
    kinds = np.array([zlib.crc32(name.encode()) for name in names] or [0], np.uint32)
    code = saved["code"]
    kept: dict[str, Any] = {"services.organisations/code": np.where(code >= 0, kinds[np.maximum(code, 0)], 0)}
    kept |= {"services.organisations/names": "", "services.organisations/history": 0}
    return kept | {f"organisations {name}": row for name, row in zip(names, saved["history"], strict=True) if row.any()}


def own_bits(society: Society, own: str) -> Bits:
    """Return what the mechanism `own` keeps itself."""
    return {name: digest(value) for name, value in society.programme.state().items() if name.startswith(f"{own}/")}


def community_bits(society: Society, community: int) -> Bits:
    """Return all that is kept of the people of one community (its index) and of its money and work."""
    rows = society.places.community_rows
    here = slice(int(rows[community]), int(rows[community + 1]))
    kept = _people(society, here)
    # Flats and gates are counted from the first community of the society.
    for name in ("residents.flat", "residents.gate"):
        kept[name] = kept[name] - kept[name][:1]
    s = society.services
    kept |= {"words.known": society.engine.words.known[here], "services.staff/given": s.staff.given[here]}
    kept |= {"services.ledger/fen": s.ledger.fen[:, community], "services.ledger/spent": s.ledger.spent[:, community]}
    kept |= {
        "services.staff/volunteer_hours": s.staff.volunteer_hours[community],
        "services.staff/duty_hours": s.staff.duty_hours[:, community],
    }
    kept |= {
        "services.volunteers/not_before": s.volunteers.not_before[here],
        "tallies": society.engine.tally_counts[community],
    }
    return {name: digest(value) for name, value in kept.items()}


def _people(society: Society, here: slice) -> dict[str, Any]:
    kept: dict[str, Any] = {f"ties.{name}": array[here] for name, array in society.ties._asdict().items()}
    # Codes of kinds of foci are given as they are first used: names are compared.
    names = np.array([zlib.crc32(kind.name.encode()) for kind in society.origins.kinds], np.uint32)
    used = kept["ties.partner"] != np.iinfo(np.uint16).max
    kept["ties.origin"] = np.where(used, names[kept["ties.origin"]], 0)
    for name, array in society.residents.arrays().items():
        kept[f"residents.{name}"] = array[:, here] if name == "groups" else array[here]
    return kept


def different(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return the names under which `other` does not keep what `one` keeps; what only `other` keeps does not count."""
    return [name for name, value in one.items() if other.get(name) != value]
