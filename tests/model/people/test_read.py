"""Every constant and every lever is read by a rule: one that nothing reads is a promise that is not kept."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import linli

MODEL = Path(linli.__file__).parent / "model"
DECLARE = {"constant", "assumed", "setting", "measured", "fitted"}
"""What declares a constant or lever, beside shorthands such as `_share`."""
READ_AS_A_TABLE = {"RoomConstants"}
KNOWN = {
    "recall_half_life": "for surveys of one's own (`survey.recalled`)",
}


def test_every_constant_and_lever_is_read() -> None:
    read: set[str] = set()
    patterns: list[str] = []
    declared: dict[str, str] = {}
    for path in MODEL.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                read.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                read.add(node.value)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr" and isinstance(node.args[1], ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w*" for part in node.args[1].values]
                # A pattern without a word of its own would read everything.
                if len("".join(parts).replace(r"\w*", "").replace("_", "")) > 3:
                    patterns.append("".join(parts))
            elif isinstance(node, ast.ClassDef) and node.name not in READ_AS_A_TABLE:
                for line in node.body:
                    if not (isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)):
                        continue
                    value = line.value
                    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and (value.func.id in DECLARE or value.func.id.startswith("_")):
                        declared[line.target.id] = f"{path.relative_to(MODEL)}: {node.name}"
    assert len(declared) > 700
    unread = {name: where for name, where in declared.items() if name not in read and not any(re.fullmatch(p, name) for p in patterns)}
    assert unread.keys() == KNOWN.keys(), unread
