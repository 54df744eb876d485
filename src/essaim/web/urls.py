"""Every address of the site, with who may enter. A test refuses those that do not say it."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web import directory, downloads, pages, sheet

urlpatterns: list[URLPattern] = [
    route("", anyone, pages.home, "home"),
    route("poles/", anyone, directory.directory, "directory"),
    route("carte/", anyone, directory.pole_map, "map"),
    route("poles.csv", anyone, downloads.csv_french, "poles-csv"),
    route("poles-brut.csv", anyone, downloads.csv_plain, "poles-csv-plain"),
    route("poles.geojson", anyone, downloads.geojson, "poles-geojson"),
    route("poles.jsonld", anyone, downloads.json_ld, "poles-jsonld"),
    route("poles/<slug:slug>/", anyone, sheet.pole, "pole"),
    route("poles/<slug:slug>/historique/", anyone, sheet.history, "pole-history"),
    route("poles-temoins-2012/", anyone, pages.witnesses, "witnesses"),
    route("donnees/", anyone, pages.about_data, "about-data"),
    route("accessibilite/", anyone, pages.accessibility, "accessibility"),
    route("mentions-legales/", anyone, pages.legal_notice, "legal-notice"),
    route("vie-privee/", anyone, pages.privacy, "privacy"),
    route("langue/", anyone, pages.choose_language, "language"),
]

handler404 = "essaim.web.failures.not_found"
handler500 = "essaim.web.failures.broken"
