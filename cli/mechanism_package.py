"""Writes a small package with a mechanism of one's own: the mechanism, its entry point, a scenario, a test."""

from __future__ import annotations

import keyword
import os
import sys
from pathlib import Path

from ..experiments.store import write_folder
from ..model.society.checks.declaration import is_name
from ..scenarios.checking import is_mechanism
from ..scenarios.errors import UserError, show

_MODULE = '''\
"""@TITLE@: say in one line what it is.

In the world
    Who does what, with whom, how often? What does it need, and from whom?
How it works here
    Once a fortnight somebody puts up a notice, and the people of a compound drink tea in the activity room.
Left out
    What you know of and did not write down here.
Fails when
    Nobody sees the notice; the room is taken.
Sources
    Where the numbers come from. One that is assumed says so (mark="assumed").
"""

from __future__ import annotations

from linli import Mechanism, MechanismParameters, Needs, Text, Week, constant, counter, measure, state


class @CLASS@Parameters(MechanismParameters):
    """What a scenario may set: each number once, with unit, bounds, mark, and a text in both languages."""

    times_a_year: float = constant(
        26.0, unit="times a year and compound", low=0.0, high=364.0, mark="setting", en="How often people are called together", zh="每年活动次数"
    )
    room_for: int = constant(20, unit="people", low=2, high=200, mark="setting", en="People for whom there is room", zh="容纳人数")
    notice: float = constant(0.1, unit="chance", low=0.0, high=1.0, mark="assumed", en="A resident sees the notice", zh="居民看到告示的概率")
    yuan: float = constant(50.0, unit="yuan", low=0.0, high=10000.0, mark="assumed", en="What it costs each time", zh="每次费用")


class @CLASS@(Mechanism[@CLASS@Parameters]):
    """@TITLE@; see the head of this file."""

    name = "@NAME@"
    title = Text("@TITLE@", "@TITLE@（请填写中文名称）")
    Parameters = @CLASS@Parameters
    # Parameter -> the value that means "no policy". At these values nothing at all may change.
    levers = {"times_a_year": 0.0}
    # The kinds of occasions to which it calls.
    kinds = {"meeting": Text("@TITLE@", "活动")}

    # What it keeps from week to week. It is saved by itself; on_move: what somebody begins with who moves in.
    been = state("resident", False, on_move=False)
    # What it counts. Each is a measure in all tables and figures.
    held = counter("meetings held", "实际举办次数", unit="meetings", a_year=True)
    came = counter("person-times", "实到人次", unit="person-times", a_year=True)

    def plan(self, week: Week) -> None:
        """Ask for what the week needs: call people together. `self.now` are the parameters in force."""
        p = self.now
        due = week.due("meeting", p.times_a_year, "compound") > 0
        needs = Needs(yuan=p.yuan, account="public", room="activity room")
        week.call("meeting", unit="compound", which=due, room_for=p.room_for, poster=p.notice, needs=needs)

    def attend(self, week: Week) -> None:
        """See who came. Whom they meet there, and what remains of it, is left to them."""
        meeting = week.sitting("meeting")
        self.held += int((meeting.came > 1).sum())
        self.came += int(meeting.came.sum())
        self.been[meeting.everyone()[1]] = True

    @measure("residents who have been there", "参加过的居民", unit="share of residents", kind="share", headline=True)
    def known(self) -> float:
        """Share of residents who have ever been there."""
        return float(self.been.mean())
'''
_PROJECT = """\
[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "linli-@NAME@"
version = "0.1"
description = "A mechanism for linli: @NAME@"
requires-python = ">=3.11"
dependencies = ["linli"]

# By this line linli finds the mechanism once the package is installed: pip install -e .
[project.entry-points."linli.mechanisms"]
@NAME@ = "@MODULE@:@CLASS@"

[tool.setuptools]
py-modules = ["@MODULE@"]

[tool.pytest.ini_options]
pythonpath = ["."]
"""
_SCENARIO = """\
# linli compare @NAME@.toml --seeds 20
format = 1
title = { en = "@TITLE@", zh = "@TITLE@" }
weeks = 260

[neighbourhood]
buildings = 4

[mechanisms.@NAME@]

# The first arm is what the others are compared with.
[arms.before.@NAME@]
times_a_year = 0

[arms.after]
"""
_TEST = '''\
"""The mechanism keeps the promises of the contract."""

import linli
from @MODULE@ import @CLASS@


def test_it_keeps_every_promise() -> None:
    linli.check_mechanism(@CLASS@)

'''


def write_package(name: str, folder: Path | None) -> Path:
    """Write the package of a new mechanism.

    Args:
        name: of the mechanism.
        folder: to make; None: one of the mechanism's name, here.

    Returns:
        The folder.

    Raises:
        UserError: a name that cannot be used, or a folder that exists or cannot be made.
    """
    module = name.replace("-", "_")
    if not is_name(name):
        raise UserError(
            f"{show(name)} cannot be the name of a mechanism. "
            "Use lower case, digits and hyphens between them, such as tea-room.",
            f"{show(name)} 不能作机制名称，请用小写字母、数字和连字符，例如 tea-room。",
        )
    if is_mechanism(name):
        raise UserError(
            f"there is a mechanism {show(name)} already. Take another name.",
            f"已有名为 {show(name)} 的机制，请换一个名称。",
        )
    if keyword.iskeyword(module) or module in sys.stdlib_module_names or module in ("linli", "numpy", "test"):
        raise UserError(
            f"{show(name)} is a name that Python itself uses. Take another one, such as {name}-room.",
            f"{show(name)} 是 Python 自用的名称，请换一个，例如 {name}-room。",
        )
    target = Path(name) if folder is None else folder
    words = {
        "NAME": name,
        "MODULE": module,
        "CLASS": "".join(part.capitalize() for part in name.split("-")),
        "TITLE": name.replace("-", " ").capitalize(),
    }
    files = {"pyproject.toml": _PROJECT, f"{module}.py": _MODULE, f"{name}.toml": _SCENARIO, f"test_{module}.py": _TEST}
    if os.path.lexists(target):
        raise UserError(
            f"{show(str(target))} exists already. Name a new folder with --out.",
            f"{show(str(target))} 已存在，请用 --out 指定新文件夹。",
        )

    def fill(part: Path) -> None:
        for file, text in files.items():
            (part / file).write_text(_filled(text, words), encoding="utf-8")

    write_folder(target, fill)
    return target


def _filled(text: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        text = text.replace(f"@{key}@", word)
    return text
