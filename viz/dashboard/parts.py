"""Small parts that pages are made of: headings, paragraphs, buttons, tables, each a plain element of HTML that a screen reader knows."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from typing import Any

import solara as _solara

# Solara's types do not tell what it exports.
solara: Any = _solara


def tag(name: str, *children: Any, testid: str = "", **attributes: str) -> Any:
    """Return an element of HTML.

    Args:
        name: such as "h2".
        children: texts and elements.
        testid: how a test finds it.
        attributes: of HTML; "_" stands for "-", and an "_" at the end falls away (`class_`).
    """
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    kind = named.pop("class", "")
    return solara.v.Html(
        tag=name, children=list(children), class_=kind, attributes=named | ({"data-testid": testid} if testid else {}), style_=named.pop("style", "")
    )  # fmt: skip


def markup(text: str, testid: str = "", name: str = "div", kind: str = "") -> Any:
    """Return ready HTML as an element; whoever wrote it has escaped what came from people."""
    return solara.HTML(tag=name, unsafe_innerHTML=text, classes=[kind] if kind else [], attributes={"data-testid": testid} if testid else {})


def button(label: str, do: Callable[[], None], *, testid: str = "", main: bool = False, off: bool = False, pressed: bool | None = None, hint: str = "") -> Any:
    """Return a button.

    Args:
        label: what it says.
        do: what it does.
        testid: how a test finds it.
        main: True for the one that a page is there for.
        off: True if it cannot be pressed now.
        pressed: of a button that stays down, whether it is; None for others.
        hint: what a screen reader says in place of the label.
    """
    return _Button(label, do, testid, main, off, pressed, hint)


@solara.component
def _Button(label: str, do: Callable[[], None], testid: str, main: bool, off: bool, pressed: bool | None, hint: str) -> None:
    # A component of its own: what listens to the click goes with the button, wherever on the page it moves.
    attributes = {"data-testid": testid} if testid else {}
    if pressed is not None:
        attributes["aria-pressed"] = "true" if pressed else "false"
    if hint:
        attributes["aria-label"] = hint
    look: dict[str, Any] = {"color": "primary"} if main else {"outlined": True}
    made = solara.v.Btn(children=[label], disabled=off, class_="ma-1 linli-button" + (" linli-down" if pressed else ""), attributes=attributes, **look)
    solara.v.use_event(made, "click", lambda *_: do())


@solara.component_vue("web/select.vue")
def _Select(label: str, items: list[dict[str, str]], value: str, off: bool, testid: str, event_choose: Callable[[str], None]) -> None:
    """The browser's own select: a telephone, a keyboard and a screen reader know it."""


def select(label: str, items: Sequence[tuple[str, str]], value: str, do: Callable[[str], None], *, testid: str = "", off: bool = False) -> Any:
    """Return a choice of one among several.

    Args:
        label: beside it.
        items: (value, what it is called).
        value: that is chosen; "" for none.
        do: gets the value that a person chooses.
        testid: how a test finds it.
        off: True if nothing can be chosen now.
    """
    listed = [{"value": one, "text": text} for one, text in items]
    return _Select(label=label, items=listed, value=value, off=off, testid=testid, event_choose=lambda chosen: do(str(chosen)) if chosen else None)


@solara.component_vue("web/field.vue")
def _Field(
    label: str, value: str, kind: str, low: str | None, high: str | None, step: str | None, off: bool, testid: str, event_put: Callable[[str], None]
) -> None:
    """The browser's own field, which keeps what is being typed however often the page is drawn meanwhile."""


def field(
    label: str,
    value: str,
    do: Callable[[str], None],
    *,
    testid: str = "",
    kind: str = "text",
    low: float | None = None,
    high: float | None = None,
    step: float | None = None,
    off: bool = False,
) -> Any:
    """Return a field; what was typed counts when it is left, or with Enter.

    Args:
        label: above it.
        value: that stands in it.
        do: gets what was typed.
        testid: how a test finds it.
        kind: "text" or "number".
        low: of a number, the lowest that is allowed; it is told to the browser, which lets nobody step below it.
        high: the highest.
        step: of its arrows.
        off: True if nothing can be typed now.
    """
    limits = {name: None if given is None else f"{given:g}" for name, given in (("low", low), ("high", high), ("step", step))}
    return _Field(label=label, value=value, kind=kind, off=off, testid=testid, event_put=lambda text: do(str(text)), **limits)


def rows_table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, testid: str = "") -> Any:
    """Return a table of texts; the first cell of a row is its heading."""
    made = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>' + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    table = f"<table class='linli-table'><caption>{html.escape(caption)}</caption><thead><tr>{made}</tr></thead><tbody>{body}</tbody></table>"
    return markup(f"<div class='linli-wide' tabindex='0' role='region' aria-label='{html.escape(caption, quote=True)}'>{table}</div>", testid)
