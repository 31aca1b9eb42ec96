"""Planning a cycle: the dates that its rhythm makes, what speaks against each, and draft sessions for those chosen."""
