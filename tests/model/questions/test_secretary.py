"""What people call the secretary of their community: of those who know them, and how many do not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from linli.model.founding.neighbourhood import NeighbourhoodParameters
from linli.model.founding.sites import SitePeople
from linli.model.mechanisms.party_service_centres.centre import PartyServiceCentres
from linli.model.mechanisms.party_service_centres.centre_parameters import PartyServiceCentresParameters
from linli.model.mechanisms.party_service_centres.secretary import SECRETARY
from linli.model.questions import AskedIn, View
from linli.model.questions.secretary import CallsSecretary
from linli.model.society.society import Society

TWO = NeighbourhoodParameters(buildings=1, floors=8, communities=2)


@pytest.fixture(scope="module")
def view() -> View:
    """Two communities. In the first ten adults know the secretary: six by a window, three by a visit, one by the company; in the second nobody does."""
    quiet = PartyServiceCentresParameters(secretary_hours=0.0)
    society = Society(neighbourhood=TWO, mechanisms={PartyServiceCentres.name: quiet}, seed=2)
    society.run(1)
    centre = next(found for found in society.programme.mechanisms if isinstance(found, PartyServiceCentres))
    office, r = society.services.offices.kinds[SECRETARY], society.residents
    for met in (centre.met_window, centre.met_party, centre.met_company):
        met[:] = 0
    office.known[:] = False
    border = int(society.places.community_rows[1])
    adults = np.flatnonzero((r.age[:border] >= 18) & (np.arange(border) != office.holder[0]))[:10]
    office.met(adults)
    centre.met_window[adults[:6]], centre.met_party[adults[6:9]], centre.met_company[adults[9:]] = 2, 1, 1
    return View(society, 0)


def test_answers_are_of_those_who_know_the_secretary(view: View) -> None:
    for said, percent in (("secretary", 30.0), ("station head", 60.0), ("chairman", 10.0)):
        found = CallsSecretary(said=said).observe(view)
        assert found[0] == pytest.approx(percent)
        assert np.isnan(found[1]), "of nobody there is no share"


def test_who_does_not_know_the_secretary_says_nothing(view: View) -> None:
    r, rows = view.society.residents, view.society.places.community_rows
    adults = int(np.count_nonzero(r.age[: rows[1]] >= 18)) - 1
    assert CallsSecretary(said="nothing").observe(view).tolist() == pytest.approx([100.0 * (adults - 10) / adults, 100.0])


def test_some_are_asked(view: View) -> None:
    some = CallsSecretary(said="nothing", asked=20).observe(view)
    assert some[0] != CallsSecretary(said="nothing").observe(view)[0]
    assert 60.0 < some[0] <= 100.0


def test_where_nobody_is_secretary_the_question_is_refused() -> None:
    def refused(*mechanisms: str) -> Any:
        return CallsSecretary().refuse(AskedIn(1, 4, SitePeople(number=8), TWO, {}, mechanisms))

    found = refused("ordinary-life")
    assert found[0] == "said"
    assert "party-service-centres has to be among the mechanisms" in found[1].en
    assert found[1].zh != found[1].en
    assert refused("ordinary-life", "party-service-centres") is None
