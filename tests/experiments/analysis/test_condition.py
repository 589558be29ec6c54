"""What counts as failing, as it is written."""

from __future__ import annotations

import numpy as np
import pytest
from linli.experiments.analysis.condition import Condition, condition_of, read_condition
from linli.scenarios.errors import UserError


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("acquaintances effect <= 0", Condition("acquaintances", False, "<=", 0.0)),
        ("acquaintances<0.5", Condition("acquaintances", False, "<", 0.5)),
        (" strangers value ≥ 0.3 ", Condition("strangers", True, ">=", 0.3)),
        ("building-gates.heads value > 1e3", Condition("building-gates.heads", True, ">", 1000.0)),
        ("close.per_resident effect >= -2", Condition("close.per_resident", False, ">=", -2.0)),
    ],
)
def test_a_condition_is_read_as_it_is_meant_and_written_back(text: str, meant: Condition) -> None:
    assert read_condition(text) == meant
    assert read_condition(str(meant)) == meant


def test_if_nothing_is_said_the_policy_adds_nothing() -> None:
    assert str(condition_of("", ("yuan", "acquaintances"), ("before", "after"))) == "acquaintances effect <= 0"
    assert str(condition_of("", ("yuan", "strangers"), ("before", "after"))) == "yuan effect <= 0"


@pytest.mark.parametrize("sign", ["<=", "<", ">=", ">"])
def test_where_it_holds(sign: str) -> None:
    held = Condition("x", True, sign, 1.0).holds(np.array([0.5, 1.0, 1.5]))  # type: ignore[arg-type]
    assert held.tolist() == {"<=": [True, True, False], "<": [True, False, False], ">=": [False, True, True], ">": [False, False, True]}[sign]


WRONG = ("", "acquaintances", "acquaintances effect", "<= 0", "a share < 1", "a effect b < 1", "a == 1", "a < ", "a < b < c", "x" * 500)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_condition_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UserError, match='such as "acquaintances effect <= 0"') as refused:
        read_condition(text)
    assert refused.value.argument == "fails"
    assert "不是条件" in refused.value.text.zh


@pytest.mark.parametrize("number", ["much", "nan", "inf", "1,5"])
def test_a_threshold_that_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(UserError, match="is no number"):
        read_condition(f"acquaintances effect < {number}")
