"""The diagnosis as tables: for the screen, or for files that people and programs read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from essaim.cli.candidate_rows import candidate_columns, candidate_row
from essaim.cli.output import Column, Table
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer
from essaim.tables import formats

if TYPE_CHECKING:
    from essaim.engine.essaimage import Diagnosis, Ground
    from essaim.engine.essaimage.diagnosis import Compared, FamilyCount

TOP_ACTIVITIES = 12
COVERED_LITTLE = 0.01


def diagnosis_tables(result: Diagnosis, ground: Ground, *, screen: bool = True) -> dict[str, Table]:
    """The diagnosis as tables, by name, in reading order; ``screen``: narrower, for people's eyes."""
    about = {"sources": ground.sources}
    tables = {
        "context": context_table(result, about),
        "composition": composition_table(result, about, screen),
        "families": families_table(result, about, screen),
        "activities": activities_table(result, about, screen),
        "persons": persons_table(result, about),
        "candidates": candidates_table(result, ground, about, screen),
    }
    if screen:
        return tables
    # A file may leave the others behind: each names the territory.
    label = result.perimeter.label
    note = _("Territoire : %(name)s.") % {"name": label}
    return {
        name: replace(table, title=f"{table.title} – {label}", notes=(note, *table.notes))
        if table.title != label
        else table
        for name, table in tables.items()
    }


def context_table(result: Diagnosis, about: Mapping[str, Any]) -> Table:
    """The territory and what the register covers of it."""
    from essaim.engine.register.register import Coverage

    context, info = result.context, result.register
    density = None
    if context.population is not None and context.area_km2:
        density = context.population / context.area_km2
    words = {Answer.YES: _("oui"), Answer.NO: _("non"), Answer.UNKNOWN: None}
    facts = [
        (_("Communes"), context.communes, ""),
        (_("Habitants"), context.population, _("inconnue pour %(n)d communes") % {"n": context.population_unknown}
         if context.population_unknown else ""),
        (_("Superficie (km²)"), context.area_km2, ""),
        (_("Habitants au km²"), density, ""),
        (_("D'un seul tenant"), words[context.contiguous], ""),
        (_("Établissements actifs au registre"), _told(result, result.establishments),
         "" if context.complete else _("minorant : le registre ne couvre pas tout")),
        (_("Communes couvertes en entier"), context.covered[Coverage.WHOLE], ""),
        (_("Communes couvertes en partie"), context.covered[Coverage.PARTIAL], ""),
        (_("Communes non couvertes"), context.covered[Coverage.NONE], ""),
        (_("Part de la population couverte en entier (%)"),
         None if context.covered_share is None else round(100 * context.covered_share, 1), ""),
    ]  # fmt: skip
    rows = [{"fact": name, "value": value, "remark": remark} for name, value, remark in facts]
    columns = (
        Column("fact", _("Territoire")),
        Column("value", _("Valeur"), "float", digits=0),
        Column("remark", _("Remarque")),
    )
    notes = [_("Couverture : %(basis)s.") % {"basis": info.coverage_basis}] if info.coverage_basis else []
    notes += [*_lower_bounds(result), *result.perimeter.notes, _unknown_note(result)]
    if result.perimeter.radius_km is not None:
        notes.append(
            _(
                "Un rayon retient les communes entières dont la mairie est à moins de %(km)g km ; compter les "
                "établissements point par point donne en médiane 3 %% d'écart à 20 km."
            )
            % {"km": result.perimeter.radius_km}
        )
    return Table(result.perimeter.label, columns, rows, tuple(note for note in notes if note), **about)


def _unknown_note(result: Diagnosis) -> str:
    names = {
        "legal": _("forme juridique"), "size": _("effectif"), "ess": _("mention ESS"), "name": _("nom"),
        "naf": _("activité"),
    }  # fmt: skip
    known = result.register.known
    weak = [
        f"{words} {formats.percent(known.get(key, 0.0), 0)}"
        for key, words in names.items()
        if known.get(key, 0.0) < 0.95
    ]
    if not weak:
        return ""
    return _("Ce registre ne sait pas tout ; part des établissements où c'est connu : %(list)s.") % {
        "list": ", ".join(weak)
    }


def composition_table(result: Diagnosis, about: Mapping[str, Any], screen: bool) -> Table:
    """Article 9: are the actors it names here?"""
    from essaim.engine.essaimage.article9 import load_article9

    words = {Answer.YES: _("réuni"), Answer.NO: _("absent"), Answer.UNKNOWN: _("on ne peut pas dire")}
    rows = [
        {
            "part": line.part.label(), "answer": words[line.answer], "sure": _told(result, line.sure),
            "possible": _told(result, line.possible),
            "minimum": line.part.minimum, "text": line.part.text,
        }
        for line in result.composition
    ]  # fmt: skip
    columns = [
        Column("part", _("Composition de l'article 9")),
        Column("answer", _("Sur ce territoire")),
        Column("sure", _("Sûrs"), "int"),
        Column("possible", _("Possibles"), "int"),
        Column("minimum", _("Minimum lu"), "int"),
    ]
    rule = load_article9()
    notes = [
        _("Texte : %(source)s (%(url)s).") % {"source": rule.source, "url": rule.url},
        _("La réponse dit si ces acteurs se trouvent ici, non si un groupe est un pôle : l'autorité décide."),
        *_lower_bounds(result),
    ]
    if screen:
        notes += [f"« {line.part.text} »" for line in result.composition]
    else:
        columns.append(Column("text", _("Texte")))
    return Table(_("De quoi composer un pôle"), tuple(columns), rows, tuple(notes), **about)


