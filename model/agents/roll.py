"""Mesa's side of a community: which residents Mesa knows as agents, their numbers, Mesa's clock; and what Mesa offers that cannot be had.

A view of a resident is made when somebody asks for it. Mesa is told of the residents only when somebody asks for `agents`. Once a week the
views of those who have moved out are let go, so that sets that somebody keeps do not hold them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NoReturn, Self

import mesa
import numpy as np
from mesa.agent import AgentSet

from ..ground.refusal import InputError, nearest
from ..ground.text import Text
from ..people.residents import Role
from .books import Books, refuse_removal
from .resident import Resident, class_for

if TYPE_CHECKING:
    from ..society.society import Society


class Roll(mesa.Model):  # type: ignore[misc]
    """A Mesa model whose residents are views on the rows of a society.

    Attributes:
        society: the engine, with all its arrays.
    """

    society: Society

    def __new__(cls, *args: Any, **keywords: Any) -> Self:
        """Refuse what the class's constructor does not take, in a sentence.

        Raises:
            UnknownKeyword: a keyword that does not exist, or an argument without one.
        """
        check_keywords(cls, args, keywords)
        made: Self = super().__new__(cls)
        return made

    def _open(self, society: Society, resident_class: type[Resident]) -> None:
        """Begin as the model of a society, without views.

        Raises:
            InputError: the class is not one of residents.
        """
        check_class(resident_class)
        mesa.Model.__init__(self, rng=society.seed)
        self._all_agents = Books([], random=self.random)
        self.society = society
        self._resident_class = resident_class
        self._views: dict[int, Resident] = {}
        self._seen: np.ndarray | None = None
        self._seen_week = -1
        self._shown = False
        self._making = -1
        self._own_agents = 0
        self._set_clock()

    def _set_clock(self) -> None:
        """Let Mesa's `steps`, and `time` where it has one, be the week of the scenario."""
        week = max(self.society.scenario_week, 0)
        if not week:
            return
        self.steps = week
        if hasattr(self, "time"):
            self.time = float(week)
        schedule = getattr(self, "_default_schedule", None)
        if schedule is not None:
            # Mesa 3.5 steps by an event of its own, which still waits for time 1.
            schedule.stop()
            again = type(schedule)(self, self._do_step, replace(schedule.schedule, start=week + 1.0), priority=schedule.priority)
            self._default_schedule = again.start()

    # Views

    def _view(self, row: int) -> Resident:
        """Return the view of who lives in a row now."""
        self._turn()
        view = self._views.get(row)
        return self._make(row) if view is None else view

    def _at(self, rows: Iterable[int]) -> list[Resident]:
        """Return the views of who lives in these rows now."""
        self._turn()
        views, make = self._views, self._make
        return [views[row] if row in views else make(row) for row in rows]

    def _make(self, row: int) -> Resident:
        party = bool(self.society.residents.roles[row] & Role.PARTY)
        before, self._making = self._making, row
        try:
            view = self._views[row] = class_for(self._resident_class, party)(self, row)
        finally:
            self._making = before
        return view

    def _turn(self) -> None:
        """Once a week: let go of the views of those who have moved out, and tell Mesa who came and who left if it knows the residents."""
        if self._seen_week == self.society.week:
            return
        self._seen_week = self.society.week
        identity = self.society.residents.identity
        changed = [] if self._seen is None else np.flatnonzero(identity != self._seen).tolist()
        if changed or self._seen is None:
            self._seen = identity.copy()
        for old in [self._views.pop(row, None) for row in changed]:
            if old is not None:
                old.remove()
        if self._shown:
            for row in changed:
                self._enrol(self._view(row))

    def _show(self) -> None:
        """Make all residents known to Mesa, if they are not yet."""
        self._turn()
        if not self._shown:
            self._shown = True
            for view in self._at(range(self.society.residents.n)):
                self._enrol(view)

    def _enrol(self, view: Resident) -> None:
        number, kind = view.unique_id, type(view)
        if kind not in self._agents_by_type:
            self._agents_by_type[kind] = Books([], random=self.random)
        super().register_agent(view)
        # Mesa 3.5 numbers agents as they are registered.
        view.unique_id = number

    def _keeps(self, books: Books) -> bool:
        """Return whether a set is one of Mesa's own sets of this model."""
        return any(books is own for own in (self._all_agents, *self._agents_by_type.values()))

    # Mesa's agents

    @property
    def agents(self) -> AgentSet:
        """All residents, and agents of one's own, as a Mesa `AgentSet`; residents are made now if nobody asked before.

        Those who move out leave it, and leave the sets made from it unless somebody holds them elsewhere.
        """
        self._show()
        return super().agents

    @agents.setter
    def agents(self, agents: Any) -> None:
        mesa.Model.agents.fset(self, agents)

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Class -> agents. Residents are of the class that was given; where none was, Party members are `PartyMember`, all others `Resident`."""
        self._show()
        return dict(super().agents_by_type)

    @property
    def agent_types(self) -> list[type]:
        """The classes of `agents_by_type`."""
        return list(self.agents_by_type)

    def register_agent(self, agent: mesa.Agent) -> None:
        """Take an agent of one's own into Mesa's books (`mesa.Agent` calls this); residents are in them without it.

        Its `unique_id` counts down from -1: residents have the numbers from 0 up, and keep them for good.
        """
        if isinstance(agent, Resident):
            self._show()
            return
        super().register_agent(agent)
        self._own_agents += 1
        agent.unique_id = -self._own_agents
        # Mesa 3.3 numbers agents in a table that would keep this model for ever.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Strike an agent of one's own, or a resident who has moved out, from Mesa's books (`agent.remove` calls this).

        Raises:
            InputError: a resident who lives here.
        """
        if isinstance(agent, Resident) and agent.here:
            refuse_removal()
        super().deregister_agent(agent)

    def remove_all_agents(self) -> NoReturn:
        """Refuse: the residents would go on living in the engine.

        Raises:
            InputError: always.
        """
        refuse_removal()

    # Chance

    def reset_rng(self, rng: Any = None) -> NoReturn:
        """Refuse: no draw of a community comes from a generator that could be set back.

        Raises:
            InputError: always.
        """
        _refuse_reset("reset_rng", self.society.seed)

    def reset_randomizer(self, seed: int | None = None) -> NoReturn:
        """Refuse, as `reset_rng`.

        Raises:
            InputError: always.
        """
        _refuse_reset("reset_randomizer", self.society.seed)

    # Copies

    def __getstate__(self) -> dict[str, Any]:
        added = [(view, view._added) for view in self._views.values() if view._kept]
        return {**self.__dict__, "_added_to_views": added}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        for view, added in self.__dict__.pop("_added_to_views"):
            view.__dict__.update(added)

    def __copy__(self) -> Self:
        """Return a whole copy, as `copy.deepcopy`: two communities that share arrays would write into one another."""
        return copy.deepcopy(self)


