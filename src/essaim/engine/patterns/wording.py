"""A role's predicates as words that people of the field can read and discuss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.register.nomenclature import legal_label, naf_label


def rule_in_words(rule: Mapping[str, Any]) -> str:
    """A predicate (TOML form, already checked) as one sentence without its full stop; "" for an empty one.

    Activities are named in NAF rev. 2 when the rule has it, else in NAF 2025.

    Example:
        >>> rule_in_words({"family": "ess", "size_min": 10})
        "famille « Entreprises de l'ESS (ensemble) » et au moins 10 salariés"
    """
    return _(" et ").join(_key_in_words(key, value) for key, value in rule.items())


def activities(rule: Mapping[str, Any]) -> tuple[str, ...]:
    """The activities that a predicate names, each with its code and its label."""
    own = _activities(rule["naf"]) if "naf" in rule else ()
    inside = [part for key in ("any", "all") for part in rule.get(key, ())]
    return own + tuple(words for part in inside for words in activities(part))


def _key_in_words(key: str, value: Any) -> str:
    if key == "naf":
        return " ; ".join(_activities(value))
    if key == "legal":
        return _("catégorie juridique %(names)s") % {"names": " ; ".join(map(_category, value))}
    if key == "flag":
        return _("marqueur « %(name)s »") % {"name": flag_names().get(value, value)}
    if key == "family":
        names = [value] if isinstance(value, str) else value
        return _(" ou ").join(_("famille « %(name)s »") % {"name": _family(name)} for name in names)
    if key in ("any", "all"):
        joint = _(" ou ") if key == "any" else _(" et ")
        return joint.join(_grouped(part) for part in value)
    if key in ("not", "sure"):
        words = _("sauf %(rule)s") if key == "not" else _("à coup sûr %(rule)s")
        return words % {"rule": _grouped(value)}
    if key == "declared":
        return _("à déclarer : %(name)s") % {"name": value}
    words = _("au moins %(n)d salariés") if key.endswith("_min") else _("au plus %(n)d salariés")
    return words % {"n": value}


def _grouped(rule: Mapping[str, Any]) -> str:
    words = rule_in_words(rule)
    return f"({words})" if len(rule) > 1 or {"any", "all", "naf", "legal"} & set(rule) else words


def _activities(naf: Mapping[str, list[str]]) -> tuple[str, ...]:
    nomenclature = "rev2" if "rev2" in naf else "naf2025"
    return tuple(_activity(code, nomenclature) for code in naf[nomenclature])


def _activity(code: str, nomenclature: str) -> str:
    label = naf_label(code.removesuffix("*").removesuffix("."), nomenclature)
    return f"{code} {label}".strip()


def _category(code: str) -> str:
    return f"{code} {legal_label(code.removesuffix('*'))}".strip()


def _family(key: str) -> str:
    families = load_families()
    return families[key].label() if key in families else key


def flag_names() -> Mapping[str, str]:
    """The mentions of the register, in words."""
    return {
        "ess": _("économie sociale et solidaire"),
        "mission": _("société à mission"),
        "siae": _("structure d'insertion"),
        "training": _("organisme de formation"),
        "association": _("association"),
        "administration": _("administration"),
        "listed_authority": _("commune ou intercommunalité des listes officielles"),
        "public_siren": _("organisme public"),
        "head_office": _("siège"),
        "not_public": _("non diffusible"),
    }
