"""Named scenarios: one TOML file each, and the schema that reads and checks them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import UserError
    from .loader import listed, load, names
    from .schema import Scenario

_PLACES = {"Scenario": "schema", "UserError": "errors", "load": "loader", "listed": "loader", "names": "loader", "mesa_class": "mesa"}

DEFAULT = "building-gates"
"""The scenario that is run where none is named."""

__all__ = ["DEFAULT", "Scenario", "UserError", "listed", "load", "names"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    from importlib import import_module

    if name in _PLACES:
        return getattr(import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
