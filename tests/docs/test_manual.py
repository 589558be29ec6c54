"""The manual: pages that are made are those of the code, both languages say the same, what the pages name is there.

If this fails: linli docs pages
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import linli
import pytest
import yaml
from linli.cli.api_page import public_names
from linli.cli.app import build
from linli.cli.documents import made
from linli.model.ground.text import LANGUAGES, Text
from linli.model.mechanisms import BUILT_IN
from linli.model.people.declared import Declared
from linli.model.people.residents import ATTRIBUTES
from linli.model.services.services import KINDS
from linli.model.society.measures import catalogue
from linli.viz.manual.fields import flat, sections
from linli.viz.manual.kept import KEPT
from linli.viz.manual.kept_by_mechanisms import KEPT_BY_MECHANISMS
from linli.viz.manual.quotes import NO_LINE, QUOTES
from linli.viz.manual.state import ABOUT_ZH, BLOCKS, owner_of

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TOURS = tuple(f"tours/{name}" for name in ("planner", "researcher", "student"))
WRITTEN = ("index", "start", *TOURS, "concepts", "odd", "sceptic", "trace", "limits", "install", "contributing", "mechanism", "upgrading")
"""Pages that people write, in both languages."""


def text(page: str, language: str = "en") -> str:
    return (DOCS / (f"{page}.md" if language == "en" else f"{page}.{language}.md")).read_text(encoding="utf-8")


def code(page: str, language: str) -> list[str]:
    """Return the blocks of code of a page, without comments and docstrings."""
    blocks = re.findall(r"```(?:sh|python|toml)\n(.*?)```", text(page, language), re.S)
    return [re.sub(r' *#.*|"""[^"]*"""', "", block) for block in blocks]


@pytest.fixture(scope="module")
def pages() -> dict[Path, str]:
    return made(DOCS, build)


def test_made_pages_are_those_of_the_code(pages: dict[Path, str]) -> None:
    stale = [path.name for path, page in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != page]
    assert not stale, "linli docs pages"


def test_every_field_lever_measure_and_public_name_is_on_its_page(pages: dict[Path, str]) -> None:
    of = {path.name: page for path, page in pages.items()}
    for rows in sections().values():
        assert all(f"| `{row.key}` |" in of["scenario.md"] for row in rows)
    for kind in BUILT_IN:
        assert f"## {kind.name}\n" in of["mechanisms.zh.md"]
        assert all(f"| `{name}` |" in of["mechanisms.md"] for name in kind.Parameters.model_fields if f"| `{name}." not in of["mechanisms.md"])
        assert all(f"| `{name}` |" in of["measures.md"] for name in kind.declared_measures())
    assert set(public_names()) == set(linli.__all__) - {"__version__"}
    assert all(f"::: {place}\n" in of["api.md"] for place in public_names().values())


def test_chinese_pages_are_chinese(pages: dict[Path, str]) -> None:
    for path, page in pages.items():
        heads = re.findall(r"^\| (?:key|name|mechanism|section) \|", page, re.M)
        assert bool(heads) == (not path.name.endswith(".zh.md")) or path.stem.split(".")[0] in ("commands", "api", "trace")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"\[中文\]|（[^）]*）|\([^)]*\)|\"[^\"]*\"", "", pages[DOCS / "reference" / "measures.md"]))


def test_every_constant_and_measure_has_a_unit_and_both_texts_and_what_is_measured_or_fitted_a_source() -> None:
    rows = [row for own in sections().values() for row in own] + [row for kind in BUILT_IN for row in flat(kind.Parameters, own=kind.Parameters())]
    assert not [row.key for row in rows if not (row.unit and row.text.en and row.text.zh)]
    assert not [row.key for row in rows if row.mark in ("measured", "fitted") and not row.source]
    measures = catalogue(BUILT_IN)
    assert not [name for name, one in measures.items() if not (one.unit and one.title.en and one.title.zh)]
    assert all(one.about for one in ATTRIBUTES.values())


@pytest.mark.parametrize("name", public_names())
def test_what_is_public_has_a_docstring_and_so_has_all_that_it_offers(name: str) -> None:
    found = getattr(linli, name)
    assert inspect.getdoc(found)
    for own, one in vars(found).items() if inspect.isclass(found) else ():
        plain = one.fget if isinstance(one, property) else getattr(one, "__func__", one)
        if not own.startswith("_") and inspect.isfunction(plain):
            assert inspect.getdoc(plain), f"{name}.{own}"


