"""The twelve questions of a survey of one's own (`linli survey`): how they are put, their answers, how simulated people answer them.

Answers go from least to most in every question, so that nobody ticks the wrong end out of habit.

One class is one question of the form. The last of them has three parts (years here, home, age), which tell who answered. Neighbours are
people of the same compound who live in another flat. Adults are asked. The rules of answering see the society through the instruments
of `model.survey` only. Cut-offs of trust are assumed.
"""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from ..ground.text import Text
from ..survey import NOT_ASKED, Listed, by_households, chat_answers, coarse, helped, of_gate, on_landing, share_known, visited
from .base import View, question
from .own_base import Answers, OwnQuestion, bands, counted, known

QUARTER = 13
"""Weeks of three months."""


@question
class Chat(OwnQuestion):
    """How often one chats: days with a talk, as people count them (`survey.chat_answers`)."""

    name: ClassVar[str] = "own-chat"
    number: ClassVar[str] = "1"
    title: ClassVar[Text] = Text("Chatting with neighbours", "与邻居聊天")
    ask: ClassVar[Text] = Text("How often do you chat with neighbours?", "您多久和邻居聊一次天？")
    answers: ClassVar[Answers] = Answers.of(
        ("never", "从不"), ("less often", "更少"), ("at least once a week", "每周至少一次"), ("nearly every day", "几乎每天")
    )

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        s = view.society
        # The instrument counts from the most frequent answer on; the form, as all its questions, from the least.
        return 3 - chat_answers(s.residents.chat_days[rows], s.residents.identity[rows], s.seed, s.constants.survey).astype(np.int64)


@question
class Sight(OwnQuestion):
    """Neighbours known by sight: reported hours at the cut-off of recognised faces."""

    name: ClassVar[str] = "own-sight"
    number: ClassVar[str] = "2"
    title: ClassVar[Text] = Text("Neighbours known by sight", "面熟的邻居")
    ask: ClassVar[Text] = Text("How many neighbours do you know by sight, even if not by name?", "您觉得面熟的邻居有多少人？（不知道怎么称呼也算）")
    answers: ClassVar[Answers] = Answers.of(
        ("nobody", "没有"), ("1 to 5", "1至5人"), ("6 to 15", "6至15人"), ("16 to 30", "16至30人"), ("more than 30", "超过30人")
    )

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands(counted(view, "recognised", rows), 1, 6, 16, 31)


@question
class Names(OwnQuestion):
    """Neighbours known by name and greeted (熟人): reported hours at the cut-off of acquaintances."""

    name: ClassVar[str] = "own-names"
    number: ClassVar[str] = "3"
    title: ClassVar[Text] = Text("Neighbours known by name", "熟人")
    ask: ClassVar[Text] = Text("How many neighbours do you know by name and greet?", "知道怎么称呼、见面打招呼的邻居（熟人），您有多少人？")
    answers: ClassVar[Answers] = Answers.of(
        ("nobody", "没有"), ("1 or 2", "1或2人"), ("3 to 5", "3至5人"), ("6 to 10", "6至10人"), ("11 to 20", "11至20人"),
        ("more than 20", "超过20人"),
    )  # fmt: skip

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands(counted(view, "acquaintance", rows), 1, 3, 6, 11, 21)


_ROSTER = Answers.of(("none", "都不认识"), ("some", "一部分"), ("most", "大部分"), ("all of them", "全部认识"), ("no other home", "没有别的住户"))


def _roster(view: View, rows: np.ndarray, place: Literal["landing", "gate"]) -> np.ndarray:
    """Ask which of the other households one knows: an acquaintance in one of them will do."""
    s = view.society
    people: Listed = (on_landing if place == "landing" else of_gate)(s, rows)
    answers = coarse(share_known(known(view, "acquaintance"), rows, by_households(people, s.residents.flat), s.residents.flat), s.constants.survey)
    # `coarse` counts from "all" down.
    return np.where(answers == NOT_ASKED, 4, 3 - answers.astype(np.int64))


