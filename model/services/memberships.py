"""Who belongs to which organisation: pairs of a place and a resident, sorted, and bounded in number."""

from __future__ import annotations

import numpy as np

from ..ground.jit import kernel
from ..ground.measure import State
from ..people.units import ranges

_FIELDS = (("member_slot", np.int32), ("member_row", np.int32), ("member_came", np.int32))


@kernel
def _find(slot, row, slots, rows):  # type: ignore[no-untyped-def]
    """Return where each pair (slots, rows) stands or belongs among the sorted pairs (slot, row), and whether it is there."""
    at, there = np.empty(slots.shape[0], np.int64), np.empty(slots.shape[0], np.bool_)
    for k in range(slots.shape[0]):
        lo, hi = 0, slot.shape[0]
        while lo < hi:
            middle = (lo + hi) // 2
            if slot[middle] < slots[k] or (slot[middle] == slots[k] and row[middle] < rows[k]):
                lo = middle + 1
            else:
                hi = middle
        at[k] = lo
        there[k] = lo < slot.shape[0] and slot[lo] == slots[k] and row[lo] == rows[k]
    return at, there


class Memberships:
    """Pairs of an organisation's place and a member, sorted by place and then by row.

    Attributes:
        slot, row: int32, the pairs; no pair comes twice.
        last: int32, absolute week in which the member last came, or joined.
    """

    def __init__(self, slots: int, most: int) -> None:
        """Begin without members; an organisation has at most `most`."""
        self.slots, self.most = slots, most
        self.slot, self.row, self.last = (np.zeros(0, kind) for _, kind in _FIELDS)

    def __len__(self) -> int:
        return len(self.slot)

    def _key(self, slots: np.ndarray, rows: np.ndarray) -> np.ndarray:
        return (slots.astype(np.int64) << 32) | rows.astype(np.int64)

    def _place(self, slots: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where each pair stands or belongs, and bool, whether it is there."""
        # One type of each argument: the loop is compiled once.
        found: tuple[np.ndarray, np.ndarray] = _find(self.slot, self.row, np.array(slots, np.int64), np.array(rows, np.int64))
        return found

    def join(self, slots: np.ndarray, rows: np.ndarray, week: int) -> None:
        """Let residents join organisations, a pair each; of more than there is room for, the first of a call do."""
        if len(slots) == 0:
            return
        _, there = self._place(slots, rows)
        slots, rows = slots[~there], rows[~there]
        if len(slots) == 0:
            return
        _, once = np.unique(self._key(slots, rows), return_index=True)
        once.sort()
        slots, rows = slots[once].astype(np.int32), rows[once].astype(np.int32)
        # Room is granted in the order given, organisation by organisation.
        order = np.argsort(slots, kind="stable")
        slots, rows = slots[order], rows[order]
        rank = np.arange(len(slots)) - np.searchsorted(slots, slots, side="left")
        room = rank < self.most - np.bincount(self.slot, minlength=self.slots)[slots]
        new = (slots[room], rows[room], np.full(int(room.sum()), week, np.int32))
        whole = [np.concatenate(parts) for parts in zip((self.slot, self.row, self.last), new, strict=True)]
        order = np.argsort(self._key(whole[0], whole[1]), kind="stable")
        self.slot, self.row, self.last = (column[order] for column in whole)

    def came(self, slots: np.ndarray, rows: np.ndarray, week: int) -> None:
        """Take notice that residents came to organisations; those who are no members do not count."""
        at, there = self._place(slots, rows)
        self.last[at[there]] = week

    def leave(self, slots: np.ndarray, rows: np.ndarray) -> None:
        """Let residents leave organisations, a pair each; pairs that are none are passed over."""
        at, there = self._place(slots, rows)
        self._keep(np.delete(np.arange(len(self)), at[there]))

    def leave_all(self, gone: np.ndarray) -> None:
        """Let residents leave all organisations; gone: bool [pairs], whose memberships these are."""
        self._keep(np.flatnonzero(~gone))

    def close(self, slots: np.ndarray) -> None:
        """Let all members leave these organisations."""
        if len(self):
            self._keep(np.flatnonzero(~np.isin(self.slot, slots)))

    def forget(self, mask: np.ndarray, before: int) -> None:
        """End the membership of those who last came before a week, in the organisations of a mask (bool [places])."""
        self._keep(np.flatnonzero(~mask[self.slot] | (self.last >= before)))

    def _keep(self, which: np.ndarray) -> None:
        if len(which) < len(self):
            self.slot, self.row, self.last = self.slot[which], self.row[which], self.last[which]

    def of(self, slots: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the members of organisations: int64 index in `slots`, int64 row, in the order of slots and then of rows."""
        lo, hi = np.searchsorted(self.slot, slots, side="left"), np.searchsorted(self.slot, slots, side="right")
        which, at = ranges(lo, hi)
        return which, self.row[at].astype(np.int64)

    def counts(self) -> np.ndarray:
        """Return int64 [places], members of each organisation."""
        return np.bincount(self.slot, minlength=self.slots)

    def state(self) -> State:
        """Return what has to be saved."""
        return {"member_slot": self.slot, "member_row": self.row, "member_came": self.last}

    def restore(self, saved: State) -> None:
        """Take back what `state` returned."""
        self.slot, self.row, self.last = (np.array(saved[name], kind) for name, kind in _FIELDS)
