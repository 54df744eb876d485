"""Long work and mail, as people see them."""
