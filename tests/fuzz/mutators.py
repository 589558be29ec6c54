"""Makes wrong inputs out of right ones, each from a seeded generator: changed bytes, changed cells, changed data."""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Bytes = Callable[[random.Random, bytes], bytes]

NUMBERS = (
    "0", "-1", "1", "1.5", "-0.0", "nan", "inf", "-inf", "1e999", "1e308", "-1e-320", "9" * 25, "9" * 5000, "0x" + "f" * 3000, "2147483648",
    "9223372036854775808", "256", "65536", "true", "1_000", "０", "٣", "½", "1,5",
)  # fmt: skip
TEXTS = (
    "", " ", "\t", "\n", "\r\n", "\"", "'", "\"\"\"", ",", ";", "=", "#", "[", "]]", "{", "}", ".", "..", "a.b.c", "\u0000", "\u001b[2J", "\u202e",
    "\u200b", "\u2028", "\ufeff", "中文", "姓名", "13800138000", "张伟", "𝒳", "é", "$x^{2$", "{0}", "%s", "[red]x[/red]", "../../../x", "/dev/zero", "CON",
    "NULL", "NA", "None", "1979-05-27", "12:00:00", "=1+1", "\\u0000", "\\ud800",
)  # fmt: skip
RAW = (b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x00", b"\xff", b"\x80", b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\r", b"\n\n\n")
ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**200, 10**400, 0.5, -0.5, 1e308, float("nan"), float("inf"), "", "x", "1", "中文", "\x1b[2J", "\u202e",
    "x" * 5000, [], [0], [[1, 2]], ["a", 1, None], list(range(300)), {}, {"x": 1}, {"": {"": {}}},
)  # fmt: skip
LARGE = 200_000
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rb"[\w.-]+|[^\w\s]|\s+", re.ASCII)


def _at(r: random.Random, raw: bytes) -> int:
    return r.randrange(len(raw) + 1)