def families_table(result: Diagnosis, about: Mapping[str, Any], screen: bool) -> Table:
    """Actors by family: sure, possible, employers, per 1,000 inhabitants, beside the references."""
    columns = [
        Column("family", _("Famille d'acteurs")),
        Column("sure", _("Sûrs"), "int"),
        Column("possible", _("Possibles"), "int"),
        Column("suggested", _("dont activité évocatrice"), "int"),
        Column("employers_sure", _("Employeurs parmi les sûrs"), "int"),
        Column("employers_possible", _("Employeurs au plus parmi les sûrs"), "int"),
        Column("per_1000", _("Sûrs pour 1 000 hab."), "float", digits=2),
    ]
    columns += _quotient_columns(result, screen)
    rows = [
        {
            "family": line.label, "sure": _told(result, line.sure), "possible": _told(result, line.possible),
            "suggested": _told(result, line.suggested),
            **_employers(result, line),
            "per_1000": line.per_1000, **_quotients(result, line.compared, screen), "note": line.note,
        }
        for line in result.families
    ]  # fmt: skip
    notes = [
        _("Sûr : une source le dit. Possible : sûr, ou inconnu du registre. « Possible » n'est pas « probable »."),
        _("Employeur : au moins un salarié au 31 décembre, selon la tranche d'effectif."),
        *_lower_bounds(result),
        *_reference_notes(result),
    ]
    notes += [f"{line.label} : {line.note}" for line in result.families if line.note]
    if screen:
        columns, notes = _without_unknown(columns, rows, notes)
    return Table(_("Acteurs par famille"), tuple(columns), rows, tuple(notes), **about)


def _employers(result: Diagnosis, line: FamilyCount) -> dict[str, int | None]:
    if not result.register.known.get("size"):
        return {"employers_sure": None, "employers_possible": None}
    told = line.employers_sure or not line.employers_possible
    return {"employers_sure": line.employers_sure if told else None, "employers_possible": line.employers_possible}


def _without_unknown(
    columns: list[Column], rows: list[dict[str, Any]], notes: list[str]
) -> tuple[list[Column], list[str]]:
    """Leave out the columns where nothing is known, and say so: a screen is narrow."""
    empty = [column for column in columns if all(row.get(column.key) is None for row in rows)]
    if not empty:
        return columns, notes
    names = ", ".join(column.label for column in empty)
    note = _("Rien n'est connu de : %(names)s.") % {"names": names}
    return [column for column in columns if column not in empty], [*notes, note]


def activities_table(result: Diagnosis, about: Mapping[str, Any], screen: bool) -> Table:
    """Activities over-represented here: NAF divisions whose quotient's interval lies above 1, strongest first."""
    from essaim.engine.register.nomenclature import division_label

    usable = [i for i, ref in enumerate(result.references) if ref.key in ("region", "france") and ref.covered_communes]
    strong = [line for line in result.activities if any(_is_above(line.compared[i]) for i in usable)]
    strong.sort(key=lambda line: (-max(_low(line.compared[i]) for i in usable), line.division))
    rows = [
        {
            "division": line.division, "activity": division_label(line.division), "count": line.count,
            **_quotients(result, line.compared, screen),
        }
        for line in strong[:TOP_ACTIVITIES]
    ]  # fmt: skip
    columns = [
        Column("division", _("NAF"), "code"),
        Column("activity", _("Activités surreprésentées")),
        Column("count", _("Établissements"), "int"),
    ]
    columns += _quotient_columns(result, screen)
    note = _(
        "QL : quotient de localisation, part ici rapportée à la part là-bas, avec son intervalle à 95 %%. Seules "
        "figurent les activités dont l'intervalle est tout entier au-dessus de 1, %(n)d au plus."
    ) % {"n": TOP_ACTIVITIES}
    return Table(_("Ce que ce territoire a de plus"), tuple(columns), rows, (note, *_reference_notes(result)), **about)


def persons_table(result: Diagnosis, about: Mapping[str, Any]) -> Table:
    """Sole traders by activity: counted, never listed."""
    from essaim.engine.register.nomenclature import division_label

    rows = [
        {"division": line.division, "activity": division_label(line.division), "sure": line.sure,
         "possible": line.possible}
        for line in result.persons[:TOP_ACTIVITIES]
    ]  # fmt: skip
    columns = (
        Column("division", _("NAF"), "code"),
        Column("activity", _("Personnes physiques, par activité")),
        Column("sure", _("Sûres"), "int"),
        Column("possible", _("Possibles"), "int"),
    )
    note = _(
        "Agriculteurs, artisans, artistes : comptés, jamais nommés. Demandez à leur chambre ; %(n)d lignes au plus."
    )
    notes = (note % {"n": TOP_ACTIVITIES}, *_lower_bounds(result))
    title = _("Entreprises individuelles")
    return Table(title, columns, rows, notes, **about)


