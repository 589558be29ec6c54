"""The society stepped by the week: engine, programme, services; measures, storage, checks of mechanisms. May import every room below."""
