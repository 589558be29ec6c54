"""linli (邻里): how neighbours become acquaintances, and what helps.

    import linli

    run = linli.load("building-gates").run(seed=1)
    run.measures                          # a pandas DataFrame
    run.community.ties.to_networkx()      # the ties at the end

    linli.open("runs/building-gates-after-1").summary()     # what a folder holds

    linli.sweep("plan.toml", "runs/sweep").ends             # many runs of a scenario, as a plan says

    linli.city("city.toml", "runs/city").means              # many communities and their district, year by year

    result = linli.reproduce("van-de-bunt")
    result.to_frame()                     # published figures beside simulated ones

Everything is imported when it is first asked for, so that `import linli` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model.ground import faces
from .model.ground.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from .experiments.study import Study

_PLACES = {
    "Community": "model.agents.community",
    "Resident": "model.agents.community",
    "PartyMember": "model.agents.community",
    "Household": "model.agents.community",
    "GateHead": "model.agents.community",
    "SocialOrganization": "model.agents.community",
    "Event": "model.agents.community",
    "Society": "model.society.society",
    "Mechanism": "model.contract.mechanism",
    "MechanismParameters": "model.contract.mechanism",
    "Needs": "model.contract.needs",
    "Priority": "model.contract.needs",
    "Week": "model.contract.week",
    "Text": "model.ground.text",
    "constant": "model.ground.parameters",
    "counter": "model.people.declared",
    "measure": "model.people.declared",
    "state": "model.people.declared",
    "check_mechanism": "model.society.checks.every",
    "Scenario": "scenarios.schema",
    "UserError": "scenarios.errors",
    "InputNote": "model.ground.refusal",
    "mesa_class": "scenarios.mesa",
    "Study": "experiments.study",
    "load_run": "experiments.loading",
    "open": "experiments.opening",
    "Plan": "experiments.sweep.plan",
    "sweep": "experiments.sweep.api",
    "sensitivity": "experiments.analysis.sensitivity",
    "SearchPlan": "experiments.optimise.plan",
    "optimise": "experiments.optimise.api",
    "discover": "experiments.analysis.discover",
    "CityPlan": "experiments.city.plan",
    "city": "experiments.city.api",
    "local_fit": "experiments.local.fit",
    "local_rehearsal": "experiments.local.rehearsal",
    "local_simulated": "experiments.local.rehearsal",
    "decide": "experiments.deciding",
    "attribute": "experiments.attributing",
    "calibrate": "experiments.calibration.api",
    "load_study": "experiments.reproduction.api",
    "reproduce": "experiments.reproduction.api",
    "study_names": "experiments.reproduction.api",
    "lettering": "viz.fonts",
}
"""Public name -> the module that holds it."""

__all__ = ["__version__", "load", *_PLACES]


def _pictures() -> faces.Face:
    """Open the room of pictures: what a notebook shows comes from there, and no room below knows of it."""
    from .viz import notebook

    return notebook


faces.use(_pictures)


def load(name_or_path: str | Path) -> Study:
    """Load and check a scenario.

    Args:
        name_or_path: the name of a scenario that comes with linli, such as "building-gates", or the path of a TOML file.

    Returns:
        A study: `run` and `compare` it.

    Raises:
        UserError: there is no such scenario, or something in it is wrong.
    """
    from .experiments.study import Study
    from .scenarios.loader import load as load_scenario

    return Study(load_scenario(name_or_path))


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    from importlib import import_module

    if name in _PLACES:
        return getattr(import_module(f".{_PLACES[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})
