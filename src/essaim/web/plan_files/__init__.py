"""A plan as files: the spreadsheet that goes out and comes in, the subsidy form's layout, the journal."""
