"""Loading the register of establishments from the site: what serves, what is kept, files handed over or fetched."""
