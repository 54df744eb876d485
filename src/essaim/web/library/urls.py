"""Addresses of the library, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.library.rules import can_write_models
from essaim.kit.routes import anyone, route
from essaim.web.library import comparing, editing, files, from_pole, listing, overview, page, rows, starting, toml_in

urlpatterns: list[URLPattern] = [
    route("modeles/", anyone, listing.models, "models"),
    route("modeles/tous.zip", anyone, files.whole_library, "models-zip"),
    route("modeles/comparer/", anyone, comparing.compared, "models-compare"),
    route("modeles/ecrire/", can_write_models, overview.kept, "models-kept"),
    route("modeles/ecrire/nouveau/", can_write_models, starting.new, "model-new"),
    route("modeles/ecrire/fichier/", can_write_models, toml_in.new_from_file, "model-from-file"),
    route("modeles/ecrire/<slug:key>/", can_write_models, overview.overview, "model-edit"),
    route("modeles/ecrire/<slug:key>/apercu/", can_write_models, overview.preview, "model-preview"),
    route("modeles/ecrire/<slug:key>/fichier/", can_write_models, toml_in.replace, "model-replace"),
    route("modeles/ecrire/<slug:key>/brouillon.toml", can_write_models, overview.draft_toml, "model-draft-toml"),
    route("modeles/ecrire/<slug:key>/publier/", can_write_models, overview.publish, "model-publish"),
    route("modeles/ecrire/<slug:key>/ouvrir/", can_write_models, overview.open_version, "model-open"),
    route("modeles/ecrire/<slug:key>/abandonner/", can_write_models, overview.discard, "model-discard"),
    route("modeles/ecrire/<slug:key>/retirer/<int:number>/", can_write_models, overview.withdraw, "model-withdraw"),
    route("modeles/ecrire/<slug:key>/<slug:part>/", can_write_models, rows.part, "model-edit-part"),
    route("modeles/ecrire/<slug:key>/<slug:part>/ajouter/", can_write_models, editing.new_row, "model-edit-new-row"),
    route("modeles/ecrire/<slug:key>/<slug:part>/<int:number>/", can_write_models, editing.row, "model-edit-row"),
    route("modeles/brouillon/", can_write_models, from_pole.draft, "model-from-pole"),
    route("modeles/<slug:key>.toml", anyone, files.toml, "model-toml"),
    route("modeles/<slug:key>/", anyone, page.model, "model"),
    route("modeles/<slug:key>/versions/<int:number>/", anyone, page.version, "model-version"),
    route("modeles/<slug:key>/versions/<int:number>.toml", anyone, files.version_toml, "model-version-toml"),
]
