"""Files that people file: checked when they come in, kept beside the database, given out as attachments."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files that people file: checked when they come in, kept beside the database, given out as attachments."""

    name = "essaim.apps.documents"
    label = "documents"
