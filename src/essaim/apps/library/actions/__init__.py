"""Every write of the library: each checks its rule and records one event."""

from essaim.apps.library.actions.holding import MODEL
from essaim.apps.library.actions.versions import discard_draft, open_version, publish, withdraw
from essaim.apps.library.actions.writing import WHOLE, replace_content, start_model, write_part

__all__ = [
    "MODEL", "WHOLE", "discard_draft", "open_version", "publish", "replace_content", "start_model", "withdraw",
    "write_part",
]  # fmt: skip