class UnknownKeyword(InputError, TypeError):
    """A keyword that a model's constructor does not take."""


_INSTEAD = {
    "seed": Text(" Write rng=... for the seed.", "随机种子请写 rng=……。"),
    "scenario": Text(
        " For a scenario of linli use linli.mesa_class(NAME); Mesa's own scenarios carry none of its keywords.",
        "linli 的情景请用 linli.mesa_class(NAME)，Mesa 自己的情景不含其关键字。",
    ),
}


def check_keywords(kind: type, args: tuple[Any, ...], keywords: Mapping[str, Any]) -> None:
    """Refuse arguments that the constructor of a class of models does not take.

    Raises:
        UnknownKeyword: one of them.
    """
    import inspect

    taken = inspect.signature(kind).parameters
    kinds = {parameter.kind for parameter in taken.values()}
    if args and kinds == {inspect.Parameter.KEYWORD_ONLY}:
        raise UnknownKeyword(
            f"{kind.__name__} takes keywords only, such as {kind.__name__}(rng=1); given: {args[0]!r}.",
            f"{kind.__name__} 只接受关键字参数，如 {kind.__name__}(rng=1)；所给：{args[0]!r}。",
        )
    unknown = [name for name in keywords if name not in taken]
    if unknown and inspect.Parameter.VAR_KEYWORD not in kinds:
        hint = _INSTEAD.get(unknown[0]) or nearest(unknown[0], taken)
        raise UnknownKeyword(f"{kind.__name__} has no keyword {unknown[0]!r}.{hint.en}", f"{kind.__name__} 没有关键字 {unknown[0]!r}。{hint.zh}")


def check_class(resident_class: type[Resident]) -> None:
    """Refuse a class of which no residents can be made.

    Raises:
        InputError: it does not derive from Resident, or its constructor does not take a model and a row.
    """
    import inspect

    if not (isinstance(resident_class, type) and issubclass(resident_class, Resident)):
        raise InputError(f"resident_class: {resident_class!r} does not derive from Resident.", f"resident_class：{resident_class!r} 不是 Resident 的子类。")
    try:
        inspect.signature(resident_class).bind(None, 0)
    except TypeError:
        name = resident_class.__name__
        raise InputError(
            f"resident_class: residents are made as {name}(model, row); write {name}.__init__(self, model, row) and hand both on "
            "to super().__init__(model, row).",
            f"resident_class：居民以 {name}(model, row) 生成；请写 {name}.__init__(self, model, row)，并将两者传给 super().__init__(model, row)。",
        ) from None


def _refuse_reset(what: str, seed: int) -> NoReturn:
    raise InputError(
        f"{what}: a community draws by seed, week and person, so there is no generator to set back. For other draws found another with rng=...; "
        f"for the same once more, found it with rng={seed} or keep a copy.deepcopy(community). "
        "For draws of your own use Resident.draw, or make a generator of your own.",
        f"{what}：社区按种子、周和人抽取随机数，没有可重置的发生器。要另一组随机数，请以另一 rng 新建；要重复，请以 rng={seed} 新建，"
        "或保留 copy.deepcopy(community)。自己的抽取请用 Resident.draw 或自建发生器。",
    )
