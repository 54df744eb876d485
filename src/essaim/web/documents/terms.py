"""What every file says of itself: licence, how to cite it, how to read an empty cell."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from essaim.engine.language import gettext as _
from essaim.engine.values import Source
from essaim.kit.dates import DAY, date_in_words

LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def own_source() -> Source:
    """The directory itself, as a source; made-up data say so."""
    title = _("Annuaire des PTCE, Essaim")
    return Source("essaim", title, licence=LICENCE, synthetic=settings.SANDBOX)


def notes() -> tuple[str, ...]:
    """The sentences of every file."""
    day = date_in_words(timezone.localdate(), DAY)
    return (
        _("Une case vide : non renseigné. Ce n'est ni zéro, ni « non »."),
        _("Une reconnaissance est un événement daté : il n'existe pas de label PTCE."),
        _("Réutilisation libre : citez « Annuaire des PTCE, Essaim » et la date. Fichier demandé le %(day)s.")
        % {"day": day},
        _("Aucune donnée personnelle : les personnes membres sont comptées, jamais nommées."),
    )


def site_of(request: HttpRequest) -> str:
    """The address of the site, without its last stroke."""
    return request.build_absolute_uri("/")[:-1]
