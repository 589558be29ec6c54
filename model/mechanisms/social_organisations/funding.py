"""Money from outside: direct grants, government purchase, the outside agency, and the events that these pay for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...contract.needs import Needs, Priority
from ...contract.occasions import MOST_TIMES
from ...ground.measure import share_of
from ...people.declared import counter, measure, state
from ...people.everyday import WEEKDAY_EVENING, WEEKEND_AFTERNOON, WEEKEND_MORNING
from ...people.units import ranges
from .life import CONTRACT, GRANT, GROUP, KINDS, P
from .papers import FILED, REGISTERED, Papers

if TYPE_CHECKING:
    from ...contract.call import Sitting
    from ...contract.week import Week

_WHEN = np.array((WEEKEND_AFTERNOON, WEEKEND_MORNING, WEEKDAY_EVENING), np.uint8)


class Funding(Papers[P]):
    """Who pays, for what, and what is held of it."""

    applied: np.ndarray = state("organisation", False)
    bidding: np.ndarray = state("organisation", False)
    granted_before: np.ndarray = state("organisation", False)
    owed_grant: np.ndarray = state("organisation", 0, dtype=np.int32)
    next_event: np.ndarray = state("organisation", 0, dtype=np.int32)
    owed_contract: np.ndarray = state("organisation", 0, dtype=np.int32)
    held_contract: np.ndarray = state("organisation", 0, dtype=np.int32)
    held_ever: np.ndarray = state("organisation", 0, dtype=np.int32)
    reports_due: np.ndarray = state("organisation", 0, dtype=np.int32)
    jury_at: np.ndarray = state("community", -1, dtype=np.int32)
    tender_at: np.ndarray = state("community", -1, dtype=np.int32)
    agency_lots: np.ndarray = state("community", 0, dtype=np.int32)
    agency_from: np.ndarray = state("community", -1, dtype=np.int32)
    agency_owed: np.ndarray = state("community", 0, dtype=np.int32)
    agency_until: np.ndarray = state("community", -1, dtype=np.int32)
    grants: int = counter("direct grants", "直接资助笔数", unit="grants", a_year=True)
    grants_again: int = counter("direct grants to organisations that had one before", "再次获得资助的笔数", unit="grants")
    lots_local: int = counter("lots of purchase won by organisations of the community", "本社区组织中标的项目", unit="lots")
    lots_agency: int = counter("lots of purchase won by the outside agency", "外来机构中标的项目", unit="lots")
    unfulfilled: int = counter("contracts of organisations that were not fulfilled", "未履约的购买合同", unit="contracts")
    events_grant: int = counter("open events paid by grants", "资助支持的公开活动", unit="events", a_year=True)
    events_contract: int = counter("open events of organisations under contract", "本地组织合同活动", unit="events", a_year=True)
    events_agency: int = counter("events of the outside agency under contract", "外来机构合同活动", unit="events", a_year=True)
    funded: int = counter("events that somebody from outside paid for", "外部出资的活动", unit="events", a_year=True)
    funded_times: int = counter("person-times at them", "外部出资活动参与人次", unit="person-times", a_year=True)
    official_funded: int = counter("official: events that were paid for", "官方统计：外部出资的活动", unit="events", a_year=True, beside="funded")
    official_times: int = counter("official: person-times at them", "官方统计：外部出资活动人次", unit="person-times", a_year=True, beside="funded_times")

    # Grants

    def call_for_grants(self, week: Week) -> None:
        """Once a year organisers of filed organisations decide whether to apply; some weeks later a jury gives out the money."""
        p = self.now
        if p.grants_yuan > 0.0:
            due = np.flatnonzero(week.due("grants", 1.0, "community"))
            if len(due):
                self.jury_at[due] = week.number + p.jury_weeks
                filed = self.here(week, self.paper >= FILED)
                filed = filed[np.isin(self.community(week, filed), due)]
                if len(filed):
                    apply = self.wishes(week, filed, "applies", p.apply, p.apply_evenings)
                    self.applied[apply], self.apply_left[apply] = True, p.apply_evenings
        if (self.jury_at >= 0).any():
            for c in np.flatnonzero((self.jury_at >= 0) & (self.jury_at <= week.number) & week.covers("community")).tolist():
                self.jury_at[c] = -1
                self._jury(week, c)

    def _jury(self, week: Week, community: int) -> None:
        """Give the year's money of one community to those who have handed in their application, in the order of the jury."""
        p = self.now
        asked = self.here(week, self.applied)
        asked = asked[self.community(week, asked) == community]
        self.applied[asked] = False
        ready = asked[self.apply_left[asked] == 0.0]
        # What was not handed in is too late.
        self.apply_left[asked] = 0.0
        if len(ready) == 0 or p.grants_yuan == 0.0:
            return
        lot = week.draw("jury", self.identity[ready])
        sessions = week.organisations.table(ready)["sessions"]
        income = self.from_seed[ready] + self.from_grant[ready] + self.from_contract[ready]
        first = {"record": -sessions.astype(np.float64), "lot": np.zeros(len(ready)), "new": income}[p.grants_to]
        won = ready[np.lexsort((lot, first))[: int(p.grants_yuan // p.grant_yuan)]]
        where = np.full(len(won), community)
        week.ledger.fund("street", p.grant_yuan, where)
        self._pay_in(week, won, where, "street", GRANT, p.grant_yuan)
        self.grants += len(won)
        self.grants_again += int(np.count_nonzero(self.granted_before[won]))
        self.granted_before[won] = True
        self.owed_grant[won] += int(p.grant_yuan // p.event_yuan)

    # Government purchase

    def tenders(self, week: Week) -> None:
        """Put lots out to tender when their time has come, and let terms run and end."""
        p = self.now
        bound = self.here(week, self.bound_from >= 0)
        if len(bound):
            self._terms(week, bound)
        if p.contracts == 0 or (p.purchase_until is not None and week.scenario_week >= p.purchase_until):
            return
        here, round = week.covers("community"), p.contract_weeks + p.contract_gap
        self.tender_at[here & (self.tender_at < 0)] = week.number + p.tender_weeks
        lead = min(p.jury_weeks, p.tender_weeks, round - 1)
        for c in np.flatnonzero(here & (self.tender_at == week.number + lead)).tolist():
            able = self.here(week, (self.paper == REGISTERED) & (self.bound_until <= week.number + lead))
            able = able[self.community(week, able) == c]
            if len(able):
                bids = self.wishes(week, able, "bids", p.bid, p.bid_evenings)
                self.bidding[bids], self.bid_left[bids] = True, p.bid_evenings
        for c in np.flatnonzero(here & (self.tender_at <= week.number)).tolist():
            self.tender_at[c] = week.number + round
            self._award(week, c)

    def _award(self, week: Week, community: int) -> None:
        """Give each lot to the bidder with the longest record; the agency, which always bids, has what it leaves behind it."""
        p = self.now
        bids = self.here(week, self.bidding)
        bids = bids[self.community(week, bids) == community]
        self.bidding[bids] = False
        ready = bids[self.bid_left[bids] == 0.0]
        self.bid_left[bids] = 0.0
        won = ready[:0]
        if len(ready):
            points = np.log1p(week.organisations.table(ready)["sessions"] + self.held_ever[ready]) + p.local_points
            order = np.lexsort((week.draw("tender", self.identity[ready]), -points))
            won = ready[order[points[order] > np.log1p(p.agency_record)]][: p.contracts]
        week.ledger.fund("street", p.contract_yuan * p.contracts, np.array([community]))
        self.bound_from[won], self.bound_until[won] = week.number, week.number + p.contract_weeks
        self.owed_contract[won] = self.held_contract[won] = self.reports_due[won] = 0
        self.contract_spent[won] = 0.0
        self._pay_in(week, won, np.full(len(won), community), "street", CONTRACT, p.advance * p.contract_yuan)
        self.offer_pay(week, won, p.organiser_pay)
        self.lots_local += len(won)
        self.lots_agency += p.contracts - len(won)
        self.agency_lots[community], self.agency_from[community] = p.contracts - len(won), week.number
        self.agency_until[community] = week.number + p.contract_weeks

    def _terms(self, week: Week, bound: np.ndarray) -> None:
        """Let events and reports fall due, pay the organisers, and close what is over."""
        p = self.now
        since, term = week.number - self.bound_from[bound], self.bound_until[bound] - self.bound_from[bound]
        running = since < term
        on = bound[running]
        self.owed_contract[on] = _due(since[running], term[running], p.contract_events) - self.held_contract[on]
        reports = _due(since[running], term[running], p.contract_reports)
        self.reports_left[on] += (reports - self.reports_due[on]) * p.report_evenings
        self.reports_due[on] = reports
        if p.organiser_pay > 0.0 and week.scenario_week % 4 == 0:
            row = self.organisers(week)[on]
            on = on[row >= 0]
            community, yuan = self.community(week, on), np.full(len(on), p.organiser_pay * 12.0 / 13.0)
            paid = self.spend(week, on, community, "volunteers", yuan)
            for post, at in self.by_kind(on):
                week.volunteers.paid(post, on[at], paid[at])
        over = bound[~running]
        if len(over):
            self._close(week, over)

    def _close(self, week: Week, over: np.ndarray) -> None:
        """End contracts: receipts decide what was earned; the report says what was asked for, as far as reports were written."""
        p = self.now
        written = 1.0 - np.minimum(self.reports_left[over] / max(p.contract_reports * p.report_evenings, 1e-9), 1.0)
        good = (self.held_contract[over] >= p.delivered * p.contract_events) & (written >= p.delivered)
        self.unfulfilled += int(np.count_nonzero(~good))
        # Who has delivered is paid what was spent, up to the price; who has not keeps of the advance what was spent.
        spent, had = self.contract_spent[over], p.advance * p.contract_yuan
        more = np.where(good, np.minimum(spent, p.contract_yuan), np.minimum(spent, had)) - had
        community = self.community(week, over)
        self._pay_in(week, over[more > 0.0], community[more > 0.0], "street", CONTRACT, more[more > 0.0])
        back = np.minimum(np.maximum(-more, 0.0), week.ledger.organisation_balance(over))
        week.ledger.pay("organisation", "street", back, community, organisation=over)
        self.earned(over, CONTRACT, -back)
        missing = np.maximum(np.floor(written * p.contract_events).astype(np.int64) - self.held_contract[over], 0)
        self.official_funded += int(missing.sum())
        self.official_times += int(missing.sum()) * p.report_floor
        self.contracts_over += len(over)
        self.offer_pay(week, over, 0.0)
        self.bound_from[over] = -1
        self.owed_contract[over], self.reports_left[over] = 0, 0.0

    # Events

    def open_events(self, week: Week) -> None:
        """Organisations that owe an event and can pay for it call the compound together; contracts come first."""
        owed = (self.owed_contract > 0) | ((self.owed_grant > 0) & (self.next_event <= week.number))
        if not owed.any():
            return
        p, slots, row = self.now, self.here(week, owed), self.organisers(week)
        if len(slots):
            slots = slots[(row[slots] >= 0) & (week.ledger.organisation_balance(slots) >= p.event_yuan)]
        if len(slots) == 0:
            return
        row, identity = row[slots], self.identity[slots]
        members = week.organisations.members_of(slots)
        when = _WHEN[(week.draw("open round", identity) * len(_WHEN)).astype(np.int64)]
        sitting = week.call(
            "open", unit="compound", which=self.home[slots], entity=identity, organiser=row, when=when, hours=p.event_hours, room_for=p.event_room,
            quality=np.clip(p.quality + p.skill_quality * week.residents.civic[row], 0.0, 1.0), topic=self._topics(week, slots), poster=p.event_poster,
            chat=p.event_chat, invite=members, room_quality=p.room_quality,
            needs=Needs(evenings=p.event_evenings, least=p.event_least, room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip
        sitting.slots = slots

    def _topics(self, week: Week, slots: np.ndarray) -> np.ndarray:
        return np.asarray(week.organisations.table(slots)["topic"])

    def agency(self, week: Week) -> None:
        """The agency holds what its contracts ask for, in one compound after the other; nobody of the compound is its host."""
        on = (self.agency_lots > 0) & (self.agency_from >= 0)
        if not on.any():
            return
        p, table = self.now, week.units("community")
        on &= week.covers("community")
        asked = self.agency_lots * _due(week.number - self.agency_from, self.agency_until - self.agency_from, p.contract_events)
        c, nth = ranges(np.where(on, self.agency_owed, 0), np.where(on, np.maximum(asked, self.agency_owed), 0))
        self.agency_owed[on] = asked[on]
        over = on & (self.agency_until <= week.number)
        self.agency_lots[over] = self.agency_owed[over] = 0
        if len(c) == 0:
            return
        first, end = week.places.community_compounds[c].astype(np.int64), week.places.community_compounds[c + 1].astype(np.int64)
        compound = first + (nth + (week.for_life("agency begins", table.identity[c]) * (end - first)).astype(np.int64)) % (end - first)
        times = np.bincount(compound, minlength=len(week.units("compound").lo))
        week.call(
            "service", unit="compound", times=np.minimum(times, MOST_TIMES), when=tuple(_WHEN.tolist()), hours=p.event_hours,
            room_for=p.event_room, quality=p.agency_quality, poster=p.event_poster, chat=p.event_chat, by_committee=True, room_quality=p.room_quality,
            promise=True, needs=Needs(yuan=p.contract_yuan / p.contract_events, account="street", room="activity room", priority=Priority.CULTURE),
        )  # fmt: skip

    def events_held(self, week: Week) -> None:
        """See what was held and who came; tills pay, organisers take notice, the report is written."""
        p = self.now
        for sitting in week.sittings("open"):
            slots, held = sitting.slots, sitting.held
            self.worked(week, slots, sitting.evenings_asked, sitting.evenings)
            mine, came = slots[held], sitting.came[held]
            self.spend(week, mine, sitting.community[held], "suppliers", np.full(len(mine), p.event_yuan))
            bound = self.owed_contract[mine] > 0
            self.owed_contract[mine] -= bound
            self.held_contract[mine] += bound
            self.held_ever[mine] += 1
            self.owed_grant[mine] -= ~bound
            self.next_event[mine[~bound]] = week.number + p.event_every
            self.events_contract += int(bound.sum())
            self.events_grant += int((~bound).sum())
            self._notice(week, sitting, mine, np.maximum(came - 1, 0))
            self._count(sitting)
        service = week.sitting("service")
        self.events_agency += int(np.count_nonzero(service.held))
        self._count(service)

    def _notice(self, week: Week, sitting: Sitting, mine: np.ndarray, guests: np.ndarray) -> None:
        """Organisers see who came; some guests of a group become members of it."""
        for post, at in self.by_kind(mine):
            if post != f"{GROUP} organiser":
                week.volunteers.seen(post, mine[at], guests[at])
        groups = np.flatnonzero((self.kind[sitting.slots] == KINDS.index(GROUP)) & (sitting.came > 0))
        if len(groups):
            k, row = sitting.everyone()
            own = np.isin(k, groups)
            order = np.argsort(sitting.slots[groups])
            place = np.full(len(sitting), -1, np.int64)
            place[groups[order]] = np.arange(len(groups))
            week.organisations.attended(sitting.slots[groups[order]], place[k[own]], row[own])

    def _count(self, sitting: Sitting) -> None:
        from ...survey import official_count

        came = sitting.came[sitting.held]
        self.funded += len(came)
        self.funded_times += int(came.sum())
        self.official_funded += len(came)
        self.official_times += int(official_count(came, self.now.report_floor).sum())

    @measure("of the grants, those to organisations that had one before", "资助中给予曾获资助者的比例", unit="share of grants", kind="share")
    def grants_repeated(self) -> float:
        """Share of grants that went to those who already had."""
        return share_of(self.grants_again, self.grants)

    @measure("of the lots of purchase, those won by organisations of the community", "购买项目中由本社区组织中标的比例", unit="share of lots", kind="share")
    def won_locally(self) -> float:
        """Share of lots that an organisation of the community won."""
        return share_of(self.lots_local, self.lots_local + self.lots_agency)

    @measure("guests at an event that somebody paid for", "外部出资活动场均人数", unit="people an event")
    def guests(self) -> float:
        """Mean number of people at an event that somebody from outside paid for."""
        return self.funded_times / self.funded if self.funded else 0.0


def _due(since: np.ndarray, term: np.ndarray, asked: int) -> np.ndarray:
    """Return int64, how many of `asked` have fallen due so many weeks into a term: the first at once, the others evenly spread."""
    return np.asarray(np.minimum(np.clip(since, 0, term) * np.int64(asked) // np.maximum(term, 1) + 1, asked))
