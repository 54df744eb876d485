"""What each action of the log is called: add yours to the list of its app, a test refuses an action without a name.

Each stands under a kind, by which people filter a history.
"""

from __future__ import annotations

from dataclasses import dataclass

from essaim.engine.language import gettext as _

IDENTITY, TEXTS, TERRITORY, FIGURES = "fiche", "textes", "territoire", "chiffres"
RECOGNITIONS, MEMBERS, NETWORKS, UPDATES, OTHER = "reconnaissances", "membres", "reseaux", "campagnes", "autres"


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action in words, and its kind."""

    kind: str
    label: str


def action_words() -> dict[str, ActionWords]:
    """Every action that the log may hold."""
    lists = (_of_poles(), _of_organisations(), _of_people(), _of_updates(), _of_work())
    return {action: ActionWords(*said) for one in lists for action, said in one.items()}


def kinds() -> dict[str, str]:
    """The kinds, in the order of the filter."""
    return {
        IDENTITY: _("Identité"),
        TEXTS: _("Textes, moyens, financements"),
        TERRITORY: _("Territoire"),
        FIGURES: _("Chiffres"),
        RECOGNITIONS: _("Reconnaissances"),
        MEMBERS: _("Membres"),
        NETWORKS: _("Réseaux"),
        UPDATES: _("Mises à jour et signalements"),
        OTHER: _("Autres"),
    }


def _of_poles() -> dict[str, tuple[str, str]]:
    return {
        "add_pole": (IDENTITY, _("Fiche créée")),
        "edit_pole": (IDENTITY, _("Fiche modifiée")),
        "set_domains": (IDENTITY, _("Domaines indiqués")),
        "set_territory": (TERRITORY, _("Territoire indiqué")),
        "set_frames": (TERRITORY, _("Cadres du territoire indiqués")),
        "set_axes": (TEXTS, _("Axes de la stratégie indiqués")),
        "write_section": (TEXTS, _("Texte écrit")),
        "list_item": (TEXTS, _("Élément ajouté")),
        "change_item": (TEXTS, _("Élément modifié")),
        "remove_item": (TEXTS, _("Élément retiré")),
        "record_recognition": (RECOGNITIONS, _("Reconnaissance ajoutée")),
        "correct_recognition": (RECOGNITIONS, _("Reconnaissance corrigée")),
        "confirm_recognition": (RECOGNITIONS, _("Reconnaissance confirmée")),
        "remove_recognition": (RECOGNITIONS, _("Reconnaissance retirée")),
        "record_observation": (FIGURES, _("Chiffre ajouté")),
        "withdraw_observation": (FIGURES, _("Chiffre retiré")),
        "add_network": (NETWORKS, _("Réseau créé")),
        "edit_network": (NETWORKS, _("Réseau modifié")),
        "join_network": (NETWORKS, _("Pôle rattaché à un réseau")),
        "leave_network": (NETWORKS, _("Pôle détaché d'un réseau")),
    }


def _of_organisations() -> dict[str, tuple[str, str]]:
    return {
        "add_member": (MEMBERS, _("Membre ajouté")),
        "end_membership": (MEMBERS, _("Départ d'un membre")),
        "change_membership": (MEMBERS, _("Membre corrigé")),
        "remove_member": (MEMBERS, _("Membre retiré par erreur de saisie")),
        "import_members": (MEMBERS, _("Membres importés d'un tableau")),
        "undo_import": (MEMBERS, _("Import défait")),
        "add_organisation": (IDENTITY, _("Fiche créée")),
        "edit_organisation": (IDENTITY, _("Fiche modifiée")),
        "remove_organisation": (IDENTITY, _("Fiche retirée")),
        "merge_organisation": (IDENTITY, _("Fiche réunie avec une autre")),
        "merged_into": (IDENTITY, _("Fiche réunie à une autre, qui est gardée")),
    }


def _of_people() -> dict[str, tuple[str, str]]:
    return {
        "register_user": (OTHER, _("Compte créé")),
        "change_name": (OTHER, _("Nom changé")),
        "grant_role": (OTHER, _("Rôle confié")),
        "withdraw_role": (OTHER, _("Rôle repris")),
        "move_grant": (OTHER, _("Rôle suivi sur la fiche gardée")),
        "invite_to_role": (OTHER, _("Invitation envoyée")),
        "send_invitation_again": (OTHER, _("Invitation renvoyée")),
        "withdraw_invitation": (OTHER, _("Invitation retirée")),
        "accept_invitation": (OTHER, _("Invitation acceptée")),
        "choose_frequency": (OTHER, _("Choix des messages reçus")),
        "change_address": (OTHER, _("Adresse changée")),
        "erase_account": (OTHER, _("Compte effacé")),
    }


def _of_updates() -> dict[str, tuple[str, str]]:
    # Campaigns, then corrections and new poles that visitors propose.
    return {
        "propose": (UPDATES, _("Proposition reçue")),
        "accept_proposal": (UPDATES, _("Proposition acceptée")),
        "refuse_proposal": (UPDATES, _("Proposition non retenue")),
        "ask_about_proposal": (UPDATES, _("Question posée sur une proposition")),
        "reply_to_moderators": (UPDATES, _("Réponse reçue sur une proposition")),
        "withdraw_proposal": (UPDATES, _("Proposition retirée")),
        "plan_campaign": (UPDATES, _("Campagne préparée")),
        "edit_campaign": (UPDATES, _("Campagne modifiée")),
        "choose_poles": (UPDATES, _("Pôles de la campagne choisis")),
        "choose_questions": (UPDATES, _("Questions de la campagne choisies")),
        "open_campaign": (UPDATES, _("Campagne ouverte")),
        "close_campaign": (UPDATES, _("Campagne close")),
        "publish_rate": (UPDATES, _("Taux de réponse publié")),
        "set_contact": (UPDATES, _("Contact indiqué")),
        "erase_contacts": (UPDATES, _("Contacts effacés")),
        "invite": (UPDATES, _("Pôles invités à se mettre à jour")),
        "remind": (UPDATES, _("Rappel envoyé")),
        "issue_link": (UPDATES, _("Lien de réponse donné")),
        "revoke_links": (UPDATES, _("Liens de réponse fermés")),
        "open_questionnaire": (UPDATES, _("Questionnaire ouvert")),
        "save_answers": (UPDATES, _("Réponses enregistrées")),
        "validate": (UPDATES, _("Réponses validées")),
        "ask_reopening": (UPDATES, _("Réouverture demandée")),
        "reopen": (UPDATES, _("Questionnaire rouvert")),
        "decide_answer": (UPDATES, _("Réponse relue")),
        "set_standing": (UPDATES, _("Suivi indiqué")),
    }


def _of_work() -> dict[str, tuple[str, str]]:
    return {
        "queue_message": (OTHER, _("Message préparé")),
        "send_message_again": (OTHER, _("Message renvoyé")),
        "drop_message": (OTHER, _("Message abandonné")),
        "ask_job": (OTHER, _("Travail demandé")),
        "cancel_job": (OTHER, _("Travail annulé")),
        "retry_job": (OTHER, _("Travail repris")),
        "job_done": (OTHER, _("Travail terminé")),
        "job_failed": (OTHER, _("Travail échoué")),
        "write_note": (OTHER, _("Note écrite")),
        "rewrite_note": (OTHER, _("Note modifiée")),
        "remove_note": (OTHER, _("Note effacée")),
    }
