"""The lines that most budgets of a pole's coordination have: a start to be changed, without any amount."""

from __future__ import annotations

from typing import Any

from essaim.apps.financing.enums import LineRhythm, LineSide
from essaim.engine.financing import COORDINATION

_CHARGE, _PRODUCT = LineSide.CHARGE.value, LineSide.PRODUCT.value


def _line(side: str, form_line: str, label: str, analytic: str = "", **more: Any) -> dict[str, Any]:
    return {"side": side, "form_line": form_line, "label": label, "analytic": analytic, **more}


# What people wrote is in the language of the plan, which is French: these are examples of it.
EXAMPLE_LINES: tuple[dict[str, Any], ...] = (
    _line(_CHARGE, "641", "Salaire brut de la coordination", COORDINATION),
    _line(_CHARGE, "645", "Cotisations patronales de la coordination", COORDINATION),
    _line(_CHARGE, "631", "Taxes et formation sur salaires", COORDINATION),
    _line(_CHARGE, "625", "Déplacements et missions", COORDINATION),
    _line(_CHARGE, "60-autres", "Fournitures, repas des rencontres"),
    _line(_CHARGE, "613", "Loyer et charges du bureau"),
    _line(_CHARGE, "616", "Assurance", rhythm=LineRhythm.YEARLY.value),
    _line(_CHARGE, "622", "Comptabilité, intervenants"),
    _line(_CHARGE, "623", "Communication"),
    _line(_CHARGE, "62-autres", "Téléphone, banque, outils numériques"),
    _line(_CHARGE, "864", "Temps bénévole de la gouvernance"),
    _line(_PRODUCT, "74-etat", "État", COORDINATION, rhythm=LineRhythm.YEARLY.value, month=6),
    _line(_PRODUCT, "74-region", "Région", COORDINATION, rhythm=LineRhythm.YEARLY.value, month=9),
    _line(_PRODUCT, "74-communes", "Intercommunalité", COORDINATION, rhythm=LineRhythm.YEARLY.value, month=4),
    _line(_PRODUCT, "74-prive", "Fondation", rhythm=LineRhythm.YEARLY.value, month=3),
    _line(_PRODUCT, "756", "Cotisations des membres", COORDINATION, rhythm=LineRhythm.YEARLY.value, month=2),
    _line(_PRODUCT, "70", "Prestations, formations, services aux membres"),
    _line(_PRODUCT, "870", "Temps bénévole de la gouvernance"),
)
