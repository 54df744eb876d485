"""Does a model that has the right keys make sense? Roles named exist, sources are given, codes and families exist…

Checks are lenient on what ``shape`` has already refused: they skip values of the wrong type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.patterns.lines import Path
from essaim.engine.patterns.problems import Findings, nearest
from essaim.engine.register.families import load_families
from essaim.engine.register.nomenclature import expand, legal_label
from essaim.engine.register.predicates import Predicate, parse_predicate

POLE = "pole"
_WITH_BASIS = ("role", "link", "means", "funding", "college", "condition", "team", "governance")
_BOUNDS = {
    "role": ("minimum", "ideal"),
    "funding": ("share_min", "share_max"),
    "condition": ("min", "max"),
    "team": ("fte_min", "fte_max"),
}


def check_sense(findings: Findings) -> None:
    """Note everything that does not hold together in ``findings.data``."""
    _check_uniqueness(findings)
    _check_bases(findings)
    _check_sources(findings)
    _check_bounds(findings)
    _check_uses(findings)
    _check_roles(findings)
    _check_links(findings)
    _check_funding(findings)
    _check_conditions(findings)
    _check_lessons(findings)


def _entries(findings: Findings, table: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    content = findings.data.get(table)
    if isinstance(content, dict):
        yield (table,), content
    if isinstance(content, list):
        yield from (((table, place), entry) for place, entry in enumerate(content) if isinstance(entry, dict))


def _check_uniqueness(findings: Findings) -> None:
    for table, name in (("role", "key"), ("condition", "key"), ("known_use", "name"), ("college", "label")):
        seen: dict[str, int] = {}
        for path, entry in _entries(findings, table):
            word = entry.get(name)
            if not isinstance(word, str):
                continue
            if word in seen:
                message = _("« %(word)s » est déjà employé ligne %(line)d.") % {"word": word, "line": seen[word]}
                findings.add((*path, name), message, _("Donnez un autre nom, ou réunissez les deux."), code="twice")
            seen.setdefault(word, findings.lines.at((*path, name)))


def _check_bases(findings: Findings) -> None:
    for table in _WITH_BASIS:
        for path, entry in _entries(findings, table):
            told = next((key for key in ("basis", "count_basis") if entry.get(key) == "source"), "")
            if told and not entry.get("sources"):
                message = _("« %(key)s » annonce une source et « sources » est absent.") % {"key": told}
                advice = _('Ajoutez sources = ["https://…"], ou écrivez %(key)s = "assumption".') % {"key": told}
                findings.add((*path, told), message, advice, code="no_source")


def _check_sources(findings: Findings) -> None:
    poles = [str(entry.get("name")) for _path, entry in _entries(findings, "known_use")]
    for path, entry in _entries(findings, "known_use"):
        _check_source_list(findings, path, entry.get("sources"), [])
        figures = entry.get("figure")
        for place, figure in enumerate(figures if isinstance(figures, list) else []):
            if isinstance(figure, dict):
                _check_source_list(findings, (*path, "figure", place), figure.get("sources"), [])
    for table in (*_WITH_BASIS, "lesson"):
        for path, entry in _entries(findings, table):
            _check_source_list(findings, path, entry.get("sources"), poles)


def _check_source_list(findings: Findings, path: Path, sources: object, poles: list[str]) -> None:
    for source in sources if isinstance(sources, list) else []:
        if not isinstance(source, str) or source in poles or source.startswith(("https://", "http://")):
            continue
        if poles:
            message = _("« %(text)s » n'est ni une adresse (https://…) ni un pôle cité dans ce modèle.")
            findings.add(
                (*path, "sources"),
                message % {"text": source},
                nearest(source, poles),
                value=f'"{source}"',
                code="source",
            )
            continue
        message = _("« %(text)s » n'est pas une adresse.") % {"text": source}
        advice = _('Écrivez par exemple : sources = ["https://…"]')
        findings.add((*path, "sources"), message, advice, value=f'"{source}"', code="source")


def _check_bounds(findings: Findings) -> None:
    for table, (low, high) in _BOUNDS.items():
        for path, entry in _entries(findings, table):
            a, b = entry.get(low), entry.get(high)
            if isinstance(a, int | float) and isinstance(b, int | float) and a > b:
                message = _("« %(low)s » (%(a)s) dépasse « %(high)s » (%(b)s).")
                words = {"low": low, "a": f"{a:g}", "high": high, "b": f"{b:g}"}
                findings.add((*path, low), message % words, _("Échangez-les, ou corrigez l'un des deux."), code="order")


def _check_uses(findings: Findings) -> None:
    for path, entry in _entries(findings, "known_use"):
        if entry.get("ended") and not entry.get("end_reason"):
            message = _("la fin du pôle est donnée sans sa raison.")
            advice = _('Ajoutez end_reason = "…" (« raison inconnue » si rien ne la dit).')
            findings.add((*path, "ended"), message, advice, code="end_reason")
        if entry.get("end_reason") and not entry.get("ended"):
            message = _("la raison de la fin est donnée sans date.")
            findings.add((*path, "end_reason"), message, _('Ajoutez ended = "…".'), code="ended")


def _check_roles(findings: Findings) -> None:
    roles = list(_entries(findings, "role"))
    if roles and all(entry.get("part") == "adaptable" for _path, entry in roles):
        findings.add(
            roles[0][0],
            _("aucun rôle n'est du noyau."),
            _('Écrivez part = "core" pour au moins un rôle.'),
            code="no_core",
        )
    for path, entry in roles:
        if entry.get("part") == "core" and entry.get("minimum") == 0:
            message = _("un rôle du noyau a besoin d'au moins un acteur.")
            findings.add(
                (*path, "minimum"), message, _('Écrivez minimum = 1, ou part = "adaptable".'), code="core_minimum"
            )
        if entry.get("key") == POLE:
            findings.add(
                (*path, "key"),
                _("« pole » désigne le pôle lui-même."),
                _("Donnez un autre nom à ce rôle."),
                code="pole_key",
            )
        if "suggests" not in entry and "confirms" not in entry:
            message = _("rien ne dit qui peut tenir ce rôle.")
            advice = _('Ajoutez suggests = { naf = { rev2 = ["…"] } } ou confirms = { family = "…" }.')
            findings.add(path, message, advice, code="no_rule")
        for key in ("suggests", "confirms"):
            _check_rule(findings, (*path, key), entry.get(key))


def _check_rule(findings: Findings, path: Path, rule: object) -> None:
    if rule is None:
        return
    try:
        predicate = parse_predicate(rule, str(path[-1]))
    except EssaimError:
        return  # already told by ``shape``
    for family in sorted(predicate.families() - set(load_families())):
        message = _("la famille « %(name)s » n'existe pas.") % {"name": family}
        findings.add(path, message, nearest(family, load_families()), value=f'"{family}"', code="family")
    _check_legal(findings, path, predicate)
    for nomenclature, code in _codes(predicate):
        if not _code_exists(code, nomenclature):
            message = _("le code « %(code)s » n'existe pas dans la nomenclature %(name)s.")
            words = {"code": code, "name": {"rev2": "NAF rév. 2", "naf2025": "NAF 2025"}[nomenclature]}
            advice = _("Un code s'écrit comme 94.99Z (rév. 2) ou 94.99Y (2025) ; « 85* » vaut pour tous ceux de 85.")
            findings.add(path, message % words, advice, value=f'"{code}"', code="legal")


def _check_legal(findings: Findings, path: Path, predicate: Predicate) -> None:
    for code in predicate.args if predicate.kind == "legal" else ():
        if not legal_label(code.removesuffix("*")) and not (code.endswith("*") and len(code) == 4):
            message = _("la catégorie juridique « %(code)s » n'existe pas.") % {"code": code}
            advice = _("Une catégorie a quatre chiffres (5458) ; « 92* » vaut pour toutes celles de 92.")
            findings.add(path, message, advice, value=f'"{code}"', code="code")
    for part in predicate.parts:
        _check_legal(findings, path, part)


def _codes(predicate: Predicate) -> Iterator[tuple[str, str]]:
    if predicate.kind == "naf":
        for nomenclature, codes in predicate.args[0].items():
            yield from ((nomenclature, code) for code in codes)
    for part in predicate.parts:
        yield from _codes(part)


@cache
def _code_exists(code: str, nomenclature: str) -> bool:
    try:
        return bool(expand(code, nomenclature))
    except EssaimError:
        return False


def _check_links(findings: Findings) -> None:
    roles = [str(entry.get("key")) for _path, entry in _entries(findings, "role")]
    for path, entry in _entries(findings, "link"):
        for end in ("from", "to"):
            if isinstance(entry.get(end), str) and entry[end] not in (*roles, POLE):
                message = _("aucun rôle ne s'appelle « %(name)s ».") % {"name": entry[end]}
                findings.add((*path, end), message, nearest(entry[end], (*roles, POLE)), code="role")
        if entry.get("from") == entry.get("to") == POLE:
            findings.add(path, _("un lien va du pôle au pôle."), _("Nommez au moins un rôle."), code="loop")


def _check_funding(findings: Findings) -> None:
    for path, entry in _entries(findings, "funding"):
        share = next((key for key in ("share_min", "share_max") if key in entry), "")
        if not share:
            continue
        if entry.get("basis") != "source":
            advice = _('Ôtez-la, ou donnez sa source : basis = "source", sources = ["https://…"].')
            findings.add(
                (*path, share), _("une part n'est écrite que si une source la donne."), advice, code="share_basis"
            )
        for key in ("scope", "date"):
            if key not in entry:
                message = _("une part sans « %(key)s » ne veut rien dire.") % {"key": key}
                findings.add(
                    (*path, share),
                    message,
                    _('Ajoutez scope = "…" (de quel budget) et date = "…".'),
                    code="share_scope",
                )


def _check_conditions(findings: Findings) -> None:
    for path, entry in _entries(findings, "condition"):
        if "min" not in entry and "max" not in entry:
            findings.add(
                path,
                _("la condition n'a ni « min » ni « max »."),
                _("Ajoutez par exemple : min = 5000"),
                code="no_bound",
            )


def _check_lessons(findings: Findings) -> None:
    poles = [str(entry.get("name")) for _path, entry in _entries(findings, "known_use")]
    for path, entry in _entries(findings, "lesson"):
        if isinstance(entry.get("about"), str) and entry["about"] not in poles:
            message = _("« %(name)s » n'est pas un pôle cité plus haut.") % {"name": entry["about"]}
            findings.add((*path, "about"), message, nearest(entry["about"], poles), code="about")