@question
class Landing(OwnQuestion):
    """Households of one's landing whom one knows: the roster question with coarse answers."""

    name: ClassVar[str] = "own-landing"
    number: ClassVar[str] = "4"
    title: ClassVar[Text] = Text("Homes known on one's floor", "认识的同层住户")
    ask: ClassVar[Text] = Text(
        "Think of the other homes on your own floor. In how many of them do you know somebody?", "您这一层（同一单元）的其他住户，您认识多少家？"
    )
    answers: ClassVar[Answers] = _ROSTER

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return _roster(view, rows, "landing")


@question
class Gate(OwnQuestion):
    """Households of one's gate whom one knows: the roster question with coarse answers."""

    name: ClassVar[str] = "own-gate"
    number: ClassVar[str] = "5"
    title: ClassVar[Text] = Text("Homes known in one's entrance", "认识的同单元住户")
    ask: ClassVar[Text] = Text(
        "And of all the other homes that use your entrance door, in how many do you know somebody?", "和您走同一个单元门的其他住户，您认识多少家？"
    )
    answers: ClassVar[Answers] = _ROSTER

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return _roster(view, rows, "gate")


_NO_YES = Answers.of(("no", "否"), ("yes", "是"))


@question
class Ask(OwnQuestion):
    """A neighbour whom one could ask for help: at least one friendly tie, as reported."""

    name: ClassVar[str] = "own-ask"
    number: ClassVar[str] = "6"
    title: ClassVar[Text] = Text("Somebody to ask for help", "有事可以求助的邻居")
    ask: ClassVar[Text] = Text(
        "Is there a neighbour whom you could ask for a small help, such as keeping a key or taking in a parcel?",
        "有没有邻居，您遇到小事可以请他帮忙？（如保管钥匙、代收快递）",
    )
    answers: ClassVar[Answers] = Answers.of(("no", "没有"), ("yes", "有"))

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return np.asarray(counted(view, "friendly", rows) > 0, np.int64)


@question
class Visits(OwnQuestion):
    """Neighbours visited at home, or who came to visit, in the last four weeks (`survey.visited`)."""

    name: ClassVar[str] = "own-visits"
    number: ClassVar[str] = "7"
    title: ClassVar[Text] = Text("Neighbours visited at home", "串门的邻居")
    ask: ClassVar[Text] = Text(
        "In the last four weeks, how many neighbours have you visited at home, or have visited you?", "最近四周，您到几位邻居家串过门，或者有几位邻居来过您家？"
    )
    answers: ClassVar[Answers] = Answers.of(("nobody", "没有"), ("one", "1人"), ("two or three", "2或3人"), ("four or more", "4人及以上"))

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        pairs = view.once("own survey visits", lambda: np.concatenate(visited(view.society)))
        return bands(np.bincount(pairs, minlength=view.society.residents.n)[rows], 1, 2, 4)


@question
class Help(OwnQuestion):
    """Helped a neighbour or was helped within a year (`survey.helped`)."""

    name: ClassVar[str] = "own-help"
    number: ClassVar[str] = "8"
    title: ClassVar[Text] = Text("Help between neighbours", "邻里互助")
    ask: ClassVar[Text] = Text(
        "In the last twelve months, have you helped a neighbour, or has a neighbour helped you?", "最近一年，您帮过邻居，或者邻居帮过您吗？"
    )
    answers: ClassVar[Answers] = _NO_YES

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return np.asarray(view.once("own survey help", lambda: helped(view.society))[rows], np.int64)


@question
class Activities(OwnQuestion):
    """Times at an activity of the compound within three months.

    The last time is known. How many others there were is known if the count began within three months; of a longer count each other
    time falls into them with the chance (three months / length of the count), by a keyed draw.
    """

    name: ClassVar[str] = "own-activities"
    number: ClassVar[str] = "9"
    title: ClassVar[Text] = Text("Activities of the compound", "参加小区活动")
    ask: ClassVar[Text] = Text(
        "In the last three months, how often did you come to an activity held in this compound (a celebration, a class, a clean-up, a meeting)?",
        "最近三个月，您参加过几次小区里组织的活动？（如联欢、讲座、大扫除、议事）",
    )
    answers: ClassVar[Answers] = Answers.of(("never", "没有"), ("once", "1次"), ("2 to 5 times", "2至5次"), ("6 times or more", "6次及以上"))

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        from scipy.stats import binom

        from ..ground.random import draw

        s, r = view.society, view.society.residents
        weeks = np.maximum(np.minimum(s.week - s.policy_week0, s.week - r.arrival[rows]), 1)
        u = np.maximum(draw(s.seed, "survey activities", s.week, r.identity[rows]), np.finfo(np.float64).tiny)
        others = binom.ppf(u, np.maximum(r.times_came[rows].astype(np.int64) - 1, 0), np.minimum(QUARTER / weeks, 1.0))
        return bands(np.where(s.week - r.last_came[rows] <= QUARTER, 1 + others, 0), 1, 2, 6)


