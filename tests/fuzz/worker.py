"""A process that reads wrong inputs: `python worker.py KIND SEED FIRST COUNT FOLDER`. Each must be accepted, or refused in one sentence.

It writes a line of JSON for each input that was neither, and a last one with the counts. What one input may take is limited: 20 seconds, and
a gibibyte more than the process had before the first. `LINLI_FUZZ_KEEP` names a folder for inputs that went wrong.
"""

from __future__ import annotations

import faulthandler
import json
import os
import random
import resource
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType

from kinds import KINDS, Kind
from linli.model.ground.refusal import InputError
from linli.scenarios.errors import UserError

SECONDS, BYTES = 20, 1 << 30
LONGEST_LINE = 2500


class TooSlow(BaseException):
    """An input took longer than it may."""


def _too_slow(_number: int, _frame: FrameType | None) -> None:
    raise TooSlow


def limited() -> None:
    """Allow a gibibyte more than the process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def sentence_faults(error: InputError) -> str:
    """Return what is wrong with a refusal: it must be a line of a length that a person reads, of characters that print, in both languages."""
    said = [error.say("en"), error.say("zh"), error.say("en", options=True)] if isinstance(error, UserError) else [*error.text, str(error)]
    for line in said:
        if not line.strip() or len(line) > LONGEST_LINE or "Traceback" in line:
            return f"no line to read ({len(line)} characters): {line[:200]!r}"
        if isinstance(error, UserError) and not line.isprintable():
            return f"characters that do not print: {line[:200]!r}"
        if "It must lie ." in line or "Input should" in line:
            return f"words that do not help: {line[:200]!r}"
    return ""


def look(kind: Kind, seed: int, number: int, folder: Path) -> tuple[str, str]:
    """Make one input and have it read: ("accepted" or "refused" or what went wrong, more about it)."""
    raw = kind.make(random.Random(f"{kind.name} {seed} {number}"))
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        kind.read(raw, folder, number)
    except InputError as error:
        wrong = sentence_faults(error)
        return ("words", wrong) if wrong else ("refused", "")
    except TooSlow:
        return "slow", traceback.format_exc(limit=-4)
    except MemoryError:
        return "memory", traceback.format_exc(limit=-4)
    except Exception as error:
        return type(error).__name__, traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return "accepted", ""


def main(kind_name: str, seed: int, first: int, count: int, folder: Path) -> None:
    """Look at `count` inputs of a kind."""
    kind, counts = KINDS[kind_name], {"accepted": 0, "refused": 0, "wrong": 0}
    signal.signal(signal.SIGALRM, _too_slow)
    kind.begin(folder)
    for number, raw in enumerate(kind.right()):
        kind.read(raw, folder, 2 * number)
    limited()
    for number in range(first, first + count):
        # What does not come back to Python at all ends the process, with the place.
        faulthandler.dump_traceback_later(SECONDS + 10, exit=True)
        print(json.dumps({"begun": number}), flush=True)
        how, more = look(kind, seed, number, folder)
        counts[how if how in counts else "wrong"] += 1
        if how not in counts:
            print(json.dumps({"number": number, "how": how, "more": more}), flush=True)
            if os.environ.get("LINLI_FUZZ_KEEP"):
                kept = Path(os.environ["LINLI_FUZZ_KEEP"]) / f"{kind.name}-{seed}-{number}"
                kept.write_bytes(kind.make(random.Random(f"{kind.name} {seed} {number}")))
    faulthandler.cancel_dump_traceback_later()
    print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
