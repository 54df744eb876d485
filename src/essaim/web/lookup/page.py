"""What the directory answered about a place, kept and dated; reading it asks nothing of the outside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import keys_of
from essaim.apps.poles.looking_up import is_on
from essaim.apps.poles.models import LookUp, Pole
from essaim.apps.poles.queries import drafts_kept_by
from essaim.apps.poles.queries.look_ups import found_in, kept_look_up
from essaim.apps.poles.queries.organisations import organisations_by_siret
from essaim.apps.poles.register import opened_register
from essaim.apps.poles.rules import can_add_organisation
from essaim.engine.errors import NoRegister, StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.register import Coverage, load_families
from essaim.engine.register.look_up import Judged, LookedUp, judge
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.sources.recherche_entreprises import BASE_URL, SOURCE
from essaim.engine.territories import Territories, load_territories
from essaim.engine.values import Answer
from essaim.web.acting import person
from essaim.web.lookup.files import FORMS
from essaim.web.lookup.wanted import Wanted, family_choices, wanted
from essaim.web.territories.places import PLAIN

_MOST_DRAFTS = 5
# Its search, with the parameters that its own form sends (its public source code, 2025).
OFFICIAL_PAGE = "https://annuaire-entreprises.data.gouv.fr/rechercher"
_GEOGRAPHY = {"commune": "insee", "epci": "epci", "departement": "dep", "region": "reg"}


@dataclass(frozen=True, slots=True)
class Line:
    """One establishment, in words; ``record`` is its page in our own directory, "" when it has none."""

    one: LookedUp
    name: str
    activity: str
    legal_form: str
    sure: bool
    record: str


def page(request: HttpRequest) -> HttpResponse:
    """The question, what is kept of its answer, and how to ask (again)."""
    t = load_territories()
    asked = wanted(request.GET, t)
    look_up = kept_look_up(*asked.question) if asked.written is not None else None
    judged = None
    if look_up and look_up.answered_at:
        judged = judge(found_in(look_up), asked.family, asked.written, t, asked.activities)
    user = person(request)
    drafts = _drafts(user, asked)
    shown = {
        "asked": asked,
        "families": family_choices(),
        "family_note": load_families()[asked.family].note_text() if asked.family else "",
        "look_up": look_up,
        "judged": judged,
        "lines": _lines(judged) if judged else [],
        "on": is_on(),
        "may_add": user is not None and can_add_organisation(user),
        "territory": _territory(asked),
        "official": _official(asked, t),
        "board": next((one.slug for one in drafts if one.slug == asked.draft), ""),
        "source": SOURCE,
        "elsewhere": _elsewhere(look_up),
        "covered": _covered(asked),
        "drafts": drafts,
        "downloads": [(reverse(f"territory-lookup-{form.key}"), form.key) for form in FORMS],
        "query": asked.address.partition("?")[2],
        "any_activity": replace(asked, activities=(), all_activities=False).address,
        # Within one commune a distance says nothing.
        "far": asked.perimeter is not None and len(asked.perimeter.communes) > 1,
    }
    return render(request, "lookup/page.html", shown)


def _official(asked: Wanted, t: Territories) -> str:
    """The public directory's own search: the words and the activities, on the place; around one, in its département."""
    said = [("terme", asked.words), *(("naf", code) for code in asked.activities if not code.endswith("*"))]
    written, perimeter = asked.written, asked.perimeter
    if written is not None and perimeter is not None and len(perimeter.communes):
        kind, code, name = _GEOGRAPHY.get(written.kind, ""), written.codes[0], perimeter.label
        if not kind or written.radius_km is not None or len(written.codes) > 1:
            departments = t.level("departement")
            place = int(departments.member[perimeter.communes[0] if perimeter.center is None else perimeter.center])
            kind, code, name = "dep", str(departments.codes[place]), str(departments.names[place])
        said += [("cp_dep", code), ("cp_dep_type", kind), ("cp_dep_label", name)]
    return f"{OFFICIAL_PAGE}?{urlencode([pair for pair in (*said, ('etat', 'A')) if pair[1]])}"


def _lines(judged: Judged) -> list[Line]:
    records = organisations_by_siret([one.found.siret for one in judged.listed])
    return [
        Line(
            one,
            one.found.name or one.found.why_unnamed,
            naf_label(one.found.naf) or one.found.naf,
            legal_label(one.found.legal) or one.found.legal,
            one.answer == Answer.YES,
            records[one.found.siret].get_absolute_url() if one.found.siret in records else "",
        )
        for one in judged.listed
    ]


def _drafts(user: User | None, asked: Wanted) -> list[Pole]:
    """The drafts on whose board whoever reads may put what is found; the one that sent here alone, when one did."""
    if user is None:
        return []
    drafts = list(drafts_kept_by(keys_of(user, Role.FOUNDER))[:_MOST_DRAFTS])
    return [one for one in drafts if one.slug == asked.draft] or drafts


def _covered(asked: Wanted) -> str:
    """What the register in use holds of the place, in one sentence."""
    if asked.perimeter is None:
        return ""
    try:
        register = opened_register()
    except (NoRegister, StoreProblem):
        return _("Aucun registre n'est chargé sur ce site.")
    coverage = register.coverage[asked.perimeter.communes]
    if (coverage == Coverage.WHOLE).all():
        return _("Le registre chargé sur ce site couvre ce territoire en entier ; l'annuaire peut donner des noms.")
    if (coverage == Coverage.NONE).all():
        return _("Le registre chargé sur ce site ne couvre pas ce territoire : ce qui s'y trouve lui est inconnu.")
    return _("Le registre chargé sur ce site ne couvre ce territoire qu'en partie.")


def _territory(asked: Wanted) -> str:
    """The page of the place, "" when there is none."""
    written = asked.written
    if written is None:
        return ""
    if written.radius_km is None and len(written.codes) == 1 and written.kind in PLAIN:
        return reverse("territory", args=[written.kind, written.codes[0]])
    return f"{reverse('territory-place')}?{urlencode({'lieu': asked.place})}"


def _elsewhere(look_up: LookUp | None) -> str:
    """Where the answer came from, when it is not from the public directory itself."""
    address = look_up.address if look_up else settings.LOOKUP
    return "" if address in (BASE_URL, "off", "") else urlsplit(address).netloc or address
