"""The best use of a budget: levers are searched by NSGA-II, and what is found is played again with fresh seeds."""
