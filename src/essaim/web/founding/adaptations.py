"""What is done otherwise than the model, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.founding.actions.adaptations import note_adaptation, remove_adaptation
from essaim.apps.founding.enums import ModelPart
from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.foundings import pattern_of
from essaim.engine.language import gettext
from essaim.engine.patterns import Pattern
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.founding.access import own_founding
from essaim.web.sure import asked_first

_ROLE = f"{ModelPart.ROLE}:"


class AdaptationForm(forms.Form):
    """What changes, and why."""

    part = forms.ChoiceField(label=_("Partie du modèle"))
    what = forms.CharField(label=_("Ce qui change"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    why = forms.CharField(
        label=_("Pourquoi"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("C'est ce qui servira aux pôles suivants qui suivront ce modèle."),
    )  # fmt: skip

    def __init__(self, *args: Any, pattern: Pattern | None, **options: Any) -> None:
        super().__init__(*args, **options)
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)
        roles = [(f"{_ROLE}{role.key}", gettext("rôle : %(role)s") % {"role": role.name}) for role in _roles(pattern)]
        others = [(str(key), str(label)) for key, label in ModelPart.choices if key != ModelPart.ROLE or not roles]
        part.choices = [*roles, *others]


def adaptations(request: HttpRequest, slug: str) -> HttpResponse:
    """The log of what changes, and a form to add to it."""
    founding = own_founding(request, slug)
    pattern = pattern_of(founding)
    if request.POST.get("do") == "remove":
        return _removed(request, founding)
    form = AdaptationForm(request.POST or None, pattern=pattern)
    if request.method == "POST" and form.is_valid() and _noted(request, founding, pattern, form):
        return redirect("founding-adaptations", slug=slug)
    core = {role.key for role in (pattern.core_roles if pattern else ())}
    shown = {
        "founding": founding, "pole": founding.pole, "pattern": pattern, "form": form, "core": core,
        "noted": [(one, label_of(one, pattern)) for one in founding.adaptations.all()],
    }  # fmt: skip
    return render(request, "founding/adaptations.html", shown)


def label_of(adaptation: Any, pattern: Pattern | None) -> str:
    """The part of the model that is adapted, in words."""
    role = next((one for one in _roles(pattern) if one.key == adaptation.key), None)
    return role.name if role else str(adaptation.get_part_display())


def _noted(request: HttpRequest, founding: Founding, pattern: Pattern | None, form: AdaptationForm) -> bool:
    typed, by, at = form.cleaned_data, acting(request), timezone.now()
    part, _colon, key = typed["part"].partition(":")
    is_core = key in {role.key for role in (pattern.core_roles if pattern else ())}
    noted = attempt(
        form,
        lambda: note_adaptation(
            founding=founding, part=part, key=key, what=typed["what"], why=typed["why"], is_core=is_core, by=by, at=at
        ),
    )
    if noted is None:
        return False
    if is_core:
        messages.warning(
            request, gettext("C'est noté. Le modèle tient ce rôle pour nécessaire : parlez-en à un pôle qui le suit.")
        )
    else:
        messages.success(request, gettext("C'est noté."))
    return True


def _removed(request: HttpRequest, founding: Founding) -> HttpResponse:
    found = [one for one in founding.adaptations.all() if str(one.pk) == request.POST.get("adaptation", "")]
    if not found:
        raise Http404
    label, back = label_of(found[0], pattern_of(founding)), reverse("founding-adaptations", args=[founding.pole.slug])
    asked = asked_first(
        request, title=gettext("Retirer « %(title)s » ?") % {"title": label},
        lead=gettext("Ce qui est fait autrement, et pourquoi, n'est plus dans la liste ; l'historique le garde."),
        back=back, back_label=gettext("Adaptations"),
    )  # fmt: skip
    if asked is not None:
        return asked
    found[0].founding = founding
    remove_adaptation(adaptation=found[0], by=acting(request), at=timezone.now())
    messages.success(request, gettext("La ligne est retirée ; l'historique la garde."))
    return redirect("founding-adaptations", slug=founding.pole.slug)


def _roles(pattern: Pattern | None) -> Any:
    return pattern.roles if pattern else ()
