"""What can be taken away from a page, as bytes: nothing here is written to a disk that lasts."""

from __future__ import annotations

import io
import tempfile
import threading
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...experiments.commands import OWN, command_of
from ...experiments.workbook import workbook
from ..brief import brief
from ..figures import draw_comparison

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ...scenarios.schema import Scenario

_DRAWING = threading.Lock()
"""matplotlib's settings belong to the whole process, so sessions draw one after the other."""


def scenario_file(scenario: Scenario) -> bytes:
    """Return the scenario as a TOML file that `linli run` and `linli compare` take."""
    return scenario.to_toml(full=False).encode()


def command(comparison: Comparison, file: str) -> str:
    """Return the command that gives the same numbers; `file` stands for a scenario that has no name of its own."""
    return command_of(comparison).replace(OWN, file)


def brief_page(comparison: Comparison, language: str) -> bytes:
    """Return the brief as a page of HTML that prints on two A4 pages."""
    with _DRAWING:
        return brief(comparison, language)[0].encode()


def brief_pdf(comparison: Comparison, language: str) -> bytes:
    """Return the brief as PDF; the page of HTML where none can be made on this computer."""
    with _DRAWING:
        html, pdf = brief(comparison, language)
    return html.encode() if pdf is None else pdf


@cache
def can_pdf() -> bool:
    """Tell whether this computer makes PDFs; the first time it takes a second."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pictures(comparison: Comparison, language: str) -> bytes:
    """Return all figures of the command line as a ZIP archive of PNG and SVG files."""
    file = io.BytesIO()
    with _DRAWING, tempfile.TemporaryDirectory(prefix="linli-") as place:
        draw_comparison(comparison, Path(place), language, formats=("png", "svg"))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(Path(place).rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(place).as_posix())
    return file.getvalue()


def numbers(comparison: Comparison) -> bytes:
    """Return the comparison as an .xlsx workbook with its codebook."""
    return workbook(comparison)
