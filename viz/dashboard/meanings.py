"""What stands behind the "?" of a measure: what it counts, in which unit, who counts it, and the constant that it rests on, with mark and source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ...model.ground.text import Text
from ...model.people.constants import Constants
from ...scenarios.facts import Fact, constants, facts
from ...scenarios.sources import said_source
from ...scenarios.units import unit_zh
from ..evidence_words import FACT_MARKS
from ..words import title_of, unit_of
from .questions import question_mark

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ...experiments.reproduction.necessity import Rule
    from ..story import Story


class Meaning(NamedTuple):
    """What a measure means.

    Attributes:
        text: one or two sentences.
        rests_on: keys of the constants that decide what is counted.
    """

    text: Text
    rests_on: tuple[str, ...] = ()


_CUT = ("ties.acquaintance",)
MEANINGS: dict[str, Meaning] = {
    "strangers": Meaning(
        Text(
            "Residents of 14 and older with fewer than three acquaintances in the neighbourhood; elsewhere they may have many.",
            "在本住区熟人不足三人的 14 岁及以上居民；他们在别处可以有很多熟人。",
        ),
        _CUT,
    ),
    "acquaintances": Meaning(
        Text(
            "How many others of the neighbourhood a resident knows: two are acquainted once the hours in which they talked, fading over years, pass a cut-off.",
            "居民在本住区认识多少人：两人交谈的小时数（多年中缓慢消退）超过门槛即为熟人。",
        ),
        _CUT,
    ),
    "acquaintances_fresh": Meaning(
        Text("Of all acquaintances, those who talked with each other in the last 13 weeks.", "全部熟人中近 13 周交谈过的比例。"), _CUT
    ),
    "gate_density": Meaning(
        Text("Of all pairs of people of one gate who do not live together, how many are acquainted.", "同一楼门、不同住户的所有两人组合中相识的比例。"), _CUT
    ),
    "came_quarter": Meaning(
        Text(
            "Persons who came to something at least once in the last 13 weeks, however often. "
            "An official count of person-times counts one who comes ten times as ten.",
            "近 13 周至少参加过一次活动的人，来多少次都算一人；官方统计的人次把来十次的一人算作十。",
        )
    ),
    "came_more": Meaning(Text("Persons who came more than once since the start, or since they moved in.", "自开始或入住以来参加过不止一次的人。")),
    "came_never": Meaning(Text("Persons who never came since the start, or since they moved in.", "自开始或入住以来从未参加的人。")),
    "came_busiest": Meaning(
        Text(
            "How much of all coming is that of the tenth who come most: near 100 % the same few come always.",
            "参加最多的十分之一居民占全部人次的比例：越接近 100%，越是总由同样的少数人参加。",
        )
    ),
    "trust_neighbours": Meaning(
        Text(
            "It moves with what people live through with one another. What moves trust is the least certain part of the model.",
            "随邻居之间的经历而变。信任如何变化是模型中最不确定的部分。",
        )
    ),
    "trust_institutions": Meaning(
        Text(
            "It moves with how institutions answer people. What moves trust is the least certain part of the model.",
            "随机构怎样回应居民而变。信任如何变化是模型中最不确定的部分。",
        )
    ),
    "yuan": Meaning(Text("All money that is spent, whoever pays; volunteers' hours are not in it.", "全部支出，不论由谁支付；不含志愿工时。")),
    "yuan_public": Meaning(Text("What the state pays from public money, whichever level of it.", "公共财政支付的部分，不分级别。")),
    "yuan_community": Meaning(Text("What the residents' committee pays from its own money.", "居委会从自有经费支付的部分。")),
    "yuan_residents": Meaning(
        Text(
            "What residents pay themselves: fees, and what they buy for an activity or a repair.",
            "居民自己支付的部分：收费，以及为活动或维修所购。",
        )
    ),
    "yuan_street": Meaning(Text("What the street office pays from its budget.", "街道从其预算支付的部分。")),
    "yuan_district": Meaning(Text("What the district pays from its budget.", "区从其预算支付的部分。")),
    "yuan_company": Meaning(Text("What the property company pays, out of the fees that it takes.", "物业公司从所收费用中支付的部分。")),
    "yuan_owners": Meaning(
        Text(
            "What is paid from the owners' common fund, such as for the repair of shared parts.",
            "从业主共有资金支付的部分，例如共用部位维修。",
        )
    ),
    "yuan_donors": Meaning(Text("What donors give.", "捐赠者给出的部分。")),
    "yuan_market": Meaning(Text("What customers pay for what is sold or let, such as rent of a room.", "顾客为所售、所租之物支付的部分，例如场地租金。")),
    "yuan_organisation": Meaning(
        Text(
            "What social organisations pay from their accounts; a grant is paid by whoever gave it.",
            "社会组织从其账户支付的部分；资助款由资助方支付。",
        )
    ),
    "staff_hours": Meaning(Text("Hours of those who are paid: the committee and its social workers.", "有报酬者的工时：居委会及其社工。")),
    "volunteer_hours": Meaning(Text("Hours that residents give without pay, such as heads of gates.", "居民无偿付出的小时数，例如楼门长。")),
    "priced": Meaning(Text("Money spent, and volunteers' hours at their price.", "支出加上按单价折算的志愿工时。"), ("services.money.volunteer_price",)),
}
"""Measures of the engine and its services that every page shows. What a mechanism counts is told by its title and by who counts it."""
_UNIT = Text("unit: {unit}", "单位：{unit}")
_BY = Text("counted by {mechanism}", "由“{mechanism}”统计")
_RESTS, _KNOWN = Text("it rests on “{what}”: {known}", "取决于“{what}”：{known}"), Text("{value} {unit}, {mark}", "{value} {unit}，{mark}")
_SET = Text("“{what}” becomes {value} (as it is: {known})", "“{what}”取 {value}（原为 {known}）")
_OPEN = Text("In everyday places one turns to strangers as to faces one knows", "在日常场合，对陌生人与面熟者一样搭话")
_SOURCE = Text(", source: {source}", "，来源：{source}")
_BOOKED = Text(
    "Booked payment by payment in the simulation; prices are constants, with their sources on the page Levers.",
    "在模拟中逐笔记账；价格为常数，来源见“调节”页。",
)
_PAIRS = Text(
    "The same people, the same random numbers, with and without: a difference is of such pairs.",
    "同样的居民、同样的随机数，有与没有政策：差值来自这样的成对比较。",
)
_CHINESE = re.compile(r" ?\([^()]*[\u3400-\u9fff][^()]*\)")
_WORDS = Text("What these measures mean", "这些指标的含义")
_SENTENCE = Text("{what}: {about}", "{what}：{about}")


def facts_of(comparison: Comparison) -> dict[str, Fact]:
    """Return the constants of a comparison by their keys."""
    return {fact.key: fact for fact in constants(comparison.scenario)}


def called(fact: Fact, language: str) -> str:
    """Return what a constant is called; on an English page without the Chinese word that some have in brackets."""
    said = fact.text.say(language)
    return said if language == "zh" else _CHINESE.sub("", said)


def of_rule(rule: Rule, language: str) -> str:
    """Return what taking a rule out does: which constants are set to what, and what is known of each."""
    said = [_OPEN.say(language)] if rule.settings else []
    for section, values in rule.change.items():
        for one in facts(getattr(Constants(), section), section):
            if (name := one.key.partition(".")[2]) in values:
                said.append(_SET.say(language, what=called(one, language), value=f"{values[name]:g}", known=known(one, language)))
    return ("；" if language == "zh" else "; ").join(said) + ("。" if language == "zh" else ".")


def about(story: Story, measure: str, facts: Mapping[str, Fact], language: str) -> str:
    """Return what a measure is: a sentence where it has one, its unit, who counts it, and what it rests on.

    Args:
        story: whose measure.
        measure: its full name.
        facts: constants by their keys (`facts_of`).
        language: "en" or "zh".
    """
    info, owner, meaning = story.info(measure), story.owner(measure), MEANINGS.get(measure)
    parts = [] if meaning is None else [meaning.text.say(language).rstrip(".。")]
    if unit := unit_of(info, language, rate=info.a_year):
        parts.append(_UNIT.say(language, unit=unit))
    if owner:
        parts.append(_BY.say(language, mechanism=story.mechanisms[owner].title.say(language)))
    if measure.startswith("yuan"):
        parts.append(_BOOKED.say(language).rstrip(".。"))
    parts += [_rests(facts[key], language) for key in (meaning.rests_on if meaning else ()) if key in facts]
    return ("；" if language == "zh" else "; ").join(parts) + ("。" if language == "zh" else ".")


def _rests(fact: Fact, language: str) -> str:
    return _RESTS.say(language, what=called(fact, language), known=known(fact, language))


def questions_of_constants(found: Iterable[Fact], language: str) -> str:
    """Return a line of constants, each with its "?": value in the scenario, unit, mark and source."""
    stop = "。" if language == "zh" else "."
    made = [(called(one, language), known(one, language) + stop) for one in found]
    line = "".join(f"<span>{html.escape(title)} {question_mark(said, title, language)}</span>" for title, said in made)
    return f"<div class='linli-legend'>{line}</div>"


def known(fact: Fact, language: str) -> str:
    """Return what is known of a constant: its value in the scenario, unit, mark and source."""
    value = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    unit = unit_zh(fact.unit) if language == "zh" else fact.unit
    mark = FACT_MARKS[fact.mark].say(language) if fact.mark in FACT_MARKS else fact.mark
    return _KNOWN.say(language, value=value, unit=unit, mark=mark) + (_SOURCE.say(language, source=said_source(fact.source, language)) if fact.source else "")


def question(story: Story, measure: str, facts: Mapping[str, Fact], language: str, title: str = "") -> str:
    """Return the "?" of a measure, which opens what it is; `title` is what the page calls it, if not by its own title."""
    said = f"{about(story, measure, facts, language)} {_PAIRS.say(language)}"
    return question_mark(said, title or title_of(story.info(measure), language), language)


def questions(story: Story, named: Mapping[str, str], facts: Mapping[str, Fact], language: str) -> str:
    """Return a line of measures, each with its "?".

    Args:
        story: whose measures.
        named: measure -> what the page calls it.
        facts: constants by their keys.
        language: "en" or "zh".
    """
    made = "".join(f"<span>{html.escape(title)} {question(story, measure, facts, language, title)}</span>" for measure, title in named.items())
    return f"<div class='linli-legend'>{made}</div>"


def glossary(story: Story, measures: Iterable[str], facts: Mapping[str, Fact], language: str) -> str:
    """Return what the measures of a table mean, folded under one line."""
    lines = []
    for measure in dict.fromkeys(measures):
        title = title_of(story.info(measure), language)
        lines.append(f"<li>{html.escape(_SENTENCE.say(language, what=title, about=about(story, measure, facts, language)))}</li>")
    return f"<details class='linli-words'><summary>? {_WORDS.say(language)}</summary><ul>{''.join(lines)}</ul></details>" if lines else ""
