"""The printed form of a survey of one's own: one HTML file of two A4 pages, without any outside resource."""

from __future__ import annotations

from html import escape

from ..model.ground.text import Text
from ..model.questions.own_base import ADULT, OwnQuestion
from ..model.questions.own_survey import FORM

SECOND_PAGE = {"en": "7", "zh": "7", "both": "6"}
"""Number of the question with which the second page begins."""
TITLE = Text("Neighbours in our compound", "我们小区的邻里往来")
WHAT = Text("A survey of twelve questions. It takes about five minutes.", "问卷共十二题，约需五分钟。")
WHY = Text(
    "We want to know how well neighbours know each other here, so as to plan what would do this compound good.",
    "我们想了解本小区邻居之间的熟悉程度，以便安排真正有用的活动与服务。",
)
PRIVACY = Text(
    "Please write no name, no address, no telephone number. We count the ticks; only these counts leave the compound. The sheets are destroyed after counting.",
    "请不要写姓名、住址或电话。我们只统计各选项的人数，只有统计数字会离开小区；统计后问卷即销毁。",
)
FREE = Text(
    f"For residents aged {ADULT} or over. Taking part is up to you; you may leave out any question.",
    f"请{ADULT}岁及以上居民填写。自愿参加，不愿回答的题可以不答。",
)
HOW = Text("Please tick one box for each question:", "每题请只选一项，在方框内打勾：")
NEIGHBOURS = Text("Neighbours are people of this compound who do not live in your home.", "“邻居”指住在本小区、但不与您同住一套房的人。")
ABOUT = Text("Last, a little about you", "最后，请介绍一下您的基本情况")
ABOUT_WHY = Text("(to see whether all kinds of residents have answered)", "（只用于了解各类居民是否都答到了）")
OVER = Text("Please turn over", "请翻面")
THANKS = Text("Thank you!", "谢谢您！")
ON_SCREEN = Text("Print this page on A4, both sides of one sheet. Fill in the counts in the sheet {sheet}.", "请用A4纸双面打印本页；统计后把人数填入 {sheet}。")
_LANG = {"en": "en", "zh": "zh-CN"}

STYLE = """
@page { size: A4; margin: 13mm 15mm 10mm; }
* { box-sizing: border-box; }
html { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
body { --gap: 3.3mm; margin: 0; color: #16181d; background: #fff; font-size: 14pt; line-height: 1.38;
  font-family: "Noto Sans", "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
body.zh { --gap: 4.4mm; font-size: 15pt; line-height: 1.45; }
body.both { --gap: 2.4mm; font-size: 12pt; line-height: 1.28; }
p { margin: 0; }
section.page + section.page { --gap: 4.6mm; break-before: page; }
body.zh section.page + section.page { --gap: 5.2mm; }
body.both section.page + section.page { --gap: 2.5mm; }
h1 { margin: 0; font-size: 1.75em; line-height: 1.2; }
header { border-bottom: 2.5pt solid #1d5b4f; padding-bottom: var(--gap); margin-bottom: 2.6mm; }
header p { margin-top: 1mm; }
.what { color: #1d5b4f; font-weight: 600; }
header .private { margin-top: 2.2mm; padding: 1.8mm 3mm; background: #eef4f1; border-left: 3pt solid #1d5b4f; }
.how { display: flex; align-items: center; gap: 2mm; margin-bottom: .6mm; font-weight: 600; }
.how .box::after { content: "\\2713"; display: block; font-size: 15pt; line-height: 4mm; text-align: center; color: #1d5b4f; }
.near { margin-bottom: var(--gap); }
.question { break-inside: avoid; display: grid; grid-template-columns: 9.5mm 1fr; padding: var(--gap) 0; border-top: .6pt solid #c6ccd2; }
section.page + section.page > .question:first-child { border-top: 0; padding-top: 0; }
.number { width: 7mm; height: 7mm; border-radius: 50%; background: #1d5b4f; color: #fff;
  font-weight: 700; font-size: 11pt; text-align: center; line-height: 7mm; }
.ask { margin-bottom: calc(.6 * var(--gap)); font-weight: 600; }
.answers { display: flex; flex-wrap: wrap; gap: 2mm 5.3mm; margin: 0; padding: 0; list-style: none; }
.answers.many { column-gap: 3.9mm; }
.answers li { display: flex; align-items: center; gap: 2mm; white-space: nowrap; }
.box { flex: none; width: 5mm; height: 5mm; border: 1.1pt solid #16181d; border-radius: .7mm; background: #fff; }
.about > div > .ask { margin: 0; }
.part { margin-top: var(--gap); }
.soft { color: #4a525c; font-size: .92em; }
.foot { padding-top: 1.6mm; border-top: .6pt solid #c6ccd2; text-align: right; color: #4a525c; }
.foot.thanks { color: #1d5b4f; font-weight: 700; font-size: 1.15em; }
.two { display: grid; grid-template-columns: 1.35fr 1fr; gap: 0 6mm; }
.both .answers { row-gap: 1.6mm; }
.both .answers li { line-height: 1.16; }
.both .answers li > span:last-child { display: flex; flex-direction: column; }
@media screen {
  body { background: #e3e6e9; }
  section.page { width: 210mm; min-height: 297mm; margin: 8mm auto; padding: 13mm 15mm 10mm; background: #fff; box-shadow: 0 1mm 5mm rgba(0, 0, 0, .18); }
  .note { width: 210mm; max-width: 100%; margin: 6mm auto 0; font-size: 11pt; color: #343b44; }
}
@media screen and (max-width: 225mm) {
  body, body.zh, body.both { --gap: 3.5mm; background: #fff; font-size: 17px; line-height: 1.5; overflow-wrap: anywhere; }
  section.page { width: auto; min-height: 0; margin: 0; padding: 4mm; box-shadow: none; }
  .note { width: auto; margin: 0; padding: 4mm 4mm 0; }
  .answers, .answers.many { flex-direction: column; gap: 2.5mm; }
  .answers li { white-space: normal; }
  .two { grid-template-columns: 1fr; gap: 1mm; }
}
@media print { .note { display: none; } }
"""


