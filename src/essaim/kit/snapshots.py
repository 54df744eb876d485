"""A record as plain values, for the event log."""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

_encoder = DjangoJSONEncoder()


def snapshot(record: Model, leave_out: frozenset[str] = frozenset({"id", "search_text"})) -> dict[str, Any]:
    """The record's own columns as JSON values; a foreign key is the other record's ``uid`` when it has one."""
    values = {}
    for column in record._meta.concrete_fields:
        if column.name in leave_out:
            continue
        value = getattr(record, column.name) if column.is_relation else column.value_from_object(record)
        values[column.name] = _plain(value)
    return values


def changed(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs, on both sides."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}


def _plain(value: Any) -> Any:
    # Lists and mappings come from JSON columns: they are plain already.
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, Model):
        return getattr(value, "uid", value.pk)
    return _encoder.default(value)
