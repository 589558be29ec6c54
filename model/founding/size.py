"""How many people a neighbourhood will have and what memory they take, told before anything is built."""

from __future__ import annotations

import math
import os
from contextlib import suppress
from pathlib import Path

from ..ground.refusal import InputError
from ..ground.text import Text
from .neighbourhood import LARGEST_COMMUNITY, MOST_FLATS, NeighbourhoodParameters
from .population import PopulationParameters
from .population_tables import beds_and_children
from .presets import BYTES_A_SLOT

BYTES_A_RESIDENT = 400
"""Of one engine beside the slots: attributes, habits, decisions; a little more than the benchmark finds."""
BYTES_A_FLAT = 60
"""Of one engine: places, offsets and what is drawn of a flat, lived in or not."""
BYTES_AT_LEAST = 300_000_000
"""What Python and compiled code take before anybody lives anywhere."""
SURE = 6.0
"""Standard deviations above the mean that no draw of a community is expected to pass."""
EMPTIEST = 0.5
"""Flats of a community that must be lived in, in the mean; with fewer there is probably nobody."""
ADVICE = Text("Take fewer communities or buildings.", "请减少社区或楼栋。")
_CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def expected_residents(neighbourhood: NeighbourhoodParameters, population: PopulationParameters) -> tuple[float, float]:
    """Return mean and standard deviation of the residents of 14 and older of one community."""
    numbers = neighbourhood.resolved()
    beds = beds_and_children(population).sum(axis=1).tolist()
    mean = sum(share * number for number, share in enumerate(beds))
    square = sum(share * number**2 for number, share in enumerate(beds))
    lived_in = numbers.flats_per_community * numbers.occupancy
    return lived_in * mean, math.sqrt(max(0.0, lived_in * (square - numbers.occupancy * mean**2)))


def refuse_crowded(neighbourhood: NeighbourhoodParameters, population: PopulationParameters) -> None:
    """Refuse a neighbourhood with a community that could be too large, or in which probably nobody lives. What passes can be founded.

    Raises:
        InputError: it is one; the sentence does not name the section.
    """
    numbers = neighbourhood.resolved()
    flats, lived_in = numbers.flats_per_community, numbers.flats_per_community * numbers.occupancy
    if lived_in < EMPTIEST:
        raise InputError(
            f"of {flats:,} flats of a community about {lived_in:.2g} would be lived in; take more flats or a higher occupancy.",
            f"一个社区 {flats:,} 套住房中约 {lived_in:.2g} 套有人居住；请增加住房或提高入住率。",
        )
    mean, spread = expected_residents(neighbourhood, population)
    most = mean + SURE * spread
    if most > LARGEST_COMMUNITY:
        raise InputError(
            f"a community would have about {mean:,.0f} residents, {most:,.0f} by chance; at most {LARGEST_COMMUNITY:,} are allowed. "
            "Take fewer compounds or buildings, and more communities.",
            f"一个社区将有约 {mean:,.0f} 名居民，偶然可达 {most:,.0f} 名；最多允许 {LARGEST_COMMUNITY:,} 名。请减少小区或楼栋，增加社区数。",
        )
    if flats > MOST_FLATS:
        raise InputError(
            f"a community would have {flats:,} flats; at most {MOST_FLATS:,} are allowed. Take fewer compounds or buildings, and more communities.",
            f"一个社区将有 {flats:,} 套住房，最多允许 {MOST_FLATS:,} 套。请减少小区或楼栋，增加社区数。",
        )


def bytes_of(residents: float, slots: int, flats: float = 0.0) -> float:
    """Return about how many bytes one society takes."""
    return residents * (BYTES_A_RESIDENT + BYTES_A_SLOT * slots + 1) + flats * BYTES_A_FLAT


def memory() -> float:
    """Return the bytes that this process may have: of the machine, its container or its own limit, whichever is least; inf if nothing tells."""
    found = [math.inf]
    with suppress(AttributeError, OSError, ValueError):
        found.append(float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")))
    for file in _CGROUPS:
        with suppress(OSError, ValueError):
            found.append(float(Path(file).read_text(encoding="ascii")))
    with suppress(ImportError):
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        found += [] if limit == resource.RLIM_INFINITY else [float(limit)]
    return min(found)


def refuse_beyond_memory(neighbourhood: NeighbourhoodParameters, population: PopulationParameters, slots: int, societies: int = 1) -> None:
    """Refuse a neighbourhood that memory cannot hold, before it is built.

    Args:
        neighbourhood: what is to be built.
        population: who is to live there.
        slots: others that a resident can keep.
        societies: how many are held at once.

    Raises:
        InputError: there is less memory; the sentence says what would fit.
    """
    numbers = neighbourhood.resolved()
    residents = expected_residents(neighbourhood, population)[0] * numbers.communities
    refuse_residents(residents, slots, societies, float(numbers.flats_per_community) * numbers.communities)


def refuse_residents(residents: float, slots: int, societies: int = 1, flats: float = 0.0, advice: Text = ADVICE) -> None:
    """Refuse more residents than memory holds.

    Args:
        residents: about how many.
        slots: others that each can keep.
        societies: how many are held at once.
        flats: of one society.
        advice: what to do instead.

    Raises:
        InputError: there is less memory; the sentence says how many would fit.
    """
    have, each = memory(), bytes_of(residents, slots, flats)
    need = BYTES_AT_LEAST + each * societies
    if need <= have:
        return
    fits = max(0.0, residents * (have - BYTES_AT_LEAST) / (each * societies))
    times = (f", {societies} times at once,", f"同时 {societies} 份，") if societies > 1 else ("", "")
    raise InputError(
        f"about {residents:,.0f} residents{times[0]} need about {need / 1e9:,.1f} GB of memory; there are {have / 1e9:,.1f} GB, "
        f"in which about {fits:,.0f} would fit. {advice.en}",
        f"约 {residents:,.0f} 名居民{times[1] and '（' + times[1].rstrip('，') + '）'}约需 {need / 1e9:,.1f} GB 内存，现有 {have / 1e9:,.1f} GB，"
        f"约可容纳 {fits:,.0f} 人。{advice.zh}",
    )
