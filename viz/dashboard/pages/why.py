"""Why: where new acquaintances began, which assumptions carry the answer, what a survey would tell, what would turn the verdict round."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from typing import TYPE_CHECKING

from ....experiments.reasons import ASKED_FOR, new_by_origin, would_narrow, would_turn
from ....model.ground.text import Text
from ....model.questions.own_survey import FORM
from ...numbers import difference, difference_places, interval, number, spaced
from ..controller import Controller
from ..meanings import called, facts_of, questions, questions_of_constants
from ..parts import button, markup, rows_table, solara, tag
from ..state import DRAWS, SEEDS_A_DRAW
from .shared import Nothing, PackageChoice
from .surveyed import OwnSurveyed

if TYPE_CHECKING:
    from ....experiments.comparison import Comparison
    from ...story import Story

_BEGAN = Text("Where the new acquaintances began", "新增的熟人始于何处")
_PLACE, _MORE = Text("place", "场合"), Text("more acquaintances a resident", "人均多出的熟人")
_UNSURE = Text("not distinguishable {range}", "无法区分{range}")
_ASSUMED = Text("Which assumptions carry the answer", "结论取决于哪些假设")
_TO_DRAW = Text(
    "That is found by drawing what is not known about people many times: {draws} draws, {seeds} seeds each.",
    "对未知的人的常数作多次抽取即可得知：抽取 {draws} 次，每次 {seeds} 个随机种子。",
)
_DRAW = Text("Draw and compare", "抽取并比较")
_CONSTANT, _SHARE, _SENSE = Text("constant", "常数"), Text("carries of the variance", "占方差的比例"), Text("more of it", "越大则")
_MORE_GAIN, _LESS_GAIN = Text("more gain", "增加越多"), Text("less gain", "增加越少")
_CHANCE = Text(
    "Among so many constants, the largest reaches {chance} by chance once in twenty times.", "常数如此之多，最大者有二十分之一的机会仅凭偶然达到 {chance}。"
)
_POSITIVE = Text("More acquaintances than without in {share} of draws.", "在 {share} 的抽取中熟人多于无政策。")
_SURVEY = Text("Which question of a local survey would narrow the range most", "本地问卷中哪一题最能缩小范围")
_QUESTION, _NARROWER = Text("question", "问题"), Text("the range becomes narrower by", "范围可缩小")
_NO_QUESTION = Text("No question tells more than chance ({chance}).", "没有任何一题的作用超过偶然（{chance}）。")
_SURVEY_HOW = Text("If its answer were known exactly; linli survey new prints the form.", "以答案完全准确为前提；用 linli survey new 可打印问卷。")
_TURN = Text("What would turn the verdict round", "什么情况会使结论反转")
_ABOVE = Text("{what}: above {value} (drawn from {low} to {high})", "{what}：高于 {value} 时（抽取范围 {low} 至 {high}）")
_BELOW = Text("{what}: below {value} (drawn from {low} to {high})", "{what}：低于 {value} 时（抽取范围 {low} 至 {high}）")
_NO_TURN = Text(
    "No single constant within what is likely: each alone would have to be {list}.", "在可能的范围内，没有任何单个常数会使结论反转：须使{list}。"
)
_NONE_CARRIES = Text("No single constant carries more than chance.", "没有任何单个常数的作用超过偶然。")
_FEW = Text("Too few draws: at least 12 are needed.", "抽取次数太少：至少需要 12 次。")


@solara.component
def WhyPage(controller: Controller, moment: int) -> None:
    """Show what lies behind the verdict of one package."""
    shot, language = controller.snapshot, controller.state.language
    story, comparison = shot.story, shot.comparison
    if story is None or comparison is None or not story.arms:
        Nothing(controller)
        return
    arm = controller.state.looked_at if controller.state.looked_at in story.arms else story.arms[0]
    with solara.v.Html(tag="div", class_="linli-column"):
        PackageChoice(controller, story.arms, arm)
        _origins(controller, comparison, story, arm, language)
        tag("h2", controller.say(_ASSUMED))
        if comparison.draws:
            _assumptions(controller, comparison, story, arm, language)
        else:
            ToDraw(controller)
        OwnSurveyed(controller, comparison, story, arm, language).key("own-survey")


@solara.component
def ToDraw(controller: Controller) -> None:
    """Offer to draw what is not known about people."""

    def draw() -> None:
        controller.choose(controller.state.chosen, seeds=SEEDS_A_DRAW, draws=DRAWS)
        controller.go("compare")
        controller.play()

    tag("p", controller.say(_TO_DRAW, draws=DRAWS, seeds=SEEDS_A_DRAW))
    with solara.v.Html(tag="div"):
        button(controller.say(_DRAW), draw, testid="draw", main=True, off=controller.snapshot.status == "working")


def _origins(controller: Controller, comparison: Comparison, story: Story, arm: str, language: str) -> None:
    rows = []
    for one in new_by_origin(comparison, arm):
        kind = story.kinds[one.kind].say(language) if one.kind in story.kinds else one.kind
        rows.append([kind, spaced(said(one.centre, one.low, one.high, language), language)])
    tag("h2", controller.say(_BEGAN))
    more = controller.say(_MORE)
    rows_table([controller.say(_PLACE), more], rows, controller.say(_BEGAN), "origins")
    markup(questions(story, {"acquaintances": more}, facts_of(comparison), language), "measures")


def said(centre: float, low: float, high: float, language: str) -> str:
    """Write a change with its range, and no number for one that is not distinguishable from none."""
    if low != low:
        return difference(centre)
    places = difference_places(centre, low, high)
    within = interval(low, high, places)
    return f"{difference(centre, places)} {within}" if low > 0.0 or high < 0.0 or low == high else _UNSURE.say(language, range=within)


def _assumptions(controller: Controller, comparison: Comparison, story: Story, arm: str, language: str) -> None:
    say = controller.say
    titles = {key: called(fact, language) for key, fact in facts_of(comparison).items()}

    def title(key: str) -> str:
        return titles.get(key.partition("=")[0], key)

    found = comparison.sensitivity(arm)
    if found is None:
        tag("p", say(_FEW), testid="few")
        return
    rows = [[title(one.key), number(max(one.share, 0.0), 0, "share"), say(_MORE_GAIN if one.rises else _LESS_GAIN)] for one in found.first]
    rows_table([say(_CONSTANT), say(_SHARE), say(_SENSE)], [[spaced(cell, language) for cell in row] for row in rows], say(_ASSUMED), "assumptions")
    known = facts_of(comparison)
    carrying = [known[key] for one in found.first if (key := one.key.partition("=")[0]) in known]
    markup(questions_of_constants(carrying, language), "assumptions-asked")
    tag("p", spaced(say(_CHANCE, chance=number(found.chance, 0, "share")), language), class_="linli-small")
    effect = story.effect(arm, "acquaintances")
    if effect is not None and effect.positive == effect.positive:
        tag("p", spaced(say(_POSITIVE, share=number(effect.positive, 0, "share")), language), testid="positive")
    tag("h2", say(_SURVEY))
    _survey(controller, comparison, arm, language)
    tag("h2", say(_TURN))
    turned = would_turn(comparison, arm)
    inside = [one for one in turned if one.inside]
    lines = [
        say(_ABOVE if one.above else _BELOW, what=title(one.key), value=f"{one.value:.3g}", low=f"{one.lowest:.3g}", high=f"{one.highest:.3g}")
        for one in (inside or turned)
    ]
    if not turned:
        tag("p", say(_NONE_CARRIES), testid="turn")
    elif inside:
        for line in lines:
            tag("p", line, testid="turn")
    else:
        tag("p", say(_NO_TURN, list=("；" if language == "zh" else "; ").join(lines)), testid="turn")


def _survey(controller: Controller, comparison: Comparison, arm: str, language: str) -> None:
    found = would_narrow(comparison, arm, ASKED_FOR)
    if found is None:
        tag("p", controller.say(_FEW))
        return
    asked, chance = found
    telling = [one for one in asked if one.share > chance]
    questions = {kind.name: kind.ask.say(language) for kind in FORM}
    best: dict[str, float] = {}
    for one in telling:
        best.setdefault(questions[ASKED_FOR[one.measure]], one.narrower)
    rows = [[question, spaced(number(narrower, 0, "share"), language)] for question, narrower in best.items()]
    if rows:
        rows_table([controller.say(_QUESTION), controller.say(_NARROWER)], rows, controller.say(_SURVEY), "survey")
    else:
        tag("p", spaced(controller.say(_NO_QUESTION, chance=number(chance, 0, "share")), language), testid="survey")
    tag("p", controller.say(_SURVEY_HOW), class_="linli-small")
