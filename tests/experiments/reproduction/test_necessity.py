"""Rules taken out: what changes, what does not, and which table breaks."""

from __future__ import annotations

import pytest
from linli.experiments.calibration.target import target_of
from linli.experiments.reproduction.necessity import WITHOUT, refit, rules_of, weaken, weaken_study
from linli.experiments.reproduction.reproduce import reproduce
from linli.model.people.constants import Constants
from linli.scenarios.errors import UserError
from linli.scenarios.published import PublishedStudy, study_from_dict


def lecture(published: list[float], openness: float = 1.0) -> PublishedStudy:
    """Twenty strangers in a lecture; friendly ratings and who is unknown after some weeks."""
    return study_from_dict(
        {
            "title": "A lecture", "role": "fit", "weeks": 8, "sites": 16, "quick": {"sites": 16}, "people": {"number": 20}, "visits": {"retired": 4.0},
            "everyday": {"room": {"scope": "compound", "size": 64, "hours": 8.0, "rounds": [1], "openness": openness, "chance": {"retired": 1.0}}},
            "tables": [
                {"question": "level-share", "with": {"level": "friendly"}, "published": published[:1]},
                {"question": "unknown-share", "published": published[1:]},
            ],
        },
        "lecture",
    )  # fmt: skip


@pytest.fixture(scope="module")
def study() -> PublishedStudy:
    """A study that the default constants reproduce: its figures are theirs, on other random numbers."""
    rows = [row.simulated for table in reproduce(lecture([1.0, 1.0]), seed=9).rows for row in table]
    return lecture(rows)


def test_each_rule_changes_what_it_names_and_nothing_else() -> None:
    whole = Constants().model_dump()
    for name, rule in WITHOUT.items():
        weak = weaken(Constants(), [name]).model_dump()
        changed = {(s, key) for s, section in weak.items() for key, value in section.items() if value != whole[s][key]}
        assert changed == {(s, key) for s, values in rule.change.items() for key in values}
        assert changed or rule.settings
    assert weaken(Constants(), []) == Constants()
    with pytest.raises(UserError, match="closure"):
        rules_of(["closur"])


def test_settings_lose_visits_and_closed_doors(study: PublishedStudy) -> None:
    shut = lecture([1.0, 1.0], openness=0.1)
    assert weaken_study(shut, ["openness"]).arms[""].everyday["room"].openness == 1.0
    assert weaken_study(study, ["visits"]).arms[""].visits.retired == 0.0
    assert weaken_study(study, ["decay"]) is study


def test_without_shared_attention_everybody_is_known_and_the_tables_break(study: PublishedStudy) -> None:
    whole = reproduce(study)
    assert whole.score().inside == 2
    constants = weaken(Constants(), ["capacity"])
    assert constants.ties.sharing == 0.0
    weak = reproduce(weaken_study(study, ["capacity"]), constants=constants)
    assert weak.rows[1][0].simulated < 0.5 * whole.rows[1][0].simulated, "far fewer are unknown"
    assert weak.score().off == 2


def test_refit_gives_back_the_volume_of_talk(study: PublishedStudy) -> None:
    whole = Constants()
    same = refit(target_of([study]), whole, [])
    assert same.ties.kappa == pytest.approx(whole.ties.kappa, rel=0.2), "with all rules the present value suits best"
    weak = refit(target_of([study]), whole, ["capacity"])
    assert weak.ties.sharing == 0.0
    assert weak.ties.kappa < 0.5 * whole.ties.kappa, "talking with each as if alone needs fewer talks"
    with pytest.raises(UserError, match="row"):
        refit(target_of([study._replace(tables=tuple(t._replace(role="predict") for t in study.tables))]), whole, ["closure"])