def flip(r: random.Random, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(r.choice((1, 1, 1, 2, 8))):
        if found:
            found[r.randrange(len(found))] ^= 1 << r.randrange(8)
    return bytes(found)


def cut(r: random.Random, raw: bytes) -> bytes:
    return raw[: _at(r, raw)] if r.random() < 0.5 else raw[_at(r, raw) :]


def drop(r: random.Random, raw: bytes) -> bytes:
    begin = _at(r, raw)
    return raw[:begin] + raw[begin + r.choice((1, 2, 10, 100)) :]


def double(r: random.Random, raw: bytes) -> bytes:
    begin = _at(r, raw)
    end = begin + r.choice((1, 10, 100, 1000))
    return raw[:end] + raw[begin:end] * r.choice((1, 1, 50)) + raw[end:]


def insert(r: random.Random, raw: bytes) -> bytes:
    begin = _at(r, raw)
    new = r.choice(RAW) if r.random() < 0.3 else r.choice(TEXTS + NUMBERS).encode("utf-8", "surrogatepass")
    return raw[:begin] + new + raw[begin:]


def number(r: random.Random, raw: bytes) -> bytes:
    found = list(_NUMBER.finditer(raw))
    if not found:
        return insert(r, raw)
    one = r.choice(found)
    return raw[: one.start()] + r.choice(NUMBERS).encode() + raw[one.end() :]


def _words(r: random.Random, raw: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Return the words of a file and what is before and after them: of a large one a part, since all would take more memory than a reader may."""
    begin = r.randrange(len(raw)) if len(raw) > LARGE else 0
    return raw[:begin], _TOKEN.findall(raw[begin : begin + LARGE]), raw[begin + LARGE :]


def swap(r: random.Random, raw: bytes) -> bytes:
    before, tokens, after = _words(r, raw)
    if len(tokens) < 2:
        return insert(r, raw)
    a, b = r.randrange(len(tokens)), r.randrange(len(tokens))
    tokens[a], tokens[b] = tokens[b], tokens[a]
    return before + b"".join(tokens) + after


def token(r: random.Random, raw: bytes) -> bytes:
    before, tokens, after = _words(r, raw)
    if tokens:
        tokens[r.randrange(len(tokens))] = r.choice(TEXTS + NUMBERS).encode("utf-8", "surrogatepass")
    return before + b"".join(tokens) + after


def lines(r: random.Random, raw: bytes) -> bytes:
    found = raw.split(b"\n")
    a, b = r.randrange(len(found)), r.randrange(len(found))
    how = r.randrange(4)
    if how == 0:
        found.insert(b, found[a])
    elif how == 1:
        del found[a]
    elif how == 2:
        found[a], found[b] = found[b], found[a]
    else:
        found.extend(found[a:] * r.choice((1, 20)))
    return b"\n".join(found)


def deep(r: random.Random, raw: bytes) -> bytes:
    many = r.choice((5, 50, 2000, 100_000))
    new = r.choice(("[" * many, "{a=" * many, "a." * many, '"' * many, "[" * many + "]" * many, "(" * many, "a" * many, "9" * many, "," * many, "'''" * many))
    begin = _at(r, raw)
    return raw[:begin] + new.encode() + raw[begin:]


def encoded(r: random.Random, raw: bytes) -> bytes:
    text = raw.decode("utf-8", "replace")
    return text.encode(r.choice(("utf-16", "utf-16-le", "gb18030", "utf-8-sig", "latin-1", "utf-32")), "replace")


def ends(r: random.Random, raw: bytes) -> bytes:
    return raw.replace(b"\n", r.choice((b"\r\n", b"\r", b"\n\n", b"\x0b", b"\xe2\x80\xa8", b"")))


MUTATORS: tuple[Bytes, ...] = (flip, cut, drop, double, insert, number, number, swap, token, token, lines, deep, encoded, ends)


def changed_bytes(r: random.Random, raw: bytes) -> bytes:
    """Return a file with one to four changes."""
    for _ in range(r.choice((1, 1, 1, 2, 4))):
        raw = r.choice(MUTATORS)(r, raw)
    return raw


def changed_cells(r: random.Random, raw: bytes, separator: str = ",") -> bytes:
    """Return a table with one to four changes of cells, columns or lines."""
    rows = [line.split(separator) for line in raw.decode("utf-8").splitlines()]
    for _ in range(r.choice((1, 1, 2, 4))):
        row = r.choice(rows)
        place = r.randrange(len(row)) if row else 0
        how = r.randrange(9)
        if how < 3 and row:
            row[place] = r.choice(NUMBERS + TEXTS)
        elif how == 3 and row:
            del row[place]
        elif how == 4:
            row.insert(place, r.choice(NUMBERS + TEXTS))
        elif how == 5:
            rows.append(list(row))
        elif how == 6 and len(rows) > 1:
            rows.remove(row)
        elif how == 7:
            rows[0].append(r.choice(rows[0] or [""]))
        else:
            for one in rows:
                if place < len(one):
                    del one[place]
    return r.choice(("\n", "\n", "\r\n")).join(separator.join(row) for row in rows).encode("utf-8", "surrogatepass")


def paths(data: Any, prefix: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to all values within nested data."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [prefix] * bool(prefix) + [path for key, value in inside for path in paths(value, (*prefix, key))]


def changed_data(r: random.Random, data: Any) -> Any:
    """Return nested data with one to four values replaced, renamed, dropped, moved or wrapped."""
    found = copy.deepcopy(data)
    for _ in range(r.choice((1, 1, 2, 4))):
        ways = paths(found)
        if not ways:
            return found
        path = r.choice(ways)
        owner = found
        for key in path[:-1]:
            owner = owner[key]
        how = r.randrange(6) if isinstance(owner, dict) else 0
        odd = copy.deepcopy(r.choice(ODD))
        if how < 2:
            owner[path[-1]] = odd
        elif how == 2:
            del owner[path[-1]]
        elif how == 3:
            owner[r.choice(TEXTS)] = owner.pop(path[-1])
        elif how == 4:
            owner[path[-1]] = {r.choice(TEXTS): owner[path[-1]]}
        elif isinstance(found, dict):
            found[str(path[-1])] = owner.pop(path[-1])
    return found


def as_toml(data: Any) -> bytes:
    """Write data as TOML as far as TOML can say it; what it cannot is left out."""
    import tomli_w

    def sayable(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): sayable(inner) for key, inner in value.items() if inner is not None}
        if isinstance(value, list):
            return [sayable(inner) for inner in value if inner is not None]
        return hex(value) if isinstance(value, int) and value.bit_length() > 10_000 else value

    return tomli_w.dumps(sayable(data)).encode("utf-8", "surrogatepass")


def as_json(data: Any) -> bytes:
    """Write data as JSON."""
    return json.dumps(data).encode()


def changed_arrays(r: random.Random, arrays: Mapping[str, np.ndarray], *names: str) -> dict[str, np.ndarray]:
    """Return arrays of which some are gone, or have another name, shape, type or values.

    Args:
        r: decides.
        arrays: right ones.
        names: names that others of them might have.
    """
    made = dict(arrays)
    for _ in range(r.choice((1, 1, 2))):
        key = r.choice(sorted(made))
        one = np.atleast_1d(made.pop(key))
        how = 11 if one.dtype.kind in "Uc" else r.randrange(12)
        odd: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
            lambda a: a[:1], lambda a: a[:, :2] if a.ndim > 1 else a[None], lambda a: a.astype("U5"), lambda a: a.astype(complex), lambda a: a * np.nan,
            lambda a: np.zeros((0,)), lambda a: np.concatenate([a, a]), lambda a: a.astype(np.float16), lambda a: a * 1e308, lambda a: np.array(3.0),
        )  # fmt: skip
        if how < 10:
            with np.errstate(all="ignore"):
                made[key] = odd[how](one)
        elif how == 10:
            made[r.choice((*names, "x", "a/b/c"))] = one
    return made
