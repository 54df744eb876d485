"""Forms that change one part of a record, the same in every section: their fields, and saving without overwriting."""
