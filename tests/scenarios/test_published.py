"""Study files: those that come with linli, and whatever is done to one, it loads or gives one clean sentence."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linli.model.founding.sites import SitePeople
from linli.model.people.constants import Constants
from linli.model.questions import QUESTIONS
from linli.scenarios import UserError
from linli.scenarios.loader import parse_bytes, read
from linli.scenarios.published import FOLDER, MARKS, SETTING, PublishedStudy, load_study, study_from_dict, study_names
from linli.scenarios.study_fields import StudyHead, TableFields

NAMES = study_names()
SMALL: dict[str, Any] = {
    "title": "Mine",
    "weeks": 10,
    "sites": 4,
    "people": {"number": 20},
    "everyday": {"class": {"scope": "compound", "size": 30, "hours": 5.0, "rounds": [1], "chance": {"retired": 0.9}}},
    "tables": [{"question": "level-share", "with": {"level": "friend"}, "weeks": [5, 10], "published": [4.0, 6.0]}],
}
RICH: dict[str, Any] = {
    **read(FOLDER / "southern-women.toml"),
    "arms": {"more": {"mechanisms": {"meetings": {"a_year": 40.0}}, "during": {"cards": [[0, 9], [20, 30]]}}, "as-is": {"visits": {"retired": 2.0}}},
    "population": {"activists": 0.1},
    "neighbourhood": {"preset": "natural-village", "buildings": 2},
    "quick": {"sites": 3, "years_before": 1},
}
RICH["tables"] = [
    *RICH["tables"],
    {"question": "degree", "with": {"level": "friendly", "asked": 0.5}, "expect": ["more"], "contrast": ["as-is", "more"], "labels": ["ties"], "role": "fit"},
    {"question": "level-share", "weeks": [3, 30], "published": [10.0, 20.0], "n": 90, "design": 1.5, "arm": "more", "mark": "quoted"},
    {"question": "level-share", "weeks": [3, 30], "published": [10.0, 20.0], "se": [1.0, 2.0], "arm": "more", "mark": "quoted"},
    {"question": "unknown-share", "expect": ["same"], "margin": 3.0, "title": {"en": "Unknown", "zh": "不认识"}, "contrast": ["more", "as-is"]},
]


def complaint(action: Callable[[], object]) -> UserError | None:
    try:
        action()
    except UserError as error:
        return error
    return None


def changed(*changes: tuple[tuple[Any, ...], Any]) -> dict[str, Any]:
    data = copy.deepcopy(SMALL)
    for path, value in changes:
        owner: Any = data
        for key in path[:-1]:
            owner = owner[key]
        owner[path[-1]] = value
    return data


def refused(*changes: tuple[tuple[Any, ...], Any]) -> str:
    error = complaint(lambda: study_from_dict(changed(*changes), "mine", "mine.toml"))
    assert error is not None
    assert error.say("zh").startswith("错误（mine.toml")
    return error.say("en")


# The studies that come with linli


@pytest.fixture(params=NAMES)
def study(request: pytest.FixtureRequest) -> PublishedStudy:
    found: PublishedStudy = load_study(request.param)
    return found


def test_each_study_says_what_it_is_in_both_languages(study: PublishedStudy) -> None:
    head = study.head
    for text in (head.title, head.note):
        assert text.en
        assert text.zh
        assert any(ord(c) > 0x3000 for c in text.zh)
    assert head.citation
    assert head.licence
    for table in study.tables:
        assert table.title.en
        assert table.title.zh
        assert table.fields.mark in MARKS
        assert table.rows == len(table.labels)


def test_what_is_from_memory_or_assumed_is_said(study: PublishedStudy) -> None:
    if "everyday" in study.data:
        assert "assum" in study.head.note.en.lower()
        assert "假设" in study.head.note.zh
    if any(table.fields.mark == "memory" for table in study.tables):
        assert "memory" in study.head.licence + study.head.note.en


def test_no_study_sets_constants_of_people(study: PublishedStudy) -> None:
    assert not set(study.data) & (set(Constants.model_fields) - set(SETTING))


def test_the_studies_that_came_first_are_all_there() -> None:
    groups = {"anu-hall", "burt-decay", "hall-hours", "southern-women", "van-de-bunt", "westgate", "windsurfers"}
    assert groups | {"attiro", "karnataka", "san-juan-sur", "shanghai-chat"} <= set(NAMES)


# Loading


def test_a_small_study_loads_and_keeps_what_it_says() -> None:
    study = study_from_dict(SMALL, "mine")
    assert study.title == ("Mine", "Mine")
    assert list(study.arms) == [""]
    setting = study.arms[""]
    assert list(setting.everyday) == ["class"], "an ordinary week is not there unless the study asks for it"
    assert setting.neighbourhood is not None
    assert setting.neighbourhood.communities == 4
    assert setting.population.moves_owners == setting.population.moves_renters == 0.0
    table = study.tables[0]
    assert (table.weeks, table.labels, table.rows, table.role) == ((5, 10), ("5", "10"), 2, "predict")
    assert study.asked("") == [5, 10]


def test_a_question_of_every_step_is_asked_in_every_step() -> None:
    study = study_from_dict(changed((("tables",), [{"question": "days-there", "with": {"focus": "class"}, "published": [3.0, 0.5]}])))
    assert study.asked("") == list(range(1, 11))


def test_arms_change_settings_and_share_a_state_only_if_the_years_before_are_alike() -> None:
    study = study_from_dict(RICH)
    assert list(study.arms) == ["more", "as-is"]
    assert study.arms["more"].during == {"cards": ((0, 9), (20, 30))}
    assert study.arms["as-is"].visits.retired == 2.0
    assert study.arms["more"].key() != study.arms["as-is"].key()
    data = copy.deepcopy(RICH)
    data["arms"]["as-is"] = {}
    alone = study_from_dict(data)
    assert alone.arms["more"].key() != alone.arms["as-is"].key(), "a focus that comes and goes is not there in the years before"
    data["arms"]["more"] = {"mechanisms": {"meetings": {"a_year": 40.0}}}
    assert len({setting.key() for setting in study_from_dict(data).arms.values()}) == 1


def test_the_hash_changes_with_any_number() -> None:
    assert study_from_dict(SMALL).hash() == study_from_dict(copy.deepcopy(SMALL)).hash()
    assert study_from_dict(SMALL).hash() != study_from_dict(changed((("tables", 0, "published"), [4.0, 6.1]))).hash()


def test_a_file_of_ones_own_is_loaded_by_its_path(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text((FOLDER / "van-de-bunt.toml").read_text(encoding="utf-8"), encoding="utf-8")
    assert load_study(mine).hash() == load_study("van-de-bunt").hash()
    mine.write_text("weeks = -1", encoding="utf-8")
    error = complaint(lambda: load_study(mine))
    assert error is not None
    assert "mine.toml, weeks: -1 is out of bounds" in error.say("en")


def test_the_nearest_study_is_told() -> None:
    error = complaint(lambda: load_study("westgat"))
    assert error is not None
    assert 'Did you mean "westgate"?' in error.say("en")
    assert "westgate" in error.say("zh")


# What is wrong with a file


@pytest.mark.parametrize("section", sorted(set(Constants.model_fields) - set(SETTING)))
def test_constants_of_people_are_refused(section: str) -> None:
    assert f"mine.toml, [{section}]: a study may not set the constants of people" in refused(((section,), {"kappa": 2.0}))
    assert "there is no section" in refused((("arms",), {"a": {section: {"kappa": 2.0}}}))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([(("peple",), {})], 'there is no section or key "peple". Did you mean "people"?'),
        ([(("people", "numbr"), 3)], 'mine.toml, [people] numbr: there is no such key. Did you mean "number"?'),
        ([(("people", "number"), 1)], "mine.toml, [people] number: 1 is out of bounds. It must lie between 2 and 5,000"),
        ([(("people", "household"), 3)], "must be a multiple of household"),
        ([(("neighbourhood",), {"buildings": 1, "entrances": 1, "floors": 2, "flats_per_floor": 2})], "[neighbourhood]: a site has 20 households and 4 flats"),
        ([(("quick",), {"buildings": 2})], "[quick] buildings: buildings is for studies without [people]"),
        ([(("everyday", "class", "hours"), "5 hours")], '[everyday.class] hours: "5 hours" is not a number'),
        ([(("everyday", "class"), {"scope": "compound", "hours": 5.0})], "[everyday.class]: it must give size, rounds, chance as well"),
        ([(("everyday", "class", "scope"), "room")], '[everyday.class] scope: "room" is not one of landing'),
        ([(("during",), {"clas": [[0, 3]]})], 'there is no everyday kind here "clas". Did you mean "class"?'),
        ([(("during",), {"class": [[3, 0]]})], "[during] class: [[3, 0]] is not a list of [first, last] steps"),
        ([(("mechanisms",), {"meeting": {}})], 'there is no mechanism "meeting". Did you mean "meetings"?'),
        ([(("years_before",), 2), (("days_a_step",), 1.0)], "mine.toml, years_before: years before are lived in weeks"),
        ([(("tables",), [])], "write what was found as [[tables]] entries"),
        ([(("tables", 0, "question"), "level-shares")], 'entry 1 question: there is no question "level-shares". Did you mean "level-share"?'),
        ([(("tables", 0, "with", "level"), "frend")], '"frend" is not one of recognised, acquaintance, friendly, friend, close. Did you mean "friend"?'),
        ([(("tables", 0, "with", "levl"), "friend")], 'there is no such key. Did you mean "level"?'),
        ([(("tables", 0, "weeks"), [5, 11])], "entry 1 weeks: the study lasts from step 0 to 10"),
        ([(("tables", 0, "weeks"), [10, 5])], "entry 1 weeks: weeks must rise"),
        ([(("tables", 0, "published"), [4.0])], "entry 1 published: there are 1 numbers; the question has 2 answers here"),
        ([(("tables", 0, "expect"), ["more", "less"])], "give either published or expect"),
        ([(("tables", 0, "published"), []), (("tables", 0, "expect"), ["same", "same"])], "Give a margin"),
        ([(("tables", 0, "labels"), ["a"])], "there are 2 rows and 1 labels"),
        ([(("tables", 0, "n"), [1, 2, 3])], "entry 1 n: give one number, or one a row (2)"),
        ([(("tables", 0, "n"), [0])], "entry 1 n: 0 must be above 0"),
        ([(("tables", 0, "se"), [1.0, -1.0])], "entry 1 se: -1 must be above 0"),
        ([(("tables", 0), {"question": "degree", "published": [4.0], "n": 90})], "entry 1 n: of a mean, n alone says nothing; give spread"),
        ([(("tables", 0, "spread"), 3.0)], "entry 1 spread: it is used with n only"),
        ([(("tables", 0, "published"), [0.04, 0.06])], 'If these are shares of 1, write unit = "share"'),
        ([(("tables", 0, "published"), [4.0, 140.0])], "140 per cent cannot be; it must lie between 0 and 100"),
        ([(("tables", 0, "published"), [4.0, -6.0])], "-6 per cent cannot be"),
        ([(("tables", 0), {"question": "degree", "published": [0.4], "unit": "share"})], "entry 1 unit: the answers of degree are no percentages"),
        ([(("tables", 0, "unit"), "percent")], '"percent" is not one of '),
        ([(("tables", 0), {"question": "level-share", "expect": ["more"]})], "entry 1 expect: more: than what? Name two arms"),
        ([(("during",), {"class": [[0, 10]]})], "[during] class: [0, 10] goes beyond the last step of the study, which is 9"),
        ([(("neighbourhood",), {"communities": 3})], "[neighbourhood] communities: it has no effect here"),
        ([(("neighbourhood",), {"occupancy": 0.5})], "[neighbourhood] occupancy: it has no effect beside [people]"),
        ([(("tables", 0, "mark"), "guess")], '"guess" is not one of computed, quoted, memory'),
        ([(("tables", 0, "role"), "predicted")], '"predicted" is not one of fit, predict'),
        ([(("tables", 0, "arm"), "mor")], 'there is no arm "mor"'),
        ([(("tables", 0, "with"), {"answered": [3, 3, 3]})], "entry 1 with.answered: give one number of forms, or one a week asked (2)"),
        ([(("tables", 0, "question"), "jaccard"), (("tables", 0, "weeks"), [5])], "cannot be asked in 1 weeks"),
        ([(("tables", 0), {"question": "days-there", "published": [1.0, 1.0]})], 'entry 1 with.focus: there is no everyday kind "beach"'),
        ([(("tables", 0), {"question": "days-there", "weeks": [3], "published": [1.0, 1.0]})], "entry 1 weeks: this question looks in every step"),
        ([(("tables", 0), {"question": "named-in-building", "published": [65.0]}), (("neighbourhood",), {})], "needs flats_per_floor = 1"),
        ([(("tables", 0, "contrast"), ["a", "a"]), (("arms",), {"a": {}})], "name two different arms"),
    ],
)  # fmt: skip
def test_one_clear_sentence(changes: list[tuple[tuple[Any, ...], Any]], says: str) -> None:
    assert says in refused(*changes)


def test_shares_become_per_cents_with_all_that_belongs_to_them() -> None:
    in_per_cent = changed((("tables", 0, "se"), [1.0, 2.0]))
    in_shares = changed((("tables", 0, "published"), [0.04, 0.06]), (("tables", 0, "se"), [0.01, 0.02]), (("tables", 0, "unit"), "share"))
    one, other = (study_from_dict(data, "mine", "mine.toml").tables[0].fields for data in (in_per_cent, in_shares))
    assert other.published == pytest.approx(one.published)
    assert other.se == pytest.approx(one.se)
    small = changed((("tables", 0, "published"), [0.4, 0.6]), (("tables", 0, "unit"), "%"))
    assert study_from_dict(small, "mine", "mine.toml").tables[0].fields.published == (0.4, 0.6)
    none = changed((("tables", 0, "published"), [0.0, 0.0]))
    assert study_from_dict(none, "mine", "mine.toml").tables[0].fields.published == (0.0, 0.0)


def test_a_file_that_is_not_there_is_no_study_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "halls.toml").write_text("weeks = 1\n", encoding="utf-8")
    for wanted, says in ((tmp_path / "hall.toml", 'Did you mean "halls.toml"'), ("no/such/file", "there is no file"), ("nofile.toml", "there is no file")):
        error = complaint(functools.partial(load_study, wanted))
        assert error is not None
        assert "there is no file" in error.say("en")
        assert says in error.say("en")


def test_a_question_of_a_whole_group_needs_people() -> None:
    data = {key: value for key, value in changed().items() if key != "people"}
    error = complaint(lambda: study_from_dict(data, "mine", "mine.toml"))
    assert error is not None
    assert "the study needs [people]" in error.say("en")


def test_a_neighbourhood_that_is_too_large_is_refused_before_it_is_built() -> None:
    data = {"neighbourhood": {"buildings": 2000, "floors": 100}, "tables": [{"question": "chat-frequency", "published": [1.0, 2.0, 3.0, 4.0]}]}
    error = complaint(lambda: study_from_dict(data, "mine", "mine.toml"))
    assert error is not None
    assert "mine.toml, [neighbourhood]: a community would have about" in error.say("en")


# Whatever is done to a file

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(min_value=10**30, max_value=10**40), st.floats(), st.text(max_size=20),
    st.lists(st.integers(), max_size=3), st.lists(st.floats(), max_size=3), st.dictionaries(st.text(max_size=8), st.integers(), max_size=3), st.dates(),
    st.binary(max_size=3), st.sampled_from(sorted(QUESTIONS)),
)  # fmt: skip


def paths(data: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [prefix] * bool(prefix) + [path for key, value in inside for path in paths(value, (*prefix, key))]


def accepts_or_says_why(data: dict[str, Any]) -> None:
    error = complaint(lambda: study_from_dict(data, "mine", "mine.toml"))
    if error is None:
        study = study_from_dict(data, "mine", "mine.toml")
        for arm in study.arms:
            assert all(0 <= week <= study.head.weeks for week in study.asked(arm))
        return
    for line in (error.say("en"), error.say("zh")):
        assert "mine.toml" in line
        assert "\n" not in line
        assert "Traceback" not in line
        assert len(line) < 1500


FILES = {"rich": RICH, **{name: read(FOLDER / f"{name}.toml") for name in ("van-de-bunt", "hall-hours", "westgate", "shanghai-chat")}}
PLACES = [(name, path) for name, data in FILES.items() for path in paths(data)]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(PLACES), odd=ODD, how=st.sampled_from(["replace", "rename", "add", "drop", "wrap", "move"]), name=st.text(max_size=12))
def test_changed_data_load_or_say_why(place: tuple[str, tuple[Any, ...]], odd: Any, how: str, name: str) -> None:
    file, path = place
    data = copy.deepcopy(FILES[file])
    owner: Any = data
    for key in path[:-1]:
        owner = owner[key]
    if how == "replace" or isinstance(owner, list):
        owner[path[-1]] = odd
    elif how == "rename":
        owner[name] = owner.pop(path[-1])
    elif how == "add":
        owner[name] = odd
    elif how == "drop":
        del owner[path[-1]]
    elif how == "wrap":
        owner[path[-1]] = {name: owner[path[-1]]}
    else:
        data[str(path[-1])] = owner.pop(path[-1])
    accepts_or_says_why(data)


RAW = {name: (FOLDER / f"{name}.toml").read_bytes() for name in NAMES}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(NAMES), at=st.floats(0, 1), cut=st.integers(0, 40), new=st.binary(max_size=12))
def test_changed_bytes_load_or_say_why(name: str, at: float, cut: int, new: bytes) -> None:
    raw = RAW[name]
    begin = int(at * len(raw))
    raw = raw[:begin] + new + raw[begin + cut :]
    error = complaint(lambda: parse_bytes(raw, "mine.toml"))
    if error is None:
        accepts_or_says_why(parse_bytes(raw, "mine.toml"))
    else:
        assert error.say("en").startswith("Error in mine.toml: ")


@settings(max_examples=50, deadline=None)
@given(name=st.text(max_size=40))
def test_any_name_is_found_or_refused(name: str) -> None:
    error = complaint(lambda: load_study(name))
    assert error is None or error.say("zh").startswith("错误")


# docs/studies.md

PAGE = (Path(__file__).parents[2] / "docs" / "studies.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_is_a_study() -> None:
    text = PAGE.split("```toml\n")[1].split("```")[0]
    study = study_from_dict(parse_bytes(text.encode(), "example.toml"), "example", "example.toml")
    assert [table.question.name for table in study.tables] == ["level-share", "isolates"]


def test_the_page_tells_all_questions_and_all_keys() -> None:
    of_studies = {name: kind for name, kind in QUESTIONS.items() if not name.startswith("own-")}
    for name in of_studies:
        assert f"`{name}`" in PAGE, name
    for model in (StudyHead, TableFields, SitePeople):
        for key in model.model_fields:
            assert f"`{key}`" in PAGE or f"[{key}]" in PAGE, key
    for kind in of_studies.values():
        for key in kind.model_fields:
            assert f"`{key}`" in PAGE, key
    for section in SETTING:
        assert f"[{section}" in PAGE, section
