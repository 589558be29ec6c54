"""What statistics tell of constants: approximate Bayesian computation with regression, over plays whose constants were drawn from what is thought before.

The plays' constants are regressed on their statistics (ridge, each play told by a fit without it); what is expected of the constants, a number each, stands
for all statistics (Fearnhead & Prangle 2012). Plays near to the compound in these numbers are kept, weighted by how near, and moved along a local line to
where the compound is (Beaumont, Zhang & Balding 2002). All of it on the logit scale of the shares of ranges, so that nothing leaves its range.

Few plays and many statistics can look as if they told something. So the same is done with the statistics dealt out to the wrong plays, many times: only what
is narrower than nineteen of twenty of these is called known better. And some plays are held back and taken for the compound: their constants are known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...model.ground.text import Text
from ...scenarios.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR = 0.5
"""Share of the plays that count, at least `FEWEST_NEAR` a constant and one."""
FEWEST_NEAR = 10
TOLD_BY = 0.9
"""Share of the plays in which a statistic must have a value to be used."""
FOLDS = 5
SHUFFLES = 39
"""Times that statistics are dealt out to the wrong plays."""
SURE, LEAST = 0.9, 0.1
"""Of intervals; and how much narrower one must be to be called so, however sure it is."""
FAR = 4.0
_EDGE = 1e-4
NEED_SKLEARN = Text(
    'fitting needs scikit-learn; install it with: pip install "linli[experiments]"', '拟合需要 scikit-learn，请安装：pip install "linli[experiments]"'
)


class Weighted(NamedTuple):
    """Draws of constants with their weights.

    Attributes:
        shares: float64 [draws, constants], shares of their ranges.
        weights: float64 [draws], sum to 1.
        plays: int64 [draws], the play that each comes from.
    """

    shares: np.ndarray
    weights: np.ndarray
    plays: np.ndarray

    @property
    def effective(self) -> float:
        """Kish's effective size."""
        return 1.0 / float((self.weights**2).sum())

    def quantiles(self, *levels: float) -> np.ndarray:
        """Return float64 [levels, constants]: weighted quantiles."""
        found = []
        for column in self.shares.T:
            order = np.argsort(column, kind="stable")
            reached = np.cumsum(self.weights[order]) - 0.5 * self.weights[order]
            found.append(np.interp(levels, reached, column[order]))
        return np.asarray(np.array(found).T)

    def narrower(self) -> np.ndarray:
        """Return float64 [constants]: how much narrower the interval is than before; below 0 where it is wider."""
        low, high = self.quantiles(*_ends())
        return np.asarray(1.0 - (high - low) / SURE)

    def even(self, many: int) -> np.ndarray:
        """Return int64 [many]: draws by number, each as often as its weight says (systematic resampling)."""
        reached = np.cumsum(self.weights)
        return np.minimum(np.searchsorted(reached, (np.arange(many) + 0.5) / many), len(self.weights) - 1)


class Told(NamedTuple):
    """What is told of the constants of a compound.

    Attributes:
        draws: what they may be.
        narrower: float64 [constants], how much narrower the interval of 90 % is than before.
        by_luck: float64 [constants], how much narrower nineteen of twenty are at most with the wrong statistics.
        covered: float64 [constants], share of the intervals of plays held back that hold what is true.
        usual: float64 [constants], how much narrower these intervals are, in the middle.
        held_back: how many plays were.
        used: names of the statistics that were used.
        beyond: names of those in which the compound lies far outside all plays.
    """

    draws: Weighted
    narrower: np.ndarray
    by_luck: np.ndarray
    covered: np.ndarray
    usual: np.ndarray
    held_back: int
    used: tuple[str, ...]
    beyond: tuple[str, ...]

    @property
    def better(self) -> np.ndarray:
        """Which constants are known better than before, bool [constants]."""
        return np.asarray(self.narrower > np.maximum(self.by_luck, LEAST))


def _ends() -> tuple[float, float]:
    return (1.0 - SURE) / 2.0, (1.0 + SURE) / 2.0


