"""What online services keep from week to week and count up: matters of residents, who knows how, the group, rumours, matters of the compound."""

from __future__ import annotations

import numpy as np

from ...contract.mechanism import Mechanism
from ...people.declared import counter, state
from .parameters import OnlineServicesParameters

OLD, ADULT, YOUNG = 60, 18, 45
"""Ages: of those who count as older, from which one is an adult, and below which as younger."""
NEVER = -10_000
ALONE, SHOWN, CLASS = 1, 2, 3
"""How one has learnt to do without the counter: by oneself, shown by a neighbour, in a class."""
NONE = -1
"""In place of the number of a word: there is none."""


class Books(Mechanism[OnlineServicesParameters]):
    """States and counters; online.py says what it is."""

    # Errands
    asks: np.ndarray = state("resident", 0, on_move=0)
    requests: np.ndarray = state("resident", 0, on_move=0)
    learnt: np.ndarray = state("resident", 0, dtype=np.uint8, on_move=0)
    registered: np.ndarray = state("resident", False, on_move=False)
    roster: np.ndarray = state("community", -1.0)
    visits_lately: np.ndarray = state("community", -1.0)
    wait: np.ndarray = state("community", 0.0)
    # The group
    member: np.ndarray = state("resident", False, on_move=False)
    removed: np.ndarray = state("resident", False, on_move=False)
    wrote: np.ndarray = state("resident", NEVER, dtype=np.int32, on_move=NEVER)
    written: np.ndarray = state("resident", 0, dtype=np.int32, on_move=0, restart=True)
    removal: np.ndarray = state("compound", NONE)
    rumour: np.ndarray = state("compound", NONE)
    rumour_side: np.ndarray = state("compound", 0)
    misled_by: np.ndarray = state("compound", 0)
    # Matters of the compound
    matter: np.ndarray = state("compound", 0, dtype=np.uint64)
    opened: np.ndarray = state("compound", 0)
    voiced: np.ndarray = state("resident", False, on_move=False)

    visits: int = counter("visits to the counter", "窗口办事人次", unit="visits", a_year=True)
    beside: int = counter("person-times waiting beside others at the counter", "窗口与他人同候的人次", unit="person-times", a_year=True, headline=True)
    errand_hours: float = counter("hours that errands took, online or at the counter", "居民办事所花时间", unit="hours", a_year=True, whole=False)
    saved_hours: float = counter(
        "official: hours saved, as against the same errands at the counter", "官方统计：与到窗口办理相比节省的时间", unit="hours", a_year=True,
        beside="errand_hours", whole=False,
    )  # fmt: skip
    settled_online: int = counter("matters settled online", "网上办结事项", unit="matters", a_year=True)
    booked_visits: int = counter("visits with a booked time", "预约办事人次", unit="visits", a_year=True)
    arisen: int = counter("matters that arose", "产生的办事需求", unit="matters", a_year=True)
    given_up: int = counter("matters that came to nothing here", "放弃或另处办理的事项", unit="matters", a_year=True)
    arisen_old: int = counter("matters that arose, of those of 60 and more", "60岁及以上办事需求", unit="matters", a_year=True)
    given_up_old: int = counter("matters that came to nothing here, of those of 60 and more", "60岁及以上放弃的事项", unit="matters", a_year=True)
    times_shown: int = counter("times that a neighbour showed how it is done", "邻居帮教次数", unit="times", a_year=True)
    classes_due: int = counter("official: classes held", "官方统计：培训场次", unit="classes", a_year=True, beside="classes")
    classes: int = counter("classes held", "实际培训场次", unit="classes", a_year=True)
    at_classes: int = counter("older people at classes", "培训到场老人", unit="person-times", a_year=True)

    posts: int = counter("times that somebody wrote in the group in a week", "群内发言人次（按周）", unit="person-times", a_year=True)
    posts_young: int = counter("of these, below 45", "其中45岁以下", unit="person-times", a_year=True)
    posts_working: int = counter("of these, of people at work", "其中在职者", unit="person-times", a_year=True)
    posts_renting: int = counter("of these, of people who rent", "其中租户", unit="person-times", a_year=True)
    subjects: int = counter("subjects talked about in the group", "群内话题", unit="subjects", a_year=True)
    meetups: int = counter("get-togethers that began in the group", "由群约起的聚会", unit="times", a_year=True)
    at_meetups: int = counter("people at get-togethers that began in the group", "由群约起的聚会到场人次", unit="person-times", a_year=True)
    complaints: int = counter("complaints about the owner of the group", "群内对群主的批评", unit="complaints", a_year=True)
    removals: int = counter("people removed from the group", "被移出群者", unit="people", a_year=True)
    rumours: int = counter("rumours", "谣言", unit="rumours", a_year=True)
    corrected: int = counter("rumours put right", "已辟谣", unit="rumours", a_year=True)
    misled: int = counter("residents whom a rumour reached", "听到谣言的居民人次", unit="person-times", a_year=True)

    opened_matters: int = counter("matters of compounds taken up", "提出的小区事项", unit="matters", a_year=True)
    voted: int = counter("matters of compounds that came to a vote", "表决的小区事项", unit="matters", a_year=True)
    with_many: int = counter("of these, decided with many voices", "其中多人发言的", unit="matters", a_year=True)
    voices: int = counter("voices on matters, in hall or online", "事项发言人数", unit="people", a_year=True)
    voices_young: int = counter("voices of people below 45", "45岁以下发言人数", unit="people", a_year=True)
    voices_working: int = counter("voices of people at work", "在职者发言人数", unit="people", a_year=True)
    voices_renting: int = counter("voices of people who rent", "租户发言人数", unit="people", a_year=True)
    voices_old: int = counter("voices of people of 60 and more", "60岁及以上发言人数", unit="people", a_year=True)
    at_hearings: int = counter("people at hearings in the hall", "现场议事到场人次", unit="person-times", a_year=True)
    at_consultations: int = counter("people who took part in consultations online", "网上议事参与人次", unit="person-times", a_year=True)
    asked_online: int = counter(
        "official: people reached by consultations online", "官方统计：网上议事覆盖人次", unit="person-times", a_year=True, beside="at_consultations"
    )
    ballots: int = counter("votes cast on matters", "事项投票数", unit="votes", a_year=True)
    ballots_online: int = counter("of these, online", "其中网上投票", unit="votes", a_year=True)

    @property
    def online_on(self) -> bool:
        """Whether there is anything that residents can do online instead of at the counter."""
        return self.now.lookup or self.now.booking


def of_units(rows: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return int64 [m]: the unit of each row, of units that begin at `starts`."""
    return np.asarray(np.searchsorted(starts, rows, side="right") - 1)


__all__ = ["ADULT", "ALONE", "CLASS", "NEVER", "NONE", "OLD", "SHOWN", "YOUNG", "Books", "of_units"]
