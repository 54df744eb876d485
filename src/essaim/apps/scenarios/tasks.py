"""Long work: counting actors for every commune of France."""

from __future__ import annotations

from typing import Any

from essaim.apps.jobs.registry import Progress, job_kind
from essaim.apps.scenarios.counting import count, ground_in_use, kept_counts
from essaim.apps.scenarios.question import question_from
from essaim.engine.errors import NoRegister
from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy

SCAN = "scan"


@job_kind(SCAN, title=gettext_lazy("Repérage sur toutes les communes"), tries=2)
def scan_communes(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Count what a question asks, and keep it; the page that asked finds it there.

    Raises:
        NoRegister: the register was taken away meanwhile.
    """
    question, ground = question_from(arguments["question"]), ground_in_use()
    if ground is None:
        raise NoRegister(_("Aucun registre d'établissements n'est chargé."))
    if kept_counts(question, ground) is None:
        count(question, ground, lambda done, total, label: progress.advance(done, total, label))
    return {"url": arguments["address"], "label": _("Voir le repérage")}
