"""Figures drawn by two at once: the same pictures, and what goes wrong in one is told as if it had gone wrong here."""

from __future__ import annotations

import importlib
import pickle
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from linli.experiments import far_seed, hands
from linli.experiments.results import RunResult
from linli.viz import figures
from linli.viz.figures import beside, draw_story, drawer, drawings
from linli.viz.figures.beside import Task, shared
from linli.viz.story import Story
from linli.viz.telling import story_of_run

NAMES = ("degrees", "cost", "origins", "compound")


@pytest.fixture(scope="module", autouse=True)
def worker() -> Iterator[None]:
    """Let one worker be idle, as after a run."""
    hands.end_all()
    hands.warm(1, far_seed.wake)
    yield
    hands.end_all()


@pytest.fixture
def story(make_run: Callable[..., RunResult]) -> Story:
    return story_of_run(make_run())


def test_pictures_are_the_same_whoever_draws_them(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: draw for name, draw in drawings(story).items() if name in NAMES}
    monkeypatch.setattr(figures, "drawings", lambda _: known)
    alone = draw_story(story, tmp_path / "alone")
    monkeypatch.setattr(beside, "can", lambda many: many == len(NAMES))
    there: list[str] = []
    real = hands.Hand.send
    monkeypatch.setattr(hands.Hand, "send", lambda hand, said: (there.append(said) if isinstance(said, str) and said else None, real(hand, said))[1])
    both = draw_story(story, tmp_path / "both")
    assert 0 < len(there) < len(NAMES), "some here and some there"
    assert [path.name for path in both] == [path.name for path in alone] == [f"{name}.png" for name in known]
    assert [path.read_bytes() for path in both] == [path.read_bytes() for path in alone]


def test_what_goes_wrong_there_is_told_here(story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = threading.Event()
    real = hands.Hand.send

    def send(hand: hands.Hand, said: Any) -> None:
        real(hand, said)
        if said == "no-such":
            named.set()

    def draw(name: str) -> list[Path]:
        named.wait(60)
        return []

    monkeypatch.setattr(hands.Hand, "send", send)
    with pytest.raises(KeyError, match="no-such"):
        shared([NAMES[0], "no-such"], draw, Task(drawer, story, tmp_path, "en", ("png",)))
    assert named.is_set()


def test_after_a_stop_here_nothing_more_is_begun_there(story: Story, tmp_path: Path) -> None:
    def draw(name: str) -> list[Path]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shared([*NAMES * 5], draw, Task(drawer, story, tmp_path, "en", ("png",)))
    assert len(list(tmp_path.glob("*.png"))) <= 2


def test_a_worker_is_asked_only_where_one_is_idle_and_matplotlib_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    importlib.import_module("matplotlib")
    hands.warm(1, far_seed.wake)
    assert not beside.can(20)
    monkeypatch.delitem(sys.modules, "matplotlib")
    assert beside.can(20)
    assert not beside.can(1)
    hands.end_all()
    assert not beside.can(20)


def test_a_story_can_be_sent(story: Story) -> None:
    again = pickle.loads(pickle.dumps(story))
    assert again.everybody == story.everybody
    assert again.title == story.title
