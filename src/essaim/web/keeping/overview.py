"""The coordinator's page of a pole: what is filled, what is blank, the last writes; and the poles one keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.audit.queries import event_of
from essaim.apps.founding.queries.prospects import founding_at
from essaim.apps.founding.rules import can_answer_founders, can_found, reads_founding
from essaim.apps.poles import actions
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import outline, pole_by_slug, poles_kept_by
from essaim.apps.poles.rules import can_add_pole, can_edit_pole
from essaim.apps.projects.rules import keeps_work
from essaim.engine.language import gettext as _
from essaim.kit.routes import must
from essaim.web import labels
from essaim.web.acting import person
from essaim.web.commune_field import commune_text
from essaim.web.directory.history import changes, read_history
from essaim.web.editing.fields import PartForm
from essaim.web.editing.saving import Part, edited
from essaim.web.keeping.rights import editable_pole

_LAST = 5
# Pages for the pole's own people alone.
_OWN = {"funds", "plans", "projects"}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the sheet may say: how it stands, and where to write it."""

    label: str
    said: str
    address: str


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What the sheet says and what it does not say yet, each with its page to write it."""
    pole = pole_by_slug(slug, drafts=True)
    if pole is None:
        raise Http404
    must(can_edit_pole(person(request), pole))
    lines, today = _lines(pole), timezone.localdate()
    founding = reads_founding(person(request), pole)
    shown: dict[str, Any] = {
        "pole": pole,
        "filled": [line for line in lines if line.said],
        "blank": [line for line in lines if not line.said],
        "outline": outline(list(pole.memberships.all()), today, today=today),
        "last": read_history("pole", pole.uid, with_names=True, founding=founding).changes[:_LAST],
        "groups": _groups(pole, person(request)),
    }
    return render(request, "keeping/overview.html", shown)


def kept(request: HttpRequest) -> HttpResponse:
    """The poles that whoever asks keeps: by name, with what they can create."""
    who = person(request)
    networks = keys_of(who, Role.NETWORK_OFFICER)
    shown = {
        "poles": poles_kept_by(keys_of(who, Role.COORDINATOR), networks),
        "networks": sorted(networks),
        "may_add": can_add_pole(who),
        "is_administrator": is_administrator(who),
    }
    return render(request, "keeping/kept.html", shown)


def put_back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask before giving a part its former value again."""
    pole = editable_pole(request, slug)
    event = event_of("pole", pole.uid, number)
    if event is None or not actions.can_be_put_back(event):
        raise Http404
    part = Part(
        title=_("Remettre ce qu'il y avait avant"), back=reverse("pole-history", args=[pole.slug]),
        back_label=_("Historique de la fiche"), version=pole.version,
        # Whatever was saved meanwhile may be what one is about to undo.
        present={"event": number, "at": pole.version}, make=PartForm,
        template="keeping/put_back.html", shown={"change": changes(event), "send": _("Remettre")},
        save=lambda typed, seen, by, at: actions.put_back(pole=pole, event=event, seen_version=seen, by=by, at=at),
        done=_("C'est remis ; l'historique garde les deux."),
    )  # fmt: skip
    return edited(request, part)


def _begun(text: str) -> str:
    return Truncator(text).chars(120)


def _lines(pole: Pole) -> list[Line]:
    def here(name: str, *more: object) -> str:
        return reverse(name, args=[pole.slug, *more])

    identity = here("edit-identity")
    count = len(pole.communes.all())
    lines = [
        Line(_("En bref"), _begun(pole.summary), identity),
        Line(_("Commune ou lieu"), commune_text(pole.commune) or pole.place, identity),
        Line(_("Étape"), str(pole.get_stage_display()) if pole.stage else "", identity),
        Line(_("Année de création"), str(pole.founded_year or ""), identity),
        Line(_("Forme juridique"), labels.legal_form(pole.legal_form) if pole.legal_form else "", identity),
        Line(_("Site"), pole.website, identity),
        Line(_("Domaines"), ", ".join(labels.domain(one.key) for one in pole.domains.all()), here("edit-domains")),
        Line(_("Communes du territoire"), str(count or ""), here("edit-territory")),
        Line(_("Autres cadres du territoire"), ", ".join(one.name for one in pole.frames.all()), here("edit-frames")),
        Line(_("Axes de la stratégie"), ", ".join(one.title for one in pole.axes.all()), here("edit-axes")),
    ]
    texts = {section.heading: section.text for section in pole.sections.all()}
    lines += [
        Line(str(part.label), _begun(texts.get(str(part.value), "")), here("edit-section", part.value))
        for part in Heading
    ]
    return [*lines, *_lists(pole, here)]


def _lists(pole: Pole, here: Any) -> list[Line]:
    items = list(pole.items.all())
    means = [one.label for one in items if one.heading == Heading.ACTIVITIES]
    money = [one.label for one in items if one.heading == Heading.ECONOMY]
    return [
        Line(_("Moyens mutualisés"), ", ".join(means), here("add-item", Heading.ACTIVITIES.value)),
        Line(_("Financements"), ", ".join(money), here("add-item", Heading.ECONOMY.value)),
        Line(
            _("Reconnaissances"),
            ", ".join(labels.scheme(one.scheme) for one in pole.recognitions.all()),
            here("add-recognition"),
        ),
        Line(_("Chiffres"), str(len(pole.observations.all()) or ""), here("add-figure")),
    ]


def _groups(pole: Pole, who: Actor | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Pages of other sections about this pole, by what one comes for, each (address, label)."""
    wanted = [
        (
            _("Projets et argent"),
            [
                ("projects", _("Projets communs")),
                ("plans", _("Budget, trésorerie")),
                ("funds", _("Financeurs et aides")),
            ],
        ),
        (
            _("Membres"),
            [
                ("pole-members", _("Membres et collèges")),
                ("members-keep", _("Tenir la liste des membres")),
                ("import-members", _("Importer des membres d'un tableur")),
            ],
        ),
        (
            _("Fonder, aider à fonder"),
            [
                ("founding", _("La fondation du pôle : contacts, adaptations, entraide")),
                ("mentor-requests", _("Demandes d'aide de pôles en préparation")),
            ],
        ),
        (
            _("Droits, historique, copie"),
            [
                ("pole-people", _("Qui tient cette fiche")),
                ("pole-history", _("Historique complet")),
                ("pole-everything", _("Télécharger toutes les données du pôle")),
            ],
        ),
    ]
    absent = _absent(pole, who)
    groups = [
        (title, [(reverse(name, args=[pole.slug]), label) for name, label in doors if name not in absent])
        for title, doors in wanted
    ]
    return [(title, doors) for title, doors in groups if doors]


def _absent(pole: Pole, who: Actor | None) -> set[str]:
    """The pages that this pole has not, or that are not for whoever asks."""
    founding = founding_at(pole.slug)
    absent = {"founding"} if founding is None or not can_found(who, founding) else set()
    if not keeps_work(who, pole):
        absent |= _OWN
    if pole.is_draft or not can_answer_founders(who, pole):
        absent.add("mentor-requests")
    # A draft has no public page.
    if pole.is_draft:
        absent.add("pole-members")
    return absent
