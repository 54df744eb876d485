"""Scans and explanations as tables: for the screen, or for files that people and programs read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from essaim.cli.candidate_rows import candidate_columns, candidate_row
from essaim.cli.output import Column, Table
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer
from essaim.tables import formats

if TYPE_CHECKING:
    from essaim.engine.essaimage import Explanation, Ground, PatternScan, ScanResult
    from essaim.engine.essaimage.explain import RoleHere
    from essaim.engine.essaimage.ordering import Sort
    from essaim.engine.patterns import Pattern
    from essaim.engine.territories import Territories


def scan_table(
    result: ScanResult, scan: PatternScan, ground: Ground, *, screen: bool = True, sort: Sort = "name"
) -> Table:
    """One model: a row per territory, a column per condition (numbered on the ``screen``, which is narrow)."""
    from essaim.engine.essaimage.ordering import ordered

    names = {Answer.YES: _("réunie"), Answer.NO: _("absente"), Answer.UNKNOWN: _("inconnue")}
    met, missing, unknown = (scan.tally(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN))
    targets = result.targets
    rows = []
    for place in ordered(result, scan, sort).tolist():
        row = {
            "code": str(targets.codes[place]), "name": str(targets.names[place]),
            "population": float(targets.population[place]), "met": int(met[place]), "missing": int(missing[place]),
            "unknown": int(unknown[place]), "covered_share": float(result.covered_share[place]),
            **_centre(result, ground, place),
        }  # fmt: skip
        for i, asked in enumerate(scan.asked):
            row[_answer_key(asked)] = names[Answer(int(scan.answers[place, i]))]
        rows.append(row)
    columns = [
        Column("code", _("Code"), "code"),
        Column("name", _("Territoire")),
        Column("population", _("Habitants"), "int"),
        Column("met", _("Réunies"), "int"),
        Column("missing", _("Absentes"), "int"),
        Column("unknown", _("Inconnues"), "int"),
        Column("covered_share", _("Population couverte"), "percent", digits=0),
    ]
    words = [f"{asked.name} ({asked.wanted})" for asked in scan.asked]
    heads = [str(number) for number in range(1, len(words) + 1)] if screen else words
    columns += [Column(_answer_key(asked), name) for asked, name in zip(scan.asked, heads, strict=True)]
    notes = [f"{number}. {text}" for number, text in zip(heads, words, strict=True)] if screen else []
    title = _("%(kind)s « %(title)s » : %(n)d conditions, sur %(m)d territoires") % {
        "kind": kind_word(scan.pattern), "title": scan.pattern.label(), "n": len(scan.asked), "m": targets.m,
    }  # fmt: skip
    return Table(title, tuple(columns), rows, (*notes, *_scan_notes(result, sort)), ground.sources)


def _centre(result: ScanResult, ground: Ground, place: int) -> dict[str, float]:
    commune = result.targets.centre[place]
    return {"lon": float(ground.territories.lon[commune]), "lat": float(ground.territories.lat[commune])}


def _answer_key(asked: Any) -> str:
    return f"{asked.kind}_{asked.key}"


def kind_word(pattern: Pattern) -> str:
    """ "Modèle" from two known poles on, "Cas" with one."""
    from essaim.engine.patterns import Kind

    return _("Modèle") if pattern.kind is Kind.PATTERN else _("Cas")


def every_table(result: ScanResult, ground: Ground, *, sort: Sort = "name") -> Table:
    """All models at once: a row per territory and model."""
    from essaim.engine.essaimage.ordering import ordered

    rows = []
    targets = result.targets
    for one in result.scans:
        tallies = [one.tally(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN)]
        for place in ordered(result, one, sort).tolist():
            met, missing, unknown = (int(tally[place]) for tally in tallies)
            rows.append({
                "pattern": one.pattern.key, "title": one.pattern.label(), "kind": kind_word(one.pattern),
                "code": str(targets.codes[place]), "name": str(targets.names[place]),
                "population": float(targets.population[place]), "conditions": len(one.asked), "met": met,
                "missing": missing, "unknown": unknown, "covered_share": float(result.covered_share[place]),
                **_centre(result, ground, place),
            })  # fmt: skip
    columns = (
        Column("pattern", _("Modèle"), "code"),
        Column("kind", _("Nature")),
        Column("code", _("Code"), "code"),
        Column("name", _("Territoire")),
        Column("population", _("Habitants"), "int"),
        Column("conditions", _("Conditions"), "int"),
        Column("met", _("Réunies"), "int"),
        Column("missing", _("Absentes"), "int"),
        Column("unknown", _("Inconnues"), "int"),
        Column("covered_share", _("Population couverte"), "percent", digits=0),
    )
    title = _("%(n)d modèles sur %(m)d territoires") % {"n": len(result.scans), "m": targets.m}
    return Table(title, columns, rows, tuple(_scan_notes(result, sort)), ground.sources)


def _order_note(sort: Sort) -> str:
    words = {
        "met": _("conditions réunies"), "missing": _("conditions absentes, le moins d'abord"),
        "actors": _("acteurs sûrs, hors du territoire compris"), "population": _("habitants"),
    }  # fmt: skip
    return _("Triés par : %(order)s.") % {"order": words[sort]} if sort in words else _("Par ordre alphabétique.")


def _scan_notes(result: ScanResult, sort: Sort) -> list[str]:
    import numpy as np

    share = np.nan_to_num(result.covered_share)
    radius = result.targets.radius_km
    joined = _(
        "Chaque territoire comprend les communes à moins de %(km)s km de son centre ; population et comptes aussi."
    )
    return [
        *([joined % {"km": formats.number(radius)}] if radius is not None else []),
        _("Réunie : assez d'acteurs sûrs. Absente : trop peu même en comptant tous les possibles, là où le registre "
          "couvre tout. Inconnue : le registre ne permet pas de dire. Ni note ni classement."),
        _order_note(sort),
        _("Le registre couvre en entier %(whole)d territoires sur %(m)d, au moins en partie %(part)d.")
        % {"whole": int(np.sum(share > 0.9999)), "m": result.targets.m, "part": int(np.sum(share > 0))},
    ]  # fmt: skip


def with_contours(table: Table, result: ScanResult, territories: Territories) -> Table:
    """The rows with the simplified contour of their territory instead of its centre; communes keep their point."""
    import json

    import shapely

    from essaim.engine.essaimage import COMMUNE
    from essaim.engine.territories import display_contours

    if result.targets.level == COMMUNE:
        return table
    contours = display_contours(territories, result.targets.level)
    shapes = {
        str(code): json.loads(shapely.to_geojson(shapely.set_precision(shape, 1e-5)))
        for code, shape in zip(contours.codes, contours.shapes, strict=True)
        if shape is not None
    }
    rows = [{**row, "geometry": shapes.get(row["code"])} for row in table.rows]
    return Table(table.title, table.columns, rows, table.notes, table.sources, table.synthetic)


def cut(table: Table, shown: int | None) -> Table:
    """The first ``shown`` rows of a table, with a note that says so; all of them when ``shown`` is None."""
    if shown is None or shown >= len(table.rows):
        return table
    note = _("%(n)d lignes montrées sur %(all)d ; --limit en montre plus, --csv ou --xlsx les donnent toutes.") % {
        "n": shown, "all": len(table.rows),
    }  # fmt: skip
    return Table(table.title, table.columns, table.rows[:shown], (*table.notes, note), table.sources, table.synthetic)


def explanation_tables(told: Explanation, about: Mapping[str, Any], *, screen: bool = True) -> dict[str, Table]:
    """One territory and one model: roles, conditions on the territory, candidates."""
    return {
        "roles": _roles_table(told, about, screen),
        **({"conditions": _conditions_table(told, about)} if told.conditions else {}),
        "candidates": _role_candidates_table(told, about, screen),
    }


def _roles_table(told: Explanation, about: Mapping[str, Any], screen: bool) -> Table:
    words = {Answer.YES: _("réunie"), Answer.NO: _("absente"), Answer.UNKNOWN: _("inconnue"), None: _("sans minimum")}
    rows = [
        {
            "role": here.role.name,
            "part": _("noyau") if here.role.part == "core" else _("adaptable"),
            "minimum": here.role.minimum,
            "reach_km": here.role.reach_km if here.role.reach_km is not None else _("le territoire"),
            "answer": words[here.answer],
            **_counted(here),
            "uncovered": here.uncovered,
            "basis": _("attesté") if here.role.basis == "source" else _("hypothèse"),
            "why": here.role.why,
        }
        for here in told.roles
    ]  # fmt: skip
    columns = [
        Column("role", _("Rôle")),
        Column("part", _("Part")),
        Column("minimum", _("Minimum"), "int"),
        Column("reach_km", _("Portée (km)")),
        Column("answer", _("Réponse")),
        Column("sure", _("Sûrs"), "int"),
        Column("possible", _("Possibles"), "int"),
        Column("gap", _("Manque"), "int"),
        Column("uncovered", _("Communes non couvertes"), "int"),
        Column("basis", _("Fondement")),
    ]
    if not screen:
        columns.append(Column("why", _("Pourquoi")))
    title = _("%(kind)s « %(title)s » à %(name)s (%(code)s)") % {
        "kind": kind_word(told.pattern), "title": told.pattern.label(), "name": told.name, "code": told.code,
    }  # fmt: skip
    return Table(title, tuple(columns), rows, _role_notes(told), **about)


def _counted(here: RoleHere) -> dict[str, int | None]:
    """The counts of a role; None where nobody is found and the register does not cover everything."""
    if here.uncovered and not here.possible:
        return {"sure": None, "possible": None, "gap": None}
    return {"sure": here.sure, "possible": here.possible, "gap": here.gap}


def _role_notes(told: Explanation) -> tuple[str, ...]:
    from essaim.engine.essaimage.conditions import LOWER_BOUND_BELOW

    share = told.covered_share
    if share is None or share >= LOWER_BOUND_BELOW:
        return ()
    note = _("Le registre couvre %(share)d %% de la population : les comptes sont des minorants.")
    return (note % {"share": round(100 * share)},)


def _conditions_table(told: Explanation, about: Mapping[str, Any]) -> Table:
    words = {Answer.YES: _("réunie"), Answer.NO: _("absente"), Answer.UNKNOWN: _("inconnue")}
    rows = [
        {"condition": here.condition.name, "wanted": here.asked.wanted, "value": here.value,
         "answer": words[here.answer], "why": here.condition.why}
        for here in told.conditions
    ]  # fmt: skip
    columns = (
        Column("condition", _("Condition sur le territoire")),
        Column("wanted", _("Attendu")),
        Column("value", _("Valeur"), "float"),
        Column("answer", _("Réponse")),
        Column("why", _("Pourquoi")),
    )
    return Table("", columns, rows, (), **about)


def _role_candidates_table(told: Explanation, about: Mapping[str, Any], screen: bool) -> Table:
    rows = [
        {"role": here.role.name, **candidate_row(candidate)}
        for here in told.roles
        for candidate in here.candidates.listed
    ]
    return Table(
        _("Qui pourrait tenir ces rôles"), (Column("role", _("Rôle")), *candidate_columns(screen)), rows, (), **about
    )
