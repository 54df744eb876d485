"""A pole's money on screen: its plans, line by line and year by year, and what is read from them."""
