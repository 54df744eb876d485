"""A role's predicate as plain choices: activities, legal categories, families, a mention, sizes.

The usual shapes only: those choices joined by "and", or by "or". A richer predicate is shown in words and kept as it
is, unless whoever edits asks to write it anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from essaim.engine.language import gettext as _
from essaim.engine.patterns.wording import flag_names
from essaim.engine.register.families import load_families
from essaim.engine.register.nomenclature import find_activities, find_legal
from essaim.kit.numbers import typed_number

Rule = Mapping[str, Any]
SIZES = ("size_min", "size_max", "unit_size_min", "unit_size_max")
_NAF = ("rev2", "naf2025")
_FLAT = {"naf", "legal", "family", "flag", *SIZES}
_APART = re.compile(r"[\s,;]+")
_MOST_FOUND, _LONGEST = 40, 2000
ALL, ANY = "all", "any"


def usual(rule: Any) -> tuple[str, dict[str, Any]] | None:
    """How the choices of a predicate are joined, and the choices; None when the form cannot hold it."""
    if not rule:
        return ALL, {}
    if not isinstance(rule, dict):
        return None
    if set(rule) == {ANY} and isinstance(rule[ANY], list):
        parts = rule[ANY]
        keys = [key for part in parts if isinstance(part, dict) for key in part]
        single = all(isinstance(part, dict) and len(part) == 1 for part in parts)
        if (
            single
            and len(set(keys)) == len(keys)
            and _is_flat(merged := {k: v for part in parts for k, v in part.items()})
        ):
            return ANY, merged
        return None
    return (ALL, dict(rule)) if _is_flat(rule) else None


def _is_flat(rule: Rule) -> bool:
    return set(rule) <= _FLAT and all(_fits(key, value) for key, value in rule.items())


def _fits(key: str, value: Any) -> bool:
    if key == "naf":
        return isinstance(value, dict) and set(value) <= set(_NAF) and all(map(_is_texts, value.values()))
    if key == "legal":
        return _is_texts(value)
    if key == "family":
        return _is_texts([value] if isinstance(value, str) else value)
    return isinstance(value, str) if key == "flag" else isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


class Codes(forms.CharField):
    """Codes as people type them, apart by anything."""

    def clean(self, value: Any) -> list[str]:
        """The codes, each once."""
        return list(dict.fromkeys(code.upper() for code in _APART.split(super().clean(value)) if code))


class Size(forms.CharField):
    """A number of employees; None when blank."""

    def clean(self, value: Any) -> int | None:
        """The number."""
        text = super().clean(value)
        if not text.strip():
            return None
        if not re.fullmatch(r"\s*\d{1,6}\s*", text, re.ASCII):
            raise ValidationError(_("Écrivez un nombre entier de salariés."))
        return int(typed_number(text))


def rule_fields(name: str, rule: Any, words: str) -> dict[str, forms.Field]:
    """The fields of one predicate; ``words`` is what is being looked for among activities and legal categories."""
    held = usual(rule)
    if held is None:
        label = _("La remplacer par ce que j'écris ici")
        kept: dict[str, forms.Field] = {f"{name}-anew": forms.BooleanField(label=label, required=False)}
        return {**kept, **_fields(name, ALL, {}, words)}
    return _fields(name, *held, words)


def _fields(name: str, joint: str, held: Rule, words: str) -> dict[str, forms.Field]:
    naf = held.get("naf", {})
    joints = [(ALL, _("toutes à la fois (et)")), (ANY, _("l'une d'elles (ou)"))]
    made: dict[str, forms.Field] = {
        "rev2": _codes(_("Activités, NAF rév. 2"), naf.get("rev2", []), _("10.71C, ou 85* pour toutes celles de 85.")),
        "naf2025": _codes(
            _("Activités, NAF 2025"), naf.get("naf2025", []), _("La NAF change le 1er janvier 2027 : écrivez les deux.")
        ),
        "legal": _codes(_("Catégories juridiques"), held.get("legal", []), _("5458, ou 92* pour toutes celles de 92.")),
        "words": forms.CharField(
            label=_("Chercher une activité ou une catégorie par ses mots"), max_length=100, required=False
        ),
        "family": _family_field(held.get("family", [])),
        "flag": forms.ChoiceField(
            label=_("Mention du registre"),
            required=False,
            initial=held.get("flag", ""),
            choices=[("", _("aucune")), *flag_names().items()],
        ),
        **_sizes(held),
        "joint": forms.ChoiceField(
            label=_("Il faut"), choices=joints, initial=joint, required=False, widget=forms.RadioSelect
        ),
    }
    if words.strip():
        made["add"] = forms.MultipleChoiceField(
            label=_("Trouvé : cochez pour ajouter"),
            choices=found(words),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    order = ("rev2", "naf2025", "legal", "words", "add", "family", "flag", *SIZES, "joint")
    return {f"{name}-{part}": made[part] for part in order if part in made}


def _family_field(family: str | list[str]) -> forms.Field:
    families = [(key, one.label()) for key, one in load_families().items()]
    return forms.MultipleChoiceField(
        label=_("Familles d'acteurs"),
        choices=families,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=[family] if isinstance(family, str) else list(family),
        help_text=_("Plusieurs : l'une d'elles."),
    )


def _sizes(held: Rule) -> dict[str, forms.Field]:
    return {
        "size_min": _size(_("Salariés de l'établissement, au moins"), held.get("size_min")),
        "size_max": _size(_("Salariés de l'établissement, au plus"), held.get("size_max")),
        "unit_size_min": _size(_("Salariés de l'entreprise entière, au moins"), held.get("unit_size_min")),
        "unit_size_max": _size(_("Salariés de l'entreprise entière, au plus"), held.get("unit_size_max")),
    }


def found(words: str) -> list[tuple[str, str]]:
    """What a search among official codes gives, as choices: "rev2 10.71C"."""
    lists = (
        ("rev2", _("NAF rév. 2"), find_activities(words, "rev2")),
        ("naf2025", _("NAF 2025"), find_activities(words, "naf2025")),
        ("legal", _("forme"), find_legal(words)),
    )
    return [
        (f"{kind} {code}", f"{title} · {code} {label}")
        for kind, title, codes in lists
        for code, label in codes[:_MOST_FOUND]
    ]


def typed_rule(name: str, cleaned: Mapping[str, Any], present: Any) -> dict[str, Any] | None:
    """The predicate that was typed; None when nothing was; the present one when the form cannot hold it."""
    if usual(present) is None and not cleaned.get(f"{name}-anew"):
        return dict(present) if isinstance(present, dict) else None
    said = {part: cleaned.get(f"{name}-{part}") for part in (*_NAF, "legal", "family", "flag", *SIZES, "joint", "add")}
    for choice in said["add"] or []:
        kind, _space, code = choice.partition(" ")
        said[kind] = list(dict.fromkeys([*(said[kind] or []), code]))
    naf = {key: said[key] for key in _NAF if said[key]}
    family = said["family"] or []
    parts: dict[str, Any] = {
        "naf": naf,
        "legal": said["legal"],
        "family": family[0] if len(family) == 1 else family,
        "flag": said["flag"],
        **{key: said[key] for key in SIZES},
    }
    kept = {key: value for key, value in parts.items() if value not in (None, "", [], {})}
    if said["joint"] == ANY and len(kept) > 1:
        return {ANY: [{key: value} for key, value in kept.items()]}
    return kept or None


def _codes(label: str, held: list[str], help_text: str) -> Codes:
    return Codes(label=label, initial=", ".join(held), help_text=help_text, max_length=_LONGEST, required=False)


def _size(label: str, held: int | None) -> Size:
    field = Size(label=label, initial="" if held is None else str(held), max_length=10, required=False)
    field.widget.attrs.update({"inputmode": "numeric", "class": "short"})
    return field
