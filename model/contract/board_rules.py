"""The rules by which board.py admits calls and turns what was granted into events, in compiled loops over rows of `CALL`."""

from __future__ import annotations

import numpy as np

from ..ground.jit import kernel
from ..ground.random import absorb, uniform

EVENT = (
    "round", "lo", "hi", "x", "y", "hours", "capacity", "quality", "topic", "purpose", "poster", "chat", "knock", "yuan", "host", "openness", "organiser",
    "helpers", "listed", "identity", "mechanism",
)  # fmt: skip
"""Columns of `CALL` that an event takes over as they are (foci/events.py)."""
CALL = np.dtype(
    [
        ("identity", "u8"),
        *((name, "i8") for name in ("lo", "hi", "organiser")),
        *((name, "f8") for name in ("round", "hours", "capacity", "quality", "topic", "poster", "chat", "knock", "yuan", "openness")),
        *((name, "f8") for name in ("room_quality", "evenings", "least", "cost", "staff", "door_evenings", "priority", "prepared")),
        *((name, "f4") for name in ("x", "y", "spent", "spent_at_doors")),
        *((name, "i4") for name in ("community", "compound", "event")),
        *((name, "i2") for name in ("mechanism", "call")),
        *((name, "i1") for name in ("purpose", "host", "duty", "source", "target", "room")),
        ("helpers", "u1"),
        *((name, "?") for name in ("listed", "optional", "needs", "doors", "promised", "held", "has_room")),
    ],
    align=True,
)
"""One occasion that was called; the names that events have too mean the same.

organiser: row, -1 nobody; room_quality to promised: what was asked for (`Needs`), cost: yuan for it; needs: whether it needs anything; doors:
whether knocking takes evenings; call: number of its call in the week. What came of it: held, has_room, prepared (share of the preparation),
spent and spent_at_doors (evenings), event (index in the week's events, -1 none).
"""
ALIKE = (
    "round", "hours", "capacity", "quality", "topic", "poster", "chat", "knock", "yuan", "openness", "room_quality", "evenings", "least", "cost", "staff",
    "door_evenings", "priority", "organiser", "mechanism", "call", "purpose", "host", "duty", "source", "target", "room", "helpers", "listed", "optional",
    "needs", "doors", "promised",
)  # fmt: skip
"""Columns that may have one value for all occasions of a call, as `fill` reads them."""
ANY_TOPIC = -np.inf
"""As a topic: one is drawn."""
AWAY = 1
"""Some organiser is not of the unit that is called."""
BOUNDED = (
    "hours", "capacity", "quality", "topic", "poster", "chat", "knock", "yuan", "openness", "evenings", "cost", "staff", "door_evenings", "least", "priority",
)  # fmt: skip
"""Columns with bounds, in the order in which they are checked."""
NO_ROUND, NO_ORGANISER, NOBODYS = len(BOUNDED), len(BOUNDED) + 1, len(BOUNDED) + 2
"""Other things that may be wrong with a call: its round, its organiser, evenings that nobody can give."""


@kernel
def fill(calls, values):  # type: ignore[no-untyped-def]
    """Let all these occasions be alike: `values` float64, in the order of `ALIKE`."""
    v = values
    for k in range(calls.shape[0]):
        r = calls[k]
        r["round"], r["hours"], r["capacity"], r["quality"], r["topic"] = v[0], v[1], v[2], v[3], v[4]
        r["poster"], r["chat"], r["knock"], r["yuan"], r["openness"] = v[5], v[6], v[7], v[8], v[9]
        r["room_quality"], r["evenings"], r["least"], r["cost"], r["staff"] = v[10], v[11], v[12], v[13], v[14]
        r["door_evenings"], r["priority"], r["organiser"], r["mechanism"], r["call"] = v[15], v[16], v[17], v[18], v[19]
        r["purpose"], r["host"], r["duty"], r["source"], r["target"], r["room"], r["helpers"] = v[20], v[21], v[22], v[23], v[24], v[25], v[26]
        r["listed"], r["optional"], r["needs"], r["doors"], r["promised"] = v[27] != 0.0, v[28] != 0.0, v[29] != 0.0, v[30] != 0.0, v[31] != 0.0
        r["compound"], r["event"], r["prepared"], r["spent"], r["spent_at_doors"] = 0, -1, 1.0, 0.0, 0.0
        r["held"], r["has_room"] = True, False


