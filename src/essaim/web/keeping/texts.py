"""Editing what the sheet says in words: its six parts, what they list, the axes of the strategy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from essaim.apps.poles import actions
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Pole, SheetItem
from essaim.engine.language import gettext
from essaim.engine.patterns.vocabulary import funder_kinds, means_kinds
from essaim.kit.language import gettext_lazy as _
from essaim.tables import formats
from essaim.web import labels
from essaim.web.editing.fields import PartForm, SourcedForm, TypedAmount, with_blank
from essaim.web.editing.saving import Part, edited
from essaim.web.keeping.rights import editable_pole


class SectionForm(SourcedForm):
    """The text of one part of the sheet."""

    text = forms.CharField(
        label=_("Texte"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Une ligne vide sépare deux paragraphes. Sans texte, la rubrique redevient « non renseignée »."),
    )  # fmt: skip
    field_order = ("text", "source_title", "source_urls")


class ItemForm(SourcedForm):
    """One thing that a part of the sheet lists."""

    kind = forms.ChoiceField(label=_("Sorte"), required=False)
    label = forms.CharField(label=_("En quelques mots"), max_length=300)
    amount_cents = TypedAmount(label=_("Montant, s'il est connu"))
    field_order = ("kind", "label", "amount_cents", "source_title", "source_urls")

    def __init__(self, *args: Any, heading: Heading, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["kind"]
        assert isinstance(chosen, forms.ChoiceField)
        kinds = dict(means_kinds() if heading == Heading.ACTIVITIES else funder_kinds())
        former = self.initial.get("kind") or ""
        chosen.choices = with_blank(kinds | ({former: labels.item_kind(former)} if former else {}))
        if heading not in (Heading.ACTIVITIES, Heading.ECONOMY) and not former:
            del self.fields["kind"]
        if heading != Heading.ECONOMY:
            del self.fields["amount_cents"]


class ReasonForm(PartForm):
    """Taking something out, with the reason why."""

    reason = forms.CharField(label=_("Pourquoi ?"), max_length=300)


def section(request: HttpRequest, slug: str, heading: str) -> HttpResponse:
    """Edit the text of one part of the sheet."""
    pole, which = editable_pole(request, slug), _heading(heading)
    said = pole.sections.filter(heading=which).first()
    part = Part(
        title=gettext("Modifier : %(part)s") % {"part": which.label}, back=f"{pole.get_absolute_url()}#{which.value}",
        back_label=pole.name, version=pole.version, make=SectionForm,
        present={name: getattr(said, name, "") for name in ("text", "source_title", "source_urls")},
        save=lambda typed, seen, by, at: actions.write_section(
            pole=pole, heading=which.value, text=typed["text"], source_title=typed["source_title"],
            source_urls=typed["source_urls"], seen_version=seen, by=by, at=at,
        ),
    )  # fmt: skip
    return edited(request, part)


def add_item(request: HttpRequest, slug: str, heading: str) -> HttpResponse:
    """Add one thing to what a part of the sheet lists: a means that is shared, a source of money."""
    pole, which = editable_pole(request, slug), _heading(heading)
    titles = {
        Heading.ACTIVITIES: gettext("Ajouter un moyen mutualisé"),
        Heading.ECONOMY: gettext("Ajouter un financement"),
    }
    part = Part(
        title=titles.get(which, gettext("Ajouter un élément à : %(part)s") % {"part": which.label}),
        back=f"{pole.get_absolute_url()}#{which.value}", back_label=pole.name, version=pole.version, present={},
        make=lambda *args, **options: ItemForm(*args, heading=which, **options),
        save=lambda typed, seen, by, at: actions.list_item(
            pole=pole, heading=which.value, **_item_columns(typed), seen_version=None, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def change_item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Edit one thing that a part of the sheet lists."""
    pole, item = _item(request, slug, number)
    which = Heading(item.heading)
    amount = formats.typed_euros(item.amount_cents)
    present = {name: getattr(item, name) for name in ("kind", "label", "source_title", "source_urls")}
    part = Part(
        title=gettext("Modifier : %(part)s") % {"part": item.label}, back=f"{pole.get_absolute_url()}#{which.value}",
        back_label=pole.name, version=pole.version, present=present | {"amount_cents": amount},
        make=lambda *args, **options: ItemForm(*args, heading=which, **options),
        save=lambda typed, seen, by, at: actions.change_item(
            item=item, changes=_item_columns(typed), seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def remove_item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before taking one thing out of what a part of the sheet lists."""
    pole, item = _item(request, slug, number)
    part = Part(
        title=gettext("Retirer : %(part)s") % {"part": item.label}, back=f"{pole.get_absolute_url()}#{item.heading}",
        back_label=pole.name, version=pole.version, present={"label": item.label}, make=PartForm,
        save=lambda typed, seen, by, at: actions.remove_item(item=item, seen_version=seen, by=by, at=at),
        done=gettext("C'est retiré ; l'historique le garde."),
        shown={"send": gettext("Retirer de la fiche"), "lead": gettext("L'historique de la fiche le garde.")},
    )  # fmt: skip
    return edited(request, part)


def _item_columns(typed: dict[str, Any]) -> dict[str, Any]:
    names = ("label", "amount_cents", "source_title", "source_urls")
    return {"kind": typed.get("kind", ""), **{name: typed[name] for name in names if name in typed}}


def _item(request: HttpRequest, slug: str, number: int) -> tuple[Pole, SheetItem]:
    pole = editable_pole(request, slug)
    item = pole.items.filter(pk=number).first()
    if item is None:
        raise Http404
    item.pole = pole
    return pole, item


def _heading(key: str) -> Heading:
    if key not in Heading.values:
        raise Http404
    return Heading(key)
