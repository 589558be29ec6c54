"""How compiled code is kept: numba's cache of functions, in linli's folder alone, each file sealed.

numba would look for other places where the folder cannot be written to, and would find code of older sources there;
it would believe a damaged file, and of two processes that compile at once one could get the other's code under its
own name. Here the folder is named by the hash of the sources that the function's file reaches (sources.py), every
file is checked whole before it is unpickled (unpickling executes), what is odd is compiled anew, and a file's name
and content say what it is of.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import pickle
import re
import shutil
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache, IndexDataCacheFile

from .cache import cache_folder, open_own, ready, tell_unused
from .seal import SealError, check_seal, seal
from .sources import MODEL, reach_hash
from .whole import write_whole

VERSIONS = 8
"""Older versions of a file's compiled code that are kept, for those who go back and forth between sources."""
HASH = 16
"""Hexadecimal digits of the hash of sources in a folder's name."""


@cache
def compiled_folder() -> Path:
    """Return the folder of all compiled code, the same as long as this process lives."""
    return cache_folder() / "compiled"


class _Place:
    """Where the code of a function is kept, as numba asks for it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._py_file = inspect.getfile(function)
        self._line = function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        """Return a folder of the function's file and of all it rests on: the same sources elsewhere have the same code."""
        above = Path(self._py_file).absolute()
        if above.is_relative_to(MODEL):
            return str(compiled_folder() / "-".join((*above.relative_to(MODEL).with_suffix("").parts, self.get_source_stamp())))
        return str(compiled_folder() / f"{above.parent.name}_{hashlib.blake2b(str(above.parent).encode(), digest_size=8).hexdigest()}")

    def get_source_stamp(self) -> str:
        """Return the hash of what the code is of; of a kernel outside model/ it is of its file alone."""
        path = Path(self._py_file).absolute()
        if path.is_relative_to(MODEL):
            return reach_hash(path)
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest() if path.is_file() else "no file"

    def get_disambiguator(self) -> str:
        return str(self._line)


class _Results(CompileResultCacheImpl):  # type: ignore[misc]
    """What numba keeps of a compiled function; the place is linli's, whatever numba's settings say."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._lineno = function.__code__.co_firstlineno
        self._locator = _Place(function)
        name = Path(inspect.getfile(function)).stem
        self._filename_base = self.get_filename_base(f"{name}.{function.__qualname__}", getattr(sys, "abiflags", ""))


class _Files(IndexDataCacheFile):  # type: ignore[misc]
    """The files of a function: an index, and one of code for each signature."""

    def save(self, key: Any, data: Any) -> None:
        """Keep the code of a signature; its name is of the signature, so that two who compile at once do not mix."""
        found = self._load_index()
        name = found.get(key) or self._data_name(int.from_bytes(hashlib.blake2b(repr(key).encode(), digest_size=7).digest(), "big"))
        self._save_data(name, (key, data))
        # Others may have added to the index meanwhile.
        self._save_index(self._load_index() | {key: name})

    def load(self, key: Any) -> Any:
        """Return the code of a signature; None if there is none that can be believed."""
        name = self._load_index().get(key)
        kept = self._read(Path(self._data_path(name))) if name else None
        return kept[1] if kept is not None and kept[0] == key else None

    def flush(self) -> None:
        self._save_index({})

    def _load_index(self) -> dict[Any, str]:
        kept = self._read(Path(self._index_path))
        return kept if isinstance(kept, dict) else {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(Path(self._index_path), overloads)

    def _save_data(self, name: str, data: Any) -> None:
        self._write(Path(self._data_path(name)), data)

    def _label(self, path: Path) -> str:
        return f"{path.name} {self._source_stamp} numba {numba.__version__} python {sys.version}"

    def _read(self, path: Path) -> Any:
        """Return what a file holds; None if it is not there, not whole, of something else, or others could have written it."""
        if ready(path.parent) is None:
            return None
        try:
            with open_own(path) as file:
                end = check_seal(file, self._label(path))
                return pickle.loads(file.read(end))
        except (OSError, SealError):
            return None

    def _write(self, path: Path, content: Any) -> None:
        buffer = io.BytesIO()
        buffer.write(self._dump(content))
        seal(buffer, self._label(path))
        write_whole(path, buffer.getvalue())
        # Whatever the mask of this process lets others do by default.
        path.chmod(0o600)


def clear_older(place: Path) -> None:
    """Remove what other sources of the same file left beside a folder of compiled code, but for the newest `VERSIONS`.

    Args:
        place: a folder whose name ends in a hyphen and the hash of the sources; beside another one nothing is removed.
    """
    if not re.search(f"-[0-9a-f]{{{HASH}}}$", place.name):
        return
    stem = place.name[: -HASH - 1]
    same = [path for path in place.parent.glob(f"{stem}-*") if re.fullmatch(f"[0-9a-f]{{{HASH}}}", path.name[len(stem) + 1 :]) and path != place]

    def age(path: Path) -> float:
        try:
            return -path.stat().st_mtime
        except OSError:
            return 0.0

    for path in sorted(same, key=age)[VERSIONS:]:
        # Who still reads there compiles anew.
        shutil.rmtree(path, ignore_errors=True)


class CompiledCode(FunctionCache):  # type: ignore[misc]
    """numba's cache of one function, kept as this module says."""

    _impl_class = _Results

    def __init__(self, function: Callable[..., Any]) -> None:
        """Look at nothing yet: folders are made when the first code is asked for."""
        super().__init__(function)
        self._cache_file = _Files(self._cache_path, self._impl.filename_base, self._impl.locator.get_source_stamp())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the kept code of a signature, None if there is none that can be believed."""
        target_context.refresh()
        return self._load_overload(sig, target_context)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code of a signature if that can be done."""
        place = Path(self._cache_path)
        if not self._enabled or not self._impl.check_cachable(data):
            return
        if ready(place) is None:
            return
        if not Path(self._cache_file._index_path).exists():
            clear_older(place)
        try:
            self._cache_file.save(self._index_key(sig, data.codegen), self._impl.reduce(data))
        except OSError as error:
            tell_unused(error)


def keep_compiled(dispatcher: Any) -> None:
    """Let a function that numba compiles keep its code in linli's folder."""
    dispatcher._cache = CompiledCode(dispatcher.py_func)