@kernel
def admit(calls, named, kind, seed, week, topic_stream, topics, bounds, opens, community_rows, compound_rows):  # type: ignore[no-untyped-def]
    """Name new occasions, draw their topics and find their compounds; return (what is wrong, -1 nothing; where; `AWAY` or 0).

    Where they are not `named`, `identity` holds the entities that are called, and becomes (kind, week, entity).
    """
    away = 0
    names = absorb(kind, week)
    draw = absorb(absorb(absorb(np.uint64(0), seed), topic_stream), week)
    for k in range(calls.shape[0]):
        r = calls[k]
        if not named:
            r["identity"] = absorb(names, r["identity"])
        if r["topic"] == ANY_TOPIC:
            r["topic"] = np.floor(uniform(absorb(absorb(draw, r["identity"]), 0)) * topics)
        values = (
            r["hours"], r["capacity"], r["quality"], r["topic"], r["poster"], r["chat"], r["knock"], r["yuan"], r["openness"], r["evenings"], r["cost"],
            r["staff"], r["door_evenings"], r["least"], r["priority"],
        )  # fmt: skip
        for b in range(len(values)):
            if not (bounds[b, 0] <= values[b] <= bounds[b, 1]):
                return b, k, away
        if not (0 <= r["round"] < opens.shape[0]) or not opens[np.int64(r["round"])]:
            return NO_ROUND, k, away
        row = r["organiser"]
        if row < 0 and (r["evenings"] > 0.0 or r["door_evenings"] > 0.0):
            return NOBODYS, k, away
        if row != -1:
            c = r["community"]
            if row < community_rows[c] or row >= community_rows[c + 1]:
                return NO_ORGANISER, k, away
            if row < r["lo"] or row >= r["hi"] or r["listed"]:
                away = AWAY
        if r["room"] >= 0:
            r["compound"] = np.searchsorted(compound_rows, r["lo"], side="right") - 1
    return -1, 0, away


@kernel
def requests_of(calls, requests, first_number):  # type: ignore[no-untyped-def]
    """Write what calls need into blank `requests` (grant_rules.REQUEST), knocking after all else; return how many there are.

    first_number: of these requests among all of the week; knocking comes after the request for the occasion itself.
    """
    n = 0
    for k in range(calls.shape[0]):
        r = calls[k]
        if not r["needs"]:
            continue
        q = requests[n]
        q["identity"] = r["identity"]
        q["evenings"], q["least"], q["staff"], q["yuan"] = r["evenings"], r["least"], r["staff"], r["cost"]
        q["duty"], q["source"], q["target"], q["room"] = r["duty"], r["source"], r["target"], r["room"]
        q["compound"], q["round"], q["optional"], q["after"] = r["compound"], np.int32(r["round"]), r["optional"], -1
        q["community"], q["priority"], q["row"] = r["community"], np.int32(r["priority"]), r["organiser"]
        q["by"], q["organisation"], q["owed"] = r["mechanism"], -1, False
        n += 1
    main = 0
    for k in range(calls.shape[0]):
        r = calls[k]
        if not r["needs"]:
            continue
        if r["doors"]:
            q, first = requests[n], requests[main]
            q["identity"] = r["identity"] ^ np.uint64(1)
            q["evenings"], q["least"], q["staff"], q["yuan"] = r["door_evenings"], 0.0, 0.0, 0.0
            q["duty"], q["source"], q["target"], q["room"] = first["duty"], first["source"], first["target"], -1
            q["compound"], q["round"], q["optional"], q["after"] = 0, 0, False, first_number + main
            q["community"], q["priority"], q["row"] = first["community"], first["priority"], first["row"]
            q["by"], q["organisation"], q["owed"] = first["by"], -1, False
            n += 1
        main += 1
    return n


@kernel
def confirm(calls, lacked, evenings, room, rooms_xy, held_of_call):  # type: ignore[no-untyped-def]
    """Let calls be as was granted (arrays over the requests in the order of `requests_of`); count what is held of each call."""
    door = 0
    for k in range(calls.shape[0]):
        door += calls[k]["needs"]
    main = 0
    for k in range(calls.shape[0]):
        r = calls[k]
        if r["needs"]:
            if lacked[main] != 0:
                r["held"] = False
            held = r["held"]
            if r["evenings"] > 0.0:
                r["spent"] = evenings[main] if held else np.float32(0.0)
                r["prepared"] = np.float64(r["spent"]) / max(r["evenings"], 1e-9)
                r["hours"] *= r["prepared"]
                r["quality"] *= r["prepared"]
                r["poster"] *= r["prepared"]
            if r["doors"]:
                r["spent_at_doors"] = evenings[door] if held else np.float32(0.0)
                wanted = r["door_evenings"]
                r["knock"] *= np.float64(r["spent_at_doors"]) / max(wanted, 1e-9) if wanted > 0.0 else 0.0
                door += 1
            if held and room[main]:
                r["has_room"] = True
                kind, compound = r["room"], r["compound"]
                r["x"], r["y"] = rooms_xy[kind, compound, 0], rooms_xy[kind, compound, 1]
                if r["room_quality"] != 0.0:
                    r["quality"] = min(r["quality"] + r["room_quality"], 1.0)
            main += 1
        if r["held"]:
            held_of_call[r["call"]] += 1
