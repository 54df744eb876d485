"""What a visitor asks of the library, read from the address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from essaim.apps.library.queries import Shelved
from essaim.engine.language import gettext as _
from essaim.engine.patterns import vocabulary
from essaim.engine.territories.search_index import search_form
from essaim.web import labels
from essaim.web.directory.asking import Choice, Field
from essaim.web.organisations.listing import asked_text


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; "" asks nothing."""

    words: str = ""
    domain: str = ""
    kind: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every model is wanted."""
        return not (self.words or self.domain or self.kind)

    def holds(self, one: Shelved) -> bool:
        """Whether a model answers to all that is asked."""
        pattern = one.pattern
        if (self.domain and self.domain not in pattern.domains) or (self.kind and self.kind != pattern.kind):
            return False
        text = _searched(one)
        return all(word in text for word in search_form(self.words).split())


def asked(request: HttpRequest) -> Asked:
    """What stands in the address; anything odd is dropped, never an error."""
    return Asked(asked_text(request, "q"), asked_text(request, "domaine"), asked_text(request, "genre"))


def fields(wanted: Asked, models: list[Shelved]) -> list[Field]:
    """The lists of the form: domains that some model has, and the two kinds."""
    used = {domain for one in models for domain in one.pattern.domains} | {wanted.domain}
    domains = sorted(((key, labels.domain(key)) for key in used if key), key=lambda pair: search_form(pair[1]))
    return [
        Field("domaine", _("Domaine"), wanted.domain, domains),
        Field("genre", _("Tiré de"), wanted.kind, kinds()),
    ]


def kinds() -> list[Choice]:
    """Case or model, with what it means."""
    return [("pattern", _("deux pôles ou plus (modèle)")), ("case", _("un seul pôle (cas)"))]


def _searched(one: Shelved) -> str:
    pattern = one.pattern
    words = [
        pattern.key, pattern.title, pattern.title_en, pattern.summary, pattern.problem,
        *(vocabulary.domains().get(key, key) for key in pattern.domains),
        *(role.label for role in pattern.roles),
        *(f"{use.name} {use.place}" for use in pattern.known_uses),
    ]  # fmt: skip
    return search_form(" ".join(words))
