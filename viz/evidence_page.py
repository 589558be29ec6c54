"""The page of evidence, docs/evidence.md and docs/evidence.zh.md: every published table beside the simulated one, written as a lesson.

`linli reproduce all --page docs/evidence.md` writes both pages. Each holds, in a comment at its head, the hashes of what its numbers rest on;
`linli reproduce --check docs/evidence.md` compares them with this checkout in a second, without playing anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..experiments.reproduction.inputs import inputs
from ..experiments.reproduction.reproduce import GOOD_SHARE
from ..experiments.reproduction.verdict import error_from
from ..model.ground.text import LANGUAGES, Text
from ..model.people.constants import Constants
from ..scenarios.facts import facts
from ..scenarios.published import MARKS, ROLES, PublishedStudy, Role
from . import evidence_words as words
from .numbers import number, spaced
from .studies import error, good_line, labels, length_of, places, published, role_words, simulated, title_of, total, verdict

if TYPE_CHECKING:
    from ..experiments.reproduction.reproduce import StudyResult
    from ..experiments.reproduction.verdict import Row

COMMAND = "linli reproduce all --page {file}"
_HASHES = re.compile(r"<!-- inputs: (.*?) -->")


def page_of(file: Path, language: str) -> Path:
    """Return the file of the page in a language: evidence.md, evidence.zh.md."""
    return file if language == "en" else file.with_suffix(f".{language}{file.suffix}")


def write_pages(results: Sequence[StudyResult], file: Path, figures: bool = True) -> list[Path]:
    """Write the page in all languages, and its picture into the folder images/ beside it.

    Args:
        results: all studies, played with the constants as they are.
        file: the English page; the Chinese one lies beside it.
        figures: with the picture of the scoreboard.

    Returns:
        The files.

    Raises:
        UserError: a file cannot be written.
    """
    paths = []
    for language in LANGUAGES:
        path = page_of(file, language)
        writing(path, page(results, language, file, _picture(results, path, language) if figures else ""))
        paths.append(path)
    return paths


def writing(path: Path, text: str) -> None:
    """Write a page.

    Raises:
        UserError: the file cannot be written.
    """
    from ..scenarios.errors import UserError, show

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise UserError(f"{show(str(path))} cannot be written: {reason}.", f"无法写入 {show(str(path))}：{reason}。", file="--page") from None


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
        raise UserError(f"{given} cannot be read.", f"无法读取 {given}。", file="--check") from None
    found = _HASHES.search(text)
    if found is None:
        raise UserError(
            f"{given} is not a page of evidence: it does not say what its numbers rest on.", f"{given} 不是证据页：其中没有数据来源的哈希。", file="--check"
        )
    old = dict(part.split("=", 1) for part in found.group(1).split() if "=" in part)
    changed = [kind for kind, value in inputs().items() if old.get(kind) != value]
    if changed:
        english = Path(re.sub(r"\.zh(\.\w+)$", r"\1", str(file)))
        # The page of necessity names its own command in its first comment.
        each = " --without each" if "--without each" in text[:400] else ""
        command, both = COMMAND.format(file=english).replace(" --page", f"{each} --page"), [words.INPUTS[kind] for kind in changed]
        names = Text(" and ".join(text.en for text in both), "、".join(text.zh for text in both))
        raise UserError(
            f"{given} is out of date: {names.en} changed since. Write it anew: {command}",
            f"{given} 已过时：{names.zh}有变化。请重新生成：{command}",
            file="--check",
        )


def page(results: Sequence[StudyResult], language: str, file: Path, image: str = "") -> str:
    """Return the page as Markdown.

    Args:
        results: all studies.
        language: "en" or "zh".
        file: the English page, for the command that writes it.
        image: the picture of the scoreboard, as the page links to it.
    """
    from ..model.ground.version import __version__

    hashes = " ".join(f"{kind}={value}" for kind, value in inputs().items())
    other = page_of(file, "zh" if language == "en" else "en").name
    head = [
        f"<!-- {words.GENERATED.say(language, command=COMMAND.format(file=file.as_posix()))} -->",
        f"<!-- inputs: {hashes} -->",
        f"# {words.TITLE.say(language)}",
        f"{words.OTHER.say(language, file=other)}",
        words.LESSON.say(language),
        f"## {words.SCOREBOARD.say(language)}",
        words.MADE.say(language, version=__version__, seed=results[0].seed),
    ]
    picture = [f"![{words.SCOREBOARD.say(language)}]({image})"] if image else []
    parts = [*head, "\n".join(_scoreboard(results, language)), *picture, _totals(results, language), words.WARNING.say(language)]
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
    for result in results:
        score = result.score()
        title = f"[{result.study.title.say(language)}](#{result.study.name})"
        good = spaced(number(score.good, 0, "share"), language)
        yield _row([title, role_words(result.study, language), *(str(n) for n in (score.rows, *score)), good if score.good >= GOOD_SHARE else f"**{good}**"])


def _totals(results: Sequence[StudyResult], language: str) -> str:
    parts: list[tuple[Role, Text]] = [("fit", words.FITTED), ("predict", words.PREDICTED)]
    said = [text.say(language, said=good_line(total(results, role), language)) for role, text in parts if total(results, role).rows]
    said.append(words.REPRODUCED.say(language, n=sum(r.reproduced for r in results), all=len(results)))
    return ("" if language == "zh" else " ").join(said)


def _study(result: StudyResult, language: str) -> Iterator[str]:
    study = result.study
    yield f'<a id="{study.name}"></a>'
    yield f"## {study.title.say(language)}"
    yield f"{words.SOURCE.say(language, citation=study.head.citation or '–')} {study.head.licence}".strip()
    yield setting_of(study, language)
    note = study.head.note.zh if language == "zh" else study.head.note.en
    if note:
        yield note
    for table, rows in result.tables():
        told = [MARKS[table.fields.mark], error_from(table), ROLES[table.role]]
        yield f"**{title_of(table, language)}** {words.BRACKETS.say(language, text=('；' if language == 'zh' else '; ').join(t.say(language) for t in told))}"
        digits = places(table, rows)
        lines = list(_heads(words.COLUMNS, language))
        for label, row in zip(labels(study, table, language), rows, strict=True):
            lines.append(_row([label, published(row, digits, language), simulated(row, digits), error(row, digits), verdict(row, language)]))
        yield "\n".join(lines)
    yield what_fits(result, language)


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
    good = [title_of(table, language) for table, rows in result.tables() if all(row.verdict != "off" for row in rows)]
    off: list[str] = []
    for table, rows in result.tables():
        missed = [(label, row) for label, row in zip(labels(result.study, table, language), rows, strict=True) if row.verdict == "off"]
        if missed:
            which = ("、" if language == "zh" else ", ").join(f"{label} {_side(row, language)}".strip() for label, row in missed)
            off.append(words.OFF_IN.say(language, title=title_of(table, language), rows=which))
    parts = [f"**{good_line(result.score(), language)}**{words.STOP.say(language)}"]
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
            yield _row([f"`{fact.key}`", f"{fact.value:g}", fact.unit, words.FACT_MARKS[fact.mark].say(language), fact.text.say(language)])
