"""The story of a few residents in sentences: who they are, whom they came to know and where, whom they lost, and the same life without the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.ground.text import Text
from ..model.ground.whole import write_whole
from ..model.people.calendar import YEAR, festival

if TYPE_CHECKING:
    from ..experiments.lives import Acquaintance, Life, Lives, Person

COMMAND = "linli story {scenario} --arm {arm} --seed {seed} --weeks {weeks} {residents}"
TITLE = Text("{count} residents of “{title}”", "“{title}”中的 {count} 位居民")
LEAD = Text(
    "Seed {seed}, {weeks} weeks, {residents:,} residents; arm “{arm}”. Everything below is read from the records of the run. {lot} "
    "One life says what can happen, not what a policy does: for that see `linli compare {scenario}`. Numbers of residents are rows of exported tables.",
    "种子 {seed}，{weeks} 周，{residents:,} 名居民，方案“{arm}”。以下内容全部取自运行记录。{lot}"
    "一个人的经历说明可能发生什么，而不说明政策有何作用：后者见 `linli compare {scenario}`。居民编号为导出表格中的行号。",
)
LOT = Text("Who is followed was drawn by lot before the first week.", "跟随谁在第一周之前抽签决定。")
NAMED = Text("Who is followed was named by the reader.", "跟随谁由读者指定。")
NAME = Text("Resident {row} of gate {gate}", "{gate} 号楼门的 {row} 号居民")
OTHER = Text("resident {row} ({sex}, {age}, gate {gate})", "居民 {row} 号（{sex}，{age} 岁，{gate} 号楼门）")
OTHER_HERE = Text("resident {row} of the same gate ({sex}, {age})", "同楼门的居民 {row} 号（{sex}，{age} 岁）")
WHO = Text(
    "{sex} of {age}, {situation}, {tenure}, {registration}{party}; floor {floor}; here for {since}.",
    "{sex}，{age} 岁，{situation}，{tenure}，{registration}{party}；住 {floor} 层；已住 {since}。",
)
PARTY = Text(", a Party member", "，中共党员")
YEARS, WEEKS = Text("{n} years", "{n} 年"), Text("{n} weeks", "{n} 周")
SEXES = {"female": Text("a woman", "女"), "male": Text("a man", "男")}
SEX_SHORT = {"female": Text("woman", "女"), "male": Text("man", "男")}
SITUATIONS = {
    "retired": Text("retired", "退休"), "carer": Text("at home with a family", "在家照料"), "owner": Text("at work", "在职"),
    "renter": Text("at work", "在职"), "student": Text("at school", "学生"),
}  # fmt: skip
TENURES = {"owner": Text("in a flat of the family's own", "自有住房"), "renter": Text("renting", "租住")}
REGISTRATIONS = {"local": Text("registered here", "本地户籍"), "migrant": Text("registered elsewhere", "外地户籍")}
KNOWS = Text("Knows {n} of the others when it begins, {gate} from the same gate.", "开始时认识其中 {n} 人，其中同楼门 {gate} 人。")
KNOWS_NOBODY = Text("Knows nobody when it begins.", "开始时谁也不认识。")
IN_YEAR = Text("Year {year}", "第 {year} 年")
WEEK_OF = Text("Week {week}", "第 {week} 周")
MET = Text("{when}: comes to know {other}. First words {first} ({origin}){together}.", "{when}：与{other}成为熟人。{first}初次交谈（{origin}）{together}。")
BEFORE_START = Text("before the story begins", "故事开始之前")
SAME_WEEK = Text("in that week", "当周")
IN_WEEK = Text("in week {week} of year {year}", "第 {year} 年第 {week} 周")
TOGETHER = Text("; until then both came to {list}", "；此前共同参加过{list}")
TIMES = Text("{title} ({n} times)", "{title}（{n} 次）")
ONCE = Text("{title} (once)", "{title}（1 次）")
AGAIN = Text("{when}: {other} is an acquaintance again.", "{when}：与{other}重新成为熟人。")
THEY_MOVED = Text("{when}: {other} moves away.", "{when}：{other}搬走。")
FADED = Text("{when}: {other} is no acquaintance any more; the two hardly talked.", "{when}：与{other}不再是熟人，两人很少交谈。")
LEFT = Text("{when}: moves away; the story ends here.", "{when}：搬走，故事到此结束。")
CAME = Text("Gatherings: {n}, the first {first}: {list}.", "共参加活动 {n} 次，首次在{first}：{list}。")
CAME_NEVER = Text("Came to no gathering.", "没有参加过任何活动。")
END = Text("At the end knows {n}: {old} from the start, {new} come since.", "结束时认识 {n} 人：{old} 人为开始时已认识，{new} 人为此后结识。")
OTHERWISE = Text(
    "In “{arm}”, the same person on the same random numbers, {came}, comes to know {new} and knows {end} at the end. "
    "{both} of the {here} met here were met there too.",
    "在“{arm}”中，同一个人、同样的随机数，{came}，结识 {new} 人，结束时认识 {end} 人。此处结识的 {here} 人中，{both} 人在那里也结识了。",
)
CAME_TIMES, CAME_ONCE = Text("comes to {n} gatherings", "参加活动 {n} 次"), Text("comes to one gathering", "参加活动 1 次")
NO = Text("no", "0")
LEFT_TOO = Text("moves away in week {week} of year {year}", "第 {year} 年第 {week} 周搬走")
NOTHING = Text("Nothing else happens that the records tell.", "记录中没有其他事件。")
STARTS_OVER = Text("To follow them again: `{command}`", "再次跟随他们：`{command}`")


def story_of(lives: Lives, language: str) -> str:
    """Return the story as Markdown."""
    here = lives.lives[lives.arm]
    lot = (LOT if lives.by_lot else NAMED).say(language)
    title = TITLE.say(language, count=len(here), title=lives.title.say(language))
    lead = LEAD.say(
        language, seed=lives.seed, weeks=lives.weeks, residents=lives.residents, lot=lot, scenario=lives.scenario,
        arm=lives.arm_titles[lives.arm].say(language),
    )  # fmt: skip
    parts = [f"# {title}", lead]
    for k, life in enumerate(here):
        parts += [f"## {_name(life.person, language)}", *_life(lives, life, language)]
        if lives.baseline != lives.arm:
            parts.append(_otherwise(lives, life, lives.lives[lives.baseline][k], language))
    residents = " ".join(f"--resident {life.person.row}" for life in here)
    command = COMMAND.format(scenario=lives.scenario, arm=lives.arm, seed=lives.seed, weeks=lives.weeks, residents=residents)
    return "\n\n".join([*parts, STARTS_OVER.say(language, command=command)]) + "\n"


def write_story(lives: Lives, file: Path, language: str) -> Path:
    """Write the story to a Markdown file, whole or not at all."""
    write_whole(file, story_of(lives, language).encode())
    return file


def _life(lives: Lives, life: Life, language: str) -> Iterator[str]:
    yield _who(life.person, language)
    at_start = life.at_start
    gate = sum(one.other.gate == life.person.gate for one in at_start)
    yield KNOWS.say(language, n=len(at_start), gate=gate) if at_start else KNOWS_NOBODY.say(language)
    lines = sorted(_happened(lives, life, language), key=lambda line: line[0])
    for year, of_year in groupby(lines, key=lambda line: (line[0] - 1) // YEAR):
        yield f"**{IN_YEAR.say(language, year=year + 1)}**"
        yield "\n".join(f"- {line}" for _, line in of_year)
    if not lines:
        yield NOTHING.say(language)
    yield _came(lives, life, language)
    if life.left < 0:
        from_start = {one.other.identity for one in at_start}
        old = sum(one.other.identity in from_start for one in life.at_end)
        yield END.say(language, n=len(life.at_end), old=old, new=len(life.at_end) - old)


def _who(person: Person, language: str) -> str:
    weeks = -person.arrived
    since = (YEARS if weeks >= 2 * YEAR else WEEKS).say(language, n=f"{weeks // YEAR if weeks >= 2 * YEAR else weeks:,}")
    line = WHO.say(
        language, sex=SEXES[person.sex].say(language), age=person.age, situation=SITUATIONS[person.situation].say(language),
        tenure=TENURES[person.tenure].say(language), registration=REGISTRATIONS[person.registration].say(language),
        party=PARTY.say(language) if person.party else "", floor=person.floor, since=since,
    )  # fmt: skip
    return line[0].upper() + line[1:]


def _happened(lives: Lives, life: Life, language: str) -> Iterator[tuple[int, str]]:
    seen: set[int] = set()
    for one in life.known:
        other = _other(one.other, life.person, language)
        if one.week > 0:
            again = one.other.identity in seen
            text = AGAIN.say(language, when=_when(one.week, language), other=other) if again else _met(lives, one, other, language)
            yield one.week, text
        seen.add(one.other.identity)
        if one.end in ("they moved", "faded"):
            yield one.until, (THEY_MOVED if one.end == "they moved" else FADED).say(language, when=_when(one.until, language), other=other)
    if life.left >= 0:
        yield life.left, LEFT.say(language, when=_when(life.left, language))


def _met(lives: Lives, one: Acquaintance, other: str, language: str) -> str:
    together = ""
    if one.together:
        together = TOGETHER.say(language, list=_listed(lives, one.together, language))
    first = BEFORE_START if one.met == 0 else SAME_WEEK if one.met == one.week else IN_WEEK
    said = first.say(language, week=(one.met - 1) % YEAR + 1, year=(one.met - 1) // YEAR + 1)
    return MET.say(language, when=_when(one.week, language), other=other, first=said, origin=one.origin.title.say(language), together=together)


def _came(lives: Lives, life: Life, language: str) -> str:
    if not life.came:
        return CAME_NEVER.say(language)
    first = min(min(weeks) for weeks in life.came.values())
    times = Counter({kind: len(weeks) for kind, weeks in life.came.items()})
    said = IN_WEEK.say(language, week=(first - 1) % YEAR + 1, year=(first - 1) // YEAR + 1)
    return CAME.say(language, n=times.total(), first=said, list=_listed(lives, times, language))


def _otherwise(lives: Lives, here: Life, there: Life, language: str) -> str:
    met_there = {one.other.identity for one in there.new}
    times = sum(map(len, there.came.values()))
    came = (CAME_ONCE if times == 1 else CAME_TIMES).say(language, n=times or NO.say(language))
    if there.left >= 0:
        came += ("，" if language == "zh" else ", ") + LEFT_TOO.say(language, week=(there.left - 1) % YEAR + 1, year=(there.left - 1) // YEAR + 1)
    return OTHERWISE.say(
        language, arm=lives.arm_titles[lives.baseline].say(language), came=came, new=len(there.new), end=len(there.at_end),
        both=sum(one.other.identity in met_there for one in here.new), here=len(here.new),
    )  # fmt: skip


def _listed(lives: Lives, times: Counter[str], language: str) -> str:
    said = [(ONCE if n == 1 else TIMES).say(language, title=lives.kinds[kind].say(language), n=n) for kind, n in times.most_common()]
    return ("、" if language == "zh" else ", ").join(said)


def _name(person: Person, language: str) -> str:
    return NAME.say(language, row=person.row, gate=person.gate)


def _other(other: Person, person: Person, language: str) -> str:
    text = OTHER_HERE if other.gate == person.gate else OTHER
    return text.say(language, row=other.row, sex=SEX_SHORT[other.sex].say(language), age=other.age, gate=other.gate)


def _when(week: int, language: str) -> str:
    # Week 1 is the week that ends with scenario week 1; festivals go by the week's number from 0.
    day = festival(week - 1)
    said = WEEK_OF.say(language, week=(week - 1) % YEAR + 1)
    if day is None:
        return said
    return f"{said}（{day.title.say(language)}）" if language == "zh" else f"{said} ({day.title.say(language)})"