def tell(shares: np.ndarray, plays: np.ndarray, names: tuple[str, ...], observed: np.ndarray, *, held_back: int = 200, seed: int = 1) -> Told:
    """Tell what observed statistics say of constants.

    Args:
        shares: float64 [plays, constants], shares of ranges at which the plays were made.
        plays: float64 [plays, statistics] of the plays.
        names: of the statistics.
        observed: float64 [statistics] of the compound; NaN where its answers tell nothing.
        held_back: plays that are taken for the compound, at most, to see how far one can trust the intervals.
        seed: of what is shuffled and held back.

    Raises:
        UserError: scikit-learn is not installed, there are too few plays, or no statistic can be used.
    """
    _need_sklearn()
    refuse_few(len(shares), shares.shape[1])
    used = usable(plays, observed)
    if not used.any():
        raise UserError(
            "no number that can be compared follows from the answers; ask more people, or more columns.", "答卷得不出任何可比较的数；请增加人数或列。"
        )
    table, wanted = plays[:, used], observed[used]
    rng = np.random.Generator(np.random.PCG64(seed))
    draws = posterior(shares, table, wanted)
    luck = by_luck(shares, table, wanted, rng)
    covered, usual, many = recovery(shares, table, table, held_back, seed)
    kept = [name for name, use in zip(names, used, strict=True) if use]
    outside = beyond(table, wanted)
    return Told(
        draws, draws.narrower(), luck, covered, usual, many, tuple(kept), tuple(np.array(kept)[outside].tolist())
    )


def refuse_few(plays: int, constants: int) -> None:
    """Refuse plays that are too few to regress on.

    Raises:
        UserError: there are fewer than some twenty a constant.
    """
    least = 2 * FEWEST_NEAR * (constants + 1)
    if plays < least:
        raise UserError(
            f"{plays:,} plays are too few for {constants} constants; take {least:,} or more.",
            f"{plays:,} 次模拟不足以拟合 {constants} 个常数，请至少取 {least:,} 次。", argument="plays",
        )  # fmt: skip


