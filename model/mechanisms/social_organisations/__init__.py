"""Community social organisations (社区社会组织): ideas, groups, papers, an incubation base, grants, government purchase.

In the world
    A capable person thinks of a choir, a chess group, a team that looks after the old, and gathers a few people. Most of what there is are arts
    groups of the same retired people, who belong to several. Some groups are filed with the street office (备案); few are registered, which takes
    weeks, members, funds. The policy makes both simpler, opens an incubation base (a room, coaching, seed money), gives direct grants, and buys
    services by contract: deliverables, reports, a term, a gap before the next one. Many contracts go to an agency from outside.
How it works here
    Clubs are there anyway (ordinary-life). A capable adult who hears of the base or of grants decides, like anybody who begins something, whether to
    found a group. Who comes becomes a member; dues pay for meetings, and without money there is none. Papers, applications, reports and events
    take the organiser's evenings, papers first. Work above one's evenings, empty rooms and the quarters that pass end an organiser's time by the one
    rule of volunteers; if no member takes over, the group is over. A jury goes by a record that is counted; nobody's survival is written anywhere.
Left out
    Federations and branches of the Party in groups; corruption; groups across communities; hired trainers; what a group does for the public good
    but for its open events; striking off the list; households that move a group along.
Fails when
    Contracts pay the organiser, fill the evenings with reports and end: groups that lived on them end too. Grants go by record, so to those who had one.
    Under strict rules nobody can register, and the agency has every lot. The list of the street office grows by what has ended.
Sources
    Xinhua 2017-10-11; evidence.md (.08 memberships a head in CLDS; ten organisations an urban community was the goal for 2020; the survival of such
    organisations was not found). Regulations on the registration of associations (1998), articles 10 and 12.
    Constants of parameters.py are assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...ground.text import Text
from .founding import MONTH
from .funding import Funding
from .life import TITLES
from .parameters import LEVERS, SocialOrganisationsParameters

if TYPE_CHECKING:
    from ...contract.week import Week


class SocialOrganisations(Funding[SocialOrganisationsParameters]):
    """Community social organisations; see the head of this file."""

    name: ClassVar[str] = "social-organisations"
    title: ClassVar[Text] = Text("Community social organisations", "社区社会组织")
    Parameters = SocialOrganisationsParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = TITLES

    @classmethod
    def example(cls) -> SocialOrganisationsParameters:
        """Return parameters under which much happens in a few weeks: easy papers, money, and people who like to begin."""
        return SocialOrganisationsParameters.model_validate(
            {
                "registration": "simple", "base_places": 4, "grants_yuan": 9000.0, "contracts": 2, "idea": -2.0, "notice": 0.8, "file": 3.0, "apply": 4.0,
                "bid": 4.0, "file_members_simple": 1, "register_members_simple": 1, "register_evenings_simple": 1.0, "register_weeks_simple": 1,
                "tender_weeks": 8, "contract_weeks": 8, "contract_gap": 4, "agency_record": 2.0, "jury_weeks": 3,
            }
        )  # fmt: skip

    def plan(self, week: Week) -> None:
        """See what has become of organisations; ideas, papers, calls and tenders once a month or when they are due; meetings and events."""
        self.look(week)
        if week.scenario_week <= 0:
            self.see_outsiders(week)
        if week.scenario_week % MONTH == 0:
            self.see_meetings(week)
            self.ideas(week)
            self.base(week)
            if self.in_force():
                self.begin_papers(week)
        self.call_for_grants(week)
        self.tenders(week)
        self.sit_over_papers(week)
        self.meetings(week)
        self.open_events(week)
        self.agency(week)

    def invite(self, week: Week) -> None:
        """Papers are written in the evenings that were granted; groups are coached for a month by staff who had the hours."""
        self.papers_done(week)
        if "coaching" in week.memo:
            slots, ticket = week.memo["coaching"]
            self.coached[slots] = ticket.granted

    def attend(self, week: Week) -> None:
        """See who came to meetings and events."""
        self.met(week)
        self.events_held(week)


__all__ = ["LEVERS", "SocialOrganisations", "SocialOrganisationsParameters"]
