"""Take away: the link, the scenario as TOML, the command, the brief, pictures and numbers."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from ....model.ground.text import Text
from ..controller import Controller
from ..link import LONGEST_LINK, leaves_outlines, to_query
from ..parts import solara, tag
from ..take import brief_page, brief_pdf, can_pdf, command, numbers, pictures, scenario_file
from .shared import Download, Nothing

_LINK = Text("This page as a link", "本页链接")
_LINK_HOW = Text(
    "The address of this page holds the whole scenario and what is compared. Opened again, here or elsewhere, it shows the same page.",
    "本页地址已包含整个情景及所比较的内容；在任何地方重新打开，显示的都是同一页。",
)
_OPEN = Text("this page, to copy or to send", "本页（可复制或发送）")
_LONG = Text(
    "This scenario is too large for a link ({n:,} characters, at most {most:,}): take it as a file and start linli dashboard with that.",
    "此情景过大，无法放入链接（{n:,} 个字符，最多 {most:,} 个）：请下载情景文件，再用 linli dashboard 打开。",
)
_NO_OUTLINES = Text(
    "The outlines of the buildings are too many for a link: opened from it, the map draws rectangles; the numbers are the same. The file has the outlines.",
    "楼栋轮廓过多，无法放入链接：从链接打开时，地图以矩形显示楼栋，数字不变。情景文件中保留轮廓。",
)
_SCENARIO = Text("The scenario as a file", "情景文件")
_SCENARIO_HOW = Text("linli run and linli compare take it:", "linli run 与 linli compare 可直接使用：")
_SAME = Text("The command that gives the same numbers:", "得到相同数字的命令：")
_BRIEF = Text("Brief of two A4 pages", "两页 A4 简报")
_BRIEF_HOW = Text("Verdict, pictures, costs, who is not reached, what is assumed.", "结论、图、成本、未受益者、假设。")
_PRINT, _PDF = Text("Page to print (HTML)", "可打印网页（HTML）"), Text("PDF", "PDF")
_PICTURES, _ZIP = Text("Pictures", "图"), Text("All pictures, PNG and SVG (ZIP)", "全部图，PNG 与 SVG（ZIP）")
_NUMBERS, _XLSX = Text("Numbers", "数据"), Text("Workbook with codebook (.xlsx)", "工作簿，附变量说明（.xlsx）")
_WAIT = Text("A file takes some seconds to be made.", "生成文件需要几秒钟。")
_EARLY = Text("Files are made once a whole seed has finished.", "至少完成一个随机种子后才能生成文件。")


@solara.component
def TakePage(controller: Controller, moment: int) -> None:
    """Show what can be taken away."""
    state, shot, say = controller.state, controller.snapshot, controller.say
    language, name = state.language, state.scenario.name
    comparison = shot.comparison
    with solara.v.Html(tag="div", class_="linli-column"):
        tag("h2", say(_LINK))
        query = to_query(state)
        if len(query) > LONGEST_LINK:
            tag("p", say(_LONG, n=len(query), most=LONGEST_LINK), testid="no-link", class_="linli-note")
        else:
            tag("p", say(_LINK_HOW))
            with solara.v.Html(tag="p"):
                tag("a", say(_OPEN), href=f"?{query}", testid="link")
            if leaves_outlines(state):
                tag("p", say(_NO_OUTLINES), testid="no-outlines", class_="linli-note")
        tag("h2", say(_SCENARIO))
        Download(controller, f"{name}.toml", lambda: scenario_file(state.scenario), f"{name}.toml", "application/toml", "toml")
        tag("p", say(_SCENARIO_HOW))
        said = f"linli compare {name}.toml --arms {','.join(state.chosen)} --seeds {state.seeds}" + _drawn(state.draws)
        tag("pre", said, class_="linli-code", testid="file-command")
        if comparison is None:
            Nothing(controller)
            return
        if shot.early:
            tag("p", say(_EARLY), class_="linli-note")
            return
        found = comparison
        tag("p", say(_SAME))
        tag("pre", command(found, f"{name}.toml"), class_="linli-code", testid="command")
        tag("h2", say(_BRIEF))
        tag("p", say(_BRIEF_HOW))
        with solara.v.Html(tag="div", class_="linli-row"):
            suffix = "" if language == "en" else f".{language}"
            Download(controller, say(_PRINT), lambda: brief_page(found, language), f"brief-{name}{suffix}.html", "text/html", "brief-html")
            if solara.use_memo(can_pdf, []):
                Download(controller, say(_PDF), lambda: brief_pdf(found, language), f"brief-{name}{suffix}.pdf", "application/pdf", "brief-pdf")
        tag("h2", say(_PICTURES))
        Download(controller, say(_ZIP), lambda: pictures(found, language), f"pictures-{name}{suffix}.zip", "application/zip", "pictures")
        tag("h2", say(_NUMBERS))
        xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        Download(controller, say(_XLSX), lambda: numbers(found), f"{name}.xlsx", xlsx, "xlsx")
        tag("p", say(_WAIT), class_="linli-small")


def _drawn(draws: int) -> str:
    return f" --uncertainty --draws {draws}" if draws else ""
