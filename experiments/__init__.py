"""Many runs: run, compare, store, export, benchmark. Everything heavy is imported where it is used."""
