"""Who is in the study: samples of people and of households, and who answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..ground.random import draw
from ..ground.refusal import InputError
from .reports import checked_rows

if TYPE_CHECKING:
    from ..ties.world import World


def _lowest(keys: np.ndarray, n: int, what: str, what_zh: str) -> np.ndarray:
    """Return the places of the n lowest keys, in rising order of place.

    Raises:
        InputError: n is negative, or there are not so many.
    """
    if not 0 <= n <= len(keys):
        raise InputError(f"cannot draw {n} {what}: there are {len(keys)}.", f"无法抽取 {n} {what_zh}：共有 {len(keys)}。")
    return np.asarray(np.sort(np.argsort(keys, kind="stable")[:n]))


def sample_people(society: World, n: int, rows: np.ndarray | None = None, wave: int = 0) -> np.ndarray:
    """Draw residents at random, without replacement.

    Args:
        society: the society, read only.
        n: people in the sample.
        rows: out of whom; None: all residents.
        wave: number of the sample; another number draws anew. The same one asks the same people again (a panel), while they live here.

    Returns:
        int32 [n], rows in rising order. A larger sample of the same wave holds the smaller one.

    Raises:
        InputError: there are fewer than `n` people, or no such row.
    """
    among = checked_rows(society, rows)
    keys = draw(society.seed, "survey sample", wave, society.residents.identity[among])
    return np.asarray(among[_lowest(keys, n, "people", "人")], np.int32)


def sample_households(society: World, n: int, adults: int = 1, adult_age: int = 18, wave: int = 0) -> np.ndarray:
    """Draw households at random, without replacement, and in each some adults at random.

    Args:
        society: the society, read only.
        n: households in the sample, out of those with an adult.
        adults: adults asked in a household; all of them where there are fewer.
        adult_age: years from which one is asked.
        wave: number of the sample, as in `sample_people`.

    Returns:
        int32 rows in rising order: of exactly `n` households, at most `adults` each. People of large households are less likely to be
        asked, as in a study that does not weight its answers.

    Raises:
        InputError: there are fewer than `n` such households, or `adults` is below 1.

    Source: Kish 1949 (one adult of a household at random).
    """
    if adults < 1:
        raise InputError(f"at least 1 adult of a household is asked, not {adults}.", f"每户至少访问 1 名成人，不能是 {adults}。")
    r = society.residents
    able = np.flatnonzero(r.age >= adult_age)
    order = able[np.lexsort((draw(society.seed, "survey adult", wave, r.identity[able]), r.flat[able]))]
    flats, first = np.unique(r.flat[order], return_index=True)
    # The last 8 bits of an identity number the members of a household.
    household = r.identity[order[first]] >> np.uint64(8)
    drawn = flats[_lowest(draw(society.seed, "survey household", wave, household), n, "households", "户")]
    place = np.arange(len(order)) - first[np.searchsorted(flats, r.flat[order])]
    return np.asarray(np.sort(order[np.isin(r.flat[order], drawn) & (place < adults)]), np.int32)


def response_base(rate: float, slope: float) -> float:
    """Return the log-odds at average disposition for which `rate` of all people answer, civic disposition being standard normal.

    Args:
        rate: share who answer, above 0 and below 1.
        slope: log-odds a sd of civic disposition.
    """
    from scipy.optimize import brentq

    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    weights = weights / weights.sum()
    wide = 10.0 * (1.0 + abs(slope)) + abs(float(np.log(rate / (1.0 - rate))))
    return float(brentq(lambda base: float((weights / (1.0 + np.exp(-(base + slope * nodes)))).sum()) - rate, -wide, wide))


def responding(society: World, rows: np.ndarray, rate: float, slope: float = 0.0, wave: int = 0) -> np.ndarray:
    """Return those of a sample who answer.

    Args:
        society: the society, read only.
        rows: the sample.
        rate: share who answer, of a population whose civic disposition is standard normal.
        slope: log-odds of answering a sd of civic disposition; above 0 the active answer more often.
        wave: number of the sample, as in `sample_people`.

    Returns:
        int32 rows in rising order. Whether one answers does not depend on who else is asked.

    Raises:
        InputError: `rate` is not within 0 and 1, or there is no such row.
    """
    if not 0.0 <= rate <= 1.0:
        raise InputError(f"a rate of answers lies between 0 and 1; {rate} does not.", f"应答率须在 0 与 1 之间，不能是 {rate}。")
    asked, r = checked_rows(society, rows), society.residents
    chance = np.full(len(asked), rate)
    if slope != 0.0 and 0.0 < rate < 1.0:
        chance = 1.0 / (1.0 + np.exp(-(response_base(rate, slope) + slope * r.civic[asked].astype(np.float64))))
    return np.asarray(asked[draw(society.seed, "survey answers", wave, r.identity[asked]) < chance], np.int32)
