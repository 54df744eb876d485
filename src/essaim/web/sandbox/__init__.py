"""Doors of the sandbox: try the site as somebody. Closed everywhere else."""
