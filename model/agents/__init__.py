"""The face for Mesa: the community as a model, residents, households, organisations and events as agents. May import every room below."""
