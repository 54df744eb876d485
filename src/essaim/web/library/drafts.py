"""The draft that somebody writes on: found, closed to others, and saved without overwriting anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from essaim.apps.library import actions
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import draft_of, written_model
from essaim.apps.library.rules import can_edit_model
from essaim.engine.patterns import Problem, problems_of
from essaim.kit.routes import must
from essaim.web.acting import acting, person


@dataclass(slots=True)
class Draft:
    """A model of the site and the version being written."""

    model: WrittenModel
    version: ModelVersion

    @property
    def data(self) -> dict[str, Any]:
        """What the draft says, reason included."""
        return {**self.version.data, "reason": self.version.reason} if self.version.reason else dict(self.version.data)


def kept_model(request: HttpRequest, key: str) -> WrittenModel:
    """A model that whoever asks may write on.

    Raises:
        Http404: no model of the site has that key.
        PermissionDenied: it is not theirs.
    """
    model = written_model(key)
    if model is None:
        raise Http404
    must(can_edit_model(person(request), model))
    return model


def kept_draft(request: HttpRequest, key: str) -> Draft:
    """The open draft of a model.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not theirs.
    """
    model = kept_model(request, key)
    version = draft_of(model)
    if version is None:
        raise Http404
    return Draft(model, version)


def problems_in_draft(draft: Draft) -> tuple[Problem, ...]:
    """All that is to be corrected before the draft can be published."""
    return problems_of(draft.version.content)


def save(request: HttpRequest, draft: Draft, content: Mapping[str, Any]) -> ModelVersion:
    """Write some keys of the draft, as it was read for this request.

    Raises:
        ChangedMeanwhile: somebody saved it between the reading and now.
    """
    return actions.write_part(
        version=draft.version, content=content, seen=draft.version.edits, by=acting(request), at=timezone.now()
    )
