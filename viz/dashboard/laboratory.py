"""Plays a published study for the page *Reproduce*, in a thread that ends when it is told to."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...experiments.reproduction.necessity import weaken, weaken_study
from ...experiments.reproduction.play import steps_of
from ...experiments.reproduction.reproduce import StudyResult, plays_of, reproduce
from ...model.people.constants import Constants
from ...scenarios.published import PublishedStudy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .controller import Controller

PAGE = "reproduce"


@dataclass(frozen=True)
class Played:
    """What has been played.

    Attributes:
        study: the name of the study; "" before any.
        whole: with all rules; None before it has ended.
        weak: without some rules; None if none was taken out, or before it has ended.
        without: the rules that were taken out.
        share: how far it is, 0 to 1.
        working: whether it is being played.
    """

    study: str = ""
    whole: StudyResult | None = None
    weak: StudyResult | None = None
    without: tuple[str, ...] = ()
    share: float = 0.0
    working: bool = False


class _Stopped(Exception):
    """It was asked to stop."""


class Laboratory:
    """Of one session; `laboratory_of` gives it.

    Attributes:
        played: what has been played, immutable.
    """

    def __init__(self, controller: Controller) -> None:
        """Play nothing yet."""
        self.played = Played()
        self._controller = controller
        self._stop = threading.Event()
        self._lock = threading.Lock()
        controller.at_end(self.stop)

    def play(self, study: PublishedStudy, without: Sequence[str], quick: bool) -> None:
        """Play a study, and once more without some rules, on the same random numbers."""
        self.stop()
        stop = self._stop = threading.Event()
        self._publish(stop, Played(study.name, without=tuple(without), working=True))
        threading.Thread(target=self._work, args=(study, tuple(without), quick, stop), name="linli-study", daemon=True).start()

    def stop(self) -> None:
        """Stop soon."""
        self._stop.set()

    def _publish(self, stop: threading.Event, played: Played) -> None:
        with self._lock:
            if self._stop is stop:
                self.played = played
        self._controller.tell()

    def _work(self, study: PublishedStudy, without: tuple[str, ...], quick: bool, stop: threading.Event) -> None:
        steps = steps_of(study, quick)
        total = max(steps * (plays_of(study, True) + (plays_of(study, False) if without else 0)), 1)
        done = 0
        found: dict[str, Any] = {"study": study.name, "without": without}

        def tick() -> None:
            nonlocal done
            if stop.is_set():
                raise _Stopped
            done += 1
            if done * 50 // total != (done - 1) * 50 // total:
                self._publish(stop, Played(**found, share=min(done / total, 1.0), working=True))

        try:
            with self._controller.turn(stop):
                found["whole"] = reproduce(study, seed=1, quick=quick, threads=1, null=True, tick=tick)
                self._publish(stop, Played(**found, share=min(done / total, 1.0), working=bool(without)))
                if without:
                    weak = weaken_study(study, without)
                    found["weak"] = reproduce(weak, constants=weaken(Constants(), without), seed=1, quick=quick, threads=1, null=False, tick=tick)
        except _Stopped:
            pass
        except Exception as error:
            self._controller.fail(error)
        self._publish(stop, Played(**found, share=1.0))


def laboratory_of(controller: Controller) -> Laboratory:
    """Return the laboratory of a session."""
    if PAGE not in controller.kept:
        controller.kept[PAGE] = Laboratory(controller)
    found: Laboratory = controller.kept[PAGE]
    return found
