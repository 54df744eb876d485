"""A made-up register in the official schema: laws, places, drawing, files. All it writes says that it is synthetic."""
