"""Every write about mail and long work."""

from essaim.apps.jobs.actions.mail import (
    deliver,
    drop_message,
    erase_old_messages,
    queue_message,
    send_again,
    send_waiting,
)

__all__ = ["deliver", "drop_message", "erase_old_messages", "queue_message", "send_again", "send_waiting"]
