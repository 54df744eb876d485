"""Every read about poles being founded, split by noun."""
