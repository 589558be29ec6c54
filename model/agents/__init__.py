"""The face for Mesa: the community, residents, households, organisations and events as agents. May import every room below."""
