"""Calls: the public calendar and notices, the dossiers that answer, the pages of those who run a call."""
