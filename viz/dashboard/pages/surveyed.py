"""A survey of one's own on the page *Why*: its answers beside the compound in the model, and the range that they leave."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ....experiments.answered import BESIDE, beside, weighed
from ....model.ground.text import Text
from ....model.questions.own_survey import FORM
from ....scenarios.compound.surveyed import is_survey
from ....scenarios.errors import UserError
from ....scenarios.own_survey import survey_of
from ...numbers import difference, difference_places, interval, number, spaced
from ...words import scale_of, title_of
from ..compound.draft import handed, keep, kept, with_files
from ..compound.upload import Upload
from ..controller import Controller
from ..parts import button, rows_table, solara, tag

if TYPE_CHECKING:
    from ....experiments.comparison import Comparison
    from ....scenarios.own_survey import OwnSurvey
    from ...story import Story

_HEADING = Text("Your own survey", "自己的问卷")
_HOW = Text(
    "Hand in the counted sheet of linli survey. Its answers stand beside the compound as the model has it before the policy; of draws, those that answer "
    "alike count for more. It stays in the memory of this computer and is on the page My compound too.",
    "交入 linli survey 的计数表。问卷结果与模型中政策之前的小区并列；在各次抽取中，与问卷相近的权重更大。文件只在本机内存中，“我的小区”页也可见。",
)
_CHOOSE, _REMOVE = Text("Choose the sheet", "选择计数表"), Text("Remove {name}", "移除 {name}")
_NONE = Text(
    "it is no sheet of linli survey; counts of people are handed in on the page My compound.", "不是 linli survey 的计数表；人口统计请在“我的小区”页交入。"
)
_QUESTION, _SURVEYED = Text("question: what is counted", "问题：统计内容"), Text("your survey ({n} answers)", "问卷（{n} 份）")
_DRAWS = Text("the model, 5 to 95 % of draws", "模型（各次抽取的 5% 至 95%）")
_SEEDS = Text("the model, lowest to highest seed", "模型（各随机种子的最低至最高）")
_FITS, _YES, _NO = Text("fits", "是否相符"), Text("yes", "相符"), Text("no", "不符")
_WITH = Text(
    "With your survey: {after} acquaintances a resident; without it: {before}. The {all} draws then count as {n}.",
    "计入问卷后：人均熟人 {after}；不计问卷：{before}。加权后，{all} 次抽取相当于 {n} 次。",
)
_TOO_FEW = Text(
    "Your survey leaves {n} of {all} draws: too few for a range. Fit the constants to it with linli calibrate.",
    "计入问卷后，{all} 次抽取只相当于 {n} 次，不足以给出范围。请用 linli calibrate 按问卷校准常数。",
)
_TO_DRAW = Text(
    "What it does to the range is told once what is not known about people has been drawn.", "对未知的人的常数作抽取之后，才能说明问卷对范围的影响。"
)
_ASSUMED = Text(
    "Beyond sampling, survey and model may differ by {points} points, since they do not count quite alike (assumed). "
    "Counted alike: fewer than three neighbours known by name; came to an activity; trust, in fifths.",
    "除抽样误差外，允许问卷与模型相差 {points} 个百分点，因两者口径略有不同（假设）。对应口径：知道称呼的邻居不足三人；参加过活动；信任按五档。",
)


@solara.component
def OwnSurveyed(controller: Controller, comparison: Comparison, story: Story, arm: str, language: str) -> None:
    """Take a survey, and show what it tells."""
    say = controller.say
    files, show = solara.use_state(kept(controller).files)

    def hand(value: Any) -> None:
        with controller.telling():
            given = handed(value)
            if not given:
                return
            for name, raw in given:
                if not is_survey(raw, name):
                    raise UserError(_NONE.en, _NONE.zh, file=name)
                survey_of(raw, name)
            # One survey is told at a time.
            others = tuple(one for one in kept(controller).files if not is_survey(one[1], one[0]))
            show(keep(controller, files=with_files(others, given)).files)

    found = solara.use_memo(lambda: _survey(files), [files])
    tag("h2", say(_HEADING))
    tag("p", say(_HOW), class_="linli-small")
    with solara.v.Html(tag="div", class_="linli-row"):
        Upload.element(label=say(_CHOOSE), on_handed=hand, testid="upload-survey")
        if found is not None:
            removed = found.file

            def remove() -> None:
                show(keep(controller, files=tuple(one for one in kept(controller).files if one[0] != removed)).files)

            button(say(_REMOVE, name=removed), remove, testid="remove-survey")
    if found is not None:
        _told(controller, comparison, story, arm, language, found)


def _survey(files: tuple[tuple[str, bytes], ...]) -> OwnSurvey | None:
    """Return the survey among the files that were handed in; on the page *My compound* a fault in it is told."""
    for name, raw in files:
        try:
            if is_survey(raw, name):
                return survey_of(raw, name)
        except UserError:
            continue
    return None


def _told(controller: Controller, comparison: Comparison, story: Story, arm: str, language: str, survey: OwnSurvey) -> None:
    say = controller.say
    titles = {kind.name: kind.title.say(language) for kind in FORM}
    rows = []
    for one in beside(comparison, survey):
        scale = scale_of(story, one.measure, language)
        places = 0 if scale == "share" else 2
        low, high = (number(value, places, scale) for value in (one.low, one.high))
        what = f"{titles[one.question]}{'：' if language == 'zh' else ': '}{title_of(story.info(one.measure), language)}"
        rows.append([what, number(one.surveyed, places, scale), f"{low} – {high}", say(_YES if one.fits else _NO)])
    head = [say(_QUESTION), say(_SURVEYED, n=f"{survey.asked:,}"), say(_DRAWS if comparison.draws else _SEEDS), say(_FITS)]
    rows_table([spaced(cell, language) for cell in head], [[spaced(cell, language) for cell in row] for row in rows], say(_HEADING), "surveyed")
    after = weighed(comparison, arm, survey) if comparison.draws else None
    if after is None:
        tag("p", say(_TO_DRAW), testid="surveyed-range")
    elif not after.enough:
        tag("p", spaced(say(_TOO_FEW, n=number(after.counting, 1), all=after.draws), language), testid="surveyed-range", class_="linli-note")
    else:
        before = comparison.ranged(arm, "acquaintances")
        values = {"after": _range(after.median, after.low, after.high), "before": _range(before.median, before.low, before.high)}
        tag("p", spaced(say(_WITH, n=number(after.counting, 1), all=after.draws, **values), language), testid="surveyed-range", class_="linli-verdict")
    tag("p", spaced(say(_ASSUMED, points=f"{100 * BESIDE:.0f}"), language), class_="linli-small")


def _range(median: float, low: float, high: float) -> str:
    places = difference_places(median, low, high)
    return f"{difference(median, places)} {interval(low, high, places)}"
