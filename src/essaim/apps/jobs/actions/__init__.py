"""Every write about mail and long work."""

from essaim.apps.jobs.actions.mail import (
    deliver,
    drop_message,
    erase_messages_to,
    erase_old_messages,
    queue_message,
    send_again,
    send_waiting,
)
from essaim.apps.jobs.actions.work import (
    ask_job,
    cancel_job,
    erase_old_jobs,
    reap_jobs,
)

__all__ = [
    "ask_job",
    "cancel_job",
    "deliver",
    "drop_message",
    "erase_messages_to",
    "erase_old_jobs",
    "erase_old_messages",
    "queue_message",
    "reap_jobs",
    "send_again",
    "send_waiting",
]
