"""What a column means, guessed from its title, in French or English; titles that name persons are refused."""

from __future__ import annotations

from collections.abc import Sequence

from essaim.apps.intake.enums import Column
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form

# Titles as people write them, in search form: no accents, no case, no punctuation.
_TITLES: dict[str, str] = {
    title: column
    for column, titles in {
        Column.NAME: "nom|nom de l organisation|organisation|structure|nom de la structure|raison sociale|denomination|"
        "denomination sociale|entreprise|association|membre|adherent|intitule|name|organization|organisation name|"
        "company",
        Column.NUMBER: "siret|siren|numero siret|numero siren|n siret|n siren|no siret|siret siren|siren siret|"
        "siret ou siren|identifiant|siret number|siren number",
        Column.RNA: "rna|numero rna|n rna|numero association|rna number|waldec",
        Column.COMMUNE: "commune|ville|localite|code commune|code insee|insee|city|town|municipality",
        Column.POSTAL_CODE: "code postal|cp|postal code|zip|zip code|postcode",
        Column.FAMILY: "famille|type|categorie|type de structure|type de membre|family|kind",
        Column.LEGAL_FORM: "forme juridique|statut juridique|statut|forme|legal form|status",
        Column.LEGAL_CATEGORY: "categorie juridique|code categorie juridique|categorie juridique insee|legal category",
        Column.ACTIVITY: "naf|code naf|ape|code ape|activite naf|activity code",
        Column.DESCRIPTION: "activite|activites|description|objet|ce qu elle fait|mission|activity|purpose",
        Column.ADDRESS: "adresse|adresse publique|adresse postale|siege|address",
        Column.WEBSITE: "site|site web|site internet|url|web|website",
        Column.EMAIL: "adresse electronique publique|courriel public|email public|e mail public|public email|"
        "public e mail",
        Column.PHONE: "telephone public|tel public|standard|public phone",
        Column.CIRCLE: "cercle|role|role dans le pole|statut de membre|qualite|circle",
        Column.COLLEGE: "college|colleges|college de vote",
        Column.SINCE: "depuis|date d entree|date d adhesion|adhesion|entree|membre depuis|date entree|date adhesion|"
        "since|joined|from|start date|member since",
        Column.UNTIL: "jusqu a|jusqu au|date de sortie|sortie|date de depart|fin|depart|until|left|end date",
        Column.PERSONS: "personnes|nombre de personnes|nb de personnes|nb personnes|personnes physiques|particuliers|"
        "individus|effectif de personnes|persons|people|individuals|number of persons",
    }.items()
    for title in titles.split("|")
}  # fmt: skip
_PERSONAL_WORDS = {"prenom", "prenoms", "firstname", "surname", "naissance", "civilite", "birthdate", "birth"}
_PERSONAL_TITLES = {
    "nom de famille", "nom et prenom", "first name", "last name", "family name", "given name", "contact",
    "nom du contact", "nom contact", "personne contact", "personne a contacter", "contact name", "contact person",
    "representant", "representante", "representant legal", "nom du representant", "dirigeant", "dirigeante",
    "president", "presidente", "directeur", "directrice", "nom du dirigeant", "mobile", "portable",
    "telephone portable", "email personnel", "e mail personnel", "courriel personnel", "adresse personnelle",
    "date de naissance",
}  # fmt: skip


def guess(header: Sequence[str]) -> list[str]:
    """The meaning of each column, "" when its title says nothing; a meaning is given once, to the first that has it."""
    known = _TITLES | {search_form(str(column.label)): str(column.value) for column in Column}
    found: list[str] = []
    for title in header:
        column = known.get(search_form(title), "")
        found.append("" if column in found else column)
    return found


def refuse_persons(header: Sequence[str]) -> None:
    """Refuse a file whose titles announce names of persons.

    Raises:
        InvalidValue: says which column to take out.
    """
    for title in header:
        form = search_form(title)
        if form in _PERSONAL_TITLES or _PERSONAL_WORDS & set(form.split()):
            raise InvalidValue(
                _("La colonne « %(title)s » annonce des personnes : rien du fichier n'est gardé.") % {"title": title},
                _("Supprimez-la et recommencez : ici, les personnes se comptent et ne se nomment pas."),
            )


def checked(matching: Sequence[str], width: int) -> list[str]:
    """A matching as people chose it: one meaning a column, each given once, and something that tells the members.

    Raises:
        InvalidValue: a meaning given twice, or none that tells who the members are.
    """
    known = [column if column in Column.values else "" for column in matching][:width]
    known += [""] * (width - len(known))
    given = [column for column in known if column]
    doubled = {column for column in given if given.count(column) > 1}
    if doubled:
        raise InvalidValue(
            _("Deux colonnes disent la même chose : %(name)s.") % {"name": Column(sorted(doubled)[0]).label},
            _("Gardez l'une des deux."),
        )
    if Column.NAME not in given and Column.PERSONS not in given:
        raise InvalidValue(
            _("Aucune colonne ne donne le nom des organisations."), _("Dites laquelle, dans la liste des colonnes.")
        )
    return known
