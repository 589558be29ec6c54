"""A back end on a cluster: Dask distributed. The cluster is there already (an address), or is made on this machine for as long as the sweep lasts."""

from __future__ import annotations

import queue
import threading
from typing import Any

from ...model.ground.text import Text
from ...scenarios.errors import UserError, show
from .backend import Job

AHEAD = 2
"""Runs at hand for each thread of the cluster."""
PATIENCE = "10s"
"""How long a scheduler may take to answer."""
LOCAL = "local"
NEED_DASK = Text('--dask needs Dask distributed; install it with: pip install "linli[dask]"', '--dask 需要 Dask distributed，请安装：pip install "linli[dask]"')
_workers = threading.local()


def work(job: Job, task: Any) -> Any:
    """Work a run in a worker of the cluster; each of its threads keeps ready what the next run may need."""
    if getattr(_workers, "job", None) != job:
        _workers.job, _workers.worker = job, job.worker()
    return _workers.worker.work(task)


class DaskCluster:
    """Hands runs to the workers of a cluster."""

    def __init__(self, job: Job, address: str, workers: int) -> None:
        """Reach the scheduler, or make a cluster here with so many workers.

        Raises:
            UserError: Dask is not installed, or the scheduler cannot be reached.
        """
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise UserError(*NEED_DASK, file="--dask") from None
        self._local: Any = None
        try:
            if address == LOCAL:
                self._local = LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=":0")
            self._client: Any = Client(self._local or address, timeout=PATIENCE)
        except (OSError, ValueError, TypeError) as error:
            reason = " ".join(str(error).split())[:160] or type(error).__name__
            raise UserError(
                f"the scheduler {show(address)} cannot be reached ({reason}).", f"无法连接调度器 {show(address)}（{reason}）。", file="--dask"
            ) from None
        self._told = job
        self._job = self._client.scatter(job, broadcast=False, hash=False)
        self._at_work: dict[Any, Any] = {}
        self._ended: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._next: list[Any] = []

    def room(self) -> int:
        """Return how many more runs the cluster takes now; it may grow and shrink."""
        threads = int(sum(self._client.ncores().values()))
        return AHEAD * max(1, threads) - len(self._at_work)

    def has_lived(self) -> None:
        """The scheduler says who takes a run, and nobody knows before."""

    def submit(self, task: Any) -> None:
        """Hand a run out; Dask gives one whose worker went away to another, a few times."""
        future = self._client.submit(work, self._job, task, pure=False, retries=0)
        self._at_work[future.key] = task
        future.add_done_callback(self._ended.put)

    def wait(self, seconds: float) -> None:
        """Wait until a run has ended."""
        if not self._next:
            try:
                self._next.append(self._ended.get(timeout=seconds))
            except queue.Empty:
                return

    def collect(self) -> list[Any]:
        """Return what has ended.

        Raises:
            UserError: the scheduler is gone.
        """
        ready, self._next = self._next, []
        while not self._ended.empty():
            ready.append(self._ended.get())
        if self._client.status not in ("running", "connecting"):
            raise UserError("the scheduler is gone.", "调度器已断开。", file="--dask")
        return [self._outcome(future) for future in ready if future.key in self._at_work]

    def _outcome(self, future: Any) -> Any:
        task = self._at_work.pop(future.key)
        try:
            return future.result()
        except Exception as error:
            return self._told.lost(task, f"{type(error).__name__}: {error}"[:300])
        finally:
            future.release()

    def close(self) -> None:
        """Drop what is at work and let the cluster go; end it if it was made here."""
        self._client.close()
        if self._local is not None:
            self._local.close()
