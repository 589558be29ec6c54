"""Who is not reached: reach and gain of groups of residents, and the gates left furthest behind."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from ....model.ground.text import Text
from ...gained import gained_sentence
from ...numbers import spaced
from ...words import upper_first
from ..controller import Controller
from ..meanings import facts_of, questions
from ..parts import markup, rows_table, solara, tag
from ..reached import LEFT_BEHIND, groups, left_behind, measures_of_groups
from .shared import Nothing, PackageChoice

_GROUPS = Text("Groups of residents", "居民群体")
_GATES = Text("The {n} gates left furthest behind (first seed)", "增加最少的 {n} 个楼门（第一个随机种子）")
_NO_GATES = Text("Gates are counted when the first seed has finished.", "第一个随机种子完成后显示各楼门的结果。")
_NOTE = Text("Groups overlap: an owner is a woman or a man.", "各群体有重叠，例如业主中有女性也有男性。")


@solara.component
def ReachPage(controller: Controller, moment: int) -> None:
    """Show who is reached by one package, and who is not."""
    shot, language, say = controller.snapshot, controller.state.language, controller.say
    story, comparison = shot.story, shot.comparison
    if story is None or comparison is None or not story.arms:
        Nothing(controller)
        return
    arm = controller.state.looked_at if controller.state.looked_at in story.arms else story.arms[0]
    with solara.v.Html(tag="div", class_="linli-column"):
        PackageChoice(controller, story.arms, arm)
        tag("p", upper_first(spaced(gained_sentence(story, arm, language), language)), testid="gained", class_="linli-verdict")
        table = groups(story, arm, language)
        tag("h2", say(_GROUPS))
        markup(questions(story, measures_of_groups(language), facts_of(comparison), language), "measures")
        rows_table(table.head, table.rows, say(_GROUPS), "groups")
        tag("p", say(_NOTE), class_="linli-small")
        behind = left_behind(comparison, story, arm, language)
        tag("h2", say(_GATES, n=LEFT_BEHIND))
        if behind is None:
            tag("p", say(_NO_GATES))
        else:
            rows_table(behind.head, behind.rows, say(_GATES, n=len(behind.rows)), "gates")
