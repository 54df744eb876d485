"""Every read of the library: the models of the product, and those that networks wrote on the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.library.enums import State
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.poles.models import Network, Pole
from essaim.engine.patterns import Entry, KnownUse, Pattern, as_toml, from_data, load_library
from essaim.engine.territories.search_index import search_form

WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A model of the library and where it comes from.

    Attributes:
        pattern: the model.
        origin: "library" (comes with the product), "yours" (a file of this installation), "written" (on the site).
        text: its TOML text.
        version: the version that it is, when it was written on the site.
    """

    pattern: Pattern
    origin: str
    text: str
    version: ModelVersion | None = None

    @property
    def network(self) -> Network | None:
        """The network that owns it; None for the others."""
        return self.version.model.network if self.version else None


def shelf() -> list[Shelved]:
    """Every model that anybody may read, by title; one of the site never replaces one that comes in a file."""
    found = {entry.pattern.key: _of_file(entry) for entry in load_library().entries}
    for version in _published():
        found.setdefault(version.model.key, shelved_version(version))
    return sorted(found.values(), key=lambda one: search_form(one.pattern.title))


def shelved(key: str) -> Shelved:
    """The model of that key, with where it comes from.

    Raises:
        UnknownPattern: there is none.
    """
    library = load_library()
    if not any(entry.pattern.key == key for entry in library.entries):
        version = _published().filter(model__key=key).first()
        if version is not None:
            return shelved_version(version)
    return _of_file(library.entry(key))


def all_models() -> list[Pattern]:
    """Every model that anybody may read, by title."""
    return [one.pattern for one in shelf()]


def model_named(key: str) -> Pattern:
    """The model of that key.

    Raises:
        UnknownPattern: there is none; the advice names the closest ones.
    """
    return shelved(key).pattern


def shelved_version(version: ModelVersion) -> Shelved:
    """A version that is whole, as the library shows it."""
    return Shelved(from_data(version.content), WRITTEN, as_toml(version.content), version)


def keys_of_files() -> frozenset[str]:
    """The keys of the models that come in files: no model of the site may take one."""
    return frozenset(entry.pattern.key for entry in load_library().entries)


def poles_of(uses: Iterable[KnownUse]) -> dict[str, Pole]:
    """The poles of the directory that known uses speak of, by the name of the use."""
    names = {use.name for use in uses}
    return {pole.name: pole for pole in Pole.objects.filter(name__in=names)}


def versions_of(key: str) -> list[ModelVersion]:
    """The versions of a model of the site that were published, withdrawn ones too, the latest first."""
    found = ModelVersion.objects.filter(model__key=key).exclude(state=State.DRAFT)
    return list(found.select_related("model__network"))


def version_of(key: str, number: int) -> ModelVersion | None:
    """One version that was published; None when there is none of that number."""
    found = ModelVersion.objects.filter(model__key=key, number=number).exclude(state=State.DRAFT)
    return found.select_related("model__network").first()


def written_model(key: str) -> WrittenModel | None:
    """A model of the site with all its versions, whatever their state; None when there is none."""
    return _with_versions(WrittenModel.objects.filter(key=key)).first()


def models_kept_by(user: Actor | None) -> list[WrittenModel]:
    """The models that somebody may write on, with all their versions, by key."""
    found = WrittenModel.objects.all()
    if not is_administrator(user):
        found = found.filter(network__key__in=keys_of(user, Role.NETWORK_OFFICER))
    return list(_with_versions(found))


def networks_for(user: Actor | None) -> list[Network]:
    """The networks for which somebody may write a model."""
    found = Network.objects.all()
    return list(found if is_administrator(user) else found.filter(key__in=keys_of(user, Role.NETWORK_OFFICER)))


def draft_of(model: WrittenModel) -> ModelVersion | None:
    """The version being written; the model comes from ``written_model``."""
    return next((version for version in model.versions.all() if version.state == State.DRAFT), None)


def latest_published(model: WrittenModel) -> ModelVersion | None:
    """The version in force; the model comes from ``written_model``."""
    return next((version for version in model.versions.all() if version.state == State.PUBLISHED), None)


def _published() -> QuerySet[ModelVersion]:
    """The version in force of each model."""
    found = ModelVersion.objects.filter(state=State.PUBLISHED)
    newer = found.filter(model=OuterRef("model"), number__gt=OuterRef("number"))
    return found.filter(~Exists(newer)).select_related("model__network").order_by("model__key")


def _with_versions(models: QuerySet[WrittenModel]) -> QuerySet[WrittenModel]:
    return models.select_related("network").prefetch_related("versions")


def _of_file(entry: Entry) -> Shelved:
    return Shelved(entry.pattern, entry.origin, entry.text)
