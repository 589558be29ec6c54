"""Questions about how many of one's neighbours one knows, and how many one has come to know since."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import AfterValidator, field_validator

from ..ground.parameters import constant
from ..ground.random import draw
from ..ground.refusal import InputError, choices
from ..ground.text import Text
from ..survey import NOT_ASKED, chat_answers, coarse, name_counts, named, nearest_households, on_landing, share_known, visited
from .base import AskedIn, Level, Question, Refusal, View, cut_of, question, trace_of

ADULT = 18
ANSWERS = ("all", "most", "some", "none")
WORDS = (*ANSWERS, "few")
"""Answers by their code; "few" is on some forms only."""
Who = Literal["all", "members", "others"]


def adults(view: View) -> np.ndarray:
    """Return int64 rows of those who are 18 and older."""
    return np.flatnonzero(view.society.residents.age >= ADULT)


def chosen(view: View, who: Who) -> np.ndarray:
    """Return int64 rows of adults: all, members of a club or list, or those who are none."""
    rows = adults(view)
    if who == "all":
        return rows
    member = np.zeros(view.society.residents.n, np.bool_)
    for mechanism in view.society.programme.mechanisms:
        if (own := mechanism.membership()) is not None:
            member |= own
    return np.asarray(rows[member[rows] == (who == "members")])


def sample_of_sites(view: View, rows: np.ndarray, asked: int) -> np.ndarray:
    """Return int64 rows in rising order: `asked` of the rows of each site, drawn by keyed draws; all if it is 0 or a site has no more."""
    if asked == 0:
        return rows
    u = draw(view.society.seed, "survey asked of a site", 0, view.society.residents.identity[rows])
    site = view.site_of(rows)
    order = np.lexsort((u, site))
    place = np.arange(len(rows)) - np.searchsorted(site[order], site[order], side="left")
    return np.asarray(np.sort(rows[order[place < asked]]))


def in_order(ages: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return age groups [from, to] as they are.

    Raises:
        InputError: one of them begins after its end.
    """
    if any(first > last for first, last in ages):
        raise InputError("an age group is [from, to], the younger age first.", "年龄组写作 [起, 止]，较小者在前。")
    return ages


def of_ages(view: View, rows: np.ndarray, ages: tuple[tuple[int, int], ...]) -> list[np.ndarray]:
    """Return bool [m] for each age group: who of `rows` [m] is of it; one group of all if none is given."""
    age = view.society.residents.age[rows].astype(np.int64)
    return [(age >= first) & (age <= last) for first, last in ages] or [np.ones(len(rows), np.bool_)]


Ages = Annotated[tuple[tuple[int, int], ...], AfterValidator(in_order)]
"""Age groups [from, to], both included; none: all together."""


def known_counts(view: View, level: Level, rows: np.ndarray) -> np.ndarray:
    """Return int64 [m]: how many neighbours each of `rows` reports at a level or above."""
    return name_counts(named(view.reports(trace_of(level)), cut_of(level, view.society.constants)), rows)


