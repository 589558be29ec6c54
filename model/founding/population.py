"""What a population is made of: households, ages, education, interests, trust, moves; a scenario may override each number.

populate.py draws the people.
"""

from __future__ import annotations

from typing import Any

from pydantic import model_validator

from ..ground.parameters import Parameters, constant

_BEIJING = "Beijing household sizes (evidence; a page that quotes the statistics)"
_CENSUS = "census of 2020, from memory"
_MIGRANTS = f"together near Beijing's 38 % migrants, {_CENSUS}"


class Proportions(Parameters):
    """Shares of which only the ratios count: they are divided by their sum, which must not be zero."""

    @model_validator(mode="after")
    def _some_weight(self) -> Proportions:
        if sum(getattr(self, name) for name in type(self).model_fields) <= 0.0:
            raise ValueError(f"at least one of {', '.join(type(self).model_fields)} must be above 0")
        return self


def _weight(default: float, en: str, zh: str, mark: Any = "assumed", source: str = "") -> Any:
    return constant(default, unit="weight", low=0.0, high=1e6, mark=mark, source=source, en=en, zh=zh)


class HouseholdSizes(Proportions):
    """Households by the number of members of any age."""

    one: float = _weight(0.299, "One member", "一人户", "measured", _BEIJING)
    two: float = _weight(0.331, "Two members", "二人户", "measured", _BEIJING)
    three: float = _weight(0.217, "Three members", "三人户", "measured", _BEIJING)
    four: float = _weight(0.090, "Four members", "四人户", "measured", _BEIJING)
    five_up: float = _weight(0.063, "Five members and more", "五人及以上户", "measured", _BEIJING)


class OwnerAges(Proportions):
    """Ages of the heads of owners' households of one and two without children under 14 (with three and more they are 41 to 58)."""

    age18: float = _weight(0.01, "18 to 24", "18至24岁")
    age25: float = _weight(0.10, "25 to 34", "25至34岁")
    age35: float = _weight(0.08, "35 to 44", "35至44岁")
    age45: float = _weight(0.08, "45 to 54", "45至54岁")
    age55: float = _weight(0.30, "55 to 64", "55至64岁")
    age65: float = _weight(0.30, "65 to 74", "65至74岁")
    age75: float = _weight(0.13, "75 to 90", "75至90岁")


class RenterAges(Proportions):
    """Ages of the heads of renters' households without children under 14."""

    age18: float = _weight(0.20, "18 to 24", "18至24岁")
    age25: float = _weight(0.40, "25 to 34", "25至34岁")
    age35: float = _weight(0.20, "35 to 44", "35至44岁")
    age45: float = _weight(0.11, "45 to 54", "45至54岁")
    age55: float = _weight(0.06, "55 to 64", "55至64岁")
    age65: float = _weight(0.02, "65 to 74", "65至74岁")
    age75: float = _weight(0.01, "75 to 90", "75至90岁")


class Education(Proportions):
    """Education in one age group."""

    primary: float = _weight(0.1, "Primary or less", "小学及以下")
    lower: float = _weight(0.3, "Lower secondary", "初中")
    upper: float = _weight(0.3, "Upper secondary", "高中")
    tertiary: float = _weight(0.3, "Tertiary", "大专及以上")


class EducationByAge(Parameters):
    """Education by age group (assumed; near Beijing's 42 % tertiary of all ages, census of 2020, from memory)."""

    under30: Education = Education(primary=0.01, lower=0.09, upper=0.28, tertiary=0.62)
    from30: Education = Education(primary=0.02, lower=0.18, upper=0.22, tertiary=0.58)
    from45: Education = Education(primary=0.06, lower=0.32, upper=0.31, tertiary=0.31)
    from60: Education = Education(primary=0.25, lower=0.36, upper=0.23, tertiary=0.16)


class FreeHours(Parameters):
    """Mean free hours a week by life situation."""

    retired: float = constant(40.0, unit="hours a week", low=0.0, high=80.0, en="The retired", zh="退休者")
    carer: float = constant(22.0, unit="hours a week", low=0.0, high=80.0, en="Carers of small children", zh="带幼儿者")
    owner: float = constant(18.0, unit="hours a week", low=0.0, high=80.0, en="Working owners", zh="在职业主")
    renter: float = constant(16.0, unit="hours a week", low=0.0, high=80.0, en="Working renters", zh="在职租户")
    student: float = constant(18.0, unit="hours a week", low=0.0, high=80.0, en="Students", zh="学生")


class Interest(Parameters):
    """Interest in one topic: the logit of the typical interest at 45 and its change in 20 years of age."""

    women: float = constant(-0.5, unit="logit", low=-6.0, high=6.0, en="Women of 45", zh="45岁女性")
    men: float = constant(-0.5, unit="logit", low=-6.0, high=6.0, en="Men of 45", zh="45岁男性")
    age: float = constant(0.0, unit="logit per 20 years", low=-4.0, high=4.0, en="Change with age", zh="随年龄变化")


def _interest(women: float, men: float, age: float) -> Interest:
    return Interest(women=women, men=men, age=age)


