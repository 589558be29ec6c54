"""Circles: how a crowd sits and stands in small groups (docs/rules.md, Encounters)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .ties import acquaintances

if TYPE_CHECKING:
    from .community import ReferenceCommunity
    from .people import ReferenceResident


def circles(people: list[ReferenceResident], round_: int, community: ReferenceCommunity) -> list[list[ReferenceResident]]:
    """Seat a crowd into circles: near those one knows, near one's home, or by chance.

    Returns:
        Circles of `circle_size`; the last is smaller, or larger by one rather than leave one person alone.
    """
    draws, week = community.draws, community.week
    unseated = sorted(people, key=lambda i: draws.uniform("seat order", week, i.identity, round_))
    seated: list[list[ReferenceResident]] = []
    while unseated:
        opener = unseated.pop(0)
        circle = [opener]
        known = set(acquaintances(opener, community))
        half = 0.5 if community.constants.ties.seating == "known-and-near" else 0.0
        seats = min(community.constants.ties.circle_size, len(unseated) + 1)
        if len(unseated) + 1 - seats == 1:
            seats += 1
        while len(circle) < seats:
            here = (opener.identity, round_, len(circle))
            friends = [i for i in unseated if i in known]
            if friends and draws.uniform("sit with acquaintance", week, *here) < half:
                following = friends[int(draws.uniform("which acquaintance", week, *here) * len(friends))]
            elif draws.uniform("sit with neighbour", week, *here) < half:
                following = min(unseated, key=lambda i: (abs(i.bed - opener.bed), i.bed))
            else:
                following = unseated[0]
            unseated.remove(following)
            circle.append(following)
        seated.append(circle)
    return seated
