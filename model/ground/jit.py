"""How the hot loops are compiled: numba, cached on disk, without the interpreter lock.

numba's own cache does not see that a function *called* by a cached one has changed. The cache folder is therefore
named by a hash of the sources of this package's model/ folder: a changed rule is always compiled anew, and an
installation that cannot be written to still has a cache.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import platformdirs

F = TypeVar("F", bound=Callable[..., Any])


def _source_hash() -> str:
    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        text = path.read_bytes()
        if b"jit import" in text:
            digest.update(path.relative_to(Path(__file__).parent.parent).as_posix().encode())
            digest.update(text)
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder in which linli keeps compiled code and spun-up communities (LINLI_CACHE overrides it)."""
    asked = os.environ.get("LINLI_CACHE")
    return Path(asked) if asked else Path(platformdirs.user_cache_dir("linli"))


os.environ["NUMBA_CACHE_DIR"] = str(cache_folder() / "compiled" / _source_hash())

import numba  # noqa: E402  (the cache folder must be named before numba reads its settings)


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

numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # type: ignore[attr-defined]


def kernel(function: F) -> F:
    """Compile a hot loop: cached, without the interpreter lock, exact arithmetic (no fastmath)."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[call-overload, no-any-return, return-value]


def tight(function: F) -> F:
    """Compile a hot loop that makes no arrays. Counting references to arrays, which others need, would take most of its time."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)  # type: ignore[call-overload, no-any-return, return-value]


def inline(function: F) -> F:
    """Compile a small rule that kernels call and that makes no arrays; the compiler puts it into its callers.

    A call that is not inlined copies the descriptors of all arrays it is given: for a rule as short as looking up a tie that
    costs more than the rule.
    """
    return numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True, _nrt=False)(function)  # type: ignore[call-overload, no-any-return, return-value]


def merged(function: F) -> F:
    """Compile a long rule that only one kernel calls as a part of that kernel: by itself it would be compiled once more for nothing."""
    return numba.njit(nogil=True, error_model="numpy", inline="always", _nrt=False)(function)  # type: ignore[call-overload, no-any-return, return-value]
