"""The page of evidence, docs/evidence.md and docs/evidence.zh.md: every published table beside the simulated one, written as a lesson.

`linli reproduce all --page docs/evidence.md` writes both pages. Each holds, in a comment at its head, the hashes of what its numbers rest on;
`linli reproduce --check docs/evidence.md` compares them with this checkout in a second, without playing anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiments.reproduction.board import Tally, kinds_of, tally
from ..experiments.reproduction.inputs import hash_of_history, inputs
from ..experiments.reproduction.sampling import LIMIT, POINTS, error_from
from ..model.ground.text import LANGUAGES, Text
from ..model.people.constants import Constants
from ..scenarios.facts import facts
from ..scenarios.history import KINDS, Kind, is_frozen, kind_of
from ..scenarios.published import MARKS, PublishedStudy
from . import evidence_words as words
from .numbers import number, spaced
from .studies import has_null, history_line, inside_line, labels, length_of, title_of
from .study_lines import lines_of

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult
    from ..experiments.reproduction.verdict import Row

COMMAND = "linli reproduce all --page {file}"
_HASHES = re.compile(r"<!-- inputs: (.*?) -->")


def page_of(file: Path, language: str) -> Path:
    """Return the file of the page in a language: evidence.md, evidence.zh.md."""
    return file if language == "en" else file.with_suffix(f".{language}{file.suffix}")


def write_pages(results: Sequence[StudyResult], file: Path, figures: bool = True, unknown: Text | None = None) -> list[Path]:
    """Write the page in all languages, and its picture into the folder images/ beside it.

    Args:
        results: all studies, played with the constants as they are, with the null model.
        file: the English page; the Chinese one lies beside it.
        figures: with the picture of the scoreboard.
        unknown: why it is not known which rows nothing fails; None: it is.

    Returns:
        The files.

    Raises:
        UserError: a file cannot be written.
    """

    def text(language: str) -> str:
        picture = _picture(results, page_of(file, language), language) if figures else ""
        return page(results, language, file, picture, unknown)

    return writing_all(file, text)


def writing(path: Path, text: str) -> None:
    """Write a page.

    Raises:
        UserError: the file cannot be written.
    """
    from ..scenarios.files import write_file

    write_file(path, text, argument="page")


def writing_all(file: Path, text: Callable[[str], str]) -> list[Path]:
    """Write a page in all languages and return the files.

    Args:
        file: the English page; the others lie beside it (`page_of`).
        text: language -> the page.

    Raises:
        UserError: a file cannot be written.
    """
    pages = {page_of(file, language): text(language) for language in LANGUAGES}
    for path, page in pages.items():
        writing(path, page)
    return list(pages)


def _picture(results: Sequence[StudyResult], path: Path, language: str) -> str:
    """Draw the scoreboard for a page and return its place as the page links to it."""
    from .figures.reproduction import draw_scoreboard

    folder = path.parent / "images"
    folder.mkdir(parents=True, exist_ok=True)
    (image,) = draw_scoreboard(results, folder, language, name=path.name.removesuffix(".md").replace(".", "-"))
    return f"images/{image.name}"


def check_page(file: Path) -> None:
    """Check that a page is of the studies, sources and constants of this checkout.

    Raises:
        UserError: it is not, it cannot be read, or it is no such page.
    """
    from ..scenarios.errors import UserError, show

    given = show(str(file))
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError(f"{given} cannot be read.", f"无法读取 {given}。", argument="check") from None
    found = _HASHES.search(text)
    if found is None:
        raise UserError(
            f"{given} is not a page of evidence: it does not say what its numbers rest on.", f"{given} 不是证据页：其中没有数据来源的哈希。", argument="check"
        )
    old = dict(part.split("=", 1) for part in found.group(1).split() if "=" in part)
    now = {**inputs(), **({"history": hash_of_history()} if "history" in old else {})}
    changed = [kind for kind, value in now.items() if old.get(kind) != value]
    if changed:
        english = Path(re.sub(r"\.zh(\.\w+)$", r"\1", str(file)))
        # The page of necessity names its own command in its first comment.
        each = " --without each" if "--without each" in text[:400] else ""
        command, both = COMMAND.format(file=english).replace(" --page", f"{each} --page"), [words.INPUTS[kind] for kind in changed]
        names = Text(" and ".join(text.en for text in both), "、".join(text.zh for text in both))
        raise UserError(
            f"{given} is out of date: {names.en} changed since. Write it anew: {command}",
            f"{given} 已过时：{names.zh}有变化。请重新生成：{command}",
            argument="check",
        )


def page(results: Sequence[StudyResult], language: str, file: Path, image: str = "", unknown: Text | None = None) -> str:
    """Return the page as Markdown.

    Args:
        results: all studies.
        language: "en" or "zh".
        file: the English page, for the command that writes it.
        image: the picture of the scoreboard, as the page links to it.
        unknown: why it is not known which rows nothing fails; None: it is.
    """
    from ..model.ground.version import __version__

    hashes = " ".join(f"{kind}={value}" for kind, value in {**inputs(), "history": hash_of_history()}.items())
    other = page_of(file, "zh" if language == "en" else "en").name
    head = [
        f"<!-- {words.GENERATED.say(language, command=COMMAND.format(file=file.as_posix()))} -->",
        f"<!-- inputs: {hashes} -->",
        f"# {words.TITLE.say(language)}",
        f"{words.OTHER.say(language, file=other)}",
        words.LESSON.say(language, limit=spaced(number(LIMIT, 0, "share"), language), points=f"{100.0 * POINTS:g}"),
        f"## {words.SCOREBOARD.say(language)}",
        words.MADE.say(language, version=__version__, seed=results[0].seed),
    ]
    picture = [f"![{words.SCOREBOARD.say(language)}]({image})"] if image else []
    parts = [*head, headline(results, language, unknown), "\n".join(_scoreboard(results, language)), *picture, words.WARNING.say(language)]
    for result in results:
        parts += _study(result, language)
    parts += [f"## {words.CONSTANTS.say(language)}", words.CONSTANTS_ARE.say(language), "\n".join(_constants(language))]
    return "\n\n".join(parts) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _heads(headings: Sequence[Text], language: str, left: int = 1) -> Iterator[str]:
    yield _row([spaced(text.say(language), language) for text in headings])
    yield "|" + "|".join("---" if k < left else "---:" for k in range(len(headings))) + "|"


def _scoreboard(results: Sequence[StudyResult], language: str) -> Iterator[str]:
    yield from _heads(words.SCORES, language, left=2)
    null = has_null(results)
    for result in results:
        title = f"[{result.study.title.say(language)}](#{result.study.name})"
        for kind, found in kinds_of(result).items():
            yield _row([title, KINDS[kind].say(language), *_numbers(found, null)])
    for kind, text in KINDS.items():
        found = tally(results, kind)
        if found.rows or found.spared:
            yield _row([f"**{words.ALL.say(language, kind=text.say(language))}**", "", *(f"**{cell}**" for cell in _numbers(found, null))])


def _numbers(found: Tally, null: bool) -> list[str]:
    """Return the cells of the scoreboard after study and kind."""
    return [str(n) for n in (found.rows, found.inside, found.near, found.off, found.undecided, found.null if null else "–")]


def headline(results: Sequence[StudyResult], language: str, unknown: Text | None = None) -> str:
    """Say how many frozen rows are inside, and the null model's; then the other kinds, and which rows are left out."""
    null, stop = has_null(results), "" if language == "zh" else " "
    found: dict[Kind, Tally] = {kind: tally(results, kind) for kind in KINDS}
    frozen = found.pop("frozen")
    first = f"**{inside_line(frozen, language, 'frozen', null)}**{words.STOP.say(language)}" if frozen.rows else words.NO_FROZEN.say(language)
    others = [inside_line(other, language, kind, null) for kind, other in found.items() if other.rows]
    said = [first, *([words.OTHERS.say(language, said=("；" if language == "zh" else "; ").join(others))] if others else [])]
    left = tally(results).spared
    said += [unknown.say(language)] if unknown is not None else [words.LEFT_OUT.say(language, n=left)] if left else []
    return stop.join(said)


