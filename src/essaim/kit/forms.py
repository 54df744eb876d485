"""Forms as every page shows them: label, help and errors tied to their field, and a summary of what is to be mended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm
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
