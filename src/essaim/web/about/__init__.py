"""Home, the witness places of 2012, and the pages about the site itself."""
