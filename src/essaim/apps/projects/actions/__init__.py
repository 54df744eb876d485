"""Every write about joint projects, by subject."""
