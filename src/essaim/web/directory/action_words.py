"""What each action of the log is called: add yours to the list of its app, a test refuses an action without a name.

Each stands under a kind, by which people filter a history.
"""

from __future__ import annotations

from dataclasses import dataclass

from essaim.engine.language import gettext as _

IDENTITY, TEXTS, TERRITORY, FIGURES = "fiche", "textes", "territoire", "chiffres"
RECOGNITIONS, MEMBERS, NETWORKS, UPDATES, OTHER = "reconnaissances", "membres", "reseaux", "campagnes", "autres"

# The first thing that everybody reads of a pole that was founded here.
ENTERED = "enter_draft"


@dataclass(frozen=True, slots=True)
class ActionWords:
    """An action in words, and its kind."""

    kind: str
    label: str


def action_words() -> dict[str, ActionWords]:
    """Every action that the log may hold."""
    # One a line: each section adds its own.
    lists = (
        _of_poles(),
        _of_foundings(),
        _of_organisations(),
        _of_people(),
        _of_prospects(),
        _of_updates(),
        _of_models(),
        _of_calls(),
        _of_plans(),
        _of_projects(),
        _of_funds(),
        _of_spending(),
        _of_work(),
    )
    return {action: ActionWords(*said) for one in lists for action, said in one.items()}


def founders_actions() -> list[str]:
    """Those that concern the founders of a pole alone, even once it is in the directory."""
    return [action for action in _of_foundings() if action != ENTERED]


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


