"""What a person reads of what could not be used: the sentence of a file, and on a Chinese page the names of levers in place of the keys of a file."""

from __future__ import annotations

from ...model.contract.mechanism import MechanismParameters
from ...model.ground.parameters import describe
from ...model.ground.refusal import InputError
from ...model.ground.text import Text
from ...scenarios.checking import mechanism_class
from ...scenarios.errors import UserError

_FAULT = Text("linli itself failed here; the server's window says more. Please report it.", "linli 自身出错，详见服务器窗口，请反馈给我们。")


def told(error: Exception) -> Text:
    """Return what a person reads of an error."""
    if isinstance(error, UserError):
        return Text(error.say("en"), _in_words(error))
    return error.text if isinstance(error, InputError) else _FAULT


def _in_words(error: UserError) -> str:
    """Return the Chinese sentence; of a lever its measure and its label stand where a file has a section and a key."""
    path = [str(part) for part in error.path]
    at = path.index("mechanisms") + 1 if "mechanisms" in path else len(path)
    kind = mechanism_class(path[at]) if at < len(path) else None
    if kind is None:
        return error.say("zh")
    labels = {row.name: row.text.zh for row in (*describe(MechanismParameters), *describe(kind.Parameters))}
    said = error.text.zh
    for name in ("start_week", "end_week"):
        said = said.replace(name, labels[name])
    place = "，".join(part for part in (kind.title.zh, labels.get(path[-1], "") if at + 1 < len(path) else "") if part)
    return f"错误（{place}）：{said}"
