"""How the hot loops are compiled: numba, cached on disk, without the interpreter lock.

numba's own cache does not see that a function *called* by a cached one has changed. The folder of a file's compiled code is
therefore named by a hash of that file and of all it reaches by imports (sources.py): a changed rule is always compiled anew, and
what does not rest on it is not; an installation that cannot be written to still has a cache. compiled.py says how its files are
kept and checked.

The folder is linli's alone: functions that a user of linli compiles are cached where they would be without linli.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import numba

from .compiled import keep_compiled

F = TypeVar("F", bound=Callable[..., Any])


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
    made: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)  # type: ignore[call-overload]
    # Where numba is told to compile nothing (NUMBA_DISABLE_JIT) the function stays what it was.
    if made is not function:
        keep_compiled(made)
    return made  # type: ignore[no-any-return]


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
