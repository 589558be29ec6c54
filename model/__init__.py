"""The society: who lives where, whom they meet, what remains of it. It knows nothing of files, sweeps or pictures."""
