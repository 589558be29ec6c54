"""How a society comes to be: neighbourhood, population, households, rosters, sites, and who moves in. May import ties, people, ground."""
