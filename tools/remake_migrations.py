"""Maintainer's tool, until the first release: write the migrations of our apps anew, one for each app.

Nothing was released, so no database has to be carried over; once one is, this tool goes and migrations only grow.
"""

import os
import sys
from pathlib import Path

APPS = Path(__file__).resolve().parents[1] / "src" / "essaim" / "apps"


def main() -> int:
    """Remove every numbered migration, then let Django write those that the models ask for."""
    for path in APPS.glob("*/migrations/0*.py"):
        path.unlink()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.settings")
    import django
    from django.core.management import call_command

    django.setup()
    # Without the header, whose date would change each file each time.
    call_command("makemigrations", verbosity=1, include_header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
