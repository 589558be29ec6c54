"""The gallery, docs/gallery.md and docs/gallery.zh.md: every figure once, small, with one sentence on what to read from it.

`linli gallery --page docs/gallery.md` plays the small comparisons that it takes (or goes on from those that lie there) and writes pages and pictures. A
picture bears the hash of the files that drew it, so that a test can tell whether it is of these figures without playing anything.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..model.ground.text import LANGUAGES, Text
from .evidence_page import page_of, writing_all
from .evidence_words import GENERATED, OTHER

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison
    from .story import Story

COMMAND = "linli gallery --page {file}"
IMAGES = "images/gallery"
"""Folder of the pictures, beside the page."""
WIDE = 760
"""Pixels of a picture's width."""
_COLOURS = 200
_FIGURES = Path(__file__).parent / "figures"
_SHARED = ("page", "courses", "bars")
"""Files of viz/figures that every figure stands on."""
TITLE = Text("The figures", "图形一览")
LESSON = Text(
    "`linli run` and `linli compare` draw the figures that a scenario has the numbers for, in English and Chinese, as PNG; in Python "
    "`result.plot(\"effects\")` draws one. All that is said of a figure stands on it: the message, how to read it, and where the numbers come from. "
    "Differences come first. One to four policies are told apart by colour and line, more by number; rows bear the titles of the arms. A map numbers the "
    "gates. Sums of money are in yuan, in Chinese in 万元 where they are large. The comparisons below are small (3 buildings, few seeds): they "
    "show how a figure is read, not what a policy does ([rows](rows/README.md)).",
    "`linli run` 与 `linli compare` 会画出情景有数据可画的各幅图（PNG，中英文均可）；在 Python 中用 `result.plot(\"effects\")` 画其中一幅。图的要点、读法、"
    "数据出处都写在图上。差值在前。一至四个政策方案以颜色和线型区分，更多时加编号；按行排列的图写出方案名称。地图为楼门编号。金额较大时中文用万元。"
    "以下各比较规模很小（3 栋楼，种子很少），只说明怎样读图，不说明政策的作用（见[各条目](rows/README.zh.md)）。",
)
MADE_BY = Text("From: `{command}`", "来自：`{command}`")
BRIEF = Text(
    "Two of them, with the verdict, the cost, who is not reached and what is assumed, are on the two pages of `linli brief FOLDER` (HTML and PDF). "
    "The figures of reproduced studies are on [the page of the evidence](evidence.md).",
    "其中两幅连同结论、成本、谁没有受益、哪些是假设的，见 `linli brief 文件夹` 写出的两页简报（HTML 与 PDF）。重现研究的图见[证据页](evidence.zh.md)。",
)


class Case(NamedTuple):
    """A comparison from which figures are drawn.

    Attributes:
        scenario: its name.
        arms: the arms; the first is what the others are compared with.
        weeks: its length.
        seeds: how many.
        figures: the figures that are drawn of it.
    """

    scenario: str
    arms: tuple[str, ...]
    weeks: int
    seeds: int
    figures: tuple[str, ...]

    @property
    def command(self) -> str:
        """Return the command that makes it."""
        return f"linli compare {self.scenario} --arms {','.join(self.arms)} --seeds {self.seeds} --weeks {self.weeks} --set {SETTING}"


