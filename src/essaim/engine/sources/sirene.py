"""SIRENE's official files and plain tables of establishments: what their columns are called, which file is which.

Column names are those of INSEE's monthly stock (StockEtablissement, StockUniteLegale), of INSEE's geolocation file and
of the State's Annuaire des Entreprises (``unites_legales``). A plain table is any other one that has a SIRET, an
activity (NAF) and a commune under one of the names people use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from essaim.engine.errors import MissingColumns
from essaim.engine.language import gettext as _

SIRENE_TITLE = "Base Sirene des entreprises et de leurs établissements"
SIRENE_PUBLISHER = "INSEE"
SIRENE_LICENCE = "Licence Ouverte 2.0"


class FileKind(Enum):
    """What a file is; the value is its official name."""

    ESTABLISHMENTS = "StockEtablissement"
    UNITS = "StockUniteLegale"
    POSITIONS = "GeolocalisationEtablissement"
    DIRECTORY = "Annuaire unites_legales"
    PLAIN = ""

    def label(self) -> str:
        """What it is, in words."""
        return _("table simple") if self is FileKind.PLAIN else self.value


# Our field → the official column. Never among them: the names of natural persons (nomUniteLegale, prenom…).
_UNIT_COLUMNS = {
    "legal": "categorieJuridiqueUniteLegale",
    "unit_size": "trancheEffectifsUniteLegale",
    "ess": "economieSocialeSolidaireUniteLegale",
    "mission": "societeMissionUniteLegale",
    "rna": "identifiantAssociationUniteLegale",
    "unit_diffusion": "statutDiffusionUniteLegale",
    "unit_name": "denominationUniteLegale",
    "unit_acronym": "sigleUniteLegale",
}
OFFICIAL: dict[FileKind, dict[str, str]] = {
    FileKind.ESTABLISHMENTS: {
        "siret": "siret",
        "siren": "siren",
        "state": "etatAdministratifEtablissement",
        "diffusion": "statutDiffusionEtablissement",
        "size": "trancheEffectifsEtablissement",
        "head_office": "etablissementSiege",
        "commune": "codeCommuneEtablissement",
        "country": "codePaysEtrangerEtablissement",
        "lambert_x": "coordonneeLambertAbscisseEtablissement",
        "lambert_y": "coordonneeLambertOrdonneeEtablissement",
        "sign1": "enseigne1Etablissement",
        "sign2": "enseigne2Etablissement",
        "sign3": "enseigne3Etablissement",
        "usual_name": "denominationUsuelleEtablissement",
        "naf": "activitePrincipaleEtablissement",
        "nomenclature": "nomenclatureActivitePrincipaleEtablissement",
        "naf25": "activitePrincipaleNAF25Etablissement",
        "updated": "dateDernierTraitementEtablissement",
        "lon": "longitude",
        "lat": "latitude",
    }
    | _UNIT_COLUMNS,
    FileKind.UNITS: {"siren": "siren", "updated": "dateDernierTraitementUniteLegale"} | _UNIT_COLUMNS,
    FileKind.POSITIONS: {"siret": "siret", "lon": "x_longitude", "lat": "y_latitude", "quality": "qualite_xy"},
    FileKind.DIRECTORY: {
        "siren": "siren",
        "legal": "nature_juridique",
        "ess": "est_ess",
        "siae": "est_siae",
        "qualiopi": "est_qualiopi",
        "training": "est_organisme_formation",
        "association": "est_association",
        "administration": "est_administration",
        "mission": "est_societe_mission",
    },
}
NEEDED: dict[FileKind, tuple[str, ...]] = {
    FileKind.ESTABLISHMENTS: ("siret", "naf", "commune", "state"),
    FileKind.UNITS: ("siren", "legal"),
    FileKind.POSITIONS: ("siret", "lon", "lat", "quality"),
    FileKind.DIRECTORY: ("siren",),
    FileKind.PLAIN: ("siret", "naf", "commune"),
}
# Names used in plain tables, the surest first, written as ``_plain`` writes them.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "siret": ("siret", "numero_siret", "num_siret", "n_siret", "no_siret", "code_siret", "siret_etablissement"),
    "siren": ("siren", "numero_siren", "num_siren", "n_siren", "no_siren", "code_siren"),
    "naf": (
        "naf", "code_naf", "naf_rev2", "code_naf_rev2", "ape", "code_ape", "codeape", "codenaf", "apet700",
        "activite_principale", "activite_principale_etablissement", "activiteprincipaleetablissement",
    ),
    "naf25": ("naf25", "naf_25", "naf2025", "naf_2025", "code_naf25", "code_naf_2025", "activite_principale_naf25"),
    "commune": (
        "code_commune", "codecommune", "code_insee", "codeinsee", "insee", "codgeo", "depcom", "code_commune_insee",
        "code_insee_commune", "insee_commune", "commune_insee", "insee_com", "code_com", "com", "citycode", "commune",
    ),
    "state": ("etat", "etat_administratif", "etat_administratif_etablissement"),
    "active": ("est_active", "est_actif", "actif", "active"),
    "head_office": ("siege", "est_siege", "etablissement_siege"),
    "legal": (
        "categorie_juridique", "code_categorie_juridique", "nature_juridique", "code_nature_juridique",
        "code_forme_juridique", "forme_juridique", "statut_juridique", "categorie_juridique_unite_legale",
    ),
    "size": (
        "tranche_effectifs", "tranche_effectif", "code_tranche", "tranche_effectif_salarie",
        "tranche_effectifs_etablissement", "tranche_effectif_salarie_etablissement",
    ),
    "unit_size": (
        "tranche_effectifs_unite_legale", "tranche_effectif_unite_legale", "tranche_effectif_salarie_entreprise",
    ),
    "ess": ("ess", "est_ess", "economie_sociale_solidaire", "flag_ess", "flag_ess_sirene"),
    "mission": ("societe_mission", "societe_a_mission", "est_societe_mission"),
    "siae": ("siae", "est_siae"),
    "qualiopi": ("qualiopi", "est_qualiopi"),
    "training": ("organisme_formation", "organisme_de_formation", "est_organisme_formation"),
    "association": ("association", "est_association"),
    "administration": ("administration", "est_administration"),
    "rna": ("rna", "numero_rna", "identifiant_association"),
    "not_public": ("nd", "non_diffusible"),
    "diffusion": ("statut_diffusion", "statut_diffusion_etablissement"),
    "country": ("code_pays_etranger",),
    "sign1": ("enseigne", "enseigne1", "enseigne_1"),
    "usual_name": ("denomination_usuelle", "nom_commercial"),
    "unit_name": ("denomination", "raison_sociale", "nom", "nom_complet"),
    "unit_acronym": ("sigle",),
    "lon": ("lon", "longitude", "x_longitude", "lng"),
    "lat": ("lat", "latitude", "y_latitude"),
    "coverage": ("couverture", "coverage"),
    "updated": ("date_dernier_traitement", "date_mise_a_jour"),
    "synthetic": ("synthetique", "synthetic"),
}  # fmt: skip
_ESTABLISHMENT_MARKS = frozenset(
    name.casefold() for name in OFFICIAL[FileKind.ESTABLISHMENTS].values() if "tablissement" in name
)
_USELESS = {
    "datefin": "StockEtablissementHistorique / StockUniteLegaleHistorique",
    "siretetablissementpredecesseur": "StockEtablissementLiensSuccession",
    "sirendoublon": "StockDoublons",
}


@dataclass(frozen=True)
class Recognised:
    """A file and what was found in it.

    Attributes:
        kind: which file it is.
        columns: our field → the file's own column name, for the fields it has.
    """

    kind: FileKind
    columns: Mapping[str, str]


def recognise(path: Path, columns: Iterable[str]) -> Recognised:
    """Which file this is, told by its column names alone; order and extra columns do not matter.

    Args:
        path: named in messages only.
        columns: its column names.

    Raises:
        MissingColumns: none of the known files, or one of them without a column that is needed.
    """
    names = {name.casefold(): name for name in columns}
    for mark, title in _USELESS.items():
        if mark in names:
            raise MissingColumns(
                _("%(path)s ressemble à %(title)s, dont l'import n'a pas besoin.") % {"path": path, "title": title},
                _("Donnez StockEtablissement, et si possible StockUniteLegale."),
            )
    kind = _kind(names)
    found = _plain_columns(columns) if kind is FileKind.PLAIN else _official_columns(kind, names)
    missing = [_shown(kind, field) for field in NEEDED[kind] if field not in found]
    if kind is FileKind.DIRECTORY and len(found) == 1:
        missing = ["est_ess"]
    if missing:
        raise _missing(path, kind, missing, list(names.values()))
    return Recognised(kind, found)


def _kind(names: Mapping[str, str]) -> FileKind:
    establishment = sum(name in names for name in _ESTABLISHMENT_MARKS)
    unit = sum(name.endswith("unitelegale") for name in names)
    if "qualite_xy" in names or ({"x_longitude", "y_latitude"} <= set(names) and "naf" not in names):
        return FileKind.POSITIONS
    if establishment >= 2 and (establishment >= unit or "siret" in names):
        return FileKind.ESTABLISHMENTS
    if unit and "siret" not in names:
        return FileKind.UNITS
    if "siren" in names and "siret" not in names and sum(name.startswith("est_") for name in names) >= 1:
        return FileKind.DIRECTORY
    return FileKind.PLAIN


def _official_columns(kind: FileKind, names: Mapping[str, str]) -> dict[str, str]:
    return {field: names[name.casefold()] for field, name in OFFICIAL[kind].items() if name.casefold() in names}


def _plain_columns(columns: Iterable[str]) -> dict[str, str]:
    plain: dict[str, str] = {}
    for name in columns:
        plain.setdefault(_plain(name), name)
    found = {}
    for field, synonyms in SYNONYMS.items():
        known = next((plain[synonym] for synonym in synonyms if synonym in plain), None)
        if known is not None:
            found[field] = known
    return found


def _plain(name: str) -> str:
    """``"Code APE "`` → ``"code_ape"``."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.casefold()).strip("_")


def _shown(kind: FileKind, field: str) -> str:
    return OFFICIAL[kind][field] if kind in OFFICIAL else SYNONYMS[field][0]


def _missing(path: Path, kind: FileKind, missing: list[str], present: list[str]) -> MissingColumns:
    facts = {"path": path, "missing": ", ".join(missing), "kind": kind.label()}
    if kind is not FileKind.PLAIN:
        return MissingColumns(
            _("%(path)s ressemble à %(kind)s, mais il y manque : %(missing)s.") % facts,
            _("Téléchargez le fichier officiel entier, ou gardez ces colonnes lors de l'extraction."),
        )
    shown = ", ".join(present[:12]) + ("…" if len(present) > 12 else "")
    return MissingColumns(
        _("%(path)s : il manque la colonne %(missing)s.") % facts,
        _(
            "Une table d'établissements doit avoir au moins siret, naf (code APE) et code_commune (code INSEE). "
            "Colonnes trouvées : %(present)s."
        )
        % {"present": shown},
    )
