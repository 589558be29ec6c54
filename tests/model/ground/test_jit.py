"""linli's compiled code lies in linli's folder, and what its users compile lies where it would without linli."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

USERS = """
import numba

@numba.njit(cache=True)
def twice(x):
    return 2 * x
"""

ASK = """
import os
before = dict(os.environ)
import numpy as np
from linli.model.ground import draws
import numba, users
users.twice(1)
draws.falls_due(np.zeros(1), 1.0, 0)
ours = draws._falls_due.stats
print(users.twice.stats.cache_path)
print(ours.cache_path)
print(sum(ours.cache_hits.values()), sum(ours.cache_misses.values()))
print(dict(os.environ) == before, repr(numba.config.CACHE_DIR))
"""


def _ask(tmp_path: Path, **environment: str) -> list[str]:
    """Return what a fresh process says that compiles a function of its own and runs one of linli's kernels."""
    (tmp_path / "users.py").write_text(USERS)
    (tmp_path / "ask.py").write_text(ASK)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA")}
    clean |= {"LINLI_CACHE": str(tmp_path / "cache")} | environment
    done = subprocess.run([sys.executable, str(tmp_path / "ask.py")], capture_output=True, text=True, check=True, env=clean)
    return done.stdout.split("\n")


def test_a_users_functions_are_cached_where_numba_would_by_itself(tmp_path: Path) -> None:
    theirs, ours, _, left = _ask(tmp_path)[:4]
    assert Path(theirs) == tmp_path / "__pycache__"
    assert Path(ours).is_relative_to(tmp_path / "cache" / "compiled")
    assert left == "True ''"


def test_a_folder_that_the_user_named_is_theirs_alone(tmp_path: Path) -> None:
    theirs, ours, _, left = _ask(tmp_path, NUMBA_CACHE_DIR=str(tmp_path / "mine"))[:4]
    assert Path(theirs).is_relative_to(tmp_path / "mine")
    assert Path(ours).is_relative_to(tmp_path / "cache" / "compiled")
    assert left == f"True {str(tmp_path / 'mine')!r}"


def test_a_second_process_compiles_nothing_anew(tmp_path: Path) -> None:
    assert _ask(tmp_path)[2] == "0 1"
    assert _ask(tmp_path)[2] == "1 0"
