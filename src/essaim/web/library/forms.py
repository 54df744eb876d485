"""The form of one part of a model, or of one of its rows, built from the schema, with what is to be corrected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from essaim.engine.language import gettext as _
from essaim.engine.patterns import Problem, rule_in_words, schema
from essaim.engine.patterns.schema import Key
from essaim.web.library.field_words import words_of
from essaim.web.library.fields import Choices, field_for, shown
from essaim.web.library.parts import field_of
from essaim.web.library.problem_words import in_words
from essaim.web.library.rule_fields import SIZES, rule_fields, typed_rule, usual

RULES = ("suggests", "confirms")
_MOST_FIGURES = 20
_KEPT_APART = ("key",)
_DROP = "drop-unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One field with what is to be corrected in it."""

    field: BoundField
    problems: list[str]


@dataclass(slots=True)
class Group:
    """Fields that go together.

    Attributes:
        title: "" for those of the row itself. lead: what to know.
        entries: the fields. folded: those that few need, behind a title of their own.
        kept: a predicate in words that the form cannot hold.
        search: the gesture that looks for official codes, "" when there is none; words: the field it stands under.
        problems: what is to be corrected in the group as a whole.
    """

    title: str
    entries: list[Entry]
    lead: str = ""
    folded: list[Entry] = field(default_factory=list)
    is_open: bool = False
    kept: str = ""
    search: str = ""
    words: str = ""
    problems: list[str] = field(default_factory=list)


class TableForm(forms.Form):
    """One part, or one row. ``seen`` and ``mark`` say what it was read from: nobody is overwritten in silence."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    mark = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        table: str,
        keys: Sequence[Key],
        present: Mapping[str, Any],
        choices: Mapping[str, Choices],
        problems: Iterable[Problem],
        seen: int,
    ) -> None:
        super().__init__(data, initial={"seen": seen, "mark": fingerprint(present)})
        self.table, self.present = table, present
        self.simple = [
            key for key in keys if key.type not in ("predicate", "tables", "table") and key.name not in _KEPT_APART
        ]
        self.has_rules = any(key.type == "predicate" for key in keys)
        self.has_figures = any(key.name == "figure" for key in keys)
        self.unknown = sorted(set(present) - {key.name for key in keys})
        self._beside: dict[str, list[str]] = {}
        for problem in problems:
            self._beside.setdefault(field_of(problem), []).append(in_words(problem))
        for key in self.simple:
            self._add(key.name, table, key, present.get(key.name), choices.get(key.name))
        for name in RULES if self.has_rules else ():
            self.fields.update(rule_fields(name, present.get(name), str(self.data.get(f"{name}-words", ""))))
        if self.has_figures:
            self._add_figures()
        if self.unknown:
            label = _("Retirer ce que le site ne connaît pas : %(names)s") % {"names": ", ".join(self.unknown)}
            self.fields[_DROP] = forms.BooleanField(label=label, required=False)

    def _add(self, name: str, table: str, key: Key, value: Any, choices: Choices | None = None) -> None:
        label, help_text = words_of(table, key.name)
        made = field_for(key, label=label, help_text=help_text, choices=choices, present=value)
        made.initial = shown(key, value)
        self.fields[name] = made

    def _add_figures(self) -> None:
        held = self.present.get("figure")
        self.figures = [row for row in held if isinstance(row, dict)] if isinstance(held, list) else []
        asked = str(self.data.get("figures", "")) if self.is_bound else ""
        count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else len(self.figures) + 1
        self.figure_count = min(max(count, len(self.figures)), _MOST_FIGURES)
        for number in range(self.figure_count):
            row = self.figures[number] if number < len(self.figures) else {}
            for key in schema.FIGURE:
                self._add(f"figure-{number}-{key.name}", "figure", key, row.get(key.name))

    def typed(self) -> dict[str, Any]:
        """The part as it was typed: blanks are absent, what the form cannot show is kept."""
        told = {key.name: self.cleaned_data[key.name] for key in self.simple}
        for name in RULES if self.has_rules else ():
            told[name] = typed_rule(name, self.cleaned_data, self.present.get(name))
        if self.has_figures:
            told["figure"] = self._typed_figures()
        kept = {} if self.cleaned_data.get(_DROP) else {name: self.present[name] for name in self.unknown}
        apart = {name: self.present[name] for name in _KEPT_APART if name in self.present}
        return {name: value for name, value in {**apart, **told, **kept}.items() if value not in (None, "", [], {})}

    def _typed_figures(self) -> list[dict[str, Any]]:
        rows = []
        names = [key.name for key in schema.FIGURE]
        for number in range(self.figure_count):
            before = self.figures[number] if number < len(self.figures) else {}
            said = {name: self.cleaned_data[f"figure-{number}-{name}"] for name in names}
            if any(value not in (None, "", []) for value in said.values()):
                kept = {name: value for name, value in before.items() if name not in names}
                rows.append({name: value for name, value in {**said, **kept}.items() if value not in (None, "", [])})
        return rows

    def groups(self) -> list[Group]:
        """The fields as the page shows them."""
        own = [*(key.name for key in self.simple), *([_DROP] if self.unknown else [])]
        groups = [Group("", self._entries(own), problems=self._beside.get("", []))]
        groups += [self._rule_group(name) for name in RULES if self.has_rules]
        if self.has_figures:
            groups += [self._figure_group(number) for number in range(self.figure_count)]
        return groups

    def _rule_group(self, name: str) -> Group:
        title, lead = words_of(self.table, name)
        rule = self.present.get(name)
        sizes = [f"{name}-{part}" for part in SIZES]
        shown_first = [one for one in self.fields if one.startswith(f"{name}-") and one not in sizes]
        folded = self._entries(sizes)
        return Group(
            title,
            self._entries(shown_first),
            lead,
            folded,
            any(entry.field.value() for entry in folded),
            kept=_rich_words(rule) if isinstance(rule, dict) and usual(rule) is None else "",
            search=f"search-{name}",
            words=f"{name}-words",
            problems=self._beside.get(name, []),
        )

    def _figure_group(self, number: int) -> Group:
        names = [f"figure-{number}-{key.name}" for key in schema.FIGURE]
        title = _("Chiffre %(n)s") % {"n": number + 1} if number < len(self.figures) else _("Un chiffre de plus")
        return Group(title, self._entries(names), _("Laissez tout vide pour qu'il n'y soit pas."))

    def _entries(self, names: Iterable[str]) -> list[Entry]:
        return [Entry(self[name], self._beside.get(name, [])) for name in names]


def fingerprint(value: Any) -> str:
    """A mark of what a part or a row says."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _rich_words(rule: Mapping[str, Any]) -> str:
    """A predicate in words; one that is wrong as it stands is shown as it is written."""
    try:
        return rule_in_words(rule)
    except (TypeError, KeyError, AttributeError, ValueError, IndexError):
        return json.dumps(rule, ensure_ascii=False)