def _study(result: StudyResult, language: str) -> Iterator[str]:
    study = result.study
    yield f'<a id="{study.name}"></a>'
    yield f"## {study.title.say(language)}"
    yield f"{words.SOURCE.say(language, citation=study.head.citation or '–')} {study.head.licence}".strip()
    yield setting_of(study, language)
    note = study.head.note.zh if language == "zh" else study.head.note.en
    if note:
        yield note
    frozen = is_frozen(study)
    if history_line(study, language):
        yield history_line(study, language) + words.STOP.say(language)
    for k, table in enumerate(study.tables):
        told = [MARKS[table.fields.mark], error_from(table), KINDS[kind_of(table, frozen)]]
        yield f"**{title_of(table, language)}** {words.BRACKETS.say(language, text=('；' if language == 'zh' else '; ').join(t.say(language) for t in told))}"
        lines = lines_of(result, k, language)
        yield "\n".join([*_heads(words.COLUMNS[: len(lines[0].cells)], language), *(_row(_strong(line.cells) if line.whole else line.cells) for line in lines)])
    yield what_fits(result, language)


def _strong(cells: Sequence[str]) -> list[str]:
    return [f"**{cell}**" if cell else "" for cell in cells]


def setting_of(study: PublishedStudy, language: str) -> str:
    """Say in a sentence who was simulated, where and for how long."""
    arm = next(iter(study.arms.values()))
    stop, comma = ("", "；") if language == "zh" else (" ", "; ")
    parts = [words.SITES.say(language, sites=number(study.head.sites, 0), length=length_of(study, language))] if study.head.weeks else [
        words.SITES_AT_ONCE.say(language, sites=number(study.head.sites, 0))
    ]  # fmt: skip
    if arm.people is not None:
        parts.append(words.PEOPLE.say(language, n=number(arm.people.number, 0)))
    elif arm.neighbourhood is not None:
        parts.append(words.COMPOUND.say(language, preset=arm.neighbourhood.preset))
    years = study.head.years_before
    parts.append(words.TOGETHER.say(language, years=years) if years else words.STRANGERS.say(language))
    if study.head.ordinary_week:
        parts.append(words.ORDINARY.say(language))
    else:
        names = ("、" if language == "zh" else ", ").join(kind.title.say(language) for kind in arm.everyday.values())
        parts.append(words.PLACES.say(language, names=names or words.NOWHERE.say(language)))
    if len(study.arms) > 1:
        parts.append(words.VERSIONS.say(language, names=("、" if language == "zh" else ", ").join(study.arms)))
    asked = ("、" if language == "zh" else "; ").join(dict.fromkeys(table.question.title.say(language) for table in study.tables))
    sentences = ((words.SETTING, comma.join(parts)), (words.ASKED, asked))
    return stop.join(f"**{head.say(language)}**{words.COLON.say(language)}{text}{words.STOP.say(language)}" for head, text in sentences)


