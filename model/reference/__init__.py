"""The plain twin: the rules of docs/rules.md in the plainest Mesa, one file a rule. May import people, ground and the store of ties.

Read it before the array engine. It is slow on purpose: agents, dicts and lists, one resident after the other. It shares
with the engine only the random function, the constants, the table of everyday kinds and the people drawn at the start (the
store of ties is read to begin with an engine's ties, and not used), so that the two can check each other.

Start with community.py (the week), then presence.py, encounters.py, ties.py, visits.py, words.py, events.py.
"""

from .community import ReferenceCommunity
from .events import ReferenceEvent
from .measures import measures
from .people import ReferenceResident
from .records import Home, Person, RecordedTie, records_of, ties_of
from .ties import Tie
from .words import ReferenceWord, begin_word

__all__ = [
    "Home", "Person", "RecordedTie", "ReferenceCommunity", "ReferenceEvent", "ReferenceResident", "ReferenceWord", "Tie", "begin_word", "measures",
    "records_of", "ties_of",
]  # fmt: skip
