"""The decision card: one page that says whether one arm is the better choice than another, within this model; for the terminal and as Markdown.

Every number is written by what writes it in `linli show`. `deciding_card.py` draws the same sections.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding

from ..experiments.ranges import FEWEST_DRAWS
from ..model.ground.text import Text
from ..model.questions.own_survey import FORM
from ..scenarios.facts import constants
from . import deciding_words as words
from .brief import behind
from .gained import gained_sentence
from .lines import Line
from .numbers import number, spaced
from .rows import officials
from .tables import assumed_sentence, cost_sentence, draws_sentences
from .telling import story_of_comparison
from .words import bracketed, change, places_of, scale_of, title_of, unit_of, upper_first

if TYPE_CHECKING:
    from rich.console import Console

    from ..experiments.deciding import Decision, Worth
    from ..experiments.reasons import Turned
    from .story import Story

MOST_RULES, MOST_OFFICIAL = 6, 4
"""Lines of a section that has room for no more on one page."""


@dataclass(frozen=True)
class Section:
    """A part of the card.

    Attributes:
        head: what is asked.
        lines: the answer.
    """

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A decision, told in one language.

    Attributes:
        message: the answer in one sentence.
        title: what is decided.
        sections: in the order of the page.
        foot: where the numbers come from.
    """

    message: str
    title: str
    sections: tuple[Section, ...]
    foot: str


def card_of(decision: Decision, language: str) -> Card:
    """Tell a decision in one language."""
    told = _Telling(decision, language)
    sections = {
        words.ANSWER: told.answer(), words.COST: told.cost(), words.TURN: told.turn(), words.KNOW: told.know(), words.WHO: told.who(),
        words.OFFICIAL: told.official(), words.RESTS: told.rests(),
    }  # fmt: skip
    made = tuple(Section(head.say(language), tuple(upper_first(spaced(line, language)) for line in lines if line)) for head, lines in sections.items())
    title = words.TITLE.say(language, one=told.one, other=told.other)
    message = upper_first(spaced(told.message(), language)) + ("。" if language == "zh" else ".")
    return Card(message, title, tuple(part for part in made if part.lines), told.story.provenance(language))


def print_card(decision: Decision, *, language: str, console: Console) -> None:
    """Print the card."""
    card = card_of(decision, language)
    console.print(Padding(Line(card.title, style="bold"), (0, 0, 0, 1)))
    console.print(Padding(Line(card.message), (0, 0, 0, 1)))
    for section in card.sections:
        console.print(Padding(Line(section.head, style="bold"), (1, 0, 0, 1)))
        for line in section.lines:
            console.print(Padding(Line(line), (0, 0, 0, 3)))
    console.print(Padding(Line(card.foot, style="dim"), (1, 0, 0, 1)))


def markdown(decision: Decision, language: str, picture: str = "") -> str:
    """Return the card as Markdown.

    Args:
        decision: what is told.
        language: "en" or "zh".
        picture: name of the file that `deciding_card.draw_card` wrote beside it; "": none.
    """
    card = card_of(decision, language)
    parts = [f"# {_plain(card.title)}", f"**{_plain(card.message)}**"]
    for section in card.sections:
        parts += [f"## {_plain(section.head)}", "\n".join(f"- {_plain(line)}" for line in section.lines)]
    parts += [f"![{_plain(card.title)}]({picture})"] if picture else []
    return "\n\n".join([*parts, _plain(card.foot)]) + "\n"


def _plain(text: str) -> str:
    """Return a text in which nothing is a mark of Markdown: titles come from a user's file."""
    for mark in "\\`*_<>[]#|":
        text = text.replace(mark, "\\" + mark)
    return text