@question
class KnowNeighbours(Question):
    """Shares of adults who say that they know all, most, some or none of their neighbours.

    `of` says who is on the list: the residents of one's landing, or the nearest households (`households` of them; a household is known
    if somebody of it is). `answers` are the answers told apart, such as "all or most". On a form with "few" that is the answer of those
    who know somebody, but a share below `few_below`.
    """

    name: ClassVar[str] = "know-neighbours"
    title: ClassVar[Text] = Text("how many of one's neighbours one knows", "认识多少邻居")
    parts_of_whole: ClassVar[bool] = True
    of: Literal["landing", "nearest"] = constant("nearest", unit="name", mark="setting", en="Who is on the list: landing or nearest", zh="名单：同层或最近住户")
    households: int = constant(10, unit="households", low=1, high=100, mark="setting", en="Nearest households on the list", zh="最近住户数")
    level: Level = constant("acquaintance", unit="name", mark="setting", en="Level from which one knows somebody", zh="视为认识的关系等级")
    answers: tuple[str, ...] = constant(ANSWERS, unit="answers", mark="setting", en='Answers told apart; "all or most" is one', zh="区分的回答")
    few_below: float = constant(
        0.25, unit="share known", low=0.01, high=0.5, en="Share known below which one says few and not some", zh="回答“少数”而非“一些”的比例上限"
    )

    ages: Ages = constant((), unit="years", mark="setting", en="Rows for each age group [from, to]; none: all adults", zh="各年龄组 [起, 止]；缺省为全体")

    @field_validator("answers")
    @classmethod
    def _answers_exist(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        wrong = next((word for answer in value for word in answer.split(" or ") if word not in WORDS), None)
        if not value or wrong is not None:
            hint = Text("", "") if wrong is None else choices(wrong, WORDS)
            raise InputError(
                f'answers are {", ".join(WORDS)}, or several of them joined by " or ".{hint.en}',
                f"answers 可为 {'、'.join(WORDS)}，或用 or 连接的几个。{hint.zh}",
            )
        return value

    @property
    def _few(self) -> bool:
        """Whether "few" is on the form."""
        return any("few" in answer.split(" or ") for answer in self.answers)

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse fields that have no effect."""
        if "few_below" in self.model_fields_set and not self._few:
            return "few_below", Text('it has an effect only where "few" is among the answers.', "仅当 answers 含“few”时起作用。")
        if "households" in self.model_fields_set and self.of == "landing":
            return "households", Text('it has an effect with of = "nearest" only.', '仅在 of = "nearest" 时起作用。')
        return super().refuse(asked)

    def looks_at(self) -> frozenset[str]:
        """Distances, where the nearest households are on the list."""
        return frozenset() if self.of == "landing" else frozenset(("metres",))

    def answers_a_week(self) -> int:
        """Count the answers told apart, of each age group."""
        return len(self.answers) * max(len(self.ages), 1)

    def row_labels(self) -> tuple[str, ...]:
        """Name the answers, and the age groups if there are any; a single answer of all needs no name."""
        if self.ages:
            return tuple(f"{first}-{last}: {answer}" for first, last in self.ages for answer in self.answers)
        return self.answers if len(self.answers) > 1 else ()

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, answers of the first age group, of the next ...], percent of those with somebody on the list."""
        s, rows = view.society, adults(view)
        known = named(view.reports(trace_of(self.level)), cut_of(self.level, s.constants))
        if self.of == "landing":
            share = share_known(known, rows, on_landing(s, rows))
        else:
            share = share_known(known, rows, nearest_households(s, rows, self.households), s.residents.flat)
        said = coarse(share, s.constants.survey, self.few_below if self._few else 0.0)
        rows, said = rows[said != NOT_ASKED], said[said != NOT_ASKED]
        codes = [[WORDS.index(word) for word in answer.split(" or ")] for answer in self.answers]
        groups = of_ages(view, rows, self.ages)
        return np.stack([100.0 * view.mean_by_site(rows[group], np.isin(said[group], code)) for group in groups for code in codes], axis=1)


@question
class ChatsAtLeast(Question):
    """Share of adults, or of those of each age group, who say that they chat with neighbours at least so often."""

    name: ClassVar[str] = "chats-at-least"
    title: ClassVar[Text] = Text("chats with neighbours at least so often", "与邻居聊天不少于此频率")
    days: float = constant(0.11, unit="days a week", low=0.0, high=7.0, mark="setting", en="Days with a chat from which one says so", zh="回答门槛（每周天数）")
    ages: Ages = constant((), unit="years", mark="setting", en="A row for each age group [from, to]; none: all adults", zh="各年龄组 [起, 止]；缺省为全体")

    def answers_a_week(self) -> int:
        """Count the age groups."""
        return max(len(self.ages), 1)

    def row_labels(self) -> tuple[str, ...]:
        """Name the age groups."""
        return tuple(f"{first}-{last}" for first, last in self.ages)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites] or [sites, age groups], percent."""
        r, rows = view.society.residents, adults(view)
        # One cut-off in the place of all three: the answers are daily or never.
        cuts = view.society.constants.survey.model_copy(update=dict.fromkeys(("chat_less", "chat_weekly", "chat_daily"), self.days))
        answers = chat_answers(r.chat_days[rows], r.identity[rows], view.society.seed, cuts)
        found = [100.0 * view.mean_by_site(rows[group], answers[group] != 3) for group in of_ages(view, rows, self.ages)]
        return np.stack(found, axis=1) if self.ages else np.asarray(found[0])


@question
class NeighboursNamed(Question):
    """Neighbours an adult names at each of some levels: the mean.

    `hours` asks besides for those with whom the reported closeness is at least so many hours. A talk of an hour every m days holds
    closeness between h / (1 - h) and 1 / (1 - h), h = 2^(-m / half-life): a talk a month is 2.5 hours and more. `visit_weeks` asks at last
    how many one has met on a visit at home in so many weeks (`survey.visited`); 0: not asked.
    """

    name: ClassVar[str] = "neighbours-named"
    title: ClassVar[Text] = Text("neighbours whom one names", "所列邻居人数")
    unit: ClassVar[str] = "neighbours"
    share: ClassVar[bool] = False
    levels: tuple[Level, ...] = constant(("recognised",), unit="names", mark="setting", en="Levels asked about", zh="所问的关系等级（及以上）")
    hours: tuple[float, ...] = constant((), unit="decayed hours", mark="setting", en="Besides: closeness from which named", zh="另问：亲近度门槛（小时）")
    visit_weeks: int = constant(0, unit="weeks", low=0, high=520, mark="setting", en="Besides: visits of so many weeks", zh="另问：近几周串门")
    who: Who = constant("all", unit="name", mark="setting", en="Who was asked: all, members, others", zh="受访者：全体、成员、非成员")
    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="Adults asked at each site; 0: all", zh="每地受访成人数，0 为全部")

    def answers_a_week(self) -> int:
        """Count levels, hours and visits."""
        return len(self.levels) + len(self.hours) + (self.visit_weeks > 0)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites, levels, hours and visits]."""
        rows = sample_of_sites(view, chosen(view, self.who), self.asked)
        counts = [known_counts(view, level, rows) for level in self.levels]
        counts += [name_counts(named(view.reports("closeness"), cut), rows) for cut in self.hours]
        if self.visit_weeks:
            counts.append(np.bincount(np.concatenate(visited(view.society, self.visit_weeks)), minlength=view.society.residents.n)[rows])
        return np.stack([view.mean_by_site(rows, count) for count in counts], axis=1)


