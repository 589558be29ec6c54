"""What every service is: one owner of one subject, with a desk at which mechanisms are served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ..people.declared import Declared

if TYPE_CHECKING:
    from .moment import Moment

NOBODY = -1
"""In place of the number of a mechanism: ordinary life, or a service by itself."""


class Service(Declared):
    """A service of the society. Override what it needs; what is not overridden is never called.

    Its measures carry no namespace: their names belong to the society (see `Declared`).

    Class attributes:
        name: the name under which `Services` holds it and its state is saved.
    """

    name: ClassVar[str]

    def begin(self, week: Moment) -> None:
        """Begin a week, after moves and before mechanisms plan."""

    def settle(self, week: Moment) -> None:
        """After all mechanisms have planned: grant what was asked for."""

    def react(self, week: Moment) -> None:
        """After people have met, before mechanisms react: what happens by itself, happens now."""


S = TypeVar("S", bound=Service)


class Desk(Generic[S]):
    """What one mechanism may do with one service; the methods of a desk are all that mechanisms get to see of it.

    Attributes:
        week: this week (one object for all weeks of a society, moved on by it).
        by: number of the mechanism that is served here.
    """

    __slots__ = ("_service", "by", "week")

    def __init__(self, service: S, week: Moment, by: int) -> None:
        """Open a desk."""
        self._service: S = service
        self.week = week
        self.by = by

    def __getattr__(self, name: str) -> Any:
        offered = sorted(n for n in dir(type(self)) if not n.startswith("_"))
        raise AttributeError(f"the desk of {type(self)._service_name()} has no {name!r}; it offers {', '.join(offered)}")

    @classmethod
    def _service_name(cls) -> str:
        return cls.__name__.removesuffix("Desk").lower()
