"""The brief: two A4 pages with the numbers of `linli show`, in one language, that ask for nothing outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest
from linli.experiments.comparison import Comparison
from linli.scenarios.errors import UserError
from linli.viz import brief as briefs
from linli.viz.brief import assumed_of, behind, brief, source_in, write_brief
from linli.viz.fonts import chinese_family
from linli.viz.numbers import spaced
from linli.viz.tables import cost_sentence
from linli.viz.telling import story_of_comparison
from linli.viz.words import change, sentence

A4 = (595.3, 841.9)
Make = Callable[..., Comparison]
needs_chinese = pytest.mark.skipif(chinese_family() is None, reason="no Chinese font on this computer")


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page, and hold its size against A4."""
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        assert page.get_size() == pytest.approx(A4, abs=0.2)
    return [page.get_textpage().get_text_range() for page in document]


def plain(html: str) -> str:
    """Return what a person reads."""
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.S)))


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(scope="module")
def made(several_arms: Comparison) -> tuple[str, bytes]:
    """The brief of four policies."""
    html, pdf = brief(several_arms)
    assert pdf is not None, "WeasyPrint or Pango is missing: see README, tests"
    return html, pdf


def test_the_pdf_has_two_a4_pages_that_hold_what_the_html_holds(made: tuple[str, bytes]) -> None:
    html, pdf = made
    first, second = pages(pdf)
    for heading in ("What each policy changes", "What it costs"):
        assert heading in first
    for heading in ("What is assumed", "How it was made"):
        assert heading in second
    assert "page2of2" in flat(second)
    missing = [word for word in set(re.findall(r"[A-Za-z]{5,}", plain(html))) if word not in flat(first + second)]
    assert missing == []


def test_numbers_are_those_that_are_printed_to_the_last_digit(made: tuple[str, bytes], several_arms: Comparison) -> None:
    story, said = story_of_comparison(several_arms), plain(made[0])
    for arm in story.arms:
        assert sentence(story, arm, "acquaintances", "Acquaintances a resident", "en") in said
        assert cost_sentence(story, arm, "en")[1:] in said
        for measure in ("acquaintances", "came_quarter", "strangers", "yuan", "volunteer_hours"):
            assert change(story, arm, measure, "en") in said, (arm, measure)


def test_one_policy_has_the_table_of_the_terminal(make_comparison: Make) -> None:
    from linli.viz.rows import cost_rows, headline_rows
    from linli.viz.tables import columns_of

    found = make_comparison(6)
    story = story_of_comparison(found)
    html, _ = brief(found)
    for rows in (headline_rows(story), cost_rows(story)):
        assert columns_of(story, rows, "en").html() in html


@needs_chinese
@pytest.mark.parametrize("policies", [1, 4])
def test_a_chinese_brief_is_chinese_and_counts_in_ten_thousands(make_comparison: Make, several_arms: Comparison, policies: int) -> None:
    found = several_arms if policies > 1 else make_comparison(6)
    html, pdf = brief(found, "zh")
    story, said = story_of_comparison(found), plain(html)
    assert '<html lang="zh-CN">' in html
    assert spaced(sentence(story, "after", "acquaintances", "人均熟人数", "zh"), "zh") in said
    assert "万元" in said
    assert not re.search(r"\b(the|of|and|with|without|residents|page|seed|mean)\b", re.sub(r"<code>.*?</code>", "", html.partition("<body>")[2]))
    assert pdf is not None
    first, second = pages(pdf)
    assert "结论" in first + second or "人均熟人数" in flat(first)
    assert "哪些是假设的" in flat(second)


def test_an_english_brief_has_no_chinese(made: tuple[str, bytes]) -> None:
    assert not re.search(r"[\u4e00-\u9fff]", plain(made[0]))
    assert source_in("Xinhua 2017-10-11, 我国社区治理四大创新", "en") == "Xinhua 2017-10-11"
    assert source_in("Xinhua 2017-10-11, 我国社区治理四大创新", "zh") == "Xinhua 2017-10-11, 我国社区治理四大创新"


def test_it_asks_for_nothing_outside_itself_and_a_title_is_no_code(made: tuple[str, bytes], make_comparison: Make) -> None:
    from dataclasses import replace

    from linli.model.ground.text import Text

    html = made[0]
    assert not re.search(r"<script|<link|@import|url\(|https?://", html)
    assert re.findall(r'src="([a-z]+:[a-z/+]+)', html) == ["data:image/svg+xml"] * 2
    found = make_comparison(4)
    found.facts = replace(found.facts, title=Text("<img src=x onerror=alert(1)>", "<b>"))
    assert "<img src=x" not in brief(found)[0]


