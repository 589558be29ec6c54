"""Online services (网上办事与网上议事): errands without a counter, a chat group with an owner, matters that are consulted online.

In the world
    A certificate, an insurance, a place at school took a morning at the counter. Policies can be looked up and a time can be booked on the
    telephone (网上办事); the old come to the counter still, ask a child or a neighbour, or go without. A compound has a chat group (小区群), set up by
    the committee, the property company or owners: notices, a lost cat, a quarrel about parking; who complains may be removed (移出群聊), and others
    fall silent; rumours go round. Matters are consulted and voted on online too (网上议事). In a suburb of Boston a list made four weak ties a year
    for those who wrote to it, in a block of flats none (Hampton 2007).
How it works here
    Matters arise by age and tenure (counter.py). Who knows how looks an enquiry up or books a time; who does not goes to the counter, if it is
    open and they are free, and waits with others. One learns by trying (digital skill), is shown by an acquaintance who knows how, or
    goes to a class that a neighbour holds (learning.py). Staff at the windows may follow the visits. The group (group.py): people join; some
    write about something, some answer; that is a short time in weak company (`Purpose.ONLINE`: it takes no part of the week and is no coming).
    Some who began a subject ask those who wrote to do something together: an ordinary occasion of the engine. Who has heard that somebody was
    removed writes less. A rumour is a word; in an open group all who read it hear it at once, and the committee too, which puts it right if it
    has the hours. Matters (matters.py) are heard in a hall and voted on; online beside it, by the one decision with its weights for that.
Left out
    What is in the group of another compound; private messages; deliveries, shopping, fraud; that the state's own service works or does not; what
    those removed feel towards the owner; one who does an errand for a parent. Nobody is on the telephone instead of in the yard.
Fails when
    Windows close as the young stop coming, and the old, who still come, find them closed; the group is for notices; its owner removes who complains.
Sources
    Hampton 2007 (evidence.md). Share of residents in their compound's group: not found. Nearly all constants are assumed (parameters.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from ...contract.needs import Priority
from ...ground.measure import share_of
from ...ground.text import Text
from ...people.declared import measure
from . import counter, group, learning, matters
from .books import ADULT, CLASS, OLD, SHOWN, Books
from .parameters import LEVERS, OnlineServicesParameters

if TYPE_CHECKING:
    from ...contract.week import Week

_DESK = "committee's window"
_ADULTS, _OLDER = "share of adults", "share of those of 60 and more"
_LATELY = 13


class OnlineServices(Books):
    """Errands, chat group and matters online; see the head of this file."""

    name: ClassVar[str] = "online-services"
    title: ClassVar[Text] = Text("Online services", "网上服务")
    Parameters = OnlineServicesParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    kinds: ClassVar[dict[str, Text]] = {
        "waiting": Text("waiting at the committee's window", "居委会窗口候办"),
        "class": Text("class for the telephone", "手机课堂"),
        "talk": Text("chat group", "小区群聊"),
        "meet-up": Text("get-together that began in the group", "群里约起的聚会"),
        "hearing": Text("hearing of a matter of the compound", "小区议事会"),
        "consultation": Text("consultation online", "网上议事"),
        "vote": Text("vote on a matter of the compound", "小区表决"),
        "ballot": Text("vote online", "网上表决"),
    }

    @classmethod
    def example(cls) -> OnlineServicesParameters:
        """Return parameters with all parts of the policy, and more of everything than there is."""
        return OnlineServicesParameters(
            lookup=True, booking=True, classes_a_year=12.0, keep_windows=False, group="open", consult=True, owner="company", matters=6.0, joins=0.5,
            asks_owner=10.0, answers=-2.0, meets=0.5, complains=0.6, company_removes=0.6, rumours_a_year=52.0, matters_a_year=8.0,
        )  # fmt: skip

    def membership(self) -> np.ndarray:
        """Return bool [residents], who is in the group."""
        return self.member

    def setup(self, week: Week) -> None:
        """Name the post of the neighbour who holds classes; find where the counter is."""
        wishes = week.volunteers.constants.organiser.model_copy(update={"accept": self.now.helper_accept})
        week.volunteers.declare(learning.HELPER, wishes, learning.HELPER_TITLE, "compound")
        self._desk = -1
        compounds = week.units("compound")
        first = week.places.community_compounds[:-1].astype(np.int64)
        self._xy = compounds.xy[first].astype(np.float64)

    def plan(self, week: Week) -> None:
        """Errands, classes, the group and what is to be decided."""
        p = self.now
        matters.forget_lapsed(self, week)
        if p.matters + p.matters_old + p.matters_carer + p.matters_away > 0.0:
            self._errands(week)
        if p.classes_a_year > 0.0:
            learning.teach(self, week)
        rows, home = self._group(week)
        if p.rumours_a_year > 0.0:
            group.begin_rumours(self, week, rows, home)
        if p.matters_a_year > 0.0:
            matters.take_up(self, week)
        matters.call(self, week)

    def _errands(self, week: Week) -> None:
        if self._desk < 0:
            self._desk = week.queues.counter(_DESK)
        counter.staff(self, week)
        counter.arise(self, week)
        if self.online_on:
            rows = counter.waiting_rows(self, week)
            learning.learn(self, week, rows, self._xy)
            if self.now.lookup:
                counter.settle(self, week, rows[self.learnt[rows] > 0], self._xy)
            self.registered[rows[self.learnt[rows] > 0]] = True
            where = np.flatnonzero(week.covers("community"))
            week.ledger.pay("public", "suppliers", np.full(len(where), self.now.service_yuan / 52.0), where)
        counter.visit(self, week, self._xy, self._desk)

    def _group(self, week: Week) -> tuple[np.ndarray, np.ndarray]:
        """Let the group go on; return who reads it this week, and the compound of each."""
        p = self.now
        if p.group == "none":
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        group.join(self, week)
        rows, home = group.members(self, week)
        if p.group == "open":
            group.talk(self, week, rows, home)
        if p.owner == "committee" and p.answering > 0.0:
            where = np.flatnonzero(week.covers("compound"))
            table = week.units("compound")
            week.grants.ask(
                len(where), priority=Priority.CARE, identity=week.identity("answering", table.identity[where]), community=table.community[where],
                staff=p.answering, duty="reports",
            )  # fmt: skip
        return rows, home

    def invite(self, week: Week) -> None:
        """See which windows are staffed, and put rumours right."""
        if "shifts" in week.memo:
            counter.on_duty(self, week)
        group.correct(self, week)

    def attend(self, week: Week) -> None:
        """See who waited beside whom, who learnt, who met, who spoke and who voted."""
        for sitting in week.sittings("waiting"):
            self.beside += int(sitting.came.sum())
        learning.taught(self, week)
        meetup = week.sitting("meet-up")
        if len(meetup):
            self.at_meetups += int(meetup.came.sum())
        matters.sit(self, week)

    def react(self, week: Week) -> None:
        """See how far rumours have gone."""
        group.follow_rumours(self, week)

    # Measures

    def _share(self, of: np.ndarray, least: int = ADULT) -> float:
        among = self.view.residents.age >= least
        return share_of(int(np.count_nonzero(of & among)), int(np.count_nonzero(among)))

    @measure("can do without the counter", "会网上办事者", unit=_ADULTS, kind="share", headline=True)
    def reach(self) -> float:
        """Share of adults who have learnt to do it online."""
        return self._share(self.learnt > 0)

    @measure("can do without the counter, of those of 60 and more", "60岁及以上会网上办事者", unit=_OLDER, kind="share", headline=True)
    def reach_old(self) -> float:
        """The same share of those of 60 and more."""
        return self._share(self.learnt > 0, OLD)

    @measure("official: registered for online services", "官方统计：网上办事注册者", unit=_ADULTS, kind="share", beside="reach")
    def registered_share(self) -> float:
        """Share of adults whom somebody has signed up, often a member of staff at the counter."""
        return self._share(self.registered)

    @measure("learnt it from a neighbour", "由邻居教会者", unit="share of those who can", kind="share")
    def from_neighbours(self) -> float:
        """Share of those who can do it online whom a neighbour has shown, in a class or at home."""
        return share_of(int(np.count_nonzero((self.learnt == SHOWN) | (self.learnt == CLASS))), int(np.count_nonzero(self.learnt)))

    @measure("matters of those of 60 and more that came to nothing", "60岁及以上事项落空", unit="share of those that arose", kind="share", headline=True)
    def left_out(self) -> float:
        """Share of the matters of those of 60 and more that were given up or taken elsewhere, since the start."""
        return share_of(self.given_up_old, self.arisen_old)

    @measure("hours that a matter took", "每件事项所花时间", unit="hours a matter settled here", headline=True)
    def hours_a_matter(self) -> float:
        """Hours that residents spent on errands since the start, for each matter that did not come to nothing; 0 without any."""
        return self.errand_hours / max(self.arisen - self.given_up, 1)

    @measure("matters that came to nothing here", "落空事项", unit="share of those that arose", kind="share")
    def came_to_nothing(self) -> float:
        """Share of the matters since the start that were given up or taken elsewhere."""
        return share_of(self.given_up, self.arisen)

    @measure("wait at the counter", "窗口等候时间", unit="hours")
    def wait_now(self) -> float:
        """Hours that one waits at the counter, mean of the communities."""
        return float(self.wait.mean())

    @measure("in the group", "在群居民", unit=_ADULTS, kind="share", headline=True)
    def in_group(self) -> float:
        """Share of adults who are in the group."""
        return self._share(self.member)

    @measure("in the group, of those of 60 and more", "60岁及以上在群者", unit=_OLDER, kind="share")
    def in_group_old(self) -> float:
        """The same share of those of 60 and more."""
        return self._share(self.member, OLD)

    @measure("wrote in the group in the last quarter", "近一季度在群里发言者", unit=_ADULTS, kind="share")
    def wrote_lately(self) -> float:
        """Share of adults who wrote something in the last 13 weeks."""
        return self._share(self.view.number - self.wrote <= _LATELY)

    @measure("voices a matter", "每件事项发言人数", unit="people", headline=True)
    def voices_a_matter(self) -> float:
        """People who gave a reason on a matter that was voted on, since the start, on average; 0 where none was."""
        return self.voices / max(self.voted, 1)

    @measure("voices of people below 45", "发言者中45岁以下", unit="share of voices", kind="share")
    def young_voices(self) -> float:
        """Share of the voices since the start."""
        return share_of(self.voices_young, self.voices)

    @measure("voices of people at work", "发言者中在职者", unit="share of voices", kind="share")
    def working_voices(self) -> float:
        """Share of the voices since the start."""
        return share_of(self.voices_working, self.voices)

    @measure("voices of people who rent", "发言者中租户", unit="share of voices", kind="share")
    def renting_voices(self) -> float:
        """Share of the voices since the start."""
        return share_of(self.voices_renting, self.voices)

    @measure("reached by a rumour", "每条谣言波及居民", unit="people a rumour")
    def misled_a_rumour(self) -> float:
        """Residents whom a rumour reached before it was put right or forgotten, on average; those that go round still are left out; 0 without any."""
        return self.misled / max(self.rumours - int(np.count_nonzero(self.rumour >= 0)), 1)


__all__ = ["OnlineServices"]
