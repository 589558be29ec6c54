"""The society stepped by the week: engine, programme, services together; measures, storage, and the checks of a mechanism. May import every room below."""
