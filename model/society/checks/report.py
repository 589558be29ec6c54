"""What a check is, and what came of the checks of one mechanism."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ...ground.refusal import InputError
from ...ground.text import Text, default_language

if TYPE_CHECKING:
    from .laboratory import Lab

Outcome = Literal["passed", "failed", "skipped"]
OUTCOMES: dict[Outcome, Text] = {
    "passed": Text("passed", "通过"),
    "failed": Text("failed", "未通过"),
    "skipped": Text("skipped", "略过"),
}


class Failed(Exception):
    """A promise that is not kept; one sentence in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        """Keep the sentence."""
        self.text = Text(en, zh)
        super().__init__(en)


class Skipped(Failed):
    """A promise that does not concern this mechanism; the sentence says why."""


@dataclass(frozen=True)
class Check:
    """One promise and how it is tried.

    Attributes:
        name: short, lower case with hyphens.
        title: what is promised.
        run: tries it; raises `Failed` or `Skipped`, or returns a remark.
        needs: names of the checks without which this one says nothing.
    """

    name: str
    title: Text
    run: Callable[[Lab], Text | None]
    needs: tuple[str, ...] = ()


def check(en: str, zh: str, *needs: Check) -> Callable[[Callable[[Any], Text | None]], Check]:
    """Make a function a check; its name is the function's, and `needs` have to be passed first."""

    def made(function: Callable[[Any], Text | None]) -> Check:
        return Check(function.__name__.replace("_", "-"), Text(en, zh), function, tuple(one.name for one in needs))

    return made


class Result(NamedTuple):
    """What came of one check.

    Attributes:
        name: of the check.
        title: what is promised.
        outcome: passed, failed or skipped.
        text: why it failed or was skipped, or a remark; may be empty.
        seconds: that it took.
    """

    name: str
    title: Text
    outcome: Outcome
    text: Text
    seconds: float


@dataclass(frozen=True)
class Report:
    """What came of all checks of one mechanism.

    Attributes:
        mechanism: its name.
        results: of each check, in their order.
    """

    mechanism: str
    results: list[Result] = field(default_factory=list)

    def __getitem__(self, name: str) -> Result:
        """Return the result of the check of a name.

        Raises:
            KeyError: there was none.
        """
        for result in self.results:
            if result.name == name:
                return result
        raise KeyError(f"there is no check {name!r}; there are {', '.join(result.name for result in self.results)}")

    def __str__(self) -> str:
        """Return a line for each check, in the default language."""
        language = default_language()
        lines = [
            f"{OUTCOMES[result.outcome].say(language):<8} {result.name:<22} {result.text.say(language) or result.title.say(language)}"
            for result in self.results
        ]
        return "\n".join([f"{self.mechanism} ({self.seconds:.1f} s)", *lines])

    @property
    def seconds(self) -> float:
        """Seconds that all checks took."""
        return sum(result.seconds for result in self.results)

    @property
    def failed(self) -> list[Result]:
        """The checks that failed."""
        return [result for result in self.results if result.outcome == "failed"]

    def raise_for_failures(self) -> None:
        """Raise an error with a sentence for each check that failed, if any did.

        Raises:
            MechanismCheckError: some did.
        """
        if self.failed:
            raise MechanismCheckError(self)


class MechanismCheckError(InputError):
    """A mechanism that does not keep the promises of the contract.

    Attributes:
        report: what came of all checks.
    """

    def __init__(self, report: Report) -> None:
        """Put the sentences together."""
        self.report = report
        en = "\n".join(f"  {result.name}: {result.text.en}" for result in report.failed)
        zh = "\n".join(f"  {result.name}：{result.text.zh}" for result in report.failed)
        n, all_ = len(report.failed), len(report.results)
        super().__init__(
            f'{n} of {all_} checks of the mechanism "{report.mechanism}" failed.\n{en}',
            f"机制“{report.mechanism}”的 {all_} 项检查中有 {n} 项未通过。\n{zh}",
        )
