"""The parts of a model as they are written: one page each, rows for those that may be many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from essaim.engine.language import gettext as _
from essaim.engine.patterns import Problem, schema, vocabulary
from essaim.engine.patterns.schema import Key
from essaim.engine.territories import load_territories
from essaim.web.library.fields import Choices
from essaim.web.library.outline import POLE, criterion_label
from essaim.web.library.problem_words import table_and_key

Kind = Literal["model", "table", "rows", "reason"]
_IDENTITY = ("title", "title_en", "summary", "problem", "domains", "assumptions")
# What a model names by itself: written for whoever fills the form, never asked.
NAMED_BY_US = frozenset({"role", "condition"})
_REASON = (Key("reason", "text", ""),)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its address, the table of the model it writes, what it is called.

    Attributes:
        slug: in the address. table: in the model; "" for what stands at its head.
        kind: one form ("model", "table", "reason") or rows.
        keys: what it holds.
        title, lead: of its page. one, another: a row, one more row.
    """

    slug: str
    table: str
    kind: Kind
    keys: tuple[Key, ...]
    title: str
    lead: str = ""
    one: str = ""
    another: str = ""


def parts() -> tuple[Part, ...]:
    """Every part, in the order in which people think of them."""
    head = tuple(key for key in schema.PATTERN if key.name in _IDENTITY)
    return (
        Part("identite", "", "model", head, _("Titre, problème, domaines")),
        Part("poles-connus", "known_use", "rows", schema.KNOWN_USE, _("Pôles connus"),
             _("Un modèle part d'au moins un pôle réel, vivant ou terminé. Un seul : un cas. Deux : un modèle."),
             _("un pôle connu"), _("Ajouter un pôle connu")),
        Part("roles", "role", "rows", schema.ROLE, _("Rôles"),
             _("Qui doit être là, combien, et à quoi on le reconnaît dans le registre."),
             _("un rôle"), _("Ajouter un rôle")),
        Part("liens", "link", "rows", schema.LINK, _("Liens"), _("Ce qui circule d'un rôle à un autre."),
             _("un lien"), _("Ajouter un lien")),
        Part("moyens", "means", "rows", schema.MEANS, _("Moyens partagés"), "",
             _("un moyen partagé"), _("Ajouter un moyen partagé")),
        Part("financement", "funding", "rows", schema.FUNDING, _("Qui paie"),
             _("Une part n'est écrite que si une source la donne."),
             _("un financeur"), _("Ajouter un financeur")),
        Part("equipe", "team", "table", schema.TEAM, _("Équipe d'animation"),
             _("Laissez tout vide si vous n'en savez rien.")),
        Part("gouvernance", "governance", "table", schema.GOVERNANCE, _("Formes juridiques et décisions"),
             _("Laissez tout vide si vous n'en savez rien.")),
        Part("colleges", "college", "rows", schema.COLLEGE, _("Collèges"), "",
             _("un collège"), _("Ajouter un collège")),
        Part("conditions", "condition", "rows", schema.CONDITION, _("Ce que le territoire doit offrir"), "",
             _("une condition"), _("Ajouter une condition")),
        Part("enseignements", "lesson", "rows", schema.LESSON, _("Ce qu'on en a appris"),
             _("Un enseignement a toujours une source."),
             _("un enseignement"), _("Ajouter un enseignement")),
        Part("adaptation", "", "reason", _REASON, _("Ce qui a été adapté, et pourquoi")),
    )  # fmt: skip


def part_of(slug: str) -> Part | None:
    """The part of an address; None when there is none."""
    return next((part for part in parts() if part.slug == slug), None)


def rows_of(data: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    """The rows of a part, as far as they are rows."""
    found = data.get(table)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def table_of(data: Mapping[str, Any], table: str) -> dict[str, Any]:
    """A part that stands once; empty when nothing is said."""
    found = data.get(table)
    return found if isinstance(found, dict) else {}


def problems_in(part: Part, problems: Iterable[Problem], row: int | None = None) -> list[Problem]:
    """What is to be corrected in a part, or in one of its rows."""
    if part.kind == "reason":
        return []
    found = [one for one in problems if _belongs(part, one)]
    return found if row is None else [one for one in found if len(one.path) > 1 and one.path[1] == row]


def choices_for(table: str, data: Mapping[str, Any]) -> dict[str, Choices]:
    """The choices that depend on the rest of the draft: roles that exist, poles that are cited, criteria at hand."""
    if table == "link":
        roles = [(str(row["key"]), str(row.get("label", row["key"]))) for row in rows_of(data, "role") if "key" in row]
        return {"from": [*roles, (POLE, _("le pôle lui-même"))], "to": [*roles, (POLE, _("le pôle lui-même"))]}
    if table == "lesson":
        return {"about": [(name, name) for name in use_names(data)]}
    if table == "condition":
        known = ["population", "densite", "superficie", *load_territories().criteria]
        return {"criterion": [(key, criterion_label(key)) for key in dict.fromkeys(known)]}
    return {}


def use_names(data: Mapping[str, Any]) -> list[str]:
    """The names of the poles cited, which stand for their sources."""
    return [row["name"] for row in rows_of(data, "known_use") if isinstance(row.get("name"), str)]


def row_in_words(table: str, row: Mapping[str, Any], data: Mapping[str, Any]) -> str:
    """A row as its list shows it."""
    if table == "link":
        roles = dict(choices_for("link", data)["from"])
        ends = (roles.get(str(row.get(end, "")), str(row.get(end, "?"))) for end in ("from", "to"))
        return f"{' → '.join(ends)} : {row.get('what', '')}"
    said = next((row[key] for key in ("label", "name", "text", "key") if isinstance(row.get(key), str)), "")
    kinds = {"means": vocabulary.means_kinds, "funding": vocabulary.funder_kinds, "lesson": vocabulary.outcomes}
    kind = (
        kinds[table]().get(str(row.get("outcome" if table == "lesson" else "kind", "")), "") if table in kinds else ""
    )
    return " : ".join(word for word in (kind, said) if word) or _("(sans nom)")


def _belongs(part: Part, problem: Problem) -> bool:
    head = str(problem.path[0]) if problem.path else ""
    tables = {one.table for one in parts() if one.table}
    return head == part.table if head in tables else part.kind == "model"


def field_of(problem: Problem) -> str:
    """The name of the field that a problem stands beside; "" for the whole row."""
    table, key = table_and_key(problem)
    if table == "figure":
        place = next((n for n, step in enumerate(problem.path) if step == "figure"), 0)
        rows = problem.path[place + 1 : place + 2]
        return f"figure-{rows[0]}-{key}" if rows and key else ""
    return key
