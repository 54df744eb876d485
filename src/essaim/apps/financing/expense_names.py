"""What a line of a spreadsheet of expenses may name in the pole: a project, an aid, its claim, a line of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from essaim.apps.financing.models import Claim, Expense, PlanLine, Support
from essaim.apps.financing.queries.expenses import charge_lines, claims_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Side, load_form
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a pole; several things may have the same.

    Attributes:
        noted: the expense that a line identifies: of things with the same name, its own is meant.
    """

    projects: Sequence[Project]
    supports: Sequence[Support]
    claims: Sequence[Claim]
    lines: Sequence[PlanLine]
    noted: Expense | None = None

    def project(self, name: str) -> Project | None:
        """The project of that title or code; None for "".

        Raises:
            InvalidValue: none, or several.
        """
        if not name:
            return None
        # Signs alone ("-") have no letter to look for: they would equal a code that nobody wrote.
        wanted = search_form(name) or None
        found = [one for one in self.projects if wanted in (search_form(one.title), search_form(one.code))]
        return _only(found, name, _("Projet"), self.noted.project if self.noted else None)

    def claim(self, day: date, support: Support | None) -> Claim:
        """The claim of that day, of that support where it is named.

        Raises:
            InvalidValue: none, or several.
        """
        own = self.noted.claim if self.noted else None
        found = [one for one in self.claims if one.claimed_on == day and support in (None, one.support)]
        return _only(found, f"{day:%d/%m/%Y}", _("Demande de paiement du"), own)


def vocabulary(pole: Pole) -> Vocabulary:
    """What a line may name in that pole. Four queries."""
    return Vocabulary(
        list(Project.objects.filter(pole=pole)), list(Support.objects.filter(pole=pole).select_related("funder")),
        list(claims_of(pole)), list(charge_lines(pole)),
    )  # fmt: skip


def support_of(said: Mapping[str, str], known: Vocabulary) -> Support | None:
    """The aid that a line names, told apart by its funder where several have that title; None where none is named.

    Raises:
        InvalidValue: none has that name, or several.
    """
    name, funder = said.get("support", ""), search_form(said.get("funder", ""))
    if not name:
        return None
    wanted = search_form(name) or None
    found = [one for one in known.supports if search_form(one.title) == wanted]
    if funder and len(found) > 1:
        found = [one for one in found if search_form(one.funder.name) == funder]
    own: Support | None = None
    if known.noted is not None:
        own = known.noted.claim.support if known.noted.claim is not None else known.noted.support
    return _only(found, name, _("Aide"), own)


def line_of(said: Mapping[str, str], known: Vocabulary) -> tuple[PlanLine | None, str]:
    """The line of the plan that is named, else the line of the form; both blank for none.

    Raises:
        InvalidValue: several lines have that name, or it is no charge.
    """
    by_id = _identified(said.get("line_id", ""), known)
    if by_id is not None:
        return by_id
    name = said.get("line", "") or (said.get("line_label", "") if "plan" in said else "")
    if not name:
        return None, ""
    meant = _charges(name)
    lines = _of_plan(said, known, name, meant)
    if len(lines) == 1:
        return lines[0], lines[0].form_line
    if known.noted is not None and (known.noted.line in lines or (not lines and known.noted.form_line in meant)):
        return known.noted.line, known.noted.form_line
    if lines or len(meant) > 1:
        raise InvalidValue(
            _("« %(text)s » désigne plusieurs lignes.") % {"text": name},
            _("Écrivez l'intitulé de la ligne, dans la colonne « Ligne » ou « Intitulé de la ligne »."),
        )
    if not meant:
        raise InvalidValue(
            _("« %(text)s » n'est pas une ligne de charge.") % {"text": name},
            _("Écrivez un compte du formulaire (613) ou son nom (Locations)."),
        )
    return None, meant.pop()


def charged_words(facts: Mapping[str, Any]) -> list[str]:
    """What an expense is charged to, in words: its project, its aid, its line."""
    said, line, support = [], facts["line"], facts["support"] or (facts["claim"] and facts["claim"].support)
    if facts["project"] is not None:
        said.append(_("Projet : %(name)s") % {"name": facts["project"].title})
    if support:
        said.append(_("Aide : %(name)s (%(funder)s)") % {"name": support.title, "funder": support.funder.name})
    if line is not None:
        title = line.label or _title(line.form_line)
        said.append(_("Ligne : %(line)s (%(plan)s)") % {"line": title, "plan": line.plan.title})
    elif facts["form_line"]:
        said.append(_("Ligne du formulaire : %(line)s") % {"line": _title(facts["form_line"])})
    return said


def _identified(key: str, known: Vocabulary) -> tuple[PlanLine | None, str] | None:
    """The line of a plan or of the form that one of our own files identifies; None where there is none any more."""
    line = next((one for one in known.lines if one.uid == key), None)
    if line is not None:
        return line, line.form_line
    found = load_form().find(key) if key else None
    return (None, found.key) if found is not None and found.side == Side.CHARGE else None


def _charges(name: str) -> set[str]:
    wanted = search_form(name) or None
    return {
        one.key
        for one in load_form().lines
        if one.side == Side.CHARGE and wanted in (search_form(one.title()), search_form(one.account), one.key)
    }


def _of_plan(said: Mapping[str, str], known: Vocabulary, name: str, meant: Iterable[str]) -> list[PlanLine]:
    """The lines of the plan that is named that may be meant, told apart by their own label where it is given."""
    plan, label, wanted = (search_form(text) for text in (said.get("plan", ""), said.get("line_label", ""), name))
    of_plan = [one for one in known.lines if plan and search_form(one.plan.title) == plan]
    lines = [one for one in of_plan if one.form_line in meant or (wanted and search_form(one.label) == wanted)]
    if label and len(lines) > 1:
        return [one for one in lines if search_form(one.label) == label] or lines
    return lines


def _title(form_line: str) -> str:
    found = load_form().find(form_line)
    return found.title() if found is not None else form_line


def _only(found: Sequence[Found], name: str, column: str, noted: Found | None = None) -> Found:
    if len(found) == 1:
        return found[0]
    if noted is not None and noted in found:
        return noted
    places = {"text": name, "name": column}
    if found:
        raise InvalidValue(
            _("« %(text)s » en désigne plusieurs (colonne « %(name)s »).") % places,
            _("Donnez-leur des noms différents, ou dites le financeur dans sa colonne."),
        )
    raise InvalidValue(
        _("« %(text)s » n'est pas connu (colonne « %(name)s »).") % places,
        _("Écrivez le titre exact, ou laissez la case vide."),
    )