def test_attributes_that_no_file_holds_have_their_chinese() -> None:
    from linli.experiments.codebook import PEOPLE

    assert set(ABOUT_ZH) == set(ATTRIBUTES) - set(PEOPLE)


@pytest.mark.parametrize(
    ("told", "kinds", "file"), [(KEPT, KINDS, "kept.py"), (KEPT_BY_MECHANISMS, BUILT_IN, "kept_by_mechanisms.py")], ids=["services", "mechanisms"]
)
def test_what_a_service_or_mechanism_keeps_is_said_in_a_sentence(told: dict[str, dict[str, Text]], kinds: Iterable[type[Declared]], file: str) -> None:
    assert {owner: set(said) for owner, said in told.items()} == {owner_of(kind): set(kind._states) for kind in kinds if kind._states}, f"viz/manual/{file}"
    assert all(one.en and one.zh for said in told.values() for one in said.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", QUOTES)
def test_quoted_figures_are_found(name: str, language: str) -> None:
    quoted = QUOTES[name](language, DOCS)
    assert NO_LINE.say(language) not in quoted
    assert len(re.findall(r"\d", quoted)) > 6


def test_all_blocks_stand_on_a_page() -> None:
    asked = set(re.findall(r"<!-- made: (.+?) -->", "".join(text(page) for page in ("odd", "sceptic", "trace"))))
    assert asked == {*BLOCKS, *QUOTES}


@pytest.mark.parametrize("page", WRITTEN)
def test_both_languages_of_a_page_have_the_same_parts(page: str) -> None:
    english, chinese = (re.findall(r"^(#+) ", text(page, language), re.M) for language in LANGUAGES)
    assert english == chinese
    assert code(page, "en") == code(page, "zh") or page == "index"
    links = [sorted(re.findall(r"\]\(([^):]+)\)", text(page, language).replace(".zh.md", ".md").replace("-zh.png", ".png"))) for language in LANGUAGES]
    assert set(links[0]) - {f"{Path(page).name}.md"} == set(links[1]) - {f"{Path(page).name}.md"}


@pytest.mark.parametrize("page", ["start", *TOURS])
def test_who_reads_chinese_only_finds_each_page_that_a_tour_leads_to(page: str) -> None:
    leads = {target for target in re.findall(r"\]\(([^):#]+\.md)", text(page, "zh")) if target != f"{Path(page).name}.md"}
    assert leads
    assert not [target for target in leads if not target.endswith(".zh.md") or not ((DOCS / page).parent / target).is_file()]


def test_links_of_all_documents_lead_somewhere() -> None:
    for path in DOCS.rglob("*.md"):
        page = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_the_navigation_names_every_page_once_with_a_chinese_title() -> None:
    told = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    names, files = [], []

    def walk(entries: list[dict[str, object]]) -> None:
        for entry in entries:
            for name, inside in entry.items():
                names.append(name)
                walk(inside) if isinstance(inside, list) else files.append(str(inside))

    walk(told["nav"])
    chinese = next(plugin for plugin in told["plugins"] if isinstance(plugin, dict) and "i18n" in plugin)["i18n"]["languages"][1]["nav_translations"]
    assert not {name for name in names if name not in chinese}
    english = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md") if not path.name.endswith(".zh.md")}
    apart = {name for name in english if name.startswith(("decisions/", "rows/", "lessons/", "notebooks/"))}
    assert set(files) == (english - apart) | {"rows/README.md", "lessons/README.md", "notebooks/README.md"}
    assert len(files) == len(set(files))


def test_the_package_holds_the_documents() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    held = {path for pattern in settings["package-data"]["linli"] for path in ROOT.glob(pattern) if path.is_file()}
    needed = {
        path
        for path in DOCS.rglob("*")
        if path.is_file() and path.suffix in (".md", ".png", ".css", ".js", ".ipynb", ".py") and "__pycache__" not in path.parts
        # What notebooks are made from is no page.
        and path.parent not in (DOCS / "lessons" / "source", DOCS / "notebooks" / "source")
    }
    assert needed <= held, sorted(needed - held)[:5]
    assert ROOT / "mkdocs.yml" in held
