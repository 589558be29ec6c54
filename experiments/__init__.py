"""Many runs: run, compare, reproduce, calibrate, store, export, benchmark. Everything heavy is imported where it is used."""
