"""An example of a roster and of starting ties, with remarks on every column: what `linli scenarios roster new` writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from ..model.founding.roster_columns import HEADINGS, LEVELS, TIE_HEADINGS
from ..model.ground.text import Text

_PEOPLE_REMARKS = Text(
    """# A roster: one line a person. Replace the lines below; remarks above the heading begin with #.
# id: a code of your own (never a name or a telephone number). Ties use it, and it stays in all tables and exports.
# flat: the household; people with the same code live together. The only column that is needed.
#   With columns building, gate, floor and flat (numbers from 1) a household lives just there.
# age: whole years. Children under 14 are counted to their household and are no residents.
# sex: female or male (0 is female, 1 is male). tenure: owner or renter, one a flat.
# years_here: years since they moved in. education: primary, lower, upper or tertiary. party: yes or no.
# What is blank, or a column that is not there, is drawn so that it fits. All columns: docs/rosters.md
""",
    """# 居民名册：每人一行。请替换下面各行；标题行以上以 # 开头的是说明。
# 编号：自拟的编码（切勿使用姓名或电话）。关系表用它，它也保留在所有表格和导出文件中。
# 住户：同一编码的人同住一户。只有这一列是必需的。
#   若有 楼栋、单元、楼层、户 四列（从 1 起的数字），则住户就住在该处。
# 年龄：周岁整数。未满 14 岁的孩子计入住户，不作为居民。
# 性别：女 或 男（0 为女，1 为男）。产权：自有 或 租房，每户一种。
# 居住年限：搬来的年数。教育程度：小学、初中、高中 或 大专。党员：是 或 否。
# 空白的格、没有的列，按与其余信息相符的方式抽取。全部列见 docs/rosters.zh.md
""",
)
_TIES_REMARKS = Text(
    """# Starting ties: one line a pair of residents of the roster, each pair once; ties have no direction.
# a, b: codes of the roster, of two households.
# level: recognised (a face), acquaintance, friendly, friend or close. Or, in place of it:
#   closeness: hours together, decayed; and slow: hours on the slow trace, if known. Three hours on it make an acquaintance.
# Pairs in both directions, repeated pairs: roster.symmetrise, roster.combine (docs/rosters.md)
""",
    """# 初始关系：名册居民每对一行，每对只写一次；关系没有方向。
# 居民甲、居民乙：名册中的编码，须属不同住户。
# 关系等级：面熟、熟人、友好、朋友 或 密友。也可以改用：
#   亲近度：衰减后的共处小时；慢痕迹：慢痕迹上的小时（若已知），达到 3 小时即为熟人。
# 双向或重复出现的一对：roster.symmetrise、roster.combine（docs/rosters.zh.md）
""",
)
_COLUMNS = ("id", "flat", "age", "sex", "tenure", "years_here", "education", "party")
_PEOPLE = (
    ("p01", "h1", "67", "女", "自有", "18", "初中", "是"),
    ("p02", "h1", "70", "男", "自有", "18", "高中", "否"),
    ("p03", "h2", "36", "女", "自有", "5", "大专", "否"),
    ("p04", "h2", "38", "男", "自有", "5", "大专", ""),
    ("p05", "h2", "6", "女", "自有", "5", "", ""),
    ("p06", "h3", "25", "男", "租房", "1", "大专", "否"),
    ("p07", "h4", "59", "女", "自有", "", "小学", "否"),
)
_TIES = (("p01", "p03", "熟人"), ("p01", "p07", "朋友"), ("p02", "p04", "面熟"), ("p03", "p07", "熟人"))
_ENGLISH = {
    "女": "female", "男": "male", "自有": "owner", "租房": "renter", "小学": "primary", "初中": "lower", "高中": "upper", "大专": "tertiary",
    "是": "yes", "否": "no",
    **{words[0]: level for level, words in LEVELS.items()},
}  # fmt: skip


class Example(NamedTuple):
    """The two files, UTF-8 with a mark by which spreadsheet programs know it."""

    people: bytes
    ties: bytes


def example(language: str) -> Example:
    """Return an example in "en" or "zh"; it can be run as it stands."""
    people = [[_heading(HEADINGS, column, language) for column in _COLUMNS], *_PEOPLE]
    ties = [[_heading(TIE_HEADINGS, column, language) for column in ("a", "b", "level")], *_TIES]
    return Example(_sheet(_PEOPLE_REMARKS, people, language), _sheet(_TIES_REMARKS, ties, language))


def _heading(headings: dict[str, tuple[str, ...]], column: str, language: str) -> str:
    return headings[column][0] if language == "zh" else column


def _sheet(remarks: Text, lines: Sequence[Sequence[str]], language: str) -> bytes:
    text = io.StringIO()
    text.write(remarks.say(language).replace("\n", "\r\n"))
    csv.writer(text, lineterminator="\r\n").writerows([cell if language == "zh" else _ENGLISH.get(cell, cell) for cell in line] for line in lines)
    return text.getvalue().encode("utf-8-sig")
