"""The society stepped by the week: engine, programme, services together; measures and storage. May import every room below."""
