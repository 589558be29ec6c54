"""The page of the Python interface: a line a public name, which mkdocstrings turns into its docstring when the manual is built."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.ground.text import Text

TITLE = Text("The Python interface", "Python 接口")
ABOUT = Text(
    "Every public name of `import linli`, with its docstring; then the desks at which a mechanism is served (`week.staff`, "
    "`week.ledger` ...). Anything else may change without notice. "
    "What the model counts: [measures](measures.md); what a scenario may set: [fields](scenario.md).",
    "`import linli` 的全部公开名称及其文档字符串（英文，与代码同源）；其后是机制可用的各服务窗口（`week.staff`、`week.ledger` 等）。"
    "其余名称可能变动而不另行通知。"
    "模型计数的内容见[指标](measures.md)，情景可设定的内容见[字段](scenario.md)。",
)
NAMES, DESK_NAMES = Text("## Names of `linli`", "## `linli` 的名称"), Text("## Desks of the services", "## 各服务窗口")
LOAD = "load"
"""The one public name that stands in the package itself."""


def public_names() -> dict[str, str]:
    """Return public name -> where it is, as a path of modules from `linli`, in the order of the package."""
    import linli

    return {name: f"linli.{linli._PLACES[name]}.{name}" if name in linli._PLACES else f"linli.{name}" for name in linli.__all__ if name != "__version__"}


def api_page(language: str) -> Iterable[str]:
    """Yield the parts of the page."""
    from ..model.services.services import DESKS

    yield f"# {TITLE.say(language)}"
    yield ABOUT.say(language)
    yield NAMES.say(language)
    yield from (f"::: {place}" for place in public_names().values())
    yield DESK_NAMES.say(language)
    yield from (f"::: {kind.__module__}.{kind.__qualname__}" for kind in DESKS.values())
