"""Files of a folder that are sealed: whole and of what they are named for, or not believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from ..model.ground.seal import check_seal, seal
from ..model.ground.whole import write_whole
from .held_folder import writing


class SealedFolder:
    """Files that are whole, and of what the label says, or not believed.

    Attributes:
        folder: where they are.
        label: what they are of.
    """

    def __init__(self, folder: Path, label: str) -> None:
        """Look at nothing yet."""
        self.folder, self.label = folder, label

    def keep_file(self, name: str, content: bytes) -> None:
        """Put a sealed file into the folder; it appears whole or not at all.

        Raises:
            UserError: it cannot be written.
        """
        stream = io.BytesIO()
        stream.write(content)
        seal(stream, self.label)
        with writing(self.folder):
            write_whole(self.folder / name, stream.getvalue())

    def kept_file(self, name: str) -> bytes | None:
        """Return what a sealed file holds; None if it is not there.

        Raises:
            SealError: it is damaged, or of something else.
        """
        try:
            with (self.folder / name).open("rb") as stream:
                return stream.read(check_seal(stream, self.label))
        except FileNotFoundError:
            return None


def arrays_of(content: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of an npz file: the seal tells damage, but not who wrote it, and a folder may come from anybody.

    Raises:
        ValueError: there are none that linli could have written.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            # What linli writes is not compressed; what is could grow without bound.
            if any(one.compress_type != zipfile.ZIP_STORED for one in packed.infolist()):
                raise ValueError("it is compressed")
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, EOFError, KeyError, TypeError, AttributeError, NotImplementedError, MemoryError, OverflowError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(str(error) or type(error).__name__) from None
