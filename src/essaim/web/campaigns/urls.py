"""Addresses of campaigns, each with who may enter. A questionnaire is open to whoever holds its link."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.campaigns.rules import animates_a_network
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.campaigns import answering, files, following, planning, pole, public, review

_download = "export"

urlpatterns: list[URLPattern] = [
    route("campagnes/", animates_a_network, planning.campaigns, "campaigns"),
    route("campagnes/nouvelle/", animates_a_network, planning.new, "campaign-new"),
    route("campagnes/repondre/<str:token>/", anyone, answering.welcome, "questionnaire"),
    route("campagnes/repondre/<str:token>/reponses/", anyone, answering.answers, "questionnaire-answers"),
    route("campagnes/repondre/<str:token>/valider/", anyone, answering.validation, "questionnaire-validate"),
    route("campagnes/repondre/<str:token>/deposer/", anyone, answering.upload, "questionnaire-upload"),
    route("campagnes/repondre/<str:token>/imprimer/", anyone, answering.printed, "questionnaire-print"),
    route("campagnes/repondre/<str:token>/rouvrir/", anyone, answering.reopening, "questionnaire-reopen"),
    route(
        "campagnes/repondre/<str:token>/questionnaire.ods", anyone, limited(_download, answering.ods),
        "questionnaire-ods",
    ),
    route("campagnes/pole/<str:uid>/", animates_a_network, pole.invitation, "invitation"),
    route("campagnes/pole/<str:uid>/lien/", animates_a_network, pole.link, "invitation-link"),
    route("campagnes/pole/<str:uid>/etat/", animates_a_network, pole.standing, "invitation-standing"),
    route("campagnes/pole/<str:uid>/rouvrir/", animates_a_network, pole.reopening, "invitation-reopen"),
    route("campagnes/pole/<str:uid>/saisir/", animates_a_network, pole.typing, "invitation-type"),
    route("campagnes/pole/<str:uid>/valider/", animates_a_network, pole.validation, "invitation-validate"),
    route("campagnes/pole/<str:uid>/imprimer/", animates_a_network, pole.printed, "invitation-print"),
    route("campagnes/pole/<str:uid>/questionnaire.ods", animates_a_network, pole.ods, "invitation-ods"),
    route("campagnes/pole/<str:uid>/relire/", animates_a_network, review.answers, "invitation-review"),
    route("campagnes/<str:uid>/", animates_a_network, following.campaign, "campaign"),
    route("campagnes/<str:uid>/modifier/", animates_a_network, planning.edit, "campaign-edit"),
    route("campagnes/<str:uid>/questions/", animates_a_network, planning.questions, "campaign-questions"),
    route("campagnes/<str:uid>/poles/", animates_a_network, planning.poles, "campaign-poles"),
    route("campagnes/<str:uid>/etape/<str:step>/", animates_a_network, planning.step, "campaign-step"),
    route("campagnes/<str:uid>/envois/", animates_a_network, following.sending, "campaign-send"),
    route("campagnes/<str:uid>/manques/", animates_a_network, following.blank_facts, "campaign-blanks"),
    route(
        "campagnes/<str:uid>/poles.<str:form>", animates_a_network, limited(_download, files.poles), "campaign-file"
    ),
    route(
        "campagnes/<str:uid>/manques.<str:form>", animates_a_network, limited(_download, files.blank_facts),
        "campaign-blanks-file",
    ),
    route("campagnes/<str:uid>/bilan/", anyone, public.rate, "campaign-rate"),
]  # fmt: skip
