"""Public cultural services (公共文化服务): facilities with hours, cultural brands, and dancing in the square with those who hear it.

In the world
    A community gets cultural rooms within a fifteen minutes' walk, events with a name of their own (社区文化品牌), and squares for those who
    dance. Rooms are open while staff is there, which is when others work. A brand lives by a few people who know how it is done. Loudspeakers
    under windows bring quarrels. The report says that participation rises and a society of strangers becomes one of acquaintances.
How it works here
    A room of a facility that is open is a focus at its place: who comes is the residents' one decision, in which distance, hours and interest
    enter; it costs staff hours and money that others want too (facilities.py). A brand is run by a volunteer with evenings; whoever comes may
    lend a hand, who has helped often enough can take it over, and nobody else can. Those who came speak of it, and the word goes round; whom it
    reached knows the name, hears of the next edition, and may forget it again (brands.py). Dance groups are organisations with a leader. Loudness
    falls with distance; who is disturbed more than they put up with may go down; then a quarrel begins like any other, and wears the leader out.
    An article on hours and loudness is kept by leaders as any article is: if they made it, or see others keep it (squares.py).
Left out
    Performances of professionals, libraries, online culture; water whips and noise meters of the police; children; what music it is; walls and windows.
Fails when
    A facility stands at the edge and is open in office hours; a brand's only runner leaves and nobody has learnt it; groups dance under windows.
Sources
    No rate of participation was published, and no effect on ties is known. Limits of noise: GB 3096-2008. All constants of parameters.py are
    assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...ground.text import Text
from .parameters import LEVERS, CulturalServicesParameters
from .squares import Squares

if TYPE_CHECKING:
    from ...contract.week import Week


class CulturalServices(Squares):
    """Facilities, brands and squares; see the head of this file."""

    name: ClassVar[str] = "cultural-services"
    title: ClassVar[Text] = Text("Public cultural services", "公共文化服务")
    Parameters = CulturalServicesParameters
    levers = LEVERS
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "facility": Text("cultural facility", "文化设施"),
        "brand": Text("cultural brand", "文化品牌活动"),
        "dance": Text("dancing in the square", "广场舞"),
        "talk": Text("talk about quiet hours", "静音协商会"),
    }

    @classmethod
    def example(cls) -> CulturalServicesParameters:
        """Return parameters with all of the policy."""
        return CulturalServicesParameters(facilities=2, hours="both", brands=2, squares=2, quiet_hours=True, agreement="talks", speaks=0.1, dance_begin=-3.0)

    def setup(self, week: Week) -> None:
        """Name the posts and organisations that this mechanism keeps."""
        self.declare_runner(week)
        self.declare_groups(week)

    def plan(self, week: Week) -> None:
        """Open facilities, hold brands, dance."""
        self.open_up(week)
        self.hold_brands(week)
        self.dance(week)

    def attend(self, week: Week) -> None:
        """See who came."""
        self.came_to_facilities(week)
        self.came_to_brands(week)
        self.came_to_dance(week)

    def react(self, week: Week) -> None:
        """Those who live beside a square may have had enough."""
        self.hear(week)

    def account(self, week: Week) -> None:
        """Pay for what the squares need."""
        self.pay_for_squares(week)
