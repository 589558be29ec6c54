"""Reproduce: choose a published study, read what was done, play it, see its tables beside the simulated ones, take a rule out, see what breaks."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from functools import partial

from ....experiments.reproduction.necessity import WITHOUT, changes
from ....experiments.reproduction.reproduce import all_studies
from ....model.ground.text import Text
from ...studies import history_line, kind_words, kinds, length_of
from ...study_tables import broken_listing, heading, study_listing
from ..controller import Controller
from ..laboratory import laboratory_of
from ..lessons import lessons
from ..meanings import of_rule
from ..parts import button, markup, select, solara, tag
from ..questions import question_mark
from .shared import Download

_STUDY = Text("Study", "研究")
_ABOUT = Text("{kind}; {rows} rows; {length}; {sites} simulated sites", "{kind}；{rows} 行；{length}；模拟 {sites} 个地点")
_PLAY, _STOP = Text("Play the study", "运行研究"), Text("Stop", "停止")
_QUICK = Text("Fewer and smaller sites (quick, wider intervals)", "较少、较小的地点（较快，区间较宽）")
_RULES = Text("Take rules out", "去除规则")
_RULES_HOW = Text(
    "The study is played once more without them, on the same random numbers; talks an hour stay as they are (linli reproduce --without fits them anew).",
    "在同样的随机数下去除这些规则再运行一次；每小时交谈次数保持不变（linli reproduce --without 会重新拟合）。",
)
_PROGRESS = Text("{percent} %", "{percent}%")
_BROKE, _NOTHING = Text("What breaks without: {rules}", "去除后不再成立的：{rules}"), Text("No table changed its verdicts.", "没有表格改变判定。")
_NULL = Text(
    "Null model: everybody meets at random for the same hours; what it gets, the hours alone explain.",
    "零模型：所有人在同样的时间里随机相遇；它能吻合的，仅凭时间就能解释。",
)
_LESSONS = Text("Lessons", "课程")
_LESSONS_HOW = Text(
    "Seven notebooks: predict, run, break, explain, with answers. Each is a file to take away and open where notebooks run.",
    "七份笔记本：预测、运行、破坏、解释，附答案。每份是一个文件，下载后在能运行笔记本的地方打开。",
)


@solara.component
def Lessons(controller: Controller, title: str, how: str) -> None:
    """Offer the notebooks of the lessons; nothing where they were not installed."""
    offered = lessons(controller.state.language)
    if not offered:
        return
    tag("h2", title)
    tag("p", how, class_="linli-small")
    with solara.v.Html(tag="div", class_="linli-row linli-lessons"):
        for one in offered:
            Download(controller, one.title, one.path.read_bytes, one.path.name, "application/x-ipynb+json", f"lesson-{one.name}")


@solara.component
def ReproducePage(controller: Controller, moment: int) -> None:
    """Show one study."""
    say, language = controller.say, controller.state.language
    studies = solara.use_memo(all_studies, [])
    laboratory = laboratory_of(controller)
    played = laboratory.played
    name, set_name = solara.use_state(played.study or "van-de-bunt")
    quick, set_quick = solara.use_state(True)
    without, set_without = solara.use_state(played.without)
    study = next((one for one in studies if one.name == name), studies[0])
    head = study.head

    def switch(rule: str) -> None:
        set_without(tuple(one for one in without if one != rule) if rule in without else (*without, rule))

    with solara.v.Html(tag="div", class_="linli-column"):
        select(say(_STUDY), [(one.name, one.title.say(language)) for one in studies], study.name, set_name, testid="study")
        about = say(_ABOUT, kind=kind_words(study, language), rows=sum(kinds(study).values()), length=length_of(study, language), sites=head.sites)
        tag("p", about, testid="about")
        # A citation is the name of a publication, in the language in which it was published.
        for text in (head.note.zh if language == "zh" else head.note.en, history_line(study, language)):
            if text:
                tag("p", text)
        tag("p", head.citation, class_="linli-small", lang="en")
        solara.v.Checkbox(label=say(_QUICK), v_model=quick, on_v_model=set_quick, dense=True, hide_details=True, attributes={"data-testid": "quick"})
        tag("h2", say(_RULES))
        with solara.v.Html(tag="div", class_="linli-row"):
            for rule, what in WITHOUT.items():
                with solara.v.Html(tag="span", class_="linli-row"):
                    button(what.title.say(language), partial(switch, rule), testid=f"rule-{rule}", pressed=rule in without)
                    markup(question_mark(of_rule(what, language), what.title.say(language), language), name="span")
        tag("p", say(_RULES_HOW), class_="linli-small")
        with solara.v.Html(tag="div", class_="linli-row"):
            button(say(_PLAY), lambda: laboratory.play(study, without, bool(quick)), testid="play", main=True, off=played.working)
            button(say(_STOP), laboratory.stop, testid="stop", off=not played.working)
            if played.working:
                tag("span", say(_PROGRESS, percent=f"{100 * played.share:.0f}"), role="status", testid="progress")
        if played.whole is not None and played.study == study.name:
            title, how = heading(played.whole, language)
            tag("h2", title)
            tag("p", how, class_="linli-small")
            label = title.replace('"', "")
            markup(f'<div class="linli-wide" tabindex="0" role="region" aria-label="{label}">{study_listing(played.whole, language).html()}</div>', "tables")
            tag("p", say(_NULL), class_="linli-small")
            if played.weak is not None:
                found = changes([played.whole], [played.weak])
                rules = ("、" if language == "zh" else ", ").join(WITHOUT[rule].title.say(language) for rule in played.without)
                tag("h2", say(_BROKE, rules=rules))
                if found:
                    markup(broken_listing(found, language).html(), "broken")
                else:
                    tag("p", say(_NOTHING), testid="broken")
        Lessons(controller, say(_LESSONS), say(_LESSONS_HOW))
