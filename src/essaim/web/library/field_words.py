"""What each key of a model is called in the forms, and what to write in it."""

from __future__ import annotations

from essaim.engine.language import gettext as _

Words = tuple[str, str]


def words_of(table: str, key: str) -> Words:
    """The label and the help of a key of a table ("" for the model itself)."""
    own = _own_words().get(table, {})
    return own.get(key) or _shared_words().get(key) or (key, "")


def _shared_words() -> dict[str, Words]:
    return {
        "label": (_("En quelques mots"), ""),
        "why": (_("Pourquoi"), ""),
        "note": (_("À savoir"), _("Ce que le lecteur doit savoir.")),
        "basis": (_("Appui"), _("Une source le montre, ou c'est votre hypothèse : elle se discute.")),
        "part": (_("Noyau ou adaptable"), _("Noyau : à garder pour que ce soit encore ce modèle.")),
        "sources": (
            _("Sources"),
            _("Une par ligne : une adresse (https://…), ou le nom exact d'un pôle connu de ce modèle."),
        ),
        "date": (_("Date"), _("Telle que la source la donne : 2012, mai 2012. Vide si elle ne la dit pas.")),
        "kind": (_("Nature"), ""),
        "unit": (_("Unité"), _("En quoi son usage se compte : m², heure, repas…")),
    }


def _own_words() -> dict[str, dict[str, Words]]:
    return {
        "": _model_words(),
        "known_use": _use_words(),
        "figure": {
            "label": (_("Ce qui est compté"), ""),
            "value": (_("Nombre"), ""),
            "scope": (
                _("De qui, de quoi"),
                _("Un chiffre sans périmètre ne veut rien dire : l'équipe, les membres, le site ?"),
            ),
            "unit": (_("Unité"), _("€, ETP… ; vide pour un simple compte.")),
        },
        "role": _role_words(),
        "link": {
            "from": (_("De"), ""),
            "to": (_("Vers"), ""),
            "what": (_("Ce qui circule"), _("Légumes de saison, salariés formés, commandes…")),
        },
        "means": {"label": (_("Ce que c'est"), "")},
        "funding": {
            "kind": (_("Financeur"), ""),
            "share_min": (_("Part du budget, au moins (%)"), _("Seulement si une source la donne.")),
            "share_max": (_("Part du budget, au plus (%)"), ""),
            "scope": (_("De quel budget"), _("Obligatoire avec une part.")),
            "date": (_("De quand"), _("Obligatoire avec une part.")),
        },
        **_governing_words(),
        "lesson": {
            "outcome": (_("Ce que c'est"), ""),
            "text": (_("L'enseignement, en une phrase"), ""),
            "about": (_("Pôle dont il est tiré"), ""),
        },
    }


def _model_words() -> dict[str, Words]:
    return {
        "title": (_("Titre"), ""),
        "title_en": (_("Titre en anglais"), ""),
        "summary": (_("Le modèle en une phrase ou deux"), ""),
        "problem": (_("Le problème auquel il répond"), ""),
        "domains": (_("Domaines"), ""),
        "assumptions": (_("Hypothèses générales"), _("Une phrase par ligne.")),
        "reason": (_("Ce qui a été adapté, et pourquoi"), _("C'est ce que d'autres réseaux liront en premier.")),
    }


def _use_words() -> dict[str, Words]:
    return {
        "name": (_("Nom du pôle"), ""),
        "sources": (_("Où il est décrit"), _("Une adresse (https://…) par ligne.")),
        "place": (_("Lieu, en mots"), _("Mende (Lozère).")),
        "commune_insee": (
            _("Commune de son siège"),
            _("Nom, code postal ou code officiel. Vide si elle est inconnue."),
        ),
        "since": (_("Année de début"), ""),
        "stage": (_("Étape quand il a été décrit"), ""),
        "ended": (_("Fin (année ou date)"), _("Les pôles terminés restent : ce sont eux dont on apprend.")),
        "end_reason": (_("Raison de la fin"), _("« raison inconnue » si rien ne la dit.")),
    }


def _role_words() -> dict[str, Words]:
    return {
        "label": (_("Nom du rôle"), ""),
        "why": (_("Pourquoi il le faut"), _("Ce que le pôle ne peut pas faire sans lui.")),
        "minimum": (
            _("Combien d'acteurs au moins"),
            _("1 ou plus pour un rôle du noyau ; 0 possible pour un rôle adaptable."),
        ),
        "ideal": (_("Combien on en voudrait"), ""),
        "count_basis": (_("D'où viennent ces nombres"), _("Ce sont des hypothèses si rien n'est dit.")),
        "basis": (_("Appui du rôle lui-même"), _("Une source le montre, ou c'est votre hypothèse : elle se discute.")),
        "reach_km": (_("Jusqu'à combien de kilomètres"), _("De 1 à 100 ; vide : sur le territoire même.")),
        "suggests": (_("Ce qui y fait penser"), _("Le plus souvent une activité.")),
        "confirms": (
            _("Ce qui le confirme"),
            _("Une famille, une forme juridique ou une mention ; rien : l'activité suffit."),
        ),
    }


def _governing_words() -> dict[str, dict[str, Words]]:
    return {
        "team": {
            "fte_min": (_("Équivalents temps plein, au moins"), ""),
            "fte_max": (_("Équivalents temps plein, au plus"), ""),
            "why": (_("D'où viennent ces nombres"), ""),
        },
        "governance": {
            "legal_forms": (_("Formes juridiques rencontrées"), ""),
            "why": (_("Comment on décide"), ""),
        },
        "college": {"label": (_("Nom du collège"), ""), "why": (_("Pourquoi il existe"), "")},
        "condition": {
            "label": (_("La condition, en mots"), _("Assez d'habitants, par exemple.")),
            "criterion": (_("Ce qui est mesuré"), ""),
            "min": (_("Au moins"), _("Une des deux bornes suffit.")),
            "max": (_("Au plus"), ""),
        },
    }