class Interests(Parameters):
    """Interests by topic, sex and age (all assumed)."""

    singing: Interest = _interest(0.1, -0.4, 0.2)
    dancing: Interest = _interest(0.1, -1.2, 0.3)
    opera: Interest = _interest(-1.0, -1.1, 0.7)
    calligraphy: Interest = _interest(-0.9, -0.6, 0.3)
    chess: Interest = _interest(-1.2, 0.0, 0.2)
    handicraft: Interest = _interest(0.0, -1.2, 0.1)
    sport: Interest = _interest(-0.2, 0.2, -0.3)
    cooking: Interest = _interest(0.2, -0.5, 0.0)


def _share(default: float, en: str, zh: str, mark: Any = "assumed", source: str = "", low: float = 0.0, high: float = 1.0) -> Any:
    return constant(default, unit="share", low=low, high=high, mark=mark, source=source, en=en, zh=zh)


class PopulationParameters(Parameters):
    """Who lives in the neighbourhood."""

    households: HouseholdSizes = HouseholdSizes()
    under14: float = _share(0.115, "Children under 14 among all people", "14岁以下儿童占比", "measured", f"Beijing, 11.9 % under 15, {_CENSUS}", high=0.25)
    renters: float = _share(0.256, "Households that rent", "租户比例", "measured", "urban renters 25.6 % (a page that quotes the statistics)")
    owner_ages: OwnerAges = OwnerAges()
    renter_ages: RenterAges = RenterAges()
    couples_owners: float = _share(0.85, "Owners' households of two and more without children that begin with a couple", "自有住房无幼儿多人户中夫妻户比例")
    couples_renters: float = _share(0.60, "Renters' households of two and more without children that begin with a couple", "租房无幼儿多人户中夫妻户比例")
    couples_parents: float = _share(0.95, "Households of two and more with children that begin with a couple", "有幼儿多人户中夫妻户比例")
    migrants_owners: float = _share(0.22, "Owners' households with registration elsewhere", "自有住户中外来户籍比例", "assumed", _MIGRANTS)
    migrants_renters: float = _share(0.80, "Renters' households with registration elsewhere", "租户中外来户籍比例", "assumed", _MIGRANTS)
    education: EducationByAge = EducationByAge()
    migrant_schooling: float = _share(0.25, "Migrants whose schooling is one level lower", "外来人口学历低一级的比例")
    students_owners: float = _share(0.85, "Students among owners' members of 18 to 24", "自有住户18至24岁学生比例")
    students_renters: float = _share(0.12, "Students among renters' members of 18 to 24", "租户18至24岁学生比例")
    retire_women: int = constant(
        53,
        unit="years",
        low=40,
        high=100,
        source="between the legal ages of 50 (workers) and 55 (salaried posts) until 2024",
        en="Age at which women retire",
        zh="女性退休年龄",
    )
    retire_men: int = constant(
        60, unit="years", low=40, high=100, mark="measured", source="legal age of men until 2024", en="Age at which men retire", zh="男性退休年龄"
    )
    work_on: float = _share(0.10, "People of retirement age, under 70, who work on", "70岁以下退休年龄者仍在职比例")
    carers_first: float = _share(0.90, "Households with children in which one member looks after them by day", "有幼儿住户中有专人照看的比例")
    carers_second: float = _share(0.40, "Of these, those in which a retired second member does so too", "其中另有一名退休成员照看的比例")
    carers_elsewhere: float = _share(0.18, "Retired people under 75 who look after a grandchild of another household", "75岁以下退休者照看他户孙辈的比例")
    party: float = _share(
        0.073,
        "Party members among residents (at default ages and education)",
        "党员比例（默认年龄与学历下）",
        "measured",
        "89.447 million at the end of 2016 of 1.39 billion people; 14 and older",
        high=0.3,
    )
    activists: float = _share(0.03, "Activists among residents", "积极分子比例", high=0.3)
    talents: float = _share(0.15, "Residents with a talent", "有才艺者比例")
    backbones: float = _share(0.02, "Arts backbones among residents, whose talent is known", "文艺骨干比例", high=0.5)
    free_hours: FreeHours = FreeHours()
    free_spread: float = constant(0.35, unit="log sd", low=0.0, high=1.5, en="Spread of free hours between people", zh="空闲时间的离散")
    interests: Interests = Interests()
    trust_neighbours: float = _share(
        0.67, "Trust in neighbours at the start, mean at 45", "初始邻里信任均值", "assumed",
        "78 % of Chinese residents trust neighbours (CLDS); half of them talk with hardly any, which lowers it",
    )
    trust_institutions: float = _share(0.55, "Trust in institutions at the start, mean at 45", "初始机构信任均值")
    trust_spread: float = constant(0.18, unit="sd", low=0.0, high=0.5, en="Spread of trust between people at the start", zh="初始信任的离散")
    trust_party: float = constant(
        0.06, unit="points of 0 to 1", low=-1.0, high=1.0, en="Additional trust of Party members in institutions", zh="党员对机构的额外信任"
    )
    digital_age: float = constant(70.0, unit="years", low=20.0, high=120.0, en="Age at which digital skill is half", zh="数字技能减半的年龄")
    frailty_age: float = constant(85.0, unit="years", low=40.0, high=150.0, en="Age at which frailty is half", zh="体弱达一半的年龄")
    moves_owners: float = constant(
        0.05, unit="chance a year", low=0.0, high=0.99, source="everyday-life prototype", en="Owners' households that move in a year", zh="自有住户年迁移率"
    )
    moves_renters: float = constant(
        0.25, unit="chance a year", low=0.0, high=0.99, source="everyday-life prototype", en="Renters' households that move in a year", zh="租户年迁移率"
    )