_TRUST = Answers.of(("not at all", "完全不信任"), ("a little", "不太信任"), ("half and half", "一般"), ("mostly", "比较信任"), ("fully", "非常信任"))


@question
class Trust(OwnQuestion):
    """Trust in neighbours: the fifth of the scale from 0 to 1 in which it lies."""

    name: ClassVar[str] = "own-trust"
    number: ClassVar[str] = "10"
    title: ClassVar[Text] = Text("Trust in neighbours", "对邻居的信任")
    ask: ClassVar[Text] = Text("How far do you trust your neighbours?", "总的来说，您信任邻居吗？")
    answers: ClassVar[Answers] = _TRUST

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands(view.society.residents.trust_neighbours[rows], 0.2, 0.4, 0.6, 0.8)


@question
class Committee(OwnQuestion):
    """Trust in the residents' committee: the fifth of the scale in which trust in institutions lies."""

    name: ClassVar[str] = "own-committee"
    number: ClassVar[str] = "11"
    title: ClassVar[Text] = Text("Trust in the residents' committee", "对居委会的信任")
    ask: ClassVar[Text] = Text("How far do you trust the residents' committee?", "总的来说，您信任居委会吗？")
    answers: ClassVar[Answers] = _TRUST

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands(view.society.residents.trust_institutions[rows], 0.2, 0.4, 0.6, 0.8)


@question
class Years(OwnQuestion):
    """Years lived here."""

    name: ClassVar[str] = "own-years"
    number: ClassVar[str] = "12a"
    title: ClassVar[Text] = Text("Years lived here", "居住年限")
    ask: ClassVar[Text] = Text("For how many years have you lived in this compound?", "您在本小区住了几年？")
    answers: ClassVar[Answers] = Answers.of(
        ("under 1 year", "不到1年"),
        ("1 to 4", "1至4年"),
        ("5 to 9", "5至9年"),
        ("10 to 19", "10至19年"),
        ("20 or more", "20年及以上"),
    )
    background: ClassVar[bool] = True

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands((view.society.week - view.society.residents.arrival[rows]) / 52.0, 1, 5, 10, 20)


@question
class Home(OwnQuestion):
    """Whether the home is one's own or rented."""

    name: ClassVar[str] = "own-home"
    number: ClassVar[str] = "12b"
    title: ClassVar[Text] = Text("Own home or rented", "住房")
    ask: ClassVar[Text] = Text("Is your home your own (or your family's), or rented?", "您住的房子是自家的还是租的？")
    answers: ClassVar[Answers] = Answers.of(("own", "自家的"), ("rented", "租的"))
    background: ClassVar[bool] = True

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return np.asarray(view.society.residents.tenure[rows], np.int64)


@question
class Age(OwnQuestion):
    """Age in bands."""

    name: ClassVar[str] = "own-age"
    number: ClassVar[str] = "12c"
    title: ClassVar[Text] = Text("Age", "年龄")
    ask: ClassVar[Text] = Text("How old are you?", "您的年龄？")
    answers: ClassVar[Answers] = Answers.of(
        ("18 to 29", "18至29岁"),
        ("30 to 44", "30至44岁"),
        ("45 to 59", "45至59岁"),
        ("60 to 74", "60至74岁"),
        ("75 or over", "75岁及以上"),
    )
    background: ClassVar[bool] = True

    @classmethod
    def said(cls, view: View, rows: np.ndarray) -> np.ndarray:
        """Return the answers."""
        return bands(view.society.residents.age[rows], 30, 45, 60, 75)


FORM: tuple[type[OwnQuestion], ...] = (Chat, Sight, Names, Landing, Gate, Ask, Visits, Help, Activities, Trust, Committee, Years, Home, Age)
"""The form in its order: eleven questions and the three parts of the twelfth."""
