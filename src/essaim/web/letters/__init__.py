"""Letters that prospects sign to commit themselves or to join: prepared, taken away, filed once signed, withdrawn."""
