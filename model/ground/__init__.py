"""What everything stands on: randomness, compiled code, parameters, texts, refusals, measures. Imports nothing of linli."""
