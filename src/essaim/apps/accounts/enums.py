"""Roles, and what each is held on."""

from __future__ import annotations

from django.db import models

from essaim.kit.language import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is entrusted with. Whoever holds none is a user like any other."""

    ADMINISTRATOR = "administrator", _("administration")
    FOUNDER = "founder", _("fondation d'un pôle")
    COORDINATOR = "coordinator", _("coordination d'un pôle")
    REPRESENTATIVE = "representative", _("représentation d'une organisation membre")
    NETWORK_OFFICER = "network_officer", _("animation d'un réseau")
    STATE_OFFICER = "state_officer", _("services de l'État")
    TERRITORIAL_AGENT = "territorial_agent", _("agent d'un territoire")
    RESEARCHER = "researcher", _("recherche")


class Scope(models.TextChoices):
    """What a role is held on: nothing in particular, or one thing, known by its public key."""

    PLATFORM = "", _("toute la plateforme")
    POLE = "pole", _("un pôle")
    ORGANISATION = "organisation", _("une organisation")
    NETWORK = "network", _("un réseau")
    TERRITORY = "territory", _("une intercommunalité")


SCOPE_OF: dict[str, Scope] = {
    Role.ADMINISTRATOR: Scope.PLATFORM,
    Role.FOUNDER: Scope.POLE,
    Role.COORDINATOR: Scope.POLE,
    Role.REPRESENTATIVE: Scope.ORGANISATION,
    Role.NETWORK_OFFICER: Scope.NETWORK,
    Role.STATE_OFFICER: Scope.PLATFORM,
    Role.TERRITORIAL_AGENT: Scope.TERRITORY,
    Role.RESEARCHER: Scope.PLATFORM,
}


class Frequency(models.TextChoices):
    """How often somebody wants letters of one kind."""

    AT_ONCE = "at_once", _("tout de suite")
    DAILY = "daily", _("une fois par jour, en un seul message")
    OFF = "off", _("jamais")
