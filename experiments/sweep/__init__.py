"""Sweeps: many runs of one scenario. What is to be run (plan.py, designs.py), who runs it (execute.py and a file a back end), where it is kept (store.py)."""
