"""Two mechanisms as another package would bring them: a tea house with a register of its own, and a games room."""

from __future__ import annotations

from linli.model.contract.mechanism import Mechanism, MechanismParameters
from linli.model.contract.week import Week
from linli.model.ground.parameters import constant
from linli.model.ground.text import Text
from linli.model.people.declared import counter, measure, state


class TeaParameters(MechanismParameters):
    """A tea house that is open in some weeks; its register is written by hand."""

    open: bool = constant(False, unit="yes or no", mark="setting", en="Whether the tea house is open", zh="茶馆是否开放")
    seats: int = constant(40, unit="seats", low=1, high=200, mark="setting", en="Seats at the tables", zh="座位数")
    brew: float = constant(0.8, unit="0 to 1", low=0.0, high=1.0, mark="measured", source="Tea survey 2021, table 3", en="Quality of the tea", zh="茶的质量")
    padding: float = constant(1.5, unit="factor", low=1.0, high=5.0, mark="assumed", en="Guests in the register for each who came", zh="登记与实到之比")


class TeaHouse(Mechanism[TeaParameters]):
    """Tea for everybody, once a week."""

    name = "tea-house"
    title = Text("Tea house", "茶馆")
    Parameters = TeaParameters
    levers = {"open": False}

    been = state("resident", False, on_move=False)
    sessions = counter("tea sessions", "茶会场次", unit="sessions", a_year=True)
    guests = counter("guests who came for tea", "实到茶客", unit="person-times", a_year=True)
    registered = counter("official: guests in the register", "官方统计：登记茶客", unit="person-times", a_year=True, beside="guests", whole=False)

    kinds = {"tea": Text("over tea", "茶桌上")}

    def plan(self, week: Week) -> None:
        if self.now.open:
            week.call("tea", unit="community", room_for=self.now.seats, quality=self.now.brew, poster=0.5)

    def attend(self, week: Week) -> None:
        sitting = week.sitting("tea")
        self.been[sitting.everyone()[1]] = True
        came = int(sitting.came.sum())
        self.sessions += len(sitting)
        self.guests += came
        self.registered += came * self.now.padding

    @measure("residents who know the tea house", "去过茶馆的居民", unit="of all residents", kind="share", headline=True)
    def regulars(self) -> float:
        return float(self.been.mean())


class GamesRoom(Mechanism[MechanismParameters]):
    """A room in which as many sessions as weeks are held, by its own account."""

    name = "games-room"
    title = Text("Games room", "棋牌室")
    sessions = counter("games sessions", "棋牌场次", unit="sessions", a_year=True)

    def account(self, week: Week) -> None:
        self.sessions += 1
