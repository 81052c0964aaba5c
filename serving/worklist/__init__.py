"""What stands open about a child, for the lists of the daily work: made of a history alone."""
