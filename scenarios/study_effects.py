"""Keys of a study file that would have no effect, and studies that are too large or have nobody in them: refused, with the reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from ..model.founding.neighbourhood import NeighbourhoodParameters
from ..model.founding.population import PopulationParameters
from ..model.founding.sites import SitePeople
from ..model.ground.text import Text
from ..model.people.everyday import EverydayKind, Shares
from ..model.questions import Question
from .checking import about_residents
from .errors import Path, UserError
from .plain_data import fault
from .study_fields import TableFields

if TYPE_CHECKING:
    from .published import Setting

MOST_RESIDENTS = 5_000_000
"""Residents of all sites together. What a machine's memory holds may be less, and is looked at before a play."""
_TOLD = (
    "households", "under14", "owner_ages", "renter_ages", "couples_owners", "couples_renters", "couples_parents", "migrants_owners", "migrants_renters",
    "education", "migrant_schooling", "students_owners", "students_renters", "retire_women", "retire_men", "work_on", "carers_first", "carers_second",
    "carers_elsewhere", "party",
)  # fmt: skip
"""Keys of [population] that say who people are, which [people] says; newcomers alone are drawn from them."""
_NO_RENTERS = ("renters", "moves_renters")
_NOBODY_RENTS = Text("it has no effect beside [people]: nobody rents; leave it out.", "有 [people] 时不起作用：无人租房；请去掉。")
_OF_KIN, _OF_DISTANCE = ("kin_groups", "kin_share"), ("spacing", "storey_height", "gate_width")
_OF_GROUPS = {"attendance": ("group", "kin"), "mixing": ("group", "kin"), "renter_factor": ("group", "kin"), "near_share": ("group",)}
"""Key of an everyday kind -> the scopes in which it is used."""
Wrong = Callable[[str, str, str], UserError]


def refuse_population_beside_people(given: Mapping[str, Any], path: Path, file: str) -> None:
    """Refuse keys of [population] that have no effect beside [people]; activists, talents, free hours, interests, trust and the like have one.

    Raises:
        UserError: such a key is given.
    """
    moves = given.get("moves_owners", 0)
    stay = not (isinstance(moves, int | float) and moves > 0)
    for key in given:
        if key in _NO_RENTERS:
            raise fault(_NOBODY_RENTS, (*path, key), file)
        if key in _TOLD and stay:
            en = "it has no effect beside [people], which says who people are; leave it out."
            raise fault(Text(en, "有 [people] 时不起作用：人的构成由 [people] 给出；请去掉。"), (*path, key), file)


def refuse_kinds_without_effect(given: Mapping[str, Any], kinds: Mapping[str, EverydayKind], people: SitePeople | None, path: Path, file: str) -> None:
    """Refuse keys of everyday kinds that have no effect: those of groups where there is none, chances of classes that nobody is of.

    Args:
        given: the section as written.
        kinds: as checked.
        people: people told in shares, or None.
        path: keys down to the section.
        file: how errors name it.

    Raises:
        UserError: such a key is given, a kind lasts no time, or nobody ever comes.
    """
    for name, own in given.items():
        if name not in kinds:
            continue
        kind, here = kinds[name], (*path, name)
        for key, scopes in _OF_GROUPS.items():
            if key in own and kind.scope not in scopes and own[key] != EverydayKind.model_fields[key].default:
                listed = " or ".join(f'"{scope}"' for scope in scopes)
                text = Text(f"it has an effect with scope = {listed} only; leave it out.", f"仅在 scope 为 {listed.replace(' or ', ' 或 ')} 时起作用；请去掉。")
                raise fault(text, (*here, key), file)
        if kind.hours <= 0.0:
            raise fault(Text("0 hours have no effect; leave the place out.", "0 小时不起作用；请去掉该场合。"), (*here, "hours"), file)
        if people is not None:
            if "renter_factor" in own:
                raise fault(_NOBODY_RENTS, (*here, "renter_factor"), file)
            refuse_classes_nobody_is_of(own.get("chance", {}), people, (*here, "chance"), file)
            if not any(getattr(kind.chance, there) > 0.0 for there in classes(people)):
                raise fault(Text("nobody ever comes: all chances are 0.", "无人到场：所有 chance 均为 0。"), (*here, "chance"), file)


def classes(people: SitePeople) -> tuple[str, ...]:
    """Return the names of the classes of presence that somebody is of."""
    return tuple(name for name, share in zip(Shares.model_fields, people.presence, strict=False) if share > 0.0)


