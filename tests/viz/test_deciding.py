"""The decision card as it is printed and drawn, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from linli.experiments.deciding import Decision, Information, UnderRule, Worth, decide
from linli.experiments.reasons import Turned
from linli.model.ground.text import Text
from linli.model.society.groups import GROUP_MEASURES, name_of
from linli.viz.deciding import Card, card_of, markdown, print_card
from linli.viz.deciding_card import draw_card, drawn
from linli.viz.figures.page import compose
from linli.viz.fonts import dressed
from rich.console import Console

KNOWN = Information(0.25, (Worth("ties.p_join", False, 0.2), Worth("strangers", True, 0.1)), 0.05, 120)
TURNED = (Turned("ties.p_join", 0.37, False, True, 0.2, 0.6),)


@pytest.fixture(scope="module")
def decision() -> Decision:
    """Return a decision over 24 draws of one seed each, what is known put in by hand."""
    spec = util.spec_from_file_location("made_of_numbers", Path(__file__).parent / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made = module.comparison(24, ("after", "gatherings"), weeks=104)
    vectors = {"ties.p_join": np.linspace(0.2, 0.6, 24)}
    found = decide(replace(made, draws=made.seeds, drawn=(1, 0, 1), vectors=vectors, _differences={}), "after", "gatherings")
    return replace(found, share=0.875, of_runs=0.75, turned=TURNED, information=KNOWN, rules=(UnderRule("ties.rule", "slow", 0.5, 12),))


def section(card: Card, head: str) -> str:
    return "\n".join(next(part.lines for part in card.sections if part.head == head))


def test_the_card_answers_in_the_order_of_a_decision_and_says_within_which_model(decision: Decision) -> None:
    card = card_of(decision, "en")
    assert card.message == "Within this model, after is ahead of gatherings in 88 % of 24 draws."
    assert [part.head for part in card.sections] == [
        "Is it ahead, and by how much?", "What it costs", "Which assumption would turn it round?", "Which measurement is worth most?",
        "Official counts beside what happened", "What this rests on",
    ]  # fmt: skip
    answer = section(card, "Is it ahead, and by how much?")
    assert "in 88% of draws" in answer.replace(" %", "%")
    assert "75 % of pairs of runs" in answer
    assert "ties.rule = slow: ahead in 50 % of 12 draws" in answer
    assert "below 0.37; drawn from 0.2 to 0.6" in section(card, "Which assumption would turn it round?")
    assert "yuan" in section(card, "What it costs")
    official = section(card, "Official counts beside what happened")
    assert re.search(r"fficial.*: after \S+.*, gatherings \S+.*; .*: after \S+.*, gatherings \S+", official)
    assert "no proof of what a policy does" in section(card, "What this rests on")
    assert "without" not in answer.replace("with their luck", ""), "the other arm is a policy too"


def test_groups_that_were_not_looked_at_are_not_said_to_gain(decision: Decision) -> None:
    assert "Who gains, and who does not" not in [part.head for part in card_of(decision, "en").sections]


def test_groups_that_were_looked_at_stand_on_the_card(decision: Decision) -> None:
    comparison = decision.comparison
    tracks = {}
    for (arm, seed), track in comparison.tracks.items():
        known = track.values["acquaintances"]
        owners = [value + (1.0 if arm == "after" else 0.0) for value in known]
        groups = {name_of("acquaintances", "owners"): owners, name_of("acquaintances", "renters"): list(known)}
        tracks[arm, seed] = replace(track, values=track.values | groups)
    infos = comparison.infos | {name: GROUP_MEASURES[name] for name in (name_of("acquaintances", "owners"), name_of("acquaintances", "renters"))}
    card = card_of(replace(decision, comparison=replace(comparison, tracks=tracks, infos=infos, _differences={})), "en")
    said = section(card, "Who gains, and who does not")
    assert "owners +1.8" in said
    assert "renters +0.8" in said


def test_what_a_survey_can_ask_here_is_named_before_what_only_research_can_learn(decision: Decision) -> None:
    lines = section(card_of(decision, "en"), "Which measurement is worth most?").split("\n")
    assert "0.25" in lines[0]
    assert lines[1].startswith("Ask here “")
    assert lines[1].endswith("0.10 people") or "0.1" in lines[1]
    assert lines[2].startswith("Learn “")
    assert "(ties.p_join): 0.20" in lines[2]
    assert "once in twenty times" in lines[3]
    nothing = replace(decision, information=KNOWN._replace(telling=()))
    assert "no single one of 120" in section(card_of(nothing, "en"), "Which measurement is worth most?").lower()
    certain = replace(decision, information=Information(0.0, (), 0.0, 120))
    assert "worth nothing here" in section(card_of(certain, "en"), "Which measurement is worth most?")


def test_few_draws_tell_nothing_and_seeds_alone_say_that_they_hold_luck(decision: Decision) -> None:
    comparison = decision.comparison
    few = replace(comparison, seeds=comparison.seeds[:5], draws=comparison.draws[:5], vectors={}, _differences={})
    card = card_of(decide(few), "en")
    assert "cannot be told from 5 draws" in card.message
    assert "5 draws (seeds) are too few" in section(card, "Which assumption would turn it round?")
    assert "88" not in card.message
    seeds = card_of(decide(replace(comparison, draws=(), drawn=None, _differences={})), "en")
    assert "with one set of constants" in seeds.message
    assert "constants were not drawn" in section(seeds, "Which measurement is worth most?")


def test_the_chinese_card_has_no_english_sentence(decision: Decision) -> None:
    card = card_of(decision, "zh")
    assert card.message == "在此模型内，之后在 24 次抽取的 88% 中优于gatherings。"
    lines = [line for part in card.sections for line in (part.head, *part.lines)]
    assert all(re.search(r"[一-鿿]", line) for line in lines)
    # Names of arms, constants and options are Latin; three English words in a row are a sentence.
    assert not [line for line in lines if re.search(r"\b[a-z]+ [a-z]+ [a-z]+\b", line)]


def test_the_terminal_and_markdown_say_the_same(decision: Decision, console: Console) -> None:
    print_card(decision, language="en", console=console)
    printed = " ".join(console.export_text().split())
    text = markdown(decision, "en", "decision.png")
    assert "![" in text
    assert "(decision.png)" in text
    for part in card_of(decision, "en").sections:
        assert f"## {part.head}" in text
        for line in part.lines:
            assert " ".join(line.split()) in printed
            assert f"- {line[:20]}" in text.replace("\\", "")


def test_a_title_of_a_users_file_is_no_mark_of_markdown(decision: Decision) -> None:
    comparison = decision.comparison
    titles = comparison.facts.arm_titles | {"after": Text("*after* [x](http://y)", "之后")}
    bad = replace(decision, comparison=replace(comparison, facts=replace(comparison.facts, arm_titles=titles), _differences={}))
    assert "\\*after\\* \\[x\\](http://y)" in markdown(bad, "en").split("\n")[0]


def test_the_picture_holds_all_lines_and_a_dot_a_draw(decision: Decision, tmp_path: Path) -> None:
    with dressed("en") as letters, drawn(decision, letters) as (on, card):
        compose(on, card.message)
        on.figure.canvas.draw()
        above, below = on.figure.axes
        dots = next(c for c in above.collections if c.get_gid() == "draws").get_offsets()
        assert np.sort(np.asarray(dots)[:, 0]) == pytest.approx(np.sort(decision.ahead.effects))
        boxes = [text.get_window_extent() for text in below.texts]
        foot = next(text for text in on.figure.texts if text.get_gid() == "provenance").get_window_extent()
        assert min(box.y0 for box in boxes) > foot.y1, "no line runs into the small print"
        assert max(box.x1 for box in boxes) < on.figure.bbox.x1
        assert all(low.y1 <= high.y0 + 3 for high, low in pairwise(boxes))
        said = " ".join(text.get_text().removeprefix("• ").strip() for text in below.texts)
        for part in card.sections:
            assert part.lines[0] in said
    assert [path.name for path in draw_card(decision, tmp_path, "zh")] == ["decision.zh.png"]
