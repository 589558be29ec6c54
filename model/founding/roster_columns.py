"""The columns of a roster and of tables about its people: names, headings that mean them, what a cell may hold (docs/rosters.md)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from ..people.residents import NO_TALENT, TOPICS, WORDS, Role

ADULT_AGE = 14
"""Residents are of this age or older; younger children are counted to their household."""


Level = Literal["", "recognised", "acquaintance", "friendly", "friend", "close"]
"""How well two know each other; "" where nothing is said."""
Combine = Literal["refuse", "strongest", "weakest", "mean", "sum"]
"""What becomes of a pair that is given more than once in the same direction."""
Symmetrise = Literal["refuse", "strongest", "weakest", "mean", "sum", "mutual"]
"""What becomes of a pair that is given in both directions."""
HouseholdTies = Literal["refuse", "leave-out"]
"""What becomes of a tie inside a household."""
AboveSlots = Literal["refuse", "leave-out-weakest"]
"""What becomes of ties above the slots of a resident."""


class RosterColumn(NamedTuple):
    """What a column may hold: numbers from low to high, or one of these words (or their codes)."""

    low: float
    high: float
    whole: bool = False
    words: dict[str, int] = {}


def _words(attribute: str, **more: int) -> dict[str, int]:
    """Return word -> code, of the words under which linli itself writes an attribute, and of others."""
    return {**{word: code for code, word in enumerate(WORDS[attribute])}, **more}


_YES_NO = {"no": 0, "yes": 1, "n": 0, "y": 1, "false": 0, "true": 1, "否": 0, "是": 1}
_SEX = _words("sex", f=0, m=1, 女=0, 男=1, 女性=0, 男性=1)
_TENURE = _words("tenure", own=0, rent=1, tenant=1, 自有=0, 租房=1, 租住=1)
_REGISTRATION = _words("registration", 本地=0, 外来=1)
_EDUCATION = _words("education", primary=0, lower=1, upper=2, 小学=0, 小学及以下=0, 初中=1, 高中=2, 中专=2, 大专=3, 大专及以上=3, 本科=3, 大学=3)
_SITUATIONS = _words("situation", 退休=0, 带幼儿=1, 在职业主=2, 在职租户=3, 学生=4)
_TALENTS = {**{topic: k for k, topic in enumerate(TOPICS)}, "none": NO_TALENT, "无": NO_TALENT}
_SHARE, _YES = RosterColumn(0.0, 1.0), RosterColumn(0, 1, True, _YES_NO)
PLACE_COLUMNS = ("community", "compound", "building", "gate", "floor", "flat")
"""Where a household lives, numbers from 1. With `flat` alone it is a code of the household, seated anywhere."""
COLUMNS: dict[str, RosterColumn] = {
    "age": RosterColumn(ADULT_AGE, 110, True),
    "sex": RosterColumn(0, 1, True, _SEX),
    "tenure": RosterColumn(0, 1, True, _TENURE),
    "arrival": RosterColumn(-6000, -1, True),
    "registration": RosterColumn(0, 1, True, _REGISTRATION),
    "education": RosterColumn(0, 3, True, _EDUCATION),
    "situation": RosterColumn(0, 4, True, _SITUATIONS),
    "free_hours": RosterColumn(0.0, 112.0),
    **{f"interest_{topic}": _SHARE for topic in TOPICS},
    "talent": RosterColumn(0, NO_TALENT, True, _TALENTS),
    "talent_known": _YES,
    "party": _YES,
    "activist": _YES,
    "backbone": _YES,
    "sociability": RosterColumn(0.01, 100.0),
    "civic": RosterColumn(-6.0, 6.0),
    "trust_neighbours": _SHARE,
    "trust_institutions": _SHARE,
    "digital": _SHARE,
    "frailty": _SHARE,
}
"""Attributes a roster may tell, as in `Residents`; arrival in weeks (-52: a year before the start), interests 0 to 1."""
YEARS = RosterColumn(0.0, 115.0)
"""`years_here`, another way to tell arrival: years since they moved in."""
ROLES = {"party": Role.PARTY, "activist": Role.ACTIVIST, "backbone": Role.BACKBONE}
_TOPICS_ZH = ("唱歌", "舞蹈", "戏曲", "书画", "棋牌", "手工", "体育", "烹饪")
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "序号", "person_id", "resident", "code", "identity"),
    "community": ("社区",),
    "compound": ("小区",),
    "building": ("楼栋", "楼号", "栋", "楼"),
    "gate": ("单元", "楼门", "entrance"),
    "floor": ("楼层", "层"),
    "flat": ("住户", "户", "户号", "房号", "室", "家庭编号", "household", "household_id", "hhid", "hh_id"),
    "age": ("年龄", "年龄(岁)", "年龄(周岁)", "您的年龄", "age (years)", "age_years"),
    "sex": ("性别", "您的性别", "gender"),
    "tenure": ("产权", "住房性质", "房屋性质"),
    "arrival": ("入住周",),
    "years_here": ("居住年限", "居住年数", "years lived here"),
    "registration": ("户籍", "户口"),
    "education": ("教育程度", "文化程度", "学历", "您的学历"),
    "situation": ("生活处境",),
    "free_hours": ("空闲小时", "每周空闲小时"),
    **{f"interest_{topic}": (f"兴趣_{zh}",) for topic, zh in zip(TOPICS, _TOPICS_ZH, strict=True)},
    "talent": ("特长",),
    "talent_known": ("特长已知",),
    "party": ("党员",),
    "activist": ("积极分子",),
    "backbone": ("文艺骨干",),
    "sociability": ("社交性",),
    "civic": ("公益倾向",),
    "trust_neighbours": ("邻里信任",),
    "trust_institutions": ("机构信任",),
    "digital": ("数字技能",),
    "frailty": ("体弱程度",),
}
"""Column of a roster -> other headings that mean it, the Chinese one first."""
TIE_HEADINGS: dict[str, tuple[str, ...]] = {
    "a": ("居民甲", "甲", "来源", "source", "from", "ego"),
    "b": ("居民乙", "乙", "目标", "target", "to", "alter"),
    "closeness": ("亲近度", "closeness (hours)"),
    "slow": ("慢痕迹", "slow (hours)"),
    "level": ("关系等级", "关系"),
}
"""Column of starting ties -> other headings that mean it."""
LEVELS: dict[str, tuple[str, ...]] = {
    "recognised": ("面熟",),
    "acquaintance": ("熟人",),
    "friendly": ("友好",),
    "friend": ("朋友",),
    "close": ("密友",),
}
"""Level of a tie, the lowest first (cut-offs: `TieConstants`) -> other words for it."""
EVENT_HEADINGS: dict[str, tuple[str, ...]] = {"id": HEADINGS["id"], "week": ("周",), "event": ("活动", "活动编号")}
"""Column of events attended -> other headings that mean it."""
SHARE_HEADINGS: dict[str, tuple[str, ...]] = {"field": ("字段",), "value": ("值", "数值")}
"""Column of tables of shares -> other headings that mean it."""
MISSING = ("NA", "N/A", "#N/A", "NaN", "<NA>", "NULL", "#NULL!", "None", "-", ".", "缺失", "(空)", "(跳过)")
"""What programs write where nothing is known (R, pandas, Excel, SPSS, Stata, 问卷星), as far as a scenario says nothing else."""