def test_it_says_how_it_was_made_and_by_which_hashes(make_comparison: Make, tmp_path: Path) -> None:
    found = make_comparison(4)
    assert "manifest.json" not in brief(found)[0], "what was never saved has no folder to look into"
    found.folder = found.save(tmp_path / "here")
    html, _ = brief(found)
    said = plain(html)
    assert "manifest.json" in said
    assert f"linli {found.facts.version}" in said
    assert found.scenario.hash() in said
    (tmp_path / "here" / "manifest.json").write_text("{}", encoding="utf-8")
    assert briefs.hashes(found)[0] not in said, "another manifest has another hash"


def test_who_is_not_reached_is_told_by_what_each_group_gains(hand: ModuleType) -> None:
    def story(low: float = 0.5, **groups: tuple[float, float]) -> Any:
        from dataclasses import replace

        effects = dict(hand.story().effects)
        whole = effects["after", "acquaintances"]
        effects["after", "acquaintances"] = replace(whole, mean=1.0, low=low, high=1.5)
        for name, (mean, least) in groups.items():
            effects["after", f"acquaintances_{name}"] = replace(whole, mean=mean, low=least, high=mean + 1.0)
        return hand.story(effects=effects)

    few = behind(story(owners=(1.2, 0.8), renters=(0.4, 0.1), frail=(1.5, -0.1), women=(0.5, 0.2)), "after", "en")
    assert few == "After. Least gain, or none: renters, the frail. Their gain is not distinguishable from none, or less than half of the average of +1.0."
    assert behind(story(owners=(1.2, 0.8), women=(0.5, 0.2)), "after", "en").startswith("After: every group gains")
    assert behind(story(low=-0.1, renters=(0.4, 0.1)), "after", "en").startswith("After: no gain in acquaintances can be told from none")


def test_what_the_policy_assumes_is_listed_with_its_value(several_arms: Comparison) -> None:
    from dataclasses import replace

    from linli.scenarios.loader import load

    found = replace(several_arms, scenario=load("building-gates"), arms=("after",))
    said = assumed_of(found, "en")
    assert said.endswith("more (linli constants building-gates --mark assumed)")
    assert "evenings)" in said


def test_over_draws_it_says_what_was_drawn_and_not_that_the_interval_holds_luck_alone(make_comparison: Make) -> None:
    from linli.viz.tables import draws_sentences

    found = make_comparison(8)
    found.draws, found.drawn = (0, 0, 1, 1, 2, 2, 3, 3), (5, 7, 2)
    said = plain(brief(found)[0])
    told = draws_sentences(story_of_comparison(found), "en")
    assert told
    assert all(one[1:] in said for one in told)
    assert "An interval holds luck alone" not in said
    assert "median" in said


def test_without_weasyprint_there_is_a_page_to_print_and_a_sentence(
    make_comparison: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(briefs, "_layout", lambda: None)
    told: list[str] = []
    paths = write_brief(make_comparison(3), tmp_path / "new", "en", notice=told.append)
    assert [path.name for path in paths] == ["brief.html"]
    assert told[0].startswith("There is no PDF: it needs WeasyPrint")
    assert "brief.html prints the same two pages" in told[0]


def test_what_takes_more_than_two_pages_is_refused(make_comparison: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefs, "_layout", lambda: lambda html: (3, b""))
    with pytest.raises(UserError, match="4 policies do not fit on two pages"):
        brief(make_comparison(3, ("a", "b", "c", "d")))


def test_letters_become_smaller_until_it_fits(make_comparison: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[float] = []

    def lay_out(html: str) -> tuple[int, bytes]:
        (size,) = re.findall(r"body \{ margin: 0; [^}]*font-size: ([\d.]+)pt", html)
        sizes.append(float(size))
        return (3 if len(sizes) < 3 else 2), b"pdf"

    monkeypatch.setattr(briefs, "_layout", lambda: lay_out)
    assert brief(make_comparison(3))[1] == b"pdf"
    assert len(sizes) == 3
    assert sizes == sorted(sizes, reverse=True)


def test_of_a_comparison_in_which_nothing_finished_there_is_none(make_comparison: Make) -> None:
    found = make_comparison(3)
    found.seeds = ()
    with pytest.raises(UserError, match="no seed finished"):
        brief(found)
