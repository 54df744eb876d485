"""The user guide on the site: the same pages as in ``docs/guide``, where people need them."""