class Counted(NamedTuple):
    """What was seen of every resident in a week: identity, neighbours named, how often they took part; and where the sites begin."""

    identity: np.ndarray
    known: np.ndarray
    times: np.ndarray
    age: np.ndarray
    starts: np.ndarray


def counted_of_residents(mechanism: str) -> list[str]:
    """Return what a mechanism counts of each resident: its states of residents that are whole numbers."""
    from ..mechanisms.registry import find_mechanism

    marks = find_mechanism(mechanism)._states.items()
    return [key for key, mark in marks if mark.unit == "resident" and np.issubdtype(mark.dtype, np.integer) and not key.startswith("_")]


@question
class NeighboursGained(Question):
    """Neighbours at a level that an adult has gained between the first week asked and the last, by how often they took part meanwhile.

    That is how often they came to events; or, with `mechanism` and `state`, what that mechanism counts of each resident: how often they wrote.
    Only those count who lived there all the while.
    """

    name: ClassVar[str] = "neighbours-gained"
    title: ClassVar[Text] = Text("neighbours gained by those who took part", "参与者新增的邻居人数")
    compares: ClassVar[bool] = True
    unit: ClassVar[str] = "neighbours"
    share: ClassVar[bool] = False
    level: Level = constant("acquaintance", unit="name", mark="setting", en="Level from which a neighbour counts", zh="计入的关系等级")
    at_least: int = constant(1, unit="events", low=0, high=10000, mark="setting", en="Events attended, at least", zh="至少参加次数")
    at_most: int = constant(60000, unit="events", low=0, high=65535, mark="setting", en="Events attended, at most", zh="至多参加次数")
    mechanism: str = constant(
        "", unit="name", mark="setting", en="Which mechanism counts how often each took part; none: events attended", zh="由何种机制记录参与次数；缺省为活动"
    )
    state: str = constant("", unit="name", mark="setting", en="What it counts of each resident", zh="所记录的居民参与次数")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse a mechanism that is not there, and what it does not count of residents."""
        if not self.mechanism and not self.state:
            return super().refuse(asked)
        if self.mechanism not in asked.mechanisms:
            hint = choices(self.mechanism, sorted(asked.mechanisms))
            return "mechanism", Text(f'there is no mechanism "{self.mechanism}" here.{hint.en}', f"此处没有机制“{self.mechanism}”。{hint.zh}")
        known = counted_of_residents(self.mechanism)
        if self.state not in known:
            hint = choices(self.state, known)
            said = f'{self.mechanism} counts no "{self.state}" of residents.{hint.en}'
            return "state", Text(said, f"{self.mechanism} 没有按居民记录“{self.state}”。{hint.zh}")
        return super().refuse(asked)

    def rows(self, weeks: int) -> int:
        """It asks twice: at the beginning and at the end."""
        return 1 if weeks == 2 else 0

    def observe(self, view: View) -> Counted:
        """Keep who knows how many, and who came how often."""
        r = view.society.residents
        known = known_counts(view, self.level, np.arange(r.n))
        times = r.times_came
        if self.mechanism:
            times = getattr(next(one for one in view.society.programme.mechanisms if one.name == self.mechanism), self.state)
        return Counted(r.identity.copy(), known, times.copy(), r.age.copy(), view.starts.copy())

    def answer(self, seen: list[Any]) -> np.ndarray:
        """Return float64 [sites, 1]; NaN where nobody took part so often."""
        first, last = seen[0], seen[-1]
        times = last.times.astype(np.int64) - first.times.astype(np.int64)
        took_part = (first.identity == last.identity) & (last.age >= ADULT) & (times >= self.at_least) & (times <= self.at_most)
        rows = np.flatnonzero(took_part)
        site = np.searchsorted(last.starts, rows, side="right") - 1
        sites = len(last.starts) - 1
        count = np.bincount(site, minlength=sites)
        gain = np.bincount(site, weights=(last.known - first.known)[rows], minlength=sites)
        return np.where(count > 0, gain / np.maximum(count, 1), np.nan)[:, None]
