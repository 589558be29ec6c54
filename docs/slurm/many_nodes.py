"""Many nodes of a SLURM cluster, by dask-jobqueue: each job is a node of Dask workers; jobs come and go, the sweep goes on.

Run it on the login node, in tmux or as a small job of its own:   python many_nodes.py plan.toml results 20
"""

from __future__ import annotations

import sys


def cluster():
    """Return a cluster whose workers are SLURM jobs; nothing is submitted yet."""
    from dask_jobqueue import SLURMCluster

    return SLURMCluster(
        cores=32, processes=32, memory="64GB", walltime="12:00:00", job_extra_directives=["--requeue"],
        # All nodes see one cache: code is compiled once, and people are spun up once.
        job_script_prologue=['export LINLI_CACHE="$HOME/.cache/linli"', "export OMP_NUM_THREADS=1", "export NUMBA_NUM_THREADS=1"],
        # A worker leaves a little before the time limit, so that its runs are handed to others.
        worker_extra_args=["--lifetime", "700m", "--lifetime-stagger", "5m"],
    )  # fmt: skip


def main(plan: str, folder: str, jobs: int) -> None:
    """Work a plan on so many jobs at most."""
    import linli

    with cluster() as nodes:
        nodes.adapt(minimum_jobs=1, maximum_jobs=jobs)
        sweep = linli.sweep(plan, folder, dask=nodes.scheduler_address, progress=True)
    print(sweep)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
