"""Every read about a pole's money, by subject."""