def _of_foundings() -> dict[str, tuple[str, str]]:
    return {
        "found_pole": (IDENTITY, _("Fondation commencée")),
        "choose_model": (IDENTITY, _("Modèle choisi")),
        "tick_step": (OTHER, _("Chose faite")),
        "untick_step": (OTHER, _("Chose à refaire")),
        "add_step": (OTHER, _("Chose à faire ajoutée")),
        "date_step": (OTHER, _("Chose à faire datée")),
        "remove_step": (OTHER, _("Chose à faire retirée")),
        "note_adaptation": (OTHER, _("Adaptation du modèle notée")),
        "ask_mentor": (OTHER, _("Aide demandée à un pôle")),
        "answer_founders": (OTHER, _("Réponse à une demande d'aide")),
        "file_agreement": (OTHER, _("Convention d'entraide déposée")),
        "follow_mentoring": (OTHER, _("Entraide suivie")),
        "ask_publication": (IDENTITY, _("Publication demandée")),
        "take_back_publication": (IDENTITY, _("Demande de publication retirée")),
        "send_back_publication": (IDENTITY, _("Brouillon renvoyé avec des remarques")),
        "publish_founding": (IDENTITY, _("Pôle publié")),
        "remove_adaptation": (OTHER, _("Adaptation du modèle retirée")),
        "enter_draft": (IDENTITY, _("Pôle en préparation entré dans l'annuaire")),
        "drop_draft": (IDENTITY, _("Pôle en préparation abandonné")),
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


def _of_prospects() -> dict[str, tuple[str, str]]:
    return {
        "add_prospect": (OTHER, _("Prospect ajouté au tableau")),
        "edit_prospect": (OTHER, _("Prospect modifié")),
        "move_prospect": (OTHER, _("Prospect déplacé")),
        "remove_prospect": (OTHER, _("Prospect retiré du tableau")),
        "set_prospect_contact": (OTHER, _("Personne à joindre indiquée")),
        "erase_prospect_contact": (OTHER, _("Coordonnées d'une personne effacées")),
        "write_prospect_note": (OTHER, _("Note écrite sur un prospect")),
        "remove_prospect_note": (OTHER, _("Note effacée")),
        "erase_prospect_note": (OTHER, _("Note effacée à son échéance")),
        "import_prospects": (OTHER, _("Prospects importés d'un tableau")),
        "undo_prospect_import": (OTHER, _("Import de prospects défait")),
        "make_letter": (OTHER, _("Document à signer préparé")),
        "change_letter": (OTHER, _("Document à signer modifié")),
        "remove_letter": (OTHER, _("Document à signer retiré")),
        "file_letter": (OTHER, _("Copie signée déposée")),
        "withdraw_letter": (OTHER, _("Signature retirée")),
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
        "end_correction": (OTHER, _("Correction du dossier close par les résultats")),
        "ask_reopening": (UPDATES, _("Réouverture demandée")),
        "reopen": (UPDATES, _("Questionnaire rouvert")),
        "decide_answer": (UPDATES, _("Réponse relue")),
        "set_standing": (UPDATES, _("Suivi indiqué")),
    }


def _of_models() -> dict[str, tuple[str, str]]:
    return {
        "start_model": (OTHER, _("Modèle commencé")),
        "write_model_part": (OTHER, _("Partie du modèle écrite")),
        "replace_model": (OTHER, _("Modèle remplacé par un fichier")),
        "open_model_version": (OTHER, _("Nouvelle version ouverte")),
        "publish_model": (OTHER, _("Version publiée")),
        "withdraw_model": (OTHER, _("Version retirée")),
        "discard_model_draft": (OTHER, _("Brouillon abandonné")),
    }


def _of_calls() -> dict[str, tuple[str, str]]:
    return {
        "prepare_call": (OTHER, _("Appel préparé")),
        "edit_call": (OTHER, _("Avis d'appel modifié")),
        "set_phases": (OTHER, _("Phases de l'appel fixées")),
        "set_own_rules": (OTHER, _("Règles de l'appel écrites")),
        "put_question": (OTHER, _("Question écrite")),
        "remove_question": (OTHER, _("Question retirée")),
        "move_question": (OTHER, _("Question déplacée")),
        "add_call_document": (OTHER, _("Document ajouté à l'appel")),
        "remove_call_document": (OTHER, _("Document retiré de l'appel")),
        "publish_call": (OTHER, _("Appel publié")),
        "withdraw_call": (OTHER, _("Appel retiré")),
        "remind_dossiers": (OTHER, _("Rappel envoyé")),
        "publish_results": (OTHER, _("Résultats publiés")),
        "start_dossier": (OTHER, _("Dossier commencé")),
        "save_answer": (OTHER, _("Réponse écrite")),
        "put_partner": (OTHER, _("Partenaire écrit")),
        "remove_partner": (OTHER, _("Partenaire retiré")),
        "take_partners": (OTHER, _("Partenaires repris du pôle")),
        "set_budget": (OTHER, _("Budget indiqué")),
        "submit_dossier": (OTHER, _("Dossier déposé")),
        "withdraw_dossier": (OTHER, _("Dossier retiré")),
        "reopen_dossier": (OTHER, _("Dossier rouvert")),
        "ask_reopening": (OTHER, _("Réouverture du dossier demandée")),
        "refuse_reopening": (OTHER, _("Réouverture du dossier refusée")),
        "ask_call_archive": (OTHER, _("Archive des dossiers demandée")),
        "take_project": (OTHER, _("Projet repris dans le dossier")),
        "ask_piece": (OTHER, _("Pièce demandée")),
        "answer_piece": (OTHER, _("Pièce donnée")),
        "remove_piece_file": (OTHER, _("Fichier d'une pièce retiré")),
        "accept_piece": (OTHER, _("Pièce acceptée")),
        "decide_dossier": (OTHER, _("Décision prise")),
    }


def _of_projects() -> dict[str, tuple[str, str]]:
    return {
        "start_project": (OTHER, _("Projet commencé")),
        "edit_project": (OTHER, _("Projet décrit")),
        "set_project_domains": (OTHER, _("Domaines du projet choisis")),
        "move_project": (OTHER, _("État du projet changé")),
        "remove_project": (OTHER, _("Projet retiré")),
        "put_project_partner": (OTHER, _("Partenaire du projet écrit")),
        "remove_project_partner": (OTHER, _("Partenaire du projet retiré")),
        "put_milestone": (OTHER, _("Étape écrite")),
        "remove_milestone": (OTHER, _("Étape retirée")),
        "put_job_figure": (OTHER, _("Emplois écrits")),
        "remove_job_figure": (OTHER, _("Emplois retirés")),
        "put_outcome": (OTHER, _("Résultat écrit")),
        "remove_outcome": (OTHER, _("Résultat retiré")),
    }


def _of_funds() -> dict[str, tuple[str, str]]:
    return {
        "add_funder": (OTHER, _("Financeur ajouté")),
        "edit_funder": (OTHER, _("Financeur corrigé")),
        "remove_funder": (OTHER, _("Financeur retiré")),
        "start_support": (OTHER, _("Aide notée")),
        "edit_support": (OTHER, _("Aide corrigée")),
        "move_support": (OTHER, _("Étape d'une aide")),
        "remove_support": (OTHER, _("Aide retirée")),
        "put_claim": (OTHER, _("Demande de paiement écrite")),
        "remove_claim": (OTHER, _("Demande de paiement retirée")),
        "put_receipt": (OTHER, _("Versement écrit")),
        "remove_receipt": (OTHER, _("Versement retiré")),
        "put_report": (OTHER, _("Bilan à rendre écrit")),
        "remove_report": (OTHER, _("Bilan à rendre retiré")),
        "open_feed": (OTHER, _("Adresse d'agenda faite")),
        "close_feed": (OTHER, _("Adresse d'agenda retirée")),
    }


def _of_work() -> dict[str, tuple[str, str]]:
    return {
        "queue_message": (OTHER, _("Message préparé")),
        "send_message_again": (OTHER, _("Message renvoyé")),
        "drop_message": (OTHER, _("Message abandonné")),
        "file_document": (OTHER, _("Document déposé")),
        "withdraw_document": (OTHER, _("Document retiré")),
        "ask_job": (OTHER, _("Travail demandé")),
        "cancel_job": (OTHER, _("Travail annulé")),
        "retry_job": (OTHER, _("Travail repris")),
        "job_done": (OTHER, _("Travail terminé")),
        "job_failed": (OTHER, _("Travail échoué")),
        "ask_register_download": (OTHER, _("Téléchargement du registre demandé")),
        "ask_register_import": (OTHER, _("Import du registre demandé")),
        "import_register": (OTHER, _("Registre importé")),
        "keep_answer": (OTHER, _("Réponse de l'annuaire des entreprises gardée")),
        "keep_failure": (OTHER, _("Annuaire des entreprises sans réponse")),
        "use_register": (OTHER, _("Version du registre remise en usage")),
        "delete_cash_scenario": (OTHER, _("Scénario de trésorerie effacé")),
        "rename_cash_scenario": (OTHER, _("Scénario de trésorerie renommé")),
        "save_cash_scenario": (OTHER, _("Scénario de trésorerie enregistré")),
        "delete_scenario": (OTHER, _("Repérage effacé")),
        "rename_scenario": (OTHER, _("Repérage renommé")),
        "save_scenario": (OTHER, _("Repérage enregistré")),
        "share_scenario": (OTHER, _("Lien de partage d'un repérage donné")),
        "withdraw_scenario_share": (OTHER, _("Lien de partage d'un repérage retiré")),
        "write_note": (OTHER, _("Note écrite")),
        "rewrite_note": (OTHER, _("Note modifiée")),
        "remove_note": (OTHER, _("Note effacée")),
    }


def _of_plans() -> dict[str, tuple[str, str]]:
    return {
        "start_plan": (OTHER, _("Plan de financement commencé")),
        "edit_plan": (OTHER, _("Plan de financement modifié")),
        "adopt_plan": (OTHER, _("Plan de financement adopté")),
        "close_plan": (OTHER, _("Plan de financement clos")),
        "reopen_plan": (OTHER, _("Plan de financement rouvert")),
        "tell_rules": (OTHER, _("Ce que les règles de financement demandent, dit")),
        "copy_plan": (OTHER, _("Plan de financement recopié")),
        "delete_plan": (OTHER, _("Plan de financement effacé")),
        "put_plan_line": (OTHER, _("Ligne du plan écrite")),
        "fill_plan_line": (OTHER, _("Ligne du plan complétée par son aide")),
        "remove_plan_line": (OTHER, _("Ligne du plan retirée")),
        "put_plan_amounts": (OTHER, _("Montants écrits")),
        "set_plan_calendar": (OTHER, _("Calendrier de paiement indiqué")),
        "put_plan_item": (OTHER, _("Besoin ou ressource durable écrit")),
        "remove_plan_item": (OTHER, _("Besoin ou ressource durable retiré")),
        "import_plan_sheet": (OTHER, _("Plan modifié par un tableau")),
        "undo_plan_sheet": (OTHER, _("Modification par un tableau défaite")),
        "share_plan": (OTHER, _("Plan partagé")),
        "stop_sharing_plan": (OTHER, _("Partage repris")),
    }


def _of_spending() -> dict[str, tuple[str, str]]:
    return {
        "put_de_minimis_aid": (OTHER, _("Aide de minimis notée")),
        "remove_de_minimis_aid": (OTHER, _("Aide de minimis retirée")),
        "put_expense": (OTHER, _("Dépense écrite")),
        "import_expenses": (OTHER, _("Dépenses importées")),
        "undo_expense_import": (OTHER, _("Import de dépenses défait")),
        "remove_expense": (OTHER, _("Dépense retirée")),
        "put_dedicated_fund": (OTHER, _("Fonds dédiés notés")),
        "remove_dedicated_fund": (OTHER, _("Fonds dédiés retirés")),
        "write_final_report": (OTHER, _("Compte rendu financier écrit")),
        "put_undertaking": (OTHER, _("Organisations réunies en un groupe")),
        "remove_undertaking": (OTHER, _("Groupe d'organisations défait")),
    }
