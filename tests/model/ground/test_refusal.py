"""What a user is told goes from one process to another as it is."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from linli.model.agents.community import HasLeft
from linli.model.agents.roll import UnknownKeyword
from linli.model.ground.cache import CacheWarning
from linli.model.ground.refusal import InputError, InputNote
from linli.scenarios.errors import UserError

ERRORS = [
    InputError("one", "一"), HasLeft("one", "一"), UnknownKeyword("one", "一"),
    UserError("one", "一", file="mine.toml", section="[population]", field="renters", path=("population", "renters")),
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("sent", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy])
def test_an_error_is_the_same_in_another_process(error: InputError, sent: Callable[[InputError], InputError]):
    again = sent(error)
    assert type(again) is type(error)
    assert (str(again), again.args, again.text, vars(again)) == (str(error), error.args, error.text, vars(error))
    assert again.text.zh == "一"


def test_a_note_survives_the_way_to_another_process() -> None:
    """Whoever sends a warning on makes it anew of its class and arguments, as test runners and pools do."""
    for kind in (InputNote, CacheWarning):
        made = kind("a note.", "说明。")
        for again in (kind(*made.args), pickle.loads(pickle.dumps(made))):
            assert (again.text, str(again)) == (made.text, str(made))
