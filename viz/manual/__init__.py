"""Pages of the manual that are made from declarations, so that they cannot drift: fields, measures, study files, state, commands. May import all below viz."""
