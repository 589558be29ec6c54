"""Tables of a city are believed if they are of its communities, years, arms and seeds, and say nothing twice."""

from __future__ import annotations

import pandas as pd
import pytest
from linli.experiments.city.believed import check_table
from linli.experiments.city.book import MEASURES, MOVES

CITY = {"arms": ("before", "plan"), "seeds": (1, 2), "years": 3, "communities": 4}


def measures(**changes: object) -> pd.DataFrame:
    row = {"run": 7, "seed": 1, "arm": "plan", "year": 3, "community": 3, "measure": "residents", "value": 310.0}
    return pd.DataFrame([row | changes], columns=list(MEASURES.columns))


def moves(**changes: object) -> pd.DataFrame:
    row = {"run": 2, "seed": 2, "arm": "before", "year": 1, "source": 0, "target": 3, "households": 1, "people": 2}
    return pd.DataFrame([row | changes], columns=list(MOVES.columns))


def test_what_is_of_the_city_is_believed_to_its_ends() -> None:
    for year in (0, 3):
        for community in (0, 3):
            check_table(measures(year=year, community=community), MEASURES, **CITY)  # type: ignore[arg-type]
    check_table(moves(source=3, target=0), MOVES, **CITY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (measures(year=4), "measures, year: a value that the city does not have"), (measures(year=-1), "year"), (measures(community=4), "community"),
        (measures(community=-1), "community"), (measures(seed=3), "seed"), (measures(arm="start"), "arm"),
        (measures(value=-1.0), "residents that are no number"),
        (measures(measure="a\nb"), "measure: values of another type"), (measures(year=1.5), "year: values of another type"),
        (pd.concat([measures(), measures()]), "says something twice"), (measures().drop(columns="run"), "other columns"),
    ],
)  # fmt: skip
def test_what_is_not_is_refused(frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_table(frame, MEASURES, **CITY)  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"source": 4}, {"target": 4}, {"target": -1}])
def test_nobody_moves_beyond_the_city(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a value that the city does not have"):
        check_table(moves(**changes), MOVES, **CITY)  # type: ignore[arg-type]