def what_fits(result: StudyResult, language: str) -> str:
    """Say which tables fit and which rows do not, and on which side they lie."""
    good = [title_of(table, language) for k, table in enumerate(result.study.tables) if all(one.verdict == "inside" for one in result.counting(k))]
    off: list[str] = []
    for k, (table, rows) in enumerate(result.tables()):
        counts = any(one.verdict == "off" for one in result.counting(k))
        missed = [(label, row) for label, row in zip(labels(result.study, table, language), rows, strict=True) if counts and row.verdict == "off"]
        if counts and not missed:
            off.append(title_of(table, language))
        elif missed:
            which = ("、" if language == "zh" else ", ").join(f"{label} {_side(row, language)}".strip() for label, row in missed)
            off.append(words.OFF_IN.say(language, title=title_of(table, language), rows=which))
    parts = [f"**{inside_line(tally([result]), language, null=has_null([result]))}**{words.STOP.say(language)}"]
    if good:
        parts.append(words.FITS.say(language, tables=("；" if language == "zh" else "; ").join(good)))
    if off:
        parts.append(words.DOES_NOT.say(language, tables=("；" if language == "zh" else "; ").join(off)))
    return ("" if language == "zh" else " ").join(parts)


def _side(row: Row, language: str) -> str:
    if row.simulated != row.simulated:
        return words.NO_ANSWER.say(language)
    if row.expect:
        return words.OTHERWISE.say(language)
    return (words.TOO_HIGH if row.simulated > row.published else words.TOO_LOW).say(language)


def _constants(language: str) -> Iterator[str]:
    yield from _heads(words.CONSTANT, language)
    used = Constants()
    for section in ("ties", "survey"):
        for fact in facts(getattr(used, section), section):
            value = fact.value if isinstance(fact.value, str) else f"{fact.value:g}"
            yield _row([f"`{fact.key}`", value, fact.unit, words.FACT_MARKS[fact.mark].say(language), fact.text.say(language)])