SETTING = "neighbourhood.buildings=3"
CASES = (
    Case("building-gates", ("before", "after"), 156, 3, ("effects", "growth", "participation", "degrees", "origins", "mechanisms", "compound", "cost")),
    Case("consultation-minority", ("before", "after", "consultation", "fails"), 156, 2, ("floors",)),
    Case("council-and-reasoning-hall", ("before", "after", "hall", "covenant", "fails"), 78, 2, ("hall",)),
    Case("cultural-services", ("before", "after", "brands", "facilities", "quiet"), 78, 2, ("reach",)),
    Case("lost-persons", ("before", "after", "faces", "notices", "fails"), 78, 2, ("lost",)),
    Case("party-service-centres", ("before", "after", "rooms", "fails"), 78, 2, ("planner",)),
    Case("social-organisations", ("before", "after", "grants", "fails"), 78, 2, ("organisations",)),
    Case("three-level-linkage", ("before", "after", "plan", "fails"), 78, 2, ("hours",)),
    Case("service-platform", ("before", "after", "dispatch", "fails"), 78, 2, ("tickets",)),
    Case("fire-app", ("before", "after", "detectors", "fails"), 520, 2, ("fires",)),
    Case("online-services", ("before", "after", "taught", "fails"), 78, 2, ("online",)),
    Case("acquaintance-covenants", ("before", "after", "welcome", "fails"), 78, 2, ("strangers",)),
    Case("unified-elections", ("before", "after", "named", "fails"), 78, 2, ("elections",)),
)
READ: dict[str, Text] = {
    "effects": Text(
        "Every measure stands on one scale, in per cent of what there is without the policy: read first how far a mark is from zero, then "
        "whether its bar holds "
        "zero (grey), then the number in its own unit at the right.",
        "各项指标同在一个刻度上（相对于无政策时的百分比）：先看圆点离零多远，再看横线是否包含零（灰色），右侧是以指标自身单位写出的数字。",
    ),
    "growth": Text(
        "The lines say by how many per cent a policy has more ties of each strength than there are without it, and when that came; many new faces with few new "
        "friends are the usual picture.",
        "曲线表示有政策时各强度的关系比无政策多百分之几，以及何时增加；通常面熟的人增加多，朋友增加少。",
    ),
    "participation": Text(
        "Above, how many people came at all; below, the official count beside what happened, and on a scale of its own how many persons are behind it: many "
        "person-times of few people are no participation.",
        "上方为参加过的居民比例；下方为官方人次与实际人次，以及（另一刻度）背后的实际人数：少数人的许多人次算不上参与。",
    ),
    "degrees": Text(
        "Orange are the people with fewer than three acquaintances: look whether that end becomes shorter, or only the dark end of those who know many longer.",
        "橙色为熟人不足三人的居民：看这一端是否缩短，还是只有认识很多人的深色一端变长。",
    ),
    "origins": Text(
        "Left, where acquaintances begin anyway; right, where the policy adds or takes away: an occasion that only moves meetings from "
        "elsewhere shows orange beside blue.",
        "左侧为无政策时熟人关系始于何处；右侧为政策使何处增加或减少：若只是把别处的相遇挪过来，蓝色之外必有橙色。",
    ),
    "mechanisms": Text(
        "What the mechanism counts for itself, the official count before what happened: the distance of the two panels is what a report leaves out.",
        "机制自身的统计，官方数字在前，实际情况在后：两图之差就是报表没有说出的部分。",
    ),
    "compound": Text(
        "Each circle is a gate with its number: left how many acquaintances its people have, right whether the policy gave them more "
        "(violet) or fewer (orange), "
        "and between which gates.",
        "每个圆圈是一个编号的楼门：左图为该楼门居民的熟人数，右图为政策使其增加（紫色）或减少（橙色），以及变化发生在哪些楼门之间。",
    ),
    "cost": Text(
        "Up is more acquaintances, right is more money: a steep line is cheap, a flat one dear; hollow dots add the hours of volunteers at "
        "their price, and the "
        "bars say who works.",
        "越高熟人越多，越右花钱越多：线陡则便宜，线平则昂贵；空心点加上按价折算的志愿工时，右侧横条为谁在出力。",
    ),
    "floors": Text(
        "A point above the line is a floor that gains, one below it a floor that loses: see whether the losers are those whose consent is asked.",
        "线上的点为受益的楼层，线下为受损的楼层：看受损者是否正是需要征求同意的人。",
    ),
    "hall": Text(
        "From top to bottom the way of a quarrel, from asking for help to settling: each step loses cases, and the dotted line is what reports give.",
        "自上而下是一件纠纷的历程，从求助到和解：每一步都有流失，虚线为报道的数字。",
    ),
    "reach": Text(
        "A dot is the share of a group that came in a year: look at the distance between groups (near and far, old and working, owners and "
        "renters), not at the mean.",
        "一个点为某类居民一年内参加过的比例：看各类之间的差距（远近、老人与在职者、业主与租户），而不只看平均。",
    ),
    "lost": Text(
        "The bar says by which road people came home, the dark one how many are still without a name, the signs how soon: a neighbour who "
        "knows them is the quickest road.",
        "横条为走失者经何途径回家，深色条为仍无名者，符号为回家快慢：认识他们的邻居是最快的途径。",
    ),
    "planner": Text(
        "What a mechanism itself wants a planner to see first: bars beside what was published (dotted), and a share with the parts that it is made of.",
        "机制自己认为规划者应先看的内容：横条与公布值（虚线）对照，以及某个比例及其组成部分。",
    ),
    "organisations": Text(
        "Left, how many of those founded are still there after so many years; then who pays for what they do; at the right the official "
        "list beside those that still meet.",
        "左图为成立若干年后仍存在的比例；中图为经费来源；右图为在册数与仍有活动者。",
    ),
    "hours": Text(
        "Where the hours of the committee's staff go; then, hollow, what stands on record, and full, what happened: what is asked for from "
        "above takes hours from all else.",
        "居委会工作人员的工时去向；其后空心为记录，实心为实际：上级要求的报表会挤占其他一切工时。",
    ),
    "tickets": Text(
        "Each bar is what was closed: see how much of it is really over, and how much is only said to be; the troubles nobody reported are in the middle.",
        "每条横条为办结件：看其中多少确已解决，多少只是说已解决；无人反映的问题计入中图。",
    ),
    "fires": Text(
        "Left how often a fire gets away and how many houses it takes, then houses lost (dot: the worst seed), then the alerts: false ones cost "
        "the watch that true ones need.",
        "左图为失控火灾的次数与烧毁房屋数，其次为烧毁房屋（圆点为最坏的种子），再次为预警：误报会耗掉真实预警所需的值守。",
    ),
    "online": Text(
        "Hours saved on record stand beside the meetings at the counter that are gone; the middle shows who of the old is left out, the right one who speaks.",
        "记录的节省工时与窗口前减少的相遇并列；中图为被落下的老人，右图为谁在发言。",
    ),
    "strangers": Text(
        "Each curve begins with all who moved in: the sooner it falls, the sooner newcomers know anybody; compare the panel of migrants with that of locals.",
        "每条曲线始于全部新住户：下降越早，新住户越早有熟人；比较外来户籍与本地户籍两图。",
    ),
    "elections": Text(
        "The square is the turnout on record, the circle who voted in person, the diamond who knows anybody on the committee: the grey bar "
        "between them is what a record hides.",
        "方块为记录的投票率，圆点为本人投票者，菱形为认识任何一位委员者：灰条就是记录所掩盖的差距。",
    ),
}  # fmt: skip
"""Figure -> what to read from it."""


