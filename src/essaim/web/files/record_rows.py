"""Records of a pole as a file of its archive: one row each, with all their own columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from django.db.models import IntegerField, Model

from essaim.apps.poles.models import Pole
from essaim.kit.snapshots import snapshot
from essaim.tables.table import Column, Flow, Row
from essaim.tables.writing import write_to
from essaim.web.documents.terms import own_source
from essaim.web.files.archive import Writer

_UNKEPT = frozenset({"id", "search_text"})


def records_writer(model: type[Model], path: str) -> Writer:
    """What writes the records of ``model`` whose ``path`` is the pole; they name one another by identifier."""

    def write(pole: Pole, address: str, target: IO[bytes]) -> None:
        columns = tuple(
            Column(one.name, str(one.verbose_name).capitalize(), "int" if isinstance(one, IntegerField) else "text")
            for one in model._meta.concrete_fields
            if one.name not in _UNKEPT
        )
        write_to(Flow(model.__name__, columns, _rows(model, path, pole), (), (own_source(),)), "csv", target)

    return write


def _rows(model: type[Model], path: str, pole: Pole) -> Iterator[Row]:
    related = [one.name for one in model._meta.concrete_fields if one.is_relation]
    found = model._default_manager.filter(**{path: pole}).select_related(*related).order_by("pk")
    for one in found.iterator(chunk_size=1000):
        yield {key: _plain(value) for key, value in snapshot(one).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value if value != "" else None
