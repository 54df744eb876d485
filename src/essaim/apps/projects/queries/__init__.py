"""Every read about joint projects, by subject."""
