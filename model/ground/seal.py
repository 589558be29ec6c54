"""A checksum of a whole file at its end, looked at before anything in the file is believed.

A zip's own checksums are looked at only when a member is read to its end, and a pickle has none. The seal also names what the file is
of: a file of something else under this name is not believed either. What comes before the seal stays as it was, so that other programs
read it too. The seal is no secret: it tells damage and mistakes, not forgery (cache.py looks at owners).
"""

from __future__ import annotations

import hashlib
import os
from typing import BinaryIO

_TAG = b"linli sealed 1\r\n"
_SIZE = 32
SEAL_BYTES = _SIZE + len(_TAG)
"""How much longer a sealed file is."""
_AT_ONCE = 1 << 20


class SealError(ValueError):
    """A file without a seal, or one that is not what its seal says."""


def seal(stream: BinaryIO, label: str = "") -> None:
    """Put the seal at the end of what was written.

    Args:
        stream: all that was written, readable and seekable.
        label: what the file is of; the same must be named to read it.
    """
    end = stream.seek(0, os.SEEK_END)
    stream.write(_digest(stream, end, label) + _TAG)


def check_seal(stream: BinaryIO, label: str = "") -> int:
    """Check a file against its seal; the stream is at its beginning then.

    Returns:
        Bytes before the seal.

    Raises:
        SealError: there is no seal, or it is that of other bytes or of another label.
    """
    end = stream.seek(0, os.SEEK_END) - SEAL_BYTES
    if end < 0:
        raise SealError("it is cut off, or something else")
    stream.seek(end)
    kept, tag = stream.read(_SIZE), stream.read(len(_TAG))
    if tag != _TAG:
        raise SealError("it has no checksum at its end")
    if kept != _digest(stream, end, label):
        raise SealError("its checksum is wrong")
    stream.seek(0)
    return end


def _digest(stream: BinaryIO, end: int, label: str) -> bytes:
    """Return the checksum of a label and of the first `end` bytes; the stream is at `end` then."""
    found = hashlib.blake2b(digest_size=_SIZE)
    name = label.encode()
    # The length parts the label from the bytes.
    found.update(f"{len(name)} ".encode() + name)
    stream.seek(0)
    left = end
    while left > 0:
        piece = stream.read(min(left, _AT_ONCE))
        if not piece:
            raise SealError("it was cut off while it was read")
        found.update(piece)
        left -= len(piece)
    return found.digest()