class _Writer:
    """Writes texts in one language, or in both side by side."""

    def __init__(self, language: str) -> None:
        self.languages = ("en", "zh") if language == "both" else (language,)

    def inline(self, text: Text) -> str:
        """Return a short text; in both languages one after the other."""
        return " ".join(f'<span lang="{_LANG[language]}">{escape(text.say(language))}</span>' for language in self.languages)

    def lines(self, tag: str, name: str, *texts: Text) -> str:
        """Return a paragraph of texts; in both languages in two columns."""
        parts = [f'<span lang="{_LANG[language]}">{escape(_joined(texts, language))}</span>' for language in self.languages]
        two = " two" if len(parts) > 1 else ""
        return f'<{tag} class="{name}{two}">{"".join(parts)}</{tag}>'

    def answers(self, kind: type[OwnQuestion]) -> str:
        """Return the boxes of a question."""
        rows = [f'<li><span class="box"></span><span>{self.inline(text)}</span></li>' for text in kind.answers.texts]
        many = " many" if len(rows) > 4 else ""
        return f'<ul class="answers{many}">{"".join(rows)}</ul>'

    def question(self, kind: type[OwnQuestion]) -> str:
        """Return a question with its number and boxes."""
        body = self.lines("p", "ask", kind.ask) + self.answers(kind)
        return f'<div class="question"><div class="number">{escape(kind.number)}</div><div>{body}</div></div>'

    def about(self) -> str:
        """Return the last question with its parts."""
        parts = [f'<div class="part">{self.lines("p", "ask", kind.ask)}{self.answers(kind)}</div>' for kind in FORM if kind.background]
        head = self.lines("p", "ask", ABOUT) + self.lines("p", "soft", ABOUT_WHY)
        return f'<div class="question about"><div class="number">12</div><div>{head}{"".join(parts)}</div></div>'

    def head(self) -> str:
        """Return what stands above the questions."""
        title = self.lines("h1", "", TITLE)
        return f"<header>{title}{self.lines('p', 'what', WHAT)}{self.lines('p', '', WHY, FREE)}{self.lines('p', 'private', PRIVACY)}</header>"


def _joined(texts: tuple[Text, ...], language: str) -> str:
    return ("" if language == "zh" else " ").join(text.say(language) for text in texts)


def survey_form(language: str, sheet: str = "survey.csv") -> str:
    """Return the HTML of the form.

    Args:
        language: "en", "zh" or "both".
        sheet: name of the sheet of counts, for the note that is seen on the screen only.
    """
    w = _Writer(language)
    numbers = [kind.number for kind in FORM]
    cut = numbers.index(SECOND_PAGE[language])
    first = "".join(w.question(kind) for kind in FORM[:cut])
    second = "".join(w.question(kind) for kind in FORM[cut:] if not kind.background) + w.about()
    note = " ".join(ON_SCREEN.say(own, sheet=sheet) for own in w.languages)
    how = f'<p class="how">{w.inline(HOW)}<span class="box"></span></p>{w.lines("p", "near", NEIGHBOURS)}'
    return (
        f'<!DOCTYPE html>\n<html lang="{_LANG[w.languages[0]]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(TITLE.say(w.languages[0]))}</title>\n'
        f'<style>{STYLE}</style>\n</head>\n<body class="{escape(language)}">\n<p class="note">{escape(note)}</p>\n'
        f'<section class="page">{w.head()}{how}{first}<p class="foot">{w.inline(OVER)} →</p></section>\n'
        f'<section class="page">{second}<p class="foot thanks">{w.inline(THANKS)}</p></section>\n</body>\n</html>\n'
    )