class _Telling:
    """The sentences of a card.

    Args:
        decision: what is told.
        language: "en" or "zh".
    """

    def __init__(self, decision: Decision, language: str) -> None:
        self.decision, self.language = decision, language
        self.story: Story = story_of_comparison(decision.comparison)
        self.one, self.other = (self.story.title_of(arm, language) for arm in (decision.one, decision.other))
        self.many = decision.draws or len(decision.comparison.seeds)
        self._titles = {fact.key: fact.text.say(language).rstrip(".。") for fact in constants(decision.comparison.scenario)}

    def _say(self, text: Text, **values: object) -> str:
        return text.say(self.language, **{"one": self.one, "other": self.other, **values})

    @property
    def _what(self) -> str:
        return title_of(self.story.info(self.decision.measure), self.language)

    @staticmethod
    def _share(value: float) -> str:
        return number(value, 0, "share")

    def _value(self, value: float) -> str:
        """Write what knowledge is worth: in yuan, or in the measure."""
        if self.decision.price is not None:
            return f"{number(value, 0)} {'元' if self.language == 'zh' else 'yuan'}"
        info, scale = self.story.info(self.decision.measure), self.story.scale(self.decision.measure)
        said = number(value * self.story.factor(self.decision.measure), None, scale)
        unit = unit_of(info, self.language, rate=True)
        return said if scale == "share" else said + (bracketed(unit, "zh") if self.language == "zh" else f" {unit}".rstrip())

    def message(self) -> str:
        """Return the answer in one sentence."""
        decision = self.decision
        if not decision.told:
            return self._say(words.HEAD_FEW, n=self.many, least=FEWEST_DRAWS)
        if decision.draws:
            return self._say(words.HEAD_DRAWS, share=self._share(decision.share), n=self.many)
        return self._say(words.HEAD_SEEDS, share=self._share(decision.of_runs), n=self.many)

    def answer(self) -> Iterable[str]:
        """Say by how much, and with which chance."""
        decision, story, language = self.decision, self.story, self.language
        by = words.BY_PRICE if decision.price is not None else words.BY_LESS if decision.less else words.BY_MORE
        yield self._say(by, what=self._what, price=f"{decision.price or 0.0:,g}")
        a, b = self._ends(decision.measure)
        yield self._say(words.ENDS, what=self._what, a=a, b=b, change=change(story, decision.one, decision.measure, language))
        if decision.price is not None:
            ends = {name: number(getattr(decision.ahead, found), 0) for name, found in (("middle", "median"), ("low", "low"), ("high", "high"))}
            yield self._say(words.NET, **ends)
        if not decision.told:
            yield self._say(words.FEW, n=self.many, least=FEWEST_DRAWS)
            return
        shares = {"share": self._share(decision.share), "runs": self._share(decision.of_runs)}
        yield self._say(words.CHANCE_DRAWS if decision.draws else words.CHANCE_SEEDS, **shares)
        for rule in decision.rules[:MOST_RULES]:
            yield self._say(words.RULE, key=rule.key, rule=rule.rule, share=self._share(rule.share), n=rule.draws)

    def _ends(self, measure: str) -> tuple[str, str]:
        """Write a measure at the end of the one arm and of the other, with the same decimals."""
        story, scale = self.story, scale_of(self.story, measure, self.language)
        values = [story.told(arm, measure) for arm in (self.decision.one, self.decision.other)]
        places = places_of(story.info(measure), values, scale)
        a, b = (number(value, places, scale) for value in values)
        return a, b

    def cost(self) -> Iterable[str]:
        """Say what the one arm costs more."""
        if self.decision.one in self.story.costs:
            yield cost_sentence(self.story, self.decision.one, self.language)

    def turn(self) -> Iterable[str]:
        """Say which constants would turn it round."""
        turned = self.decision.turned
        if turned is None:
            yield self._untold()
            return
        inside = [one for one in turned if one.inside]
        if inside:
            yield from map(self._turned, inside)
        elif turned:
            yield self._say(words.OUTSIDE, list=("；" if self.language == "zh" else "; ").join(map(self._turned, turned)))
        else:
            yield self._say(words.NO_TURN)

    def _turned(self, one: Turned) -> str:
        values = {name: f"{getattr(one, found):.3g}" for name, found in (("value", "value"), ("low", "lowest"), ("high", "highest"))}
        return self._say(words.ABOVE if one.above else words.BELOW, what=self._titles.get(one.key, one.key), key=one.key, **values)

    def _untold(self) -> str:
        return self._say(words.FEW, n=self.many, least=FEWEST_DRAWS) if self.decision.draws else self._say(words.NO_DRAWS)

    def know(self) -> Iterable[str]:
        """Say what it would be worth to know."""
        found = self.decision.information
        if found is None:
            yield self._untold()
            return
        if found.perfect == 0.0:
            yield self._say(words.NOTHING_WORTH)
            return
        yield self._say(words.PERFECT, value=self._value(found.perfect))
        chance = {"n": found.asked, "chance": self._value(found.chance)}
        if found.telling:
            # Local ones first: they are what a street office can ask for tomorrow.
            yield from map(self._worth, sorted(found.telling, key=lambda one: not one.local))
            yield self._say(words.CHANCE, **chance)
        else:
            yield self._say(words.NOT_TELLING, **chance)

    def _worth(self, one: Worth) -> str:
        from ..experiments.reasons import ASKED_FOR

        if one.local:
            questions = {kind.name: kind.ask.say(self.language) for kind in FORM}
            return self._say(words.ASK, what=questions[ASKED_FOR[one.key]], value=self._value(one.value))
        plain = one.key.partition("=")[0]
        return self._say(words.LEARN, what=self._titles.get(plain, plain), key=plain, value=self._value(one.value))

    def who(self) -> Iterable[str]:
        """Say who gains acquaintances and who does not."""
        said = gained_sentence(self.story, self.decision.one, self.language)
        yield said
        # Where no group was looked at, none is left behind either: of that nothing is said.
        if said and len(self.story.seeds) > 1:
            yield behind(self.story, self.decision.one, self.language).rstrip(".。")

    def official(self) -> Iterable[str]:
        """Set official counts beside what happened."""
        told = [m for m in officials(self.story) if self.story.measured(self.story.info(m).beside)]
        for measure in told[:MOST_OFFICIAL]:
            happened = self.story.info(measure).beside
            (a, b), (c, d) = self._ends(measure), self._ends(happened)
            names = {"official": title_of(self.story.info(measure), self.language), "happened": title_of(self.story.info(happened), self.language)}
            yield self._say(words.PAIR, a=a, b=b, c=c, d=d, **names)
        if not told:
            yield self._say(words.NO_OFFICIAL)

    def rests(self) -> Iterable[str]:
        """Say what is assumed."""
        yield self._say(words.WITHIN)
        yield assumed_sentence(self.story, self.language)
        if self.story.drawn is not None:
            # The first ones say of the gain in acquaintances what the card says of its own measure.
            yield from draws_sentences(self.story, self.language)[-2 if self.story.draws == len(self.story.seeds) else -1 :]


__all__ = ["Card", "Section", "card_of", "markdown", "print_card"]
