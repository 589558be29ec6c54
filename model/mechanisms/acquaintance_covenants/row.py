"""Acquaintance covenants of Xiamen: newcomers are welcomed, neighbours keep company, and covenants are made in such company.

In the world
    In Xiamen about 60 % come from elsewhere; renters need not be migrants, and turnover is high. Communities welcome those who move in, hold
    neighbours' days and shared tables (邻里节, 邻里共餐), let neighbours teach one another, and make a covenant (公约) of a building in such company.
How it works here
    Somebody of the gate hears of a new household and rings at its door with those of the landing; they may open or not (welcome.py). The committee
    holds days; a host of the building lays a table, knocks, and invites newcomers by name; one who can do something opens a group to teach it
    (company.py). Those who sit together take up what bothers most of them, hear reasons and vote; who took part keeps the article more readily,
    others as they see those do whom they know (articles.py, services/covenant.py). Newcomers are followed until their fifth acquaintance (newcomers.py).
Left out
    Gifts and points, languages and dialects, deposits of landlords, children's friendships, sanctions; that a covenant can be company's only topic.
Fails when
    Word goes by mouth: those come who already know people. Only those are welcomed who buy. The covenant is written by the settled for the settled,
    and hangs in buildings where newcomers know nobody who keeps it.
Sources
    evidence.md (60 % from elsewhere; the Hong Kong estates: Shen 2017). Segregation: Freeman 1978. Waiting times: product limit (Kaplan and Meier 1958).
    No rate of Xiamen was published: constants of parameters.py are assumed unless marked otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ...ground.text import Text
from .articles import Articles
from .parameters import LEVERS, CovenantsParameters

if TYPE_CHECKING:
    from ...contract.week import Week


class AcquaintanceCovenants(Articles[CovenantsParameters]):
    """Welcome, days, tables, exchange of skills and covenants made in such company; see the head of this file."""

    name: ClassVar[str] = "acquaintance-covenants"
    title: ClassVar[Text] = Text("Acquaintance covenants", "熟人社区与邻里公约")
    Parameters = CovenantsParameters
    levers = LEVERS
    standing: ClassVar[bool] = True
    rests_on: ClassVar[tuple[str, ...]] = ("ordinary-life",)
    kinds: ClassVar[dict[str, Text]] = {
        "welcome": Text("welcome visit", "迎新"),
        "day": Text("neighbours' day", "邻里节"),
        "table": Text("shared table", "邻里共餐"),
        "exchange": Text("skills exchange", "技能互换"),
        "talk": Text("talk about the covenant", "公约议事"),
    }

    @classmethod
    def example(cls) -> CovenantsParameters:
        """Return parameters under which much happens in a few weeks."""
        return CovenantsParameters(
            welcome=True, days_a_year=12.0, tables_a_year=26.0, exchanges=2, covenant="company", welcome_accept=0.0, table_accept=0.0,
            exchange_begin=-2.0, exchange_notice=0.8, covenant_least=2, day_knock=0.05,
        )  # fmt: skip

    def setup(self, week: Week) -> None:
        """Name the posts and organisations that this mechanism keeps."""
        self.declare_welcome(week)
        self.declare_company(week)

    def plan(self, week: Week) -> None:
        """Visit, lay tables, hold days, teach, hang up or talk about articles."""
        self.visit(week)
        self.hold_days(week)
        self.lay_tables(week)
        self.exchange(week)
        self.post(week)
        self.call_talks(week)

    def attend(self, week: Week) -> None:
        """See who came, and what they made of it."""
        if not week.memo:
            return
        self.visited(week)
        self.days_held(week)
        self.tables_held(week)
        self.exchanged(week)
        self.talks_held(week)
        self.make(week)

    def account(self, week: Week) -> None:
        """Look at the newcomers whose week it is."""
        self.look(week)


__all__ = ["LEVERS", "AcquaintanceCovenants", "CovenantsParameters"]
