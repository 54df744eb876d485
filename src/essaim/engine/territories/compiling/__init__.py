"""Making a version of the territories: the compiled base, then each added table in turn."""
