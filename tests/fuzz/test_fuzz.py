"""Wrong inputs of every kind: accepted, or refused in one sentence; no traceback, no hang, no growth. docs/house.md says how to look at more."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MANY = int(os.environ.get("LINLI_FUZZ", "300"))
"""Inputs of each kind."""
SEED = int(os.environ.get("LINLI_FUZZ_SEED", "1"))
KINDS = (
    "scenario", "setting", "study", "roster", "edges", "shares", "parquet", "posterior", "survey", "map", "counts", "state", "folder", "plan", "sweep",
    "search plan", "search", "condition", "city", "communities", "city folder", "travelling", "local folder", "rehearsal", "collected", "fit",
)  # fmt: skip


SLOW = {"search": 6, "city folder": 6, "local folder": 6, "rehearsal": 6}
"""Kinds of which each input makes many scenarios or tables, and how many times fewer of them are looked at."""


def run(kind: str, first: int, count: int, folder: Path) -> tuple[dict[str, int], list[str]]:
    """Look at some inputs in a process of its own; returns the counts and what went wrong."""
    words = [sys.executable, str(HERE / "worker.py"), kind, str(SEED), str(first), str(count), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120 + 25 * count, check=False)
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    wrong = [f"{kind} {SEED} {one['number']}: {one['how']}\n{one['more']}" for one in said if "how" in one]
    counts = next((one for one in said if "refused" in one), None)
    if counts is None:
        last = max((one["begun"] for one in said if "begun" in one), default=first)
        wrong.append(f"{kind} {SEED} {last}: the process ended with {done.returncode}\n{done.stderr[-3000:]}")
    return counts or {}, wrong


def test_every_kind_is_fuzzed() -> None:
    tree = ast.parse((HERE / "kinds.py").read_text(encoding="utf-8"))
    made = {call.args[0].value for call in ast.walk(tree) if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Kind"}
    assert made == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_input_is_refused_in_one_sentence(kind: str, tmp_path: Path) -> None:
    if not Path("/proc/self/statm").exists():
        pytest.skip("memory is limited by what /proc tells")
    many = MANY // SLOW.get(kind, 1)
    counts, wrong = run(kind, 0, many, tmp_path)
    assert not wrong, "\n\n".join(wrong[:20]) + f"\n\n{len(wrong)} of {many} went wrong"
    assert counts["accepted"] + counts["refused"] == many
    assert counts["refused"] > many // 10, "the changes must be such that something is wrong"


def test_the_limits_of_a_worker_hold(tmp_path: Path) -> None:
    counts, wrong = run("hungry", 0, 3, tmp_path)
    assert [one.split(": ")[1].split("\n")[0] for one in wrong] == ["memory", "RuntimeError", "words"]
    assert counts["wrong"] == 3
