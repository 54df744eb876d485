"""Writing to whoever publishes the site."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.actions import write_to_publisher
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy
from essaim.kit.visitors import VisitorForm
from essaim.web.acting import person


class ContactForm(VisitorForm):
    """A message to whoever publishes the site."""

    subject = forms.CharField(label=gettext_lazy("Objet"), max_length=150)
    text = forms.CharField(label=gettext_lazy("Votre message"), max_length=5000, widget=forms.Textarea)
    page = forms.CharField(
        label=gettext_lazy("Adresse de la page dont vous parlez"), max_length=500, required=False,
        help_text=gettext_lazy("Facultative."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Votre adresse électronique"), required=False,
        help_text=gettext_lazy("Facultative : sans elle, personne ne pourra vous répondre. Le site ne la garde pas."),
    )  # fmt: skip


def contact(request: HttpRequest) -> HttpResponse:
    """Write to the publisher, by a form; the page says when the site has no address to write to."""
    known = getattr(person(request), "email", "")
    form = ContactForm(request.POST or None, request=request, at=timezone.now(), initial={"email": known})
    if request.method == "POST" and settings.CONTACT and form.is_valid() and _sent(form):
        messages.success(request, _("Votre message est parti."))
        return redirect("contact")
    shown = {"form": form if settings.CONTACT else None, "publisher": settings.PUBLISHER}
    return render(request, "about/contact.html", shown)


def _sent(form: ContactForm) -> bool:
    said = form.cleaned_data

    def send() -> bool:
        write_to_publisher(
            subject=said["subject"], text=said["text"], answer_to=said["email"], page=said["page"], at=timezone.now()
        )
        return True

    return attempt(form, send) is not None
