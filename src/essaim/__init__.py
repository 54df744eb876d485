"""Essaim: found, run and spread territorial poles of economic cooperation (PTCE)."""

__version__ = "0.1.0.dev0"
