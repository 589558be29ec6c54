"""The folder of a fit: what it is of, and what was played, so that a fit that was stopped or killed goes on to the same result.

After every few plays the file of plays is put into the folder whole, with a checksum and the name of the fit in it (seal.py): what is there
is a fit up to some play, and nothing else is believed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from ...model.ground.seal import SealError
from ...model.ground.text import Text
from ...model.ground.whole import write_whole
from ...scenarios.errors import UserError, show
from ...scenarios.json_text import from_json
from ..held_folder import Work, held
from ..sealed_folder import SealedFolder

PLAYS, FACTS = "plays.npz", "fit.json"
WORK = Work("fit", Text("fit", "拟合"), "另一次拟合", "拟合")
ANEW = Text("{file} is damaged; the fit begins anew.", "{file} 已损坏，重新开始拟合。")


class KeptFit(SealedFolder):
    """A fit in a folder that this process alone works on.

    Attributes:
        plays: what the folder holds of this fit's plays; None: nothing.
    """

    def __init__(self, folder: Path, facts: dict[str, Any], say: Callable[[Text], None]) -> None:
        """Look what the folder holds."""
        super().__init__(folder, f"fit {facts['inputs']}")
        self.plays = self._take_up(facts, say)

    def _take_up(self, facts: dict[str, Any], say: Callable[[Text], None]) -> bytes | None:
        try:
            plays = self.kept_file(PLAYS)
            damaged = False
        except SealError:
            plays, damaged = None, True
        path = self.folder / FACTS
        if path.exists():
            known: Any = None
            with suppress(OSError, ValueError):
                known = from_json(path.read_text(encoding="utf-8"))
            same = isinstance(known, dict) and known.get("inputs") == facts["inputs"]
            if not same and plays is None:
                raise UserError(
                    "it holds a fit to other studies, constants, settings or sources of the model. Name another folder with --out.",
                    "其中是另一次拟合（研究、常数、设置或模型源码不同）。请用 --out 指定其他文件夹。",
                    file=str(self.folder),
                )
        elif damaged:
            raise UserError(
                f"it holds a {PLAYS} that is not of this fit. Name another folder with --out.",
                f"其中的 {PLAYS} 不属于本次拟合。请用 --out 指定其他文件夹。",
                file=str(self.folder),
            )
        write_whole(path, json.dumps(facts, ensure_ascii=False, indent=1) + "\n")
        if damaged:
            file = show(str(self.folder / PLAYS))
            say(Text(ANEW.say("en", file=file), ANEW.say("zh", file=file)))
        return plays


def kept_fit(folder: Path, facts: dict[str, Any], say: Callable[[Text], None]) -> AbstractContextManager[KeptFit]:
    """Work on the fit in a folder, made if it is not there.

    Args:
        folder: the folder.
        facts: what the fit is of; `inputs` is a hash of it.
        say: is told what is to be said.

    Raises:
        UserError: the folder cannot be used, holds another fit, or another process works on it; or the disk is full.
    """
    return held(folder, lambda: KeptFit(folder, facts, say), WORK)


def kept_elsewhere(folder: Path, facts: dict[str, Any]) -> bytes:
    """Return the plays of another fit to the same studies and constants by the same model.

    Args:
        folder: of the other fit.
        facts: of the fit at work.

    Raises:
        UserError: the folder holds no fit, a damaged one, or one to something else.
    """
    try:
        known = from_json((folder / FACTS).read_text(encoding="utf-8"))
        plays = SealedFolder(folder, f"fit {known['inputs']}").kept_file(PLAYS)
    except (OSError, ValueError, KeyError, TypeError):
        plays = None
    if plays is None:
        raise UserError(f"it holds no plays of a fit ({PLAYS}), or they are damaged.", f"其中没有拟合的试验记录（{PLAYS}），或已损坏。", file=str(folder))
    if any(known.get(part) != facts[part] for part in ("studies", "space", "model")):
        raise UserError(
            "it holds a fit to other studies or constants, or by other sources of the model; its plays say nothing here.",
            "其中的拟合所用研究、常数或模型源码不同，其试验记录在此无用。",
            file=str(folder),
        )
    return plays

