"""``python -m essaim``."""

from essaim.cli.main import run

run()
