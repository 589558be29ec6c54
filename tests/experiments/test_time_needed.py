"""How long a run over many communities takes is said before it begins, and only there."""

from __future__ import annotations

from typing import Any

import pytest
from linli.experiments.compare import compare
from linli.experiments.progress import Quiet
from linli.experiments.run import run_scenario
from linli.experiments.time_needed import A_RESIDENT_WEEK, seconds_needed, time_needed
from linli.model.ground.text import Text
from linli.scenarios.schema import Scenario


class Heard(Quiet):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[Text] = []

    def say(self, line: Text) -> None:
        self.lines.append(line)


def of(communities: int, **more: Any) -> Scenario:
    given = {"buildings": 1, "entrances": 1, "floors": 2, "years": 1, "communities": communities, **more}
    return Scenario.from_dict({"format": 1, "title": {"en": "a", "zh": "甲"}, "weeks": 2, "neighbourhood": given, "arms": {"before": {}, "after": {}}})


def test_it_grows_with_people_weeks_arms_and_seeds_and_shrinks_with_threads() -> None:
    assert seconds_needed(1000.0, 52, 2, 10, 1) == pytest.approx(1000.0 * 52 * 20 * A_RESIDENT_WEEK)
    assert seconds_needed(1000.0, 52, 2, 10, 4) == pytest.approx(seconds_needed(1000.0, 52, 2, 10, 1) / 4.0)
    assert seconds_needed(1000.0, 52, 2, 10, 0) == seconds_needed(1000.0, 52, 2, 10, 1)


def test_a_city_is_told_in_the_unit_of_its_length_in_both_languages() -> None:
    city = Scenario.from_dict({
        "format": 1, "title": {"en": "a", "zh": "甲"}, "weeks": 260, "neighbourhood": {"communities": 100, "buildings": 12}, "arms": {"before": {}, "after": {}}
    })  # fmt: skip
    said = time_needed(city, 2, 10, 2)
    assert said is not None
    # 100 x 1,457 flats x 2.1 people = 310,000 with two digits; 310,000 x 260 x 2 x 10 x 4e-6 / 2 s = 53 min.
    assert said.en == "100 communities, about 310,000 residents, 2 arms, 260 weeks, 10 seeds: about 53 min of computing, once it is spun up"
    assert said.zh == "100 个社区，约 310,000 名居民，2 个方案，260 周，10 个种子：预热之后约需计算 53 分钟"


@pytest.mark.parametrize(("communities", "told"), [(1, False), (2, True)])
def test_run_and_compare_say_it_first_where_there_are_many_communities(communities: int, told: bool) -> None:
    scenario, run, comparison = of(communities), Heard(), Heard()
    run_scenario(scenario, threads=1, progress=run)
    compare(scenario, seeds=1, threads=1, progress=comparison)
    for heard, seeds in ((run, "1 seed:"), (comparison, "1 seed:")):
        assert (bool(heard.lines) and heard.lines[0].en.startswith("2 communities, about") and seeds in heard.lines[0].en) == told