def _is_above(compared: Compared) -> bool:
    return compared.quotient is not None and compared.quotient.low > 1


def _low(compared: Compared) -> float:
    return compared.quotient.low if compared.quotient else 0.0


def _quotient_columns(result: Diagnosis, screen: bool) -> list[Column]:
    """One column per reference for people; value and bounds apart for programs and spreadsheets."""
    columns = []
    for reference in result.references:
        name = _("QL %(ref)s") % {"ref": reference.label}
        key = f"lq_{reference.key}"
        if screen:
            columns.append(Column(key, name))
            continue
        columns.append(Column(key, name, "float", digits=2))
        columns.append(Column(f"{key}_low", _("%(name)s, borne basse") % {"name": name}, "float", digits=2))
        columns.append(Column(f"{key}_high", _("%(name)s, borne haute") % {"name": name}, "float", digits=2))
    return columns


def _quotients(result: Diagnosis, compared: tuple[Compared, ...], screen: bool) -> dict[str, str | float | None]:
    cells: dict[str, str | float | None] = {}
    for reference, item in zip(result.references, compared, strict=True):
        quotient, key = item.quotient, f"lq_{reference.key}"
        if quotient is None:
            cells[key] = None
        elif screen:
            value, low, high = (formats.number(part, 2) for part in (quotient.value, quotient.low, quotient.high))
            cells[key] = f"{value} [{low} ; {high}]"
        else:
            cells |= {key: quotient.value, f"{key}_low": quotient.low, f"{key}_high": quotient.high}
    return cells


def _few(share: float) -> str:
    """A share as a percentage that never rounds something down to nothing."""
    if 0 < share < COVERED_LITTLE:
        return _("moins de %(share)s") % {"share": formats.percent(COVERED_LITTLE, 0)}
    return formats.percent(share, 0)


def _lower_bounds(result: Diagnosis) -> list[str]:
    """What must be said when the register does not cover the whole territory."""
    context = result.context
    if context.complete:
        return []
    share = formats.percent(context.covered_share, 0) if context.covered_share is not None else formats.unknown()
    note = _(
        "Minorants : le registre couvre en entier %(share)s de la population ; ailleurs il peut y en avoir d'autres. "
        "Les taux et les quotients portent sur les communes couvertes."
    )
    return [note % {"share": share}]


def _told(result: Diagnosis, count: int) -> int | None:
    """A count, or unknown where the register covers nothing: nobody counted there, nobody found zero."""
    from essaim.engine.register.register import Coverage

    nothing = result.context.covered[Coverage.NONE] == result.context.communes
    return None if nothing else count


def _reference_notes(result: Diagnosis) -> list[str]:
    notes = []
    for place, reference in enumerate(result.references):
        notes.append(
            _("Comparé à %(name)s : communes couvertes en entier, %(n)s sur %(all)s, %(share)s de la population.")
            % {
                "name": reference.label,
                "n": formats.number(reference.covered_communes),
                "all": formats.number(len(reference.communes)),
                "share": _few(reference.covered_share),
            }
        )
        if reference.members:
            notes.append(
                _("Semblables sur %(n)d critères (%(criteria)s) : %(members)s.")
                % {
                    "n": len(reference.criteria),
                    "criteria": ", ".join(reference.criteria),
                    "members": ", ".join(reference.members),
                }
            )
        reasons = {line.compared[place].reason for line in result.families}
        words = {
            "legal_unknown": _("Pas de quotient par famille : la forme juridique n'est pas assez connue."),
            "barely_covered": _("Pas de quotient avec %(name)s : le registre en couvre trop peu."),
            "itself": _("Pas de quotient avec %(name)s : seul ce territoire y est couvert."),
        }
        notes += [text % {"name": reference.label} for key, text in words.items() if key in reasons]
    return list(dict.fromkeys(notes))


def candidates_table(result: Diagnosis, ground: Ground, about: Mapping[str, Any], screen: bool) -> Table:
    """Who could join, by family."""
    rows = [
        {"family": ground.families[key].label(), **candidate_row(candidate)}
        for key, found in result.candidates.items()
        for candidate in found.listed
    ]
    unlisted = sum(found.unlisted for found in result.candidates.values())
    notes = [
        _(
            "Les personnes physiques ne sont jamais nommées ; les établissements dont seule l'activité parle "
            "sont à vérifier."
        ),
    ]
    if unlisted:
        notes.append(_("Des établissements comptés ne peuvent pas être listés : demandez à la chambre."))
    columns = (Column("family", _("Famille")), *candidate_columns(screen))
    return Table(_("Qui pourrait se joindre"), columns, rows, tuple(notes), **about)
