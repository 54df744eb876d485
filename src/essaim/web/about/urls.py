"""Addresses of the pages about the site, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web.about import contact, pages

urlpatterns: list[URLPattern] = [
    route("", anyone, pages.home, "home"),
    route("poles-temoins-2012/", anyone, pages.witnesses, "witnesses"),
    route("donnees/", anyone, pages.about_data, "about-data"),
    route("accessibilite/", anyone, pages.accessibility, "accessibility"),
    route("mentions-legales/", anyone, pages.legal_notice, "legal-notice"),
    route("vie-privee/", anyone, pages.privacy, "privacy"),
    route("contact/", anyone, contact.contact, "contact"),
    route("langue/", anyone, pages.choose_language, "language"),
]
