"""One's own data: taken away as a file, or erased."""

from __future__ import annotations

import io
import json
import zipfile

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.actions import erase_account
from essaim.apps.accounts.queries import personal_data
from essaim.apps.founding.queries.mentoring import mentorings_asked_by
from essaim.apps.founding.queries.prospects import prospect_notes_written_by
from essaim.apps.poles.queries import notes_written_by
from essaim.apps.scenarios.queries import scenarios_kept_by
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.web.acting import acting


class EraseForm(forms.Form):
    """A box to tick: nobody erases by a slip."""

    sure = forms.BooleanField(label=gettext_lazy("Oui, effacer mon compte pour de bon"))


def data(request: HttpRequest) -> HttpResponse:
    """All that the site holds about whoever asks: JSON files in one zip."""
    user = acting(request)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        everything = personal_data(user) | {
            "demandes_d_entraide": mentorings_asked_by(user.uid),
            "notes": notes_written_by(user.uid),
            "notes_prospects": prospect_notes_written_by(user.uid),
            "reperages": scenarios_kept_by(user),
        }
        for name, values in everything.items():
            archive.writestr(f"{name}.json", json.dumps(values, ensure_ascii=False, indent=1, default=str))
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="essaim-mes-donnees.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


# Somebody who finds an open browser does not erase its owner: a recent code or passkey is asked for. The sandbox's
# people have none.
@reauthentication_required(enabled=lambda request: not settings.SANDBOX)  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's account, after a question."""
    user = acting(request)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _erase(request)):
        messages.success(request, _("Votre compte est effacé. Merci d'avoir tenu ces fiches."))
        return redirect("home")
    return render(request, "accounts/erase.html", {"form": form, "user": user, "grants": user.grants.count()})


def _erase(request: HttpRequest) -> bool:
    user = acting(request)
    with transaction.atomic():
        erase_account(user=user, by=user, at=timezone.now())
        logout(request)
    return True
