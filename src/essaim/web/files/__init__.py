"""The directory as files: what is on screen, with the same filter, and nothing private."""
