"""The spreadsheet of a plan: its rows and columns, what each cell means, what a file that comes back would change."""
