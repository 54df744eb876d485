"""Every read about calls, split by noun."""
