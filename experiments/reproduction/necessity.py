"""What each rule is for: taken out, which published tables break?

`weaken` takes rules out of the constants (and openness out of the settings). Taking a rule out also changes how much people talk, and
a table would break for that alone. `refit` therefore looks for the talks an hour (kappa) that suit the fitted tables best without the
rule; what breaks then needs the rule and not only its volume.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...model.people.everyday import EverydayKind
from ...scenarios.errors import UserError, unknown
from ...scenarios.published import PublishedStudy, Table
from .reproduce import GOOD_SHARE, Score, StudyResult

if TYPE_CHECKING:
    from ..calibration.target import Target

LONGEST_HALF_LIFE = 2000.0


class Rule(NamedTuple):
    """A rule that can be taken out.

    Attributes:
        title: what it is.
        change: section -> constant -> value without the rule.
        settings: True if the openness of everyday foci is part of it.
    """

    title: Text
    change: dict[str, dict[str, float | str]]
    settings: bool = False


WITHOUT: dict[str, Rule] = {
    "closure": Rule(Text("a third joins talks and visits", "第三人加入交谈与串门"), {"ties": {"p_circle": 0.0, "p_join": 0.0}}),
    "reinforcement": Rule(Text("closeness draws attention", "亲近者更受关注"), {"ties": {"rho": 0.0}}),
    "heterogeneity": Rule(Text("chemistry of pairs and homophily", "投缘程度与同质性"), {"ties": {"sigma_q": 0.0, "beta": 0.0}}),
    "liking": Rule(Text("closeness comes of liking", "亲近度取决于投缘"), {"ties": {"liking": 0.0}}),
    "introductions": Rule(
        Text("one comes to know others through household and friends", "经家人、朋友结识他人"),
        {"introductions": {"at_home": 0.0, "by_friend": 0.0, "told": 0.0}},
    ),
    "sociability": Rule(Text("some are more sociable than others", "社交性的个体差异"), {"ties": {"sigma_g": 0.0}}),
    "decay": Rule(Text("closeness fades within months", "亲近度数月内消退"), {"ties": {"half_life": LONGEST_HALF_LIFE, "slow_half_life": 20000.0}}),
    "capacity": Rule(Text("attention is shared among those present", "注意力在在场者之间分配"), {"ties": {"sharing": 0.0}}),
    "visits": Rule(
        Text("friends visit each other", "朋友互相串门"),
        {"visits": {"retired": 0.0, "carer": 0.0, "owner": 0.0, "renter": 0.0, "student": 0.0}},
    ),
    "reporting": Rule(
        Text("people answer with noise", "回答带有噪声"), {"survey": {"sigma_u": 0.0, "sigma_e": 0.0, "sigma_d": 0.0, "chat_noise": 0.0}}
    ),
    "asking": Rule(Text("those who came ask those they know", "参加者邀请熟人"), {"decision": {"ask_chance": 0.0, "ask_friendly": 0.0}}),
    "civic": Rule(Text("a lasting civic disposition", "持久的公共参与倾向"), {"decision": {"civic": 0.0}}),
    "openness": Rule(Text("on the stairs one greets only those one recognises", "楼道里只与面熟者打招呼"), {}, settings=True),
}
"""Name -> rule."""


def rules_of(names: Sequence[str]) -> list[Rule]:
    """Return rules by name.

    Raises:
        UserError: there is no such rule.
    """
    for name in names:
        if name not in WITHOUT:
            raise unknown(name, WITHOUT, Text("rule that can be taken out", "可去除的规则"), argument="without")
    return [WITHOUT[name] for name in names]


def weaken(constants: Constants, names: Sequence[str]) -> Constants:
    """Return the constants without some rules.

    Raises:
        UserError: there is no such rule.
    """
    tree = constants.model_dump()
    for rule in rules_of(names):
        for section, values in rule.change.items():
            tree[section].update(values)
    return Constants.model_validate(tree)


def weaken_study(study: PublishedStudy, names: Sequence[str]) -> PublishedStudy:
    """Return a study without the parts of rules that lie in its settings: time for visits, openness of everyday foci.

    Raises:
        UserError: there is no such rule.
    """
    rules = rules_of(names)
    visits = next((rule.change["visits"] for rule in rules if "visits" in rule.change), None)
    opened = any(rule.settings for rule in rules)
    if visits is None and not opened:
        return study
    arms = {}
    for arm, setting in study.arms.items():
        kinds: dict[str, EverydayKind] = setting.everyday
        if opened:
            kinds = {name: kind.model_copy(update={"openness": 1.0}) for name, kind in kinds.items()}
        arms[arm] = setting._replace(everyday=kinds, visits=setting.visits if visits is None else setting.visits.model_copy(update=visits))
    return study._replace(arms=arms)


def refit(target: Target, constants: Constants, names: Sequence[str], seed: int = 1) -> Constants:
    """Return the constants without some rules, with the talks an hour that suit the fitted tables best then.

    A bounded search over kappa, from a quarter to four times its value, on the fit's quick mode.

    Args:
        target: the rows that are fitted to (`calibration.target.target_of`).
        constants: to begin with.
        names: rules to take out.
        seed: of the plays.

    Raises:
        UserError: there is no such rule, or no row to fit to.
    """
    from scipy.optimize import minimize_scalar

    if target.rows == 0:
        raise UserError("none of these studies has a row that constants are fitted to.", "这些研究没有用于拟合的行。", argument="refit")
    weak = weaken(constants, names)
    plays = target._replace(studies=tuple(weaken_study(study, names) for study in target.studies))
    low, high = constants.ties.kappa / 4.0, min(constants.ties.kappa * 4.0, 5.0)

    def with_kappa(factor: float) -> Constants:
        return weak.model_copy(update={"ties": weak.ties.model_copy(update={"kappa": low * (high / low) ** factor})})

    found = minimize_scalar(lambda x: target.distance(plays.simulate(with_kappa(x), seed)), bounds=(0.0, 1.0), method="bounded", options={"xatol": 0.02})
    return with_kappa(float(found.x))


class Change(NamedTuple):
    """A table whose verdicts change when rules are taken out.

    Attributes:
        study: the study.
        table: its table.
        before: the score with all rules.
        after: the score without.
    """

    study: PublishedStudy
    table: Table
    before: Score
    after: Score

    @property
    def breaks(self) -> bool:
        """Whether four fifths of the rows were inside or near with all rules, and are no longer."""
        return self.before.good >= GOOD_SHARE > self.after.good

    @property
    def worse(self) -> bool:
        """Whether fewer rows are inside or near, or as many with fewer inside."""
        one, other = self.after, self.before
        return (one.inside + one.near, one.inside) < (other.inside + other.near, other.inside)


def changes(whole: Sequence[StudyResult], weak: Sequence[StudyResult]) -> list[Change]:
    """List the tables whose scores differ.

    Args:
        whole: studies with all rules.
        weak: the same studies, on the same random numbers, without some.
    """
    return [
        Change(one.study, table, Score.of(one.counting(k)), Score.of(other.counting(k)))
        for one, other in zip(whole, weak, strict=True)
        for k, table in enumerate(one.study.tables)
        if Score.of(one.counting(k)) != Score.of(other.counting(k))
    ]
