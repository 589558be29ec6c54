"""What everything stands on: randomness, compiled code, parameters, texts, refusals, measures, tables that others wrote. Imports nothing of linli."""
