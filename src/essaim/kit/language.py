"""Sentences whose language is known later: labels of choices and fields are built before any request."""

from __future__ import annotations

from django.utils.functional import lazy

from essaim.engine.language import gettext as _gettext

gettext_lazy = lazy(_gettext, str)
