"""The null model: everybody meets at random for the same hours. What it gets right says nothing for the model's rules.

People of the same sites spend the same hours in company of the same size, but with whoever of the site there is:

- on landings, floors and at gates they meet anybody of the site who is out (scope `compound`);
- of a group or kin group the same people come as often, and are put into the groups anew each time (no group near one's gate, `mixing`
  such that each group is as likely);
- the hours for visits are spent in twos with anybody of the site;
- nobody is more open, more sociable, more alike or better matched than another, nothing draws towards those one knows, no third joins or introduces,
  and nobody is told of another;
- to what somebody organises all who hear of it come with one chance, such that about as many come as in the model; nobody asks others, nothing holds
  people together afterwards.

Talks an hour, attention shared among those present, fading, levels and the noise of answers stay. Nothing is fitted anew.
docs/decisions/0022-null-model.md gives the reasons.
"""

from __future__ import annotations

import math

import numpy as np

from ...model.founding.sites import SitePeople
from ...model.people.constants import Constants
from ...model.people.everyday import ROUNDS, VISIT_ROUNDS, EverydayKind, Shares
from ...scenarios.published import PublishedStudy, Setting
from .play import Tick, no_tick, play

CHANGES: dict[str, dict[str, float | str]] = {
    "ties": {
        "rho": 0.0, "beta": 0.0, "sigma_q": 0.0, "sigma_g": 0.0, "liking": 0.0, "p_circle": 0.0, "p_join": 0.0, "seating": "at-random",
    },
    "introductions": {"at_home": 0.0, "by_friend": 0.0, "told": 0.0},
    "decision": {
        "interest": 0.0, "company": 0.0, "habit": 0.0, "trust": 0.0, "time": 0.0, "distance": 0.0, "frailty": 0.0, "stake": 0.0, "fatigue": 0.0,
        "civic": 0.0, "ask_chance": 0.0, "ask_friendly": 0.0, "habit_chance": 0.0,
    },
}  # fmt: skip
"""Section -> constant -> value in the null model."""
PURPOSE = {"interest": 0.0, "company": 0.0, "distance": 0.0, "civic": 0.0, "digital": 0.0, "stake": 0.0}
"""The same for every other purpose of a decision."""
MOST = 3.0
"""Largest shift of the chance to come (log-odds)."""
COMPANY = "null-company"
"""Name of the kind that takes the place of visits."""
_LATE = (11, 6)
"""Rounds for it where no round is free: weekend afternoons and late evenings."""
_SITUATIONS = tuple(Shares.model_fields)


def null_answers(
    study: PublishedStudy, constants: Constants, seed: int, came: int, *, quick: bool = False, threads: int = 1, tick: Tick = no_tick
) -> list[np.ndarray]:
    """Play the null model of a study and return the answers of its tables.

    Where something is organised it is played twice: the first time tells how many come when people do not differ and nothing draws them, the second time
    the chance to come is such that about as many come as in the model.

    Args:
        study: the study.
        constants: of the model.
        seed: of all draws; those of the model.
        came: how often people came in the model (`play`).
        quick: as for `play`.
        threads: as for `play`.
        tick: as for `play`.
    """
    bare, used, counted = null_study(study, constants), null_constants(constants), list[int]()
    answers = play(bare, used, seed, quick=quick, threads=threads, tick=tick, came=counted)
    if not came:
        return answers
    shift = max(-MOST, min(MOST, math.log(came / max(sum(counted), 1))))
    return play(bare, as_many(used, shift), seed, quick=quick, threads=threads, tick=tick)


def as_many(constants: Constants, shift: float) -> Constants:
    """Return constants with the chance to come shifted by so much on the log-odds, for every purpose."""
    tree = constants.model_dump()
    for part in (tree["decision"], *tree["purposes"].values()):
        part["base"] = max(-12.0, min(6.0, part["base"] + shift))
    return Constants.model_validate(tree)


def null_constants(constants: Constants) -> Constants:
    """Return the constants of the null model, but for how many come to what is organised (`null_answers`)."""
    tree = constants.model_dump()
    for section, values in CHANGES.items():
        tree[section].update(values)
    for purpose in tree["purposes"].values():
        purpose.update(PURPOSE)
    return Constants.model_validate(tree)


def null_study(study: PublishedStudy, constants: Constants) -> PublishedStudy:
    """Return a study as it is played under the null model: the same people, weeks and questions, other company.

    Args:
        study: the study.
        constants: of people; the length of a visit is theirs.
    """
    return study._replace(arms={name: null_setting(setting, constants) for name, setting in study.arms.items()})


def null_setting(setting: Setting, constants: Constants) -> Setting:
    """Return a setting in which everybody meets at random for the same hours."""
    kinds = {name: _at_random(kind, setting) for name, kind in setting.everyday.items()}
    company = _company(setting, constants.ties.visit_hours)
    if company is not None:
        kinds[COMPANY] = company
    return setting._replace(everyday=kinds, visits=setting.visits.model_copy(update=dict.fromkeys(_SITUATIONS, 0.0)))


def _at_random(kind: EverydayKind, setting: Setting) -> EverydayKind:
    if not kind.grouped:
        return kind.model_copy(update={"scope": "compound", "openness": 1.0})
    change: dict[str, object] = {"scope": "group", "openness": 1.0, "near_share": 0.0}
    if kind.scope == "kin" and setting.neighbourhood is not None:
        place = setting.neighbourhood.resolved()
        share = place.kin_share if place.kin_groups else 0.0
        change["chance"] = Shares(**{name: share * getattr(kind.chance, name) for name in _SITUATIONS})
    changed = kind.model_copy(update=change)
    groups = groups_about(changed, setting)
    return changed.model_copy(update={"mixing": 1.0 - 1.0 / groups})


def groups_about(kind: EverydayKind, setting: Setting) -> int:
    """Return how many groups a kind has at a site: of a drawn neighbourhood about, with as many people in each life situation."""
    from ...scenarios.checking import about_residents

    chances = [getattr(kind.chance, name) for name in _SITUATIONS]
    people, place = setting.people, setting.neighbourhood
    if people is not None:
        return max(1, round(people.number * _mean(chances, people) / kind.size))
    if place is None:
        return 1
    here = about_residents(place, setting.population) / place.resolved().compounds
    return max(1, round(float(here * sum(chances) / len(chances) / kind.size)))


def _mean(chances: list[float], people: SitePeople) -> float:
    """Return the mean chance over the classes of presence of a site."""
    shares = people.presence
    return sum(share * chance for share, chance in zip(shares, chances, strict=False)) / sum(shares)


def _company(setting: Setting, visit_hours: float) -> EverydayKind | None:
    """Return the kind in which the hours for visits are spent in twos; None where nobody has any."""
    most = float(len(VISIT_ROUNDS)) * visit_hours
    hours = [min(getattr(setting.visits, name), most) for name in _SITUATIONS]
    longest = max(hours)
    if longest <= 0.0:
        return None
    taken = {r for kind in setting.everyday.values() for r in kind.rounds if kind.hours > 0.0}
    free = [r for r in reversed(range(len(ROUNDS))) if r not in taken and r not in VISIT_ROUNDS]
    rounds = tuple(dict.fromkeys([*free, *_LATE]))[: len(VISIT_ROUNDS)]
    chance = Shares(**{name: value / longest for name, value in zip(_SITUATIONS, hours, strict=True)})
    return EverydayKind(
        scope="compound", size=2, hours=longest / len(rounds), rounds=rounds, openness=1.0, chance=chance, en="company of two", zh="两人相处"
    )
