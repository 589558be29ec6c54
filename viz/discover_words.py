"""In which kinds of compound a policy fails, as a sentence, in English and Chinese: for the terminal, the picture and a Markdown page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.ground.text import Text
from .key_words import KeyWords, places
from .numbers import number, spaced
from .words import title_of, unit_of

if TYPE_CHECKING:
    from ..experiments.analysis.boxes import Limit
    from ..experiments.analysis.discover import Box, DiscoverResult
    from ..experiments.sweep.designs import Value
    from ..scenarios.facts import Fact

_EFFECTS = {
    "<=": Text("{arm} adds nothing to {what}", "{arm}没有增加{what}"), "<": Text("{arm} lowers {what}", "{arm}降低了{what}"),
    ">=": Text("{arm} does not lower {what}", "{arm}没有降低{what}"), ">": Text("{arm} raises {what}", "{arm}增加了{what}"),
}  # fmt: skip
"""At a threshold of 0."""
_MORE = {
    "<=": Text("{arm} adds at most {by} to {what}", "{arm}使{what}至多增加 {by}"),
    "<": Text("{arm} adds less than {by} to {what}", "{arm}使{what}增加不到 {by}"),
    ">=": Text("{arm} adds at least {by} to {what}", "{arm}使{what}至少增加 {by}"),
    ">": Text("{arm} adds more than {by} to {what}", "{arm}使{what}增加超过 {by}"),
}  # fmt: skip
_VALUES = {
    "<=": Text("{what} is at most {by} ({arm})", "{what}至多为 {by}（{arm}）"), "<": Text("{what} is below {by} ({arm})", "{what}低于 {by}（{arm}）"),
    ">=": Text("{what} is at least {by} ({arm})", "{what}至少为 {by}（{arm}）"), ">": Text("{what} is above {by} ({arm})", "{what}高于 {by}（{arm}）"),
}  # fmt: skip
_LEAST, _MOST = Text("{what} is at least {low}", "{what}不低于 {low}"), Text("{what} is at most {high}", "{what}不高于 {high}")
_BETWEEN = Text("{what} is between {low} and {high}", "{what}在 {low} 与 {high} 之间")
_ONE, _AMONG = Text("{what} is {list}", "{what}为 {list}"), Text("{what} is one of {list}", "{what}为 {list} 之一")
_AND = Text(" and ", "，且")
_FOUND = Text(
    "Within this model: where {where}, {what} in {density} of cases, elsewhere in {elsewhere}.",
    "在此模型内：若{where}，则在 {density} 的情形中{what}；其他情形为 {elsewhere}。",
)
_FOUND_MORE = Text(
    "Of the other compounds, where {where}, {what} in {density} of cases, in those that are left in {elsewhere}.",
    "在其余小区中：若{where}，则在 {density} 的情形中{what}；剩下的为 {elsewhere}。",
)
_HELD = Text(
    "When half of the compounds chose the box and the other half were looked at, it was {held} ({low} … {high}).",
    "若由半数小区选出盒子、再看另一半小区，该比例为 {held}（{low} … {high}）。",
)
_NOTHING = Text(
    "Within this model no kind of compound stands out: {what} in {share} of cases, and which of them these parameters do not tell ({p}).",
    "在此模型内没有哪一类小区特别突出：在 {share} 的情形中{what}，但这些参数无法说明是哪些（{p}）。",
)
_CHANCE = Text("by chance as much in {p} of shuffles", "打乱后有 {p} 达到同样程度")
_ALWAYS = Text("Within this model, at all points of this plan and with every seed, {what}.", "在此模型内，本计划的所有设计点和所有种子中，{what}。")
_NEVER = Text("Within this model it happens at no point of this plan that {what}.", "在此模型内，本计划的任何设计点都没有出现“{what}”。")
CASES = Text(
    "A case is a compound of the plan ({points} points) with its luck ({replications} seeds each). Another range of a parameter gives other shares.",
    "一个情形指计划中的一个小区（{points} 个设计点）及其运气（各 {replications} 个种子）。参数范围不同，比例也不同。",
)

class Words:
    """What parameters and values are called.

    Args:
        found: the result that is told.
        language: "en" or "zh".
    """

    def __init__(self, found: DiscoverResult, language: str) -> None:
        """Look up what the parameters of its plan are."""
        self.found, self.language = found, language
        self._words = KeyWords(found.sweep.plan.scenario, language)

    def fact(self, axis: int) -> Fact | None:
        """Return what a parameter is; None if it is none of the constants (what only a file says)."""
        return self._words.fact(self.found.sweep.parameters[axis])

    def name(self, axis: int) -> str:
        """Return what a parameter is called."""
        return self._words.name(self.found.sweep.parameters[axis])

    def value(self, axis: int, value: Value) -> str:
        """Return a value of a parameter with its unit; shares in per cent."""
        return self._words.value(self.found.sweep.parameters[axis], value)

    def where(self, limits: tuple[Limit, ...]) -> str:
        """Return a box as a condition."""
        parts = []
        for axis in dict.fromkeys(one.axis for one in limits):
            own = {one.side: one for one in limits if one.axis == axis}
            what = self.name(axis)
            if "among" in own:
                listed = [self.value(axis, word) for word in self.found.words(own["among"])]
                parts.append((_ONE if len(listed) == 1 else _AMONG).say(self.language, what=what, list=("、" if self.language == "zh" else ", ").join(listed)))
                continue
            text = _BETWEEN if len(own) == 2 else _LEAST if "least" in own else _MOST
            parts.append(text.say(self.language, what=what, **{_ENDS[side]: self.value(axis, one.bound) for side, one in own.items()}))
        return _AND.say(self.language).join(parts)

    def what(self) -> str:
        """Return what counts as failing, as a clause."""
        asked, fails = self.found.response, self.found.fails
        info = asked.info._replace(a_year=False)
        what = title_of(info, self.language)
        if not fails.own and fails.threshold == 0.0:
            return _EFFECTS[fails.sign].say(self.language, arm=asked.arm, what=what)
        share = info.kind == "share"
        by = number(fails.threshold, places(fails.threshold * (100.0 if share else 1.0)), "share" if share else "plain")
        # The title of a mean over residents says so already.
        unit = "" if share or info.unit.endswith(" a resident") else unit_of(info, self.language)
        by = f"{by} {unit}".strip() if self.language == "en" else spaced(f"{by}{unit}", "zh")
        return (_VALUES if fails.own else _MORE)[fails.sign].say(self.language, arm=asked.arm, what=what, by=by)

    def percent(self, share: float) -> str:
        """Write a share."""
        return spaced(number(share, None, "share"), self.language)


_ENDS = {"least": "low", "most": "high"}


def box_sentence(words: Words, box: Box, first: bool = True) -> str:
    """Return what is found in a box, in the form in which a planner may repeat it; a later one is looked for among those in none before."""
    return (_FOUND if first else _FOUND_MORE).say(
        words.language, where=words.where(box.limits), what=words.what(), density=words.percent(box.density), elsewhere=words.percent(box.elsewhere)
    )


def held_sentence(words: Words, box: Box) -> str:
    """Return what was seen of a box in the half of the compounds that did not choose it; "" if that was not looked at."""
    halves = box.search.halves
    if halves is None:
        return ""
    held = halves.density
    return _HELD.say(words.language, held=words.percent(held.value), low=words.percent(held.low), high=words.percent(held.high))


def sentences(found: DiscoverResult, language: str) -> list[str]:
    """Return what was found: a sentence a box, or that nothing stands out."""
    words = Words(found, language)
    if found.boxes:
        between = "" if language == "zh" else " "
        return [between.join(filter(None, (box_sentence(words, box, k == 0), held_sentence(words, box)))) for k, box in enumerate(found.boxes)]
    if found.answer == "nothing stands out":
        p = _CHANCE.say(language, p=words.percent(found.p))
        return [_NOTHING.say(language, what=words.what(), share=words.percent(found.share), p=p)]
    return [(_ALWAYS if found.answer == "always" else _NEVER).say(language, what=words.what())]


def cases_line(found: DiscoverResult, language: str) -> str:
    """Return what a case is."""
    return CASES.say(language, points=f"{found.failed.shape[1]:,}", replications=f"{found.failed.shape[0]:,}")


def page(found: DiscoverResult) -> str:
    """Return a Markdown page with the sentences in both languages."""
    parts = []
    for language, heading in (("en", found.sweep.title.en), ("zh", found.sweep.title.zh)):
        parts += [f"## {heading}", *sentences(found, language), cases_line(found, language)]
    return "\n\n".join(parts) + "\n"