def figure_hash(name: str) -> str:
    """Return a hash of the files that draw a figure."""
    files = (_FIGURES / f"{one}.py" for one in (*_SHARED, name))
    return hashlib.blake2b(b"\n".join(file.read_bytes() for file in files), digest_size=6).hexdigest()


def cases_of(figures: Iterator[str] | tuple[str, ...]) -> dict[str, Case]:
    """Return figure -> the comparison that it is drawn of."""
    by_name = {name: case for case in CASES for name in case.figures}
    return {name: by_name[name] for name in figures}


def write_gallery(file: Path, found: Callable[[Case], Comparison]) -> list[Path]:
    """Write pictures and pages.

    Args:
        file: the English page; the Chinese one and the pictures lie beside it.
        found: returns the comparison of a case.

    Raises:
        UserError: a file cannot be written.
    """
    from .telling import story_of_comparison

    for case in CASES:
        story = story_of_comparison(found(case))
        for name in case.figures:
            for language in LANGUAGES:
                write_picture(story, name, language, file)
    return writing_all(file, lambda language: gallery_page(language, file))


def image_of(name: str, language: str) -> str:
    """Return the place of a picture, from the page."""
    return f"{IMAGES}/{name}{'' if language == 'en' else f'-{language}'}.png"


def write_picture(story: Story, name: str, language: str, file: Path) -> None:
    """Draw a figure small; its hash is in the file.

    Raises:
        UserError: it cannot be written.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    from ..scenarios.files import write_file
    from .figures import figure_of_story

    figure = figure_of_story(story, name, language)
    drawn, small = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=2.0 * WIDE / figure.get_size_inches()[0])
    image = Image.open(drawn).convert("RGB")
    image = image.resize((WIDE, round(image.height * WIDE / image.width)), Image.Resampling.LANCZOS)
    about = PngInfo()
    about.add_text("linli.figure", figure_hash(name))
    about.add_text("Description", story.provenance("en"))
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(small, format="png", pnginfo=about, optimize=True)
    place = file.parent / image_of(name, language)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_file(place, small.getvalue())


def gallery_page(language: str, file: Path) -> str:
    """Return the page as Markdown; `file` is the English page."""
    parts = [
        f"<!-- {GENERATED.say(language, command=COMMAND.format(file=file.as_posix())).partition('. The next')[0].partition('。下一行')[0]} -->",
        f"# {TITLE.say(language)}",
        OTHER.say(language, file=page_of(file, "zh" if language == "en" else "en").name),
        LESSON.say(language),
    ]
    for case in CASES:
        for name in case.figures:
            said = READ[name].say(language)
            parts += [f"## {name}", said, f"![{name}]({image_of(name, language)})"]
        parts.append(MADE_BY.say(language, command=case.command))
    return "\n\n".join([*parts, BRIEF.say(language)]) + "\n"
