"""Founding a pole: from a territory and a model to a draft that enters the directory."""
