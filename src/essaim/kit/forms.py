"""Forms as every page shows them: label, help and errors tied to their field, and a summary of what is to be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm, FileField, FileInput
from django.forms.renderers import TemplatesSetting

from essaim.engine.errors import EssaimError

Answer = TypeVar("Answer")


class Renderer(TemplatesSetting):
    """``{{ form }}`` is rendered by our own accessible templates."""

    form_template_name = "web/_form.html"
    field_template_name = "web/_field.html"


def attempt(form: BaseForm, action: Callable[[], Answer], field: str | None = None) -> Answer | None:
    """What ``action`` answers; when it refuses, None, and its sentences stand on the form (on ``field`` if given).

    Nothing typed is lost: the page shows the same form again.
    """
    try:
        return action()
    except EssaimError as refusal:
        form.add_error(field, str(refusal))
        return None


class SeveralFiles(FileInput):
    """A field of files that takes several at once."""

    allow_multiple_selected = True


class FilesField(FileField):
    """Several files, each checked as one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files; none when the field may stay empty."""
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(one, initial) for one in given]
        return [one for one in cleaned if one is not None]