def usable(plays: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Return bool [statistics]: those that the compound tells, nearly all plays tell too, and that vary."""
    told = np.isfinite(plays)
    with np.errstate(invalid="ignore"):
        spread = np.where(told, plays, 0.0).max(axis=0) - np.where(told, plays, 0.0).min(axis=0)
    return np.asarray(np.isfinite(observed) & (told.mean(axis=0) >= TOLD_BY) & (spread > 1e-9))


def beyond(plays: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Return bool [statistics]: those where no play lies as far out as the compound, which is `FAR` standard deviations from their mean and more.

    One in a hundred would not do: of forty statistics some are always among the hundredth.
    """
    filled = _filled(plays)
    outside = (filled < observed).all(axis=0) | (filled > observed).all(axis=0)
    return np.asarray(outside & (np.abs(observed - filled.mean(axis=0)) > FAR * filled.std(axis=0)))


def posterior(shares: np.ndarray, plays: np.ndarray, observed: np.ndarray) -> Weighted:
    """Return what constants may be, given observed statistics; all of them are told.

    Args:
        shares: float64 [plays, constants].
        plays: float64 [plays, statistics].
        observed: float64 [statistics].
    """
    z = _logits(shares)
    fitted = _Regression(z, plays)
    return _near(z, fitted.expected, fitted.expected_at(observed[None, :])[0])


def by_luck(shares: np.ndarray, plays: np.ndarray, observed: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return float64 [constants]: how much narrower nineteen of twenty intervals are at most, if statistics are dealt to the wrong plays.

    Args:
        shares: as in `posterior`, and so are the next two.
        plays: of the statistics.
        observed: of the compound.
        rng: deals.
    """
    d, z = shares.shape[1], _logits(shares)
    # The statistics stay and the constants are dealt: so all deals are regressed at once.
    dealt = np.concatenate([z[rng.permutation(len(z))] for _ in range(SHUFFLES)], axis=1)
    fitted = _Regression(dealt, plays)
    here = fitted.expected_at(observed[None, :])[0]
    narrower = [_near(dealt[:, own], fitted.expected[:, own], here[own]).narrower() for own in (slice(k * d, (k + 1) * d) for k in range(SHUFFLES))]
    return np.asarray(np.quantile(narrower, 0.95, axis=0))


def _logits(shares: np.ndarray) -> np.ndarray:
    inside = np.clip(shares, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)))


class _Regression:
    """Constants (logits of shares) regressed on statistics: worked out once, asked for many compounds.

    Attributes:
        expected: float64 [plays, constants], what is expected of each play by a fit that has not seen it: as far off as for the compound.
    """

    def __init__(self, z: np.ndarray, plays: np.ndarray) -> None:
        from sklearn.linear_model import RidgeCV
        from sklearn.model_selection import KFold, cross_val_predict
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self._middle = np.nanmedian(plays, axis=0)
        filled = _filled(plays)
        ridge: Any = make_pipeline(StandardScaler(), RidgeCV(alphas=np.logspace(0.0, 5.0, 11), alpha_per_target=True))
        self.expected = np.asarray(cross_val_predict(ridge, filled, z, cv=KFold(FOLDS, shuffle=True, random_state=0)), np.float64)
        self._whole = ridge.fit(filled, z)

    def expected_at(self, observed: np.ndarray) -> np.ndarray:
        """Return float64 [compounds, constants]: what is expected of compounds; what one does not tell is taken as in the middle."""
        return np.asarray(self._whole.predict(np.where(np.isfinite(observed), observed, self._middle)), np.float64)


def _near(z: np.ndarray, expected: np.ndarray, here: np.ndarray) -> Weighted:
    """Return the plays nearest to a compound, moved along a local line to where it is.

    Args:
        z: float64 [plays, constants], logits of shares.
        expected: float64 [plays, constants], what their statistics let expect.
        here: float64 [constants], the same of the compound.
    """
    apart = (expected - here) / np.maximum((z - expected).std(axis=0), 1e-9)
    distance = np.sqrt((apart**2).sum(axis=1))
    many = min(len(distance), max(math.ceil(NEAR * len(distance)), FEWEST_NEAR * (len(here) + 1)))
    near = np.sort(np.argsort(distance, kind="stable")[:many])
    # Epanechnikov's kernel, a little wider than the farthest.
    weights = 1.0 - (distance[near] / (1.001 * max(float(distance[near].max()), 1e-12))) ** 2
    weights = weights / weights.sum()
    root = np.sqrt(weights)[:, None]
    line, *_ = np.linalg.lstsq(np.column_stack([np.ones(many), apart[near]]) * root, z[near] * root, rcond=None)
    rest = z[near] - apart[near] @ line[1:] - line[0]
    # A line through few plays lies nearer to them than the truth does, by as many as it has coefficients.
    effective = 1.0 / float((weights**2).sum())
    wider = math.sqrt(effective / max(effective - len(line), 1.0))
    return Weighted(1.0 / (1.0 + np.exp(-(line[0] + wider * rest))), weights, near)


def recovery(shares: np.ndarray, plays: np.ndarray, planted: np.ndarray, most: int, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Hold plays back, take each for the compound, and see whether its constants come back.

    Args:
        shares: float64 [plays, constants].
        plays: float64 [plays, statistics], what a play is compared by.
        planted: the same, of the play as the compound: other answers of the same life, if there are any.
        most: plays that are held back at most.
        seed: which.

    Returns:
        Share of the intervals of 90 % that hold the truth, how much narrower than before they are in the middle, both [constants], and how many there were.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    held, narrower = [], []
    for inside, outside in _folds(len(shares), rng):
        z = _logits(shares[inside])
        fitted, chosen = _Regression(z, plays[inside]), outside[: math.ceil(most / FOLDS)]
        for k, here in zip(chosen, fitted.expected_at(planted[chosen]), strict=True):
            found = _near(z, fitted.expected, here)
            low, high = found.quantiles(*_ends())
            held.append((low <= shares[k]) & (shares[k] <= high))
            narrower.append(found.narrower())
    return np.mean(held, axis=0), np.median(narrower, axis=0), len(held)


def _folds(many: int, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    order = rng.permutation(many)
    for part in range(FOLDS):
        outside = order[part::FOLDS]
        yield np.setdiff1d(order, outside), outside


def _filled(plays: np.ndarray) -> np.ndarray:
    """Return the statistics with the median where a play tells nothing."""
    return np.where(np.isfinite(plays), plays, np.nanmedian(plays, axis=0))


def _need_sklearn() -> None:
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise UserError(*NEED_SKLEARN) from None