def refuse_classes_nobody_is_of(given: Any, people: SitePeople | None, path: Path, file: str) -> None:
    """Refuse a number for a class of presence that nobody is of.

    Raises:
        UserError: one is given, and is not 0.
    """
    if people is None or not isinstance(given, Mapping):
        return
    there = classes(people)
    for key, value in given.items():
        if key not in there and value:
            en = f"it has no effect: nobody is of this class of presence; there is {', '.join(there)} ([people] presence)."
            raise fault(Text(en, f"不起作用：无人属于该类到场者；现有 {'、'.join(there)}（[people] presence）。"), (*path, key), file)


def refuse_too_many(people: SitePeople | None, place: NeighbourhoodParameters, population: PopulationParameters, sites: int, path: Path, file: str) -> None:
    """Refuse, before anything is built, a study of more residents than a machine holds.

    Raises:
        UserError: all sites together have more than `MOST_RESIDENTS`.
    """
    each = float(people.number) if people is not None else about_residents(place, population)
    if each * sites > MOST_RESIDENTS:
        en = f"{sites:,} sites of about {each:,.0f} residents are {each * sites:,.0f} in all; at most {MOST_RESIDENTS:,}, "
        en += f"which are {int(MOST_RESIDENTS / each):,} such sites. Take fewer sites or buildings."
        zh = f"{sites:,} 个地点、每处约 {each:,.0f} 人，共 {each * sites:,.0f} 人；最多 {MOST_RESIDENTS:,} 人，"
        zh += f"即 {int(MOST_RESIDENTS / each):,} 个这样的地点。请减少地点或楼栋。"
        raise fault(Text(en, zh), path, file)


def refuse_years(given: Mapping[str, Any], path: Path, file: str) -> None:
    """Refuse the past of a scenario in a study, which has one of its own.

    Raises:
        UserError: it is given.
    """
    if "years" in given:
        en = "it has no effect in a study; years that people have lived together before are years_before, at the top of the file."
        raise fault(Text(en, "在研究中不起作用；之前共同生活的年数请写在文件开头的 years_before。"), (*path, "years"), file)


def refuse_place_without_effect(given: Mapping[str, Any], setting: Setting, asked: Collection[Question], path: Path, file: str) -> None:
    """Refuse kin groups and distances beside [people] where nothing looks at them.

    Args:
        given: the section [neighbourhood] of an arm, as written.
        setting: the arm, checked.
        asked: the questions that it is asked.
        path: keys down to the section.
        file: how errors name it.

    Raises:
        UserError: such a key is given.
    """
    looked_at = {what for question in asked for what in question.looks_at()}
    kin = "kin" in looked_at or any(kind.scope == "kin" for kind in setting.everyday.values())
    metres = "metres" in looked_at or bool(setting.mechanisms)
    for key in given:
        if key in _OF_KIN and given[key] and not kin:
            en = 'it has no effect beside [people]: there is no everyday kind with scope = "kin", and no question about kin groups; leave it out.'
            raise fault(Text(en, '有 [people] 时不起作用：没有 scope = "kin" 的日常场合，也没有关于宗族的问题；请去掉。'), (*path, key), file)
        if key in _OF_DISTANCE and not metres:
            en = "it has no effect beside [people]: nothing here depends on distances in metres; leave it out."
            raise fault(Text(en, "有 [people] 时不起作用：此处没有任何内容取决于以米计的距离；请去掉。"), (*path, key), file)


def refuse_arms_nobody_asks(arms: Collection[str], asked: Collection[str], file: str) -> None:
    """Refuse an arm that no table asks: it would never be played.

    Raises:
        UserError: there is one.
    """
    for name in arms:
        if name not in asked:
            en = "no table asks this arm; name it in arm or contrast of a table, or leave it out."
            raise fault(Text(en, "没有表格询问该方案；请在表格的 arm 或 contrast 中写明，或去掉。"), ("arms", name), file, whole=True)


def refuse_keys_passed_over(fields: TableFields, wrong: Wrong) -> None:
    """Refuse keys of a table beside others that make them idle.

    Raises:
        UserError: a margin without "same", a design effect without n, an arm beside a contrast.
    """
    if fields.margin is not None and "same" not in fields.expect:
        raise wrong('it has an effect with expect = ["same"] only; leave it out.', '仅在 expect 含 "same" 时起作用；请去掉。', "margin")
    if fields.design != 1.0 and not fields.n:
        raise wrong("it is used with n only; give n as well.", "须与 n 同用，请同时给出 n。", "design")
    if fields.arm and fields.contrast:
        raise wrong("a contrast names its two arms; leave arm out.", "contrast 已写明两个方案；请去掉 arm。", "arm")
