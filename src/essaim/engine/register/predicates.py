"""Predicates on profiles, written as data, answered in three values (Kleene's logic).

A predicate is a TOML table whose keys are joined by "and":

    naf = { rev2 = ["94.99Z", "85*"], naf2025 = ["85*"] }   activity, by nomenclature; ``*`` ends a prefix
    legal = ["92*", "5458"]                                 legal category (INSEE)
    size_min = 10, size_max = 249                           employees of the establishment, by size band
    unit_size_max = 249                                     employees of the legal unit, by size band
    flag = "ess"                                            one of ``profiles.FLAGS``
    family = "ess"                                          a family of ``families.toml``
    any = [ {…}, {…} ], all = [ {…}, {…} ], not = {…}       combinations
    sure = {…}                                              yes when surely so, else no: "known as…"
    declared = "what somebody must declare"                 always unknown: no register holds it

An attribute that the register does not know makes the answer *unknown*, never *no*. Several nomenclatures say the same
thing in two languages: one known code that matches is a "yes"; else one known code that does not is a "no".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidRules
from essaim.engine.language import gettext as _
from essaim.engine.register.profiles import FLAGS, Profiles
from essaim.engine.values import Answer

Answers = NDArray[np.int8]
FamilyAnswers = Mapping[str, Answers]

# Bounds of INSEE's size bands, employees on 31 December; NN ("none, or not known") has none.
SIZE_BANDS: dict[str, tuple[int, int]] = {
    "00": (0, 0), "01": (1, 2), "02": (3, 5), "03": (6, 9), "11": (10, 19), "12": (20, 49), "21": (50, 99),
    "22": (100, 199), "31": (200, 249), "32": (250, 499), "41": (500, 999), "42": (1000, 1999), "51": (2000, 4999),
    "52": (5000, 9999), "53": (10000, 10**9),
}  # fmt: skip
NOMENCLATURES = {"rev2": "naf", "naf2025": "naf25"}
_SIZES = {"size_min": "size", "size_max": "size", "unit_size_min": "unit_size", "unit_size_max": "unit_size"}
KEYS = ("naf", "legal", *_SIZES, "flag", "family", "any", "all", "not", "sure", "declared")


@dataclass(frozen=True)
class Predicate:
    """One node: ``kind`` says which, ``args`` or ``parts`` hold its content. Build with ``parse_predicate``."""

    kind: Literal["naf", "legal", "size", "flag", "family", "any", "all", "not", "sure", "declared"]
    args: tuple[Any, ...] = ()
    parts: tuple[Predicate, ...] = ()

    def families(self) -> frozenset[str]:
        """The families named anywhere inside."""
        own = frozenset(self.args) if self.kind == "family" else frozenset[str]()
        return own.union(*(part.families() for part in self.parts))

    def codes(self, nomenclature: str) -> tuple[str, ...]:
        """The activity codes or prefixes of one nomenclature named inside, outside of any ``not``."""
        if self.kind == "not":
            return ()
        own = tuple(self.args[0].get(nomenclature, ())) if self.kind == "naf" else ()
        return own + tuple(code for part in self.parts for code in part.codes(nomenclature))

    def legal(self) -> tuple[str, ...]:
        """The legal categories, or their prefixes, named inside, outside of any ``not``."""
        if self.kind == "not":
            return ()
        own = self.args if self.kind == "legal" else ()
        return (*own, *(code for part in self.parts for code in part.legal()))


def parse_predicate(data: object, where: str) -> Predicate:
    """A predicate from its TOML table; ``where`` names the place in messages ("families.toml, famille ess").

    Raises:
        InvalidRules: an unknown key, a wrong type, an empty list.
    """
    if not isinstance(data, dict) or not data:
        raise InvalidRules(
            _("%(where)s : une condition doit être une table non vide.") % {"where": where},
            _('Écrivez par exemple { legal = ["92*"] } ou { flag = "ess" }.'),
        )
    parts = [_parse_key(key, value, where) for key, value in data.items()]
    return parts[0] if len(parts) == 1 else Predicate("all", parts=tuple(parts))


def _parse_key(key: str, value: object, where: str) -> Predicate:
    place = f"{where}, {key}"
    if key == "naf":
        return Predicate("naf", (_parse_naf(value, place),))
    if key == "legal":
        return Predicate("legal", _texts(value, place))
    if key in _SIZES:
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise InvalidRules(_("%(place)s : un nombre entier de salariés est attendu.") % {"place": place})
        return Predicate("size", (_SIZES[key], key.rsplit("_", 1)[1], value))
    if key == "flag":
        if value not in FLAGS:
            raise InvalidRules(
                _("%(place)s : le marqueur « %(value)s » n'existe pas.") % {"place": place, "value": value},
                _("Marqueurs connus : %(names)s.") % {"names": ", ".join(FLAGS)},
            )
        return Predicate("flag", (value,))
    if key == "family":
        names = (value,) if isinstance(value, str) else _texts(value, place)
        nodes = tuple(Predicate("family", (name,)) for name in names)
        return nodes[0] if len(nodes) == 1 else Predicate("any", parts=nodes)
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise InvalidRules(_("%(place)s : une liste de conditions est attendue.") % {"place": place})
        return Predicate("any" if key == "any" else "all", parts=tuple(parse_predicate(v, place) for v in value))
    if key in ("not", "sure"):
        return Predicate("not" if key == "not" else "sure", parts=(parse_predicate(value, place),))
    if key == "declared" and isinstance(value, str) and value:
        return Predicate("declared", (value,))
    raise InvalidRules(
        _("%(where)s : la clé « %(key)s » n'existe pas.") % {"where": where, "key": key},
        _("Clés connues : %(names)s.") % {"names": ", ".join(KEYS)},
    )


def _parse_naf(value: object, place: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not value or set(value) - set(NOMENCLATURES):
        raise InvalidRules(
            _("%(place)s : indiquez la nomenclature.") % {"place": place},
            _('Écrivez par exemple naf = { rev2 = ["94.99Z"], naf2025 = ["94.99Y"] }.'),
        )
    return {nomenclature: _texts(codes, place) for nomenclature, codes in value.items()}


def _texts(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
        raise InvalidRules(
            _("%(place)s : une liste de codes entre guillemets est attendue.") % {"place": place},
            _('Écrivez par exemple ["94.99Z", "85*"].'),
        )
    return tuple(value)


def evaluate(predicate: Predicate, profiles: Profiles, families: FamilyAnswers) -> Answers:
    """The predicate's answer for each profile, int8 of ``Answer``, shape (n,).

    Args:
        predicate: what is asked.
        profiles: of whom.
        families: answers of the families already evaluated on the same profiles, by key.

    Raises:
        InvalidRules: a family that is not in ``families``.
    """
    return _EVALUATORS[predicate.kind](predicate, profiles, families)


def _any(predicate: Predicate, profiles: Profiles, families: FamilyAnswers) -> Answers:
    return np.asarray(np.max([evaluate(part, profiles, families) for part in predicate.parts], axis=0), dtype=np.int8)


def _all(predicate: Predicate, profiles: Profiles, families: FamilyAnswers) -> Answers:
    return np.asarray(np.min([evaluate(part, profiles, families) for part in predicate.parts], axis=0), dtype=np.int8)


def _not(predicate: Predicate, profiles: Profiles, families: FamilyAnswers) -> Answers:
    inner = evaluate(predicate.parts[0], profiles, families)
    return (np.int8(Answer.YES) - inner).astype(np.int8)


def _sure(predicate: Predicate, profiles: Profiles, families: FamilyAnswers) -> Answers:
    inner = evaluate(predicate.parts[0], profiles, families)
    return np.where(inner == Answer.YES, np.int8(Answer.YES), np.int8(Answer.NO)).astype(np.int8)


def _declared(_predicate: Predicate, profiles: Profiles, _families: FamilyAnswers) -> Answers:
    return np.full(profiles.n, Answer.UNKNOWN, dtype=np.int8)


def _naf(predicate: Predicate, profiles: Profiles, _families: FamilyAnswers) -> Answers:
    columns = [
        _matches(profiles, NOMENCLATURES[nomenclature], codes) for nomenclature, codes in predicate.args[0].items()
    ]
    answer = np.full(profiles.n, Answer.UNKNOWN, dtype=np.int8)
    for wanted in (Answer.NO, Answer.YES):
        for column in columns:
            answer[column == wanted] = wanted
    return answer


def _legal(predicate: Predicate, profiles: Profiles, _families: FamilyAnswers) -> Answers:
    return _matches(profiles, "legal", predicate.args)


def _matches(profiles: Profiles, column: str, codes: tuple[str, ...]) -> Answers:
    distinct, place = profiles.coded(column)
    exact = {code for code in codes if not code.endswith("*")}
    prefixes = tuple(code[:-1] for code in codes if code.endswith("*"))
    answers = [
        Answer.UNKNOWN if not code else Answer.YES if code in exact or code.startswith(prefixes) else Answer.NO
        for code in map(str, distinct)
    ]
    return np.array(answers, dtype=np.int8)[place]


def _size(predicate: Predicate, profiles: Profiles, _families: FamilyAnswers) -> Answers:
    column, bound, value = predicate.args
    distinct, place = profiles.coded(column)
    answers = [_band_answer(str(band), bound, value) for band in distinct]
    return np.array(answers, dtype=np.int8)[place]


def _band_answer(band: str, bound: str, value: int) -> Answer:
    if band not in SIZE_BANDS:
        return Answer.UNKNOWN
    low, high = SIZE_BANDS[band]
    if bound == "min":
        return Answer.YES if low >= value else Answer.NO if high < value else Answer.UNKNOWN
    return Answer.YES if high <= value else Answer.NO if low > value else Answer.UNKNOWN


def _flag(predicate: Predicate, profiles: Profiles, _families: FamilyAnswers) -> Answers:
    return profiles.flags[predicate.args[0]]


def _family(predicate: Predicate, _profiles: Profiles, families: FamilyAnswers) -> Answers:
    try:
        return families[predicate.args[0]]
    except KeyError:
        raise InvalidRules(
            _("La famille « %(name)s » n'existe pas.") % {"name": predicate.args[0]},
            _("Familles connues : %(names)s.") % {"names": ", ".join(families)},
        ) from None


_EVALUATORS: dict[str, Callable[[Predicate, Profiles, FamilyAnswers], Answers]] = {
    "any": _any, "all": _all, "not": _not, "naf": _naf, "legal": _legal, "size": _size, "flag": _flag,
    "family": _family, "sure": _sure, "declared": _declared,
}  # fmt: skip
