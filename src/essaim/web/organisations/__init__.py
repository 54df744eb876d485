"""Organisations and the members of poles: list, pages, keeping, merging."""
