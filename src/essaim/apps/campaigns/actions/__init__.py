"""Every write about campaigns."""

from essaim.apps.campaigns.actions.answering import Given, ask_reopening, open_questionnaire, save_answers, validate
from essaim.apps.campaigns.actions.contacts import erase_contacts, erase_overdue_contacts, set_contact
from essaim.apps.campaigns.actions.links import invite, issue_link, remind, revoke_links
from essaim.apps.campaigns.actions.planning import (
    Asked,
    choose_poles,
    choose_questions,
    close_campaign,
    edit_campaign,
    open_campaign,
    plan_campaign,
    publish_rate,
)
from essaim.apps.campaigns.actions.reviewing import accept_answer, accept_answers, refuse_answer
from essaim.apps.campaigns.actions.standing import reopen, set_standing

__all__ = [
    "Asked", "Given", "accept_answer", "accept_answers", "ask_reopening", "choose_poles", "choose_questions",
    "close_campaign", "edit_campaign", "erase_contacts", "erase_overdue_contacts", "invite", "issue_link",
    "open_campaign", "open_questionnaire", "plan_campaign", "publish_rate", "refuse_answer", "remind", "reopen",
    "revoke_links", "save_answers", "set_contact", "set_standing", "validate",
]  # fmt: skip
