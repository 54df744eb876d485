"""Territories: their poles, what the register says of them, and the way to one another."""
