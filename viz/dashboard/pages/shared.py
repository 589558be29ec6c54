"""What several pages show: that nothing was compared yet, which package is looked at, a file to take away, a part that is folded."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ....model.ground.text import Text
from ..controller import Controller
from ..parts import button, select, solara, tag

_NOTHING = Text("Nothing was compared yet.", "尚未进行比较。")
_GO = Text("To the page Compare", "前往“比较”页")
_PACKAGE = Text("Package", "政策组合")


@solara.component
def Nothing(controller: Controller) -> None:
    """Say that there is nothing to show yet, and lead to where there will be."""
    with solara.v.Html(tag="div", class_="linli-column"):
        tag("p", controller.say(_NOTHING), testid="nothing")
        with solara.v.Html(tag="div"):
            button(controller.say(_GO), lambda: controller.go("compare"), testid="to-compare", main=True)


@solara.component
def PackageChoice(controller: Controller, arms: Sequence[str], arm: str) -> None:
    """Choose the package that a page is about; nothing where there is only one."""
    story = controller.snapshot.story
    if story is None or len(arms) < 2:
        return
    items = [(one, story.title_of(one, controller.state.language)) for one in arms]
    select(controller.say(_PACKAGE), items, arm, controller.look_at, testid="package")


@solara.component
def Download(controller: Controller, label: str, data: Callable[[], bytes], filename: str, kind: str, testid: str) -> None:
    """Offer a file that is made when it is asked for, in a thread of its own; a page that is drawn anew meanwhile does not lose it."""
    busy, set_busy = solara.use_state(False)
    failures, set_failures = solara.use_state(0)
    newest, begun = solara.use_ref((data, filename)), solara.use_ref(filename)
    newest.current = data, filename

    def made() -> bytes | None:
        # What is being made keeps its name, also where the page changes its language meanwhile.
        make, begun.current = newest.current
        set_busy(True)
        try:
            return bytes(make())
        except Exception as error:
            controller.fail(error)
            controller.tell()
            # What is asked for again is another thing to Solara, which else thinks that it is still being made.
            set_failures(failures + 1)
            return None
        finally:
            set_busy(False)

    maker = solara.use_memo(lambda: made, [failures])
    with solara.v.Html(tag="div"), solara.FileDownload(maker, filename=begun.current, mime_type=kind):
        attributes = {"data-testid": testid, "aria-busy": "true" if busy else "false"}
        solara.v.Btn(children=[label], outlined=True, loading=busy, class_="ma-1 linli-button", attributes=attributes)


@solara.component
def Folded(summary: str, testid: str, children: Any = ()) -> None:
    """Show what is folded under a button until it is pressed."""
    opened, set_opened = solara.use_state(False)
    attributes = {"data-testid": testid, "aria-expanded": "true" if opened else "false"}
    made = solara.v.Btn(children=[f"{'▾' if opened else '▸'} {summary}"], text=True, class_="linli-button", attributes=attributes)
    solara.v.use_event(made, "click", lambda *_: set_opened(not opened))
    solara.v.Html(tag="div", children=list(children) if opened else [], style_="margin:.25rem 0 1rem")
