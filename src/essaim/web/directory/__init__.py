"""The directory of poles: list, map, sheets, files."""
