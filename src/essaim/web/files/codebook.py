"""The codebook: what every column and every key of the files means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest

from essaim.apps.poles.enums import Bound, Circle, Precision, Sourcing, Stage
from essaim.engine.language import gettext as _
from essaim.engine.sources.poles import load_domains, load_measures, load_schemes
from essaim.tables.table import Column, Flow, Row, Table
from essaim.web.documents.terms import notes, own_source
from essaim.web.files import organisation_rows, pole_rows
from essaim.web.files.fact_rows import author_kinds, observation_columns, recognition_columns


def codebook_table(request: HttpRequest) -> Flow:
    """One line for each column, then for each key of each closed list."""
    return Flow(_("Dictionnaire des fichiers"), _columns(), list(codebook_rows()), notes(), (own_source(),))


def codebook() -> Table:
    """The same, held: it is short."""
    return Table(_("Dictionnaire des fichiers"), _columns(), list(codebook_rows()), notes(), (own_source(),))


def codebook_rows() -> Iterator[Row]:
    """Columns of each file, then the words of each list."""
    files = {
        _("Pôles"): pole_rows.columns(),
        _("Organisations"): organisation_rows.columns(),
        _("Chiffres"): observation_columns(),
        _("Reconnaissances"): recognition_columns(),
    }
    meanings = _meanings()
    for name, columns in files.items():
        for column in columns:
            yield _line(name, _("colonne"), column.key, column.header, meanings.get(column.key, ""))
    measures = load_measures()
    for indicator in measures.indicators.values():
        units = ", ".join(measures.units[key].label() for key in indicator.units)
        meaning = _("Se compte en : %(units)s.") % {"units": units} if units else ""
        yield _line(_("Chiffres"), _("indicateur"), indicator.key, indicator.label(), meaning)
    yield from _words(_("Chiffres"), _("unité"), ((word.key, word.label()) for word in measures.units.values()))
    yield from _words(_("Chiffres"), _("périmètre"), ((word.key, word.label()) for word in measures.scopes.values()))
    yield from _words(_("Chiffres"), _("à lire comme"), ((b.value or "exact", str(b.label)) for b in Bound))
    yield from _words(_("Chiffres"), _("qui l'a entré"), author_kinds().items())
    for scheme in load_schemes():
        yield _line(_("Reconnaissances"), _("dispositif"), scheme.key, scheme.label(), scheme.note)
    yield from _words(_("Tous"), _("précision de la date"), ((p.value, str(p.label)) for p in Precision))
    yield from _words(_("Tous"), _("ce que l'on sait de la source"), ((s.value, str(s.label)) for s in Sourcing))
    yield from _words(_("Pôles"), _("étape"), ((s.value, str(s.label)) for s in Stage))
    yield from _words(_("Pôles"), _("domaine"), ((word.key, word.label()) for word in load_domains()))
    yield from _words(_("Organisations"), _("cercle"), ((c.value, str(c.label)) for c in Circle))


def _words(file: str, kind: str, words: Iterable[tuple[str, str]]) -> Iterator[Row]:
    for key, label in words:
        yield _line(file, kind, key, label, "")


def _line(file: str, kind: str, key: str, label: str, meaning: str) -> Row:
    return {"file": file, "kind": kind, "key": key or None, "label": label, "meaning": meaning or None}


def _columns() -> tuple[Column, ...]:
    return (
        Column("file", _("Fichier")),
        Column("kind", _("Quoi")),
        Column("key", _("Clé")),
        Column("label", _("En mots")),
        Column("meaning", _("Précision")),
    )


def _meanings() -> Mapping[str, str]:
    """What a header alone does not say."""
    return {
        "slug": _("Fin de l'adresse de la fiche. Une ancienne adresse mène à la nouvelle."),
        "commune": _("Code officiel géographique. Vide quand personne ne la connaît : le pôle n'est placé nulle part."),
        "commune_to_confirm": _("Oui : une source indirecte la donne, personne ne l'a confirmée."),
        "stage": _("Idée, en émergence, en activité ou terminé ; vide quand on ne le sait pas."),
        "founded_year": _("Année donnée par une source ; les sources ne comptent pas toutes depuis le même acte."),
        "recognitions": _("Événements datés, joints. Aucune n'est un label."),
        "sources": _("Pages publiques lues pour la fiche."),
        "uid": _("Identifiant tiré au sort : il ne dit rien de l'organisation."),
        "family": _("Famille d'acteurs au sens de la composition d'un PTCE."),
        "public_email": _("Publiée par l'organisation elle-même. Aucune adresse privée n'est dans l'annuaire."),
        "public_phone": _("Publié par l'organisation elle-même."),
        "poles": _("Chaque pôle, avec le cercle de l'organisation et les dates connues."),
        "value": _("Telle que la source la donne, dans l'unité indiquée."),
        "value_max": _("Haut de la fourchette, quand la source en donne une."),
        "bound": _("Comment lire la valeur : donnée, environ, au moins, au plus…"),
        "scope": _("Qui ou quoi est compté. Vide quand la source ne le dit pas."),
        "date": _("Date dont parle la source, aussi longue que ce qui est connu : 2012, 2012-06 ou 2012-06-25."),
        "sourcing": _("Si la source est citée pour ce fait, si elle est l'une de celles de la fiche, ou inconnue."),
        "author": _("Une sorte d'auteur, jamais une personne."),
        "recorded_at": _("Moment de la saisie, à ne pas confondre avec la date du chiffre."),
        "superseded": _("Oui : un chiffre plus récent le corrige. Gardez « non » pour l'état présent."),
        "superseded_by": _("Identifiant du chiffre qui le remplace."),
        "withdrawn": _("Oui : il a été retiré, il ne vaut plus. La raison suit."),
        "confirmed": _("Non : la source laisse un doute."),
        "page": _("Adresse de la fiche."),
    }
