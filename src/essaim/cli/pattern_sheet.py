"""A pole model printed in full, for somebody who reads it before a meeting."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from textwrap import TextWrapper

import click

from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.patterns import Basis, Figure, Funding, KnownUse, Part, Pattern, Role, rule_in_words, vocabulary
from essaim.tables.formats import number, percent


def print_sheet(pattern: Pattern) -> None:
    """Print every part of ``pattern`` on the standard output; lines are folded on a terminal only."""
    _introduction(pattern)
    _known_uses(pattern)
    _roles(pattern)
    _links(pattern)
    _money_and_people(pattern)
    _conditions(pattern)
    _lessons(pattern)
    _heading(_("Hypothèses"))
    for assumption in pattern.assumptions:
        _say(f"– {assumption}")


def _heading(text: str) -> None:
    click.echo()
    click.secho(text, bold=True)


def _say(text: str, indent: int = 2) -> None:
    pad = " " * indent
    if sys.stdout.isatty():
        # An address must stay whole, to be clicked or copied.
        folded = TextWrapper(
            shutil.get_terminal_size().columns, pad, pad, break_long_words=False, break_on_hyphens=False
        )
        click.echo(folded.fill(text))
        return
    click.echo(pad + text)


def _introduction(pattern: Pattern) -> None:
    click.secho(pattern.label(), bold=True)
    kind = vocabulary.kinds()[pattern.kind]
    uses = ngettext("%(n)d pôle connu", "%(n)d pôles connus", len(pattern.known_uses)) % {"n": len(pattern.known_uses)}
    version = _("version %(version)s") % {"version": pattern.version}
    click.echo(f"{pattern.key} · {kind} ({uses}) · {version}")
    _heading(_("En bref"))
    _say(pattern.summary)
    _heading(_("Problème auquel il répond"))
    _say(pattern.problem)
    _heading(_("Domaines"))
    _say(", ".join(vocabulary.domains()[domain] for domain in pattern.domains))


def _known_uses(pattern: Pattern) -> None:
    _heading(_("Pôles connus"))
    for use in pattern.known_uses:
        _say(" · ".join(part for part in _use_facts(use) if part))
        if use.ended:
            _say(_("Terminé (%(date)s) : %(reason)s") % {"date": use.ended, "reason": use.end_reason}, 4)
        if use.note:
            _say(use.note, 4)
        for figure in use.figures:
            _say(f"– {_figure(figure)}", 4)
        for link in use.sources:
            _say(_("source : %(link)s") % {"link": link}, 4)


def _use_facts(use: KnownUse) -> tuple[str, ...]:
    return (
        use.name,
        use.place,
        _("commune %(code)s") % {"code": use.commune_insee} if use.commune_insee else _("commune du siège inconnue"),
        _("depuis %(year)d") % {"year": use.since} if use.since else _("début inconnu"),
        vocabulary.stages().get(use.stage, ""),
    )


def _figure(figure: Figure) -> str:
    digits = 0 if float(figure.value).is_integer() else 1
    amount = f"{number(figure.value, digits)} {figure.unit}".strip()
    words = {
        "label": figure.label,
        "amount": amount,
        "scope": figure.scope,
        "date": figure.date or _("date non précisée"),
    }
    sentence = _("%(label)s : %(amount)s (%(scope)s ; %(date)s)") % words
    sources = f" [{' '.join(figure.sources)}]" if figure.sources else ""
    return f"{sentence}{sources} {figure.note}".strip()


def _roles(pattern: Pattern) -> None:
    _heading(_("Rôles"))
    for role in pattern.roles:
        _say(f"{role.name} ({role.key})")
        _say(" · ".join(_role_facts(role)), 4)
        _say(role.why, 4)
        if role.suggests:
            _say(_("Ce qui y fait penser : %(rule)s.") % {"rule": rule_in_words(role.suggests)}, 4)
        if role.confirms:
            _say(_("Ce qui le confirme : %(rule)s.") % {"rule": rule_in_words(role.confirms)}, 4)
        if role.note:
            _say(role.note, 4)


def _role_facts(role: Role) -> Iterable[str]:
    yield _("noyau") if role.part is Part.CORE else _("adaptable")
    yield _count(role)
    if role.reach_km is None:
        yield _("sur le territoire")
    else:
        yield _("jusqu'à %(km)s km du territoire") % {"km": number(role.reach_km)}
    yield _basis(role.basis, role.sources)


def _count(role: Role) -> str:
    least = _("au moins %(n)d") % {"n": role.minimum} if role.minimum else _("sans minimum")
    wished = _("%(n)d souhaités") % {"n": role.ideal} if role.ideal is not None else ""
    supposed = _("nombre supposé") if role.count_basis is Basis.ASSUMPTION else _("nombre sourcé")
    return ", ".join(part for part in (least, wished, supposed) if part)


def _basis(basis: Basis, sources: tuple[str, ...]) -> str:
    if basis is Basis.ASSUMPTION:
        return _("hypothèse") if not sources else _("hypothèse, voir %(who)s") % {"who": ", ".join(sources)}
    return _("attesté : %(who)s") % {"who": ", ".join(sources)}


def _links(pattern: Pattern) -> None:
    _heading(_("Liens entre les rôles"))
    names = {role.key: role.name for role in pattern.roles} | {"pole": _("le pôle")}
    for link in pattern.links:
        words = {
            "source": names[link.from_role],
            "target": names[link.to_role],
            "kind": vocabulary.link_kinds()[link.kind],
            "what": link.what,
            "basis": _basis(link.basis, link.sources),
        }
        _say(_("– %(source)s → %(target)s : %(kind)s, %(what)s (%(basis)s)") % words)


def _money_and_people(pattern: Pattern) -> None:
    _heading(_("Moyens partagés"))
    for means in pattern.means:
        kind = vocabulary.means_kinds()[means.kind]
        unit = _(", compté en %(unit)s") % {"unit": means.unit} if means.unit else ""
        _say(f"– {kind} : {means.label}{unit} ({_basis(means.basis, means.sources)})")
    _heading(_("Financement"))
    for funding in pattern.funding:
        _say(f"– {vocabulary.funder_kinds()[funding.kind]} : {_funding(funding)}")
    if pattern.team:
        _heading(_("Équipe d'animation"))
        team = pattern.team
        size = _("de %(low)s à %(high)s ETP") % {"low": _short(team.fte_min), "high": _short(team.fte_max)}
        _say(f"{size} ({_basis(team.basis, team.sources)}). {team.why}".strip())
    if pattern.governance:
        _heading(_("Forme et décisions"))
        forms = ", ".join(vocabulary.legal_forms()[form] for form in pattern.governance.legal_forms)
        basis = _basis(pattern.governance.basis, pattern.governance.sources)
        _say(f"{forms} ({basis}). {pattern.governance.why}".strip())
    for college in pattern.colleges:
        _say(_("– collège « %(label)s » (%(basis)s)") % {
            "label": college.label, "basis": _basis(college.basis, college.sources),
        } + (f". {college.why}" if college.why else ""))  # fmt: skip


def _short(value: float) -> str:
    return number(value, 0 if float(value).is_integer() else 1)


def _funding(funding: Funding) -> str:
    basis = _basis(funding.basis, funding.sources)
    shares = [share for share in (funding.share_min, funding.share_max) if share is not None]
    if not shares:
        return f"{funding.label} ({basis})"
    low, high = percent(min(shares), 0), percent(max(shares), 0)
    if funding.share_min is None:
        part = _("au plus %(share)s") % {"share": high}
    elif funding.share_max is None:
        part = _("au moins %(share)s") % {"share": low}
    else:
        part = low if low == high else _("de %(low)s à %(high)s") % {"low": low, "high": high}
    return f"{funding.label}, {part} ({funding.scope} ; {funding.date}) ({basis})"


def _conditions(pattern: Pattern) -> None:
    if not pattern.conditions:
        return
    _heading(_("Conditions sur le territoire"))
    for condition in pattern.conditions:
        bounds = [
            _("au moins %(n)s") % {"n": _short(condition.min)} if condition.min is not None else "",
            _("au plus %(n)s") % {"n": _short(condition.max)} if condition.max is not None else "",
        ]
        words = {
            "label": condition.name,
            "criterion": condition.criterion,
            "bounds": _(" et ").join(bound for bound in bounds if bound),
            "part": vocabulary.parts()[condition.part],
            "basis": _basis(condition.basis, condition.sources),
            "why": condition.why,
        }
        _say(_("– %(label)s : %(criterion)s, %(bounds)s (%(part)s ; %(basis)s). %(why)s") % words)


def _lessons(pattern: Pattern) -> None:
    for outcome, title in vocabulary.outcomes().items():
        lessons = [lesson for lesson in pattern.lessons if lesson.outcome == outcome]
        if not lessons:
            continue
        _heading(title[:1].upper() + title[1:])
        for lesson in lessons:
            who = ", ".join(part for part in (lesson.about, lesson.date) if part)
            links = " ".join(pattern.source_links(lesson.sources))
            _say(f"– {lesson.text} {f'({who}) ' if who else ''}[{links}]")
