"""How the hot loops are compiled: numba, cached on disk, without the interpreter lock.

numba's own cache does not see that a function *called* by a cached one has changed. The cache folder is therefore
named by a hash of the sources of all rooms of model/ (sources.py): a changed rule is always compiled anew, and an
installation that cannot be written to still has a cache.

The folder is linli's alone. numba asks for its setting when a function is decorated, so the setting is changed for just
that long: functions that a user of linli compiles are cached where they would be without linli.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

from .sources import model_hash

F = TypeVar("F", bound=Callable[..., Any])


def cache_folder() -> Path:
    """Return the folder in which linli keeps compiled code and spun-up communities (LINLI_CACHE overrides it)."""
    asked = os.environ.get("LINLI_CACHE")
    return Path(asked) if asked else Path(platformdirs.user_cache_dir("linli"))


@cache
def compiled_folder() -> Path:
    """Return the folder of the compiled code of these sources, the same as long as this process lives."""
    return cache_folder() / "compiled" / model_hash()


@contextmanager
def _own_cache() -> Iterator[None]:
    """Let numba keep what is decorated now in linli's folder, and leave its setting as it was."""
    settings: Any = numba.config
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(compiled_folder())
    try:
        yield
    finally:
        settings.CACHE_DIR = before


def _load_rules_of_arrays() -> None:
    """Load numba's rules of arrays without scipy.linalg.

    numba imports scipy.linalg at this point only to see whether kernels may call np.kron, a fifth of a second for nothing. To
    forbid the import for a moment costs kernels np.kron and nothing else: products of matrices look for it again themselves.
    """
    blas = "scipy.linalg.cython_blas"
    if blas in sys.modules:
        return
    sys.modules[blas] = None  # type: ignore[assignment]
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules[blas]


_load_rules_of_arrays()


def _compile(function: F, **options: Any) -> F:
    """Decorate with what all kernels share: a cache, exact arithmetic (no fastmath), no interpreter lock."""
    with _own_cache():
        return numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)  # type: ignore[call-overload, no-any-return]


def kernel(function: F) -> F:
    """Compile a hot loop: cached, without the interpreter lock, exact arithmetic (no fastmath)."""
    return _compile(function)


def tight(function: F) -> F:
    """Compile a hot loop that makes no arrays. Counting references to arrays, which others need, would take most of its time."""
    return _compile(function, _nrt=False)


def inline(function: F) -> F:
    """Compile a small rule that kernels call and that makes no arrays; the compiler puts it into its callers.

    A call that is not inlined copies the descriptors of all arrays it is given: for a rule as short as looking up a tie that
    costs more than the rule.
    """
    return _compile(function, forceinline=True, _nrt=False)


def merged(function: F) -> F:
    """Compile a long rule that only one kernel calls as a part of that kernel: by itself it would be compiled once more for nothing."""
    return numba.njit(nogil=True, error_model="numpy", inline="always", _nrt=False)(function)  # type: ignore[call-overload, no-any-return, return-value]
