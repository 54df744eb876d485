"""Update campaigns: a network asks its poles to check and complete what is known of them."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Update campaigns: a network asks its poles to check and complete what is known of them."""

    name = "essaim.apps.campaigns"
    label = "campaigns"
