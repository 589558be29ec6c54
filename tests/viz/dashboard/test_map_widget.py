"""The widget of the map and its component: bytes, messages, both languages; without a browser."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from linli.viz.dashboard.map.colourings import COLOURINGS
from linli.viz.dashboard.map.frames import Frame
from linli.viz.dashboard.map.ground import MapGround
from linli.viz.dashboard.map.player import View
from linli.viz.dashboard.map.widget import MapWidget, about_of, bytes_of, state_of
from linli.viz.dashboard.map.words import words_of


class Heard:
    """Stands where the player stands, and notes what is asked of it."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.calls.append((name, *given))


def say(widget: MapWidget, **message: object) -> None:
    widget._handle_custom_msg(message, [])


@pytest.fixture
def view(make) -> View:
    s = make()
    s.run(3)
    return View(ground=MapGround.of(s.places), frame=Frame.of(s), weeks=260)


def test_bytes_hold_the_ground(view):
    ground = view.ground
    n, g = ground.residents, len(ground.gates)
    numbers = np.frombuffer(bytes_of(ground), np.float32)
    assert np.array_equal(numbers[: 2 * n].reshape(-1, 2), ground.people)
    assert np.array_equal(numbers[2 * n : 2 * n + 8 * g].reshape(-1, 8), ground.cells)
    assert np.array_equal(numbers[2 * n + 8 * g : 2 * n + 10 * g].reshape(-1, 2), ground.gates)
    assert np.array_equal(numbers[2 * n + 10 * g :], ground.gate_of)
    about = about_of(ground, "zh")
    assert about["buildings"] == [1, 1, 1]
    assert {one["title"] for one in about["facilities"]} == {"院子", "小店", "校门口", "活动室", "服务中心"}


def test_a_frame_goes_out_when_the_one_before_is_drawn(view):
    widget = MapWidget("en")
    widget.show(view)
    assert (widget.frame, widget.laid) == (1, 1)
    assert np.array_equal(np.frombuffer(widget.dots, np.uint8).reshape(len(COLOURINGS) + 1, -1), view.frame.dots)
    assert np.array_equal(np.frombuffer(widget.gates, np.float32).reshape(-1, 5), view.frame.gates)
    widget.show(View(playing=True, frame=view.frame, ground=view.ground))
    widget.show(View(playing=True, speed=10, frame=view.frame, ground=view.ground))
    assert widget.frame == 1
    say(widget, do="seen", frame=1)
    # The one in between was overtaken.
    assert (widget.frame, widget.laid, widget.state["speed"]) == (2, 1, 10)
    say(widget, do="seen", frame=1)
    say(widget, do="seen", frame=2)
    assert widget.frame == 2


def test_a_browser_that_says_nothing_is_not_waited_for_for_ever(view, monkeypatch):
    widget, now = MapWidget("en"), [100.0]
    monkeypatch.setattr("linli.viz.dashboard.map.widget.time.monotonic", lambda: now[0])
    widget.show(view)
    widget.show(view)
    assert widget.frame == 1
    now[0] += 1.5
    widget.show(view)
    assert widget.frame == 2


def test_messages_become_wishes_and_nonsense_is_passed_over():
    widget, heard = MapWidget("en"), Heard()
    say(widget, do="play")
    widget.player = heard
    for message in (
        {"do": "play"}, {"do": "pause"}, {"do": "step"}, {"do": "speed", "speed": 10}, {"do": "jump", "week": 52}, {"do": "choose", "kind": "gate", "index": 3},
        {"do": "choose", "kind": "door", "index": 3},
        {"do": "jump", "week": "52"}, {"do": "jump", "week": True}, {"do": "jump"}, {"do": "stop"}, {"do": "__class__"}, {"do": ["play"]}, {},
    ):  # fmt: skip
        say(widget, **message)
    widget._handle_custom_msg("play", [])
    assert heard.calls == [("play",), ("pause",), ("step",), ("set_speed", 10), ("jump", 52), ("choose", "gate", 3), ("choose", None, 3)]


@pytest.mark.parametrize(("language", "foreign"), [("en", r"[\u3000-\u9fff\uff00-\uffef]"), ("zh", r"[A-Za-z]{2}")])
def test_words_are_of_one_language(language, foreign, view):
    def texts(thing: object) -> list[str]:
        if isinstance(thing, dict):
            return [text for key, value in thing.items() if key not in ("name", "sign", "colour", "kind") for text in texts(value)]
        return [text for one in thing for text in texts(one)] if isinstance(thing, list) else [thing] if isinstance(thing, str) else []

    views = [View(), view, View(stage="spinning up"), View(stage="spinning up", done=1, total=9), View(stage="jumping", done=1, total=9)]
    found = texts(words_of(language)) + [text for one in views for text in texts(state_of(one, language))] + texts(about_of(view.ground, language))
    assert len(found) > 60
    assert [text for text in found if re.search(foreign, text) or "{" in text] == []


def test_what_the_client_reads_of_the_words_is_there():
    client = Path(MapWidget.__module__.replace(".", "/"))
    folder = Path(__file__).parents[3] / "viz" / "dashboard" / "map" / "client"
    used = set(re.findall(r"\bwords\.([A-Za-z]+)", "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))))
    assert used == set(words_of("en")), client


def test_the_component_plays_for_itself_and_ends_with_the_page(monkeypatch, make):
    import solara
    from linli.scenarios.loader import load
    from linli.viz.dashboard.map import component

    begun: list[int] = []

    def beginning(arm: object, seed: int, turn: object) -> Any:
        begun.append(seed)
        return lambda tell: make()

    monkeypatch.setattr(component, "beginning", beginning)
    arm = load("building-gates").arm("after")

    def until(week: int) -> None:
        for _ in range(600):
            if player.week == week and widget.state["week"] == week and not widget.state["note"]:
                return
            say(widget, do="seen", frame=widget.frame)
            threading.Event().wait(0.1)
        raise AssertionError(widget.state)

    _, rendered = solara.render(component.Map(arm, "after", 1, "zh"), handle_error=False)
    widget = rendered.find(MapWidget).widget
    player = widget.player
    assert widget.words["play"] == "播放"
    until(0)
    # The house renders anew whenever anything changes; the map goes on.
    rendered.render(component.Map(arm, "after", 1, "zh"))
    assert rendered.find(MapWidget).widget is widget
    assert widget.player is player
    # Levers are moved: the same society lives on with them.
    player.step()
    until(1)
    other = arm.with_settings(["gatherings_a_year=0"])
    rendered.render(component.Map(other, "after", 1, "zh"))
    until(2)
    # Another arm, and another seed, come to the week that was shown; another place begins anew.
    begun.clear()
    rendered.render(component.Map(other, "gatherings", 1, "zh"))
    rendered.render(component.Map(other, "gatherings", 5, "zh"))
    until(2)
    assert begun[-1] == 5
    rendered.render(component.Map(other.with_settings(["floors=3"]), "gatherings", 5, "zh"))
    until(0)
    assert widget.player is player
    rendered.close()
    for _ in range(600):
        if not player.alive:
            break
        threading.Event().wait(0.1)
    assert not player.alive
    assert widget.player is None
