"""Forms that whoever comes may send: what stops programs that fill in forms, without asking anything of people.

Three marks, none of which calls another site: a field that people do not see, the time taken, how many came from there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict

from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy
from essaim.kit.limits import asker, spend, wait_in_words

_SALT = "essaim.visitor-form"
_SOONEST, _LATEST = timedelta(seconds=3), timedelta(hours=24)
TRAP, OPENED = "site_web", "opened_at"


class VisitorForm(forms.Form):
    """A form open to all. Put it first among the bases: ``class CorrectionForm(VisitorForm, forms.ModelForm)``.

    Args:
        request: who asks.
        at: the moment of the request.
        limit: the name of the limit on how many are accepted from one visitor.

    What it refuses, it says; the form comes back whole, and sending it again a moment later is enough.
    """

    site_web = forms.CharField(  # type: ignore[call-arg]  # the stubs do not know template_name
        required=False,
        label=gettext_lazy("Laissez ce champ vide"),
        template_name="web/_trap.html",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: HttpRequest, at: datetime, limit: str = "visitor-form", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._asker, self._at, self._limit = asker(request), at, limit
        self.initial[OPENED] = signing.dumps(at.timestamp(), salt=_SALT)

    def clean(self) -> dict[str, Any]:
        """The fields checked, then the visitor; a demand counts only when all the rest is right."""
        cleaned = super().clean() or self.cleaned_data
        refusal = self._refusal()
        if not refusal and not self.errors:
            seconds = spend(self._limit, self._asker, self._at)
            if seconds:
                refusal = _("Beaucoup d'envois sont venus de chez vous. Réessayez dans %(wait)s.") % {
                    "wait": wait_in_words(seconds)
                }
        if refusal:
            raise forms.ValidationError(refusal)
        return cleaned

    def _refusal(self) -> str:
        if self.cleaned_data.get(TRAP):
            self._renew({TRAP: ""})
            return _("Un champ qui devait rester vide était rempli ; il est vidé. Envoyez de nouveau.")
        try:
            opened = float(signing.loads(self.cleaned_data.get(OPENED) or "", salt=_SALT))
        except (signing.BadSignature, ValueError, TypeError):
            self._renew({})
            return _("Cette page n'était plus à jour. Rien n'est perdu : envoyez de nouveau.")
        taken = timedelta(seconds=self._at.timestamp() - opened)
        if taken > _LATEST:
            self._renew({})
            return _("Cette page était ouverte depuis plus d'un jour. Rien n'est perdu : envoyez de nouveau.")
        if taken < _SOONEST:
            return _("La page venait de s'ouvrir. Attendez trois secondes, puis envoyez de nouveau.")
        return ""

    def _renew(self, values: dict[str, str]) -> None:
        """Give the page that comes back a fresh stamp, so that sending again is possible."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        fresh = {OPENED: self.initial[OPENED], **values}
        for name, value in fresh.items():
            data[self.add_prefix(name)] = value
        self.data = data
