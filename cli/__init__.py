"""The command line: `linli run`, `compare`, `scenarios`, `constants`, `export`, `benchmark`."""
