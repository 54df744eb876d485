"""Every write about calls, split by noun."""
