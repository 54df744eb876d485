"""Every write about a pole's money, by subject."""
