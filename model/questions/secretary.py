"""The question what one calls the secretary of one's community: secretary (书记), station head (站长), chairman (董事长), or nothing."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from ..ground.parameters import constant
from ..ground.text import Text
from ..mechanisms.party_service_centres.centre import PartyServiceCentres
from ..mechanisms.party_service_centres.secretary import COMPANY, PARTY, WINDOW, answers
from .base import AskedIn, Question, Refusal, View, question

Said = Literal["secretary", "station head", "chairman", "nothing"]
_CODES: dict[str, int] = {"secretary": PARTY, "station head": WINDOW, "chairman": COMPANY, "nothing": -1}


@question
class CallsSecretary(Question):
    """Share of adults who know the secretary of their community and call them so ("nothing": of all adults asked, who do not know the secretary).

    What one says is as what one has met the holder most often. Holders are not asked.
    """

    name: ClassVar[str] = "calls-secretary"
    title: ClassVar[Text] = Text("what one calls the secretary", "如何称呼社区书记")
    said: Said = constant(
        "secretary", unit="name", mark="setting", en="secretary, station head, chairman, or nothing",
        zh="secretary（书记）、station head（站长）、chairman（董事长）或 nothing（不认识）",
    )  # fmt: skip
    asked: int = constant(0, unit="people a site", low=0, high=5000, mark="setting", en="Adults asked at each site; 0: all", zh="每地受访成人数，0 为全部")

    def refuse(self, asked: AskedIn) -> Refusal | None:
        """Refuse where nobody is secretary."""
        if PartyServiceCentres.name not in asked.mechanisms:
            needed = PartyServiceCentres.name
            return "said", Text(f"nobody is secretary here; {needed} has to be among the mechanisms.", f"此处没有书记；机制中须有 {needed}。")
        return super().refuse(asked)

    def observe(self, view: View) -> np.ndarray:
        """Return float64 [sites], percent; NaN where nobody can be asked."""
        centre = next(found for found in view.society.programme.mechanisms if isinstance(found, PartyServiceCentres))
        rows, says = answers(centre.view, self.asked, (centre.met_window, centre.met_party, centre.met_company))
        if self.said != "nothing":
            rows, says = rows[says >= 0], says[says >= 0]
        return np.asarray(100.0 * view.mean_by_site(rows, says == _CODES[self.said]))
