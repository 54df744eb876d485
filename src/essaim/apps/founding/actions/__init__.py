"""Every write about poles being founded, split by noun."""
