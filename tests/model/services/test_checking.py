"""What services take: numbers of things that there are, amounts of 0 or more."""

from __future__ import annotations

import numpy as np
import pytest
from linli.model.services.checking import amounts


def test_one_amount_is_for_each_and_several_are_one_each() -> None:
    assert amounts(2.5, (4,), "hours").tolist() == [2.5] * 4
    assert amounts([1.0, 0.0], (2,), "hours").tolist() == [1.0, 0.0]
    assert amounts(3, (0,), "hours").tolist() == []


@pytest.mark.parametrize(
    ("values", "said"),
    [([1.0, 2.0, 3.0], "one for each of 2"), ([-1.0, 2.0], "0 or more"), ([np.nan, 1.0], "0 or more"), (np.inf, "0 or more")],
)  # fmt: skip
def test_other_amounts_are_refused(values: object, said: str) -> None:
    with pytest.raises(ValueError, match=f"hours.*{said}"):
        amounts(values, (2,), "hours")
