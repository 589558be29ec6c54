"""Who is where: everyday presence, events, the decision to come, habits, visits, one week of encounters. May import ties, people, ground."""
