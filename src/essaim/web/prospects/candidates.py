"""Who could hold a role of the draft's model on its territory, to be ticked and put on the board together."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.foundings import pattern_of
from essaim.apps.founding.queries.prospects import uids_by_siret
from essaim.engine.disclosure import Hidden, hidden_sentence
from essaim.engine.errors import EssaimError, NoRegister
from essaim.engine.essaimage import open_ground, role_candidacy
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Role
from essaim.engine.territories import load_territories, read_perimeter
from essaim.tables.table import source_line
from essaim.web.directory.asking import asked_page
from essaim.web.lookup.wanted import EVERYBODY_WORD, role_look_up, wanted
from essaim.web.organisations.listing import asked_text
from essaim.web.prospects.asking import asked_founding
from essaim.web.territories.candidate_rows import adds_up, candidate_row, counted, hidden_lines, official
from essaim.web.territories.chambers import chambers

PAGE_SIZE = 30


def candidates(request: HttpRequest, slug: str) -> HttpResponse:
    """The candidates of a role, thirty a page, the surest and nearest first; those on the board are said to be."""
    founding = asked_founding(request, slug)
    pattern, key = pattern_of(founding), asked_text(request, "role")
    role = next((one for one in pattern.roles if one.key == key), None) if pattern else None
    if role is None:
        return redirect("prospects-add", slug=slug)
    shown: dict[str, Any] = {"founding": founding, "role": role, "words": asked_text(request, "q")}
    shown |= role_doors(role, founding)
    try:
        shown |= _listed(request, founding, role, uids_by_siret(founding))
    except NoRegister:
        shown["no_register"] = True
    except EssaimError as refusal:
        shown["refusal"] = str(refusal)
    return render(request, "prospects/candidates.html", shown)


def role_doors(role: Role, founding: Founding, words: str = "") -> dict[str, str]:
    """Where to go on when the register may name nobody: the public directory for this role, and whom to ask."""
    codes = role.suggestion.codes("rev2") if role.suggestion is not None else ()
    return {
        "look_up": role_look_up(role, founding.place, load_territories(), founding.pole.slug, words),
        "whom": chambers(codes),
    }


def anybody_doors(founding: Founding, words: str) -> dict[str, str]:
    """The same when no role is said."""
    asked = {"lieu": founding.place, "famille": EVERYBODY_WORD, "q": words}
    return {
        "look_up": wanted(asked | {"fonde": founding.pole.slug}, load_territories()).address,
        "whom": chambers(()),
    }


def _by_hand(founding: Founding, role: Role, code: str, name: str) -> str:
    asked = {"manuel": "1", "q": _("Commune : %(name)s") % {"name": name}, "commune": code, "role": role.key}
    return f"{reverse('prospects-add', args=[founding.pole.slug])}?{urlencode(asked)}"


def _listed(request: HttpRequest, founding: Founding, role: Role, there: dict[str, str]) -> dict[str, Any]:
    perimeter, ground = read_perimeter(founding.place).perimeter(load_territories()), open_ground()
    words = asked_text(request, "q")
    found = role_candidacy(role, perimeter, ground).only("").named(words).sorted("certainty")
    pages = Paginator(range(len(found)), PAGE_SIZE)
    page = pages.get_page(asked_page(request))
    start = (page.number - 1) * PAGE_SIZE
    numbers = pages.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    asked = [("role", role.key), *([("q", words)] if words else [])]
    # Who asked not to be public is listed, never proposed: a name is not asked for either.
    hidden = {hidden_sentence(reason) for reason in Hidden}
    read = found.read(start, start + PAGE_SIZE)
    rows = [(candidate_row(one), there.get(one.siret, ""), one.unnamed not in hidden) for one in read]
    return {
        "has_persons": bool(found.unlisted) or any(one.name is None and one.unnamed in hidden for one in read),
        "found": found,
        "counted": counted(found),
        **official(found, lambda code, name: _by_hand(founding, role, code, name)),
        "adds_up": adds_up(found, len(found)),
        "hidden": hidden_lines(found),
        "count": len(found),
        "rows": rows,
        "any_named": any(row["name"] and not known for row, known, _writable in rows),
        "page": page,
        "pages": [
            (one, f"?{urlencode([*asked, ('page', str(one))])}") if isinstance(one, int) else (None, "")
            for one in numbers
        ],
        "sources": [source_line(source) for source in ground.sources],
        "synthetic": any(source.synthetic for source in ground.sources),
    }
