"""A final report as plain values: the same for the page, the PDF and the ODT.

Planned beside actual, in the lines of the subsidy form, then what people wrote. What is not known is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from essaim.apps.financing.models import Expense, Plan, Support
from essaim.apps.financing.reporting import Origin, Reported
from essaim.engine.financing import Against, GroupAgainst, PlanLine, Stage, Total, against_actual, load_form, total
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import current_language, ngettext
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.tables.table import synthetic_warning
from essaim.web.financing.years import year_labels
from essaim.web.funds.words import kind_title
from essaim.web.labels import colon

HEADING, LINE = "heading", "line"
_NAMED = 8  # lines that are named, of those that lack an amount


def text_labels() -> dict[str, tuple[str, str]]:
    """What each text answers, and what helps to write it, in the order of the form."""
    return {
        "done": (_("Ce qui a été fait"), _("Décrivez la mise en œuvre de l'action, avec ses étapes.")),
        "people": (_("Combien de personnes, lesquelles"), _("Un nombre même approché, par type de public. Sans noms.")),
        "where": (_("Où et quand"), _("Dates et lieux.")),
        "goals": (
            _("Les objectifs ont-ils été atteints"),
            _("Au regard des indicateurs annoncés dans la demande ; ou pourquoi non."),
        ),
        "indirect_key": (
            _("Clé de répartition des charges indirectes"),
            _("Comment les loyers, l'administration… sont comptés. Vide : ce que dit le budget."),
        ),
        "gaps": (_("Pourquoi le réalisé diffère du prévu"), _("Pour chaque écart important.")),
        "in_kind": (
            _("Contributions volontaires"), _("Heures de bénévolat, prêts de salle… et comment elles sont comptées."),
        ),
        "remarks": (_("Observations"), ""),
    }  # fmt: skip


def report_words(
    support: Support, plan: Plan, found: Reported, years: Sequence[int], texts: Mapping[str, str],
    off: Sequence[Expense], today: date,
) -> dict[str, Any]:  # fmt: skip
    """All that the report says, in the language in use. ``years``: those asked, 0 is the first."""
    labels = year_labels(plan)
    told = " ".join(labels[year] for year in years) if len(years) == 1 else f"{labels[years[0]]} – {labels[years[-1]]}"
    against = against_actual(found.plan)
    return {
        "language": current_language(), "title": _("Compte rendu financier"),
        "subtitle": f"{support.title} · {told}",
        "description": _("Prévu et réalisé de « %(title)s », dans l'ordre du formulaire.") % {"title": support.title},
        "keywords": ["PTCE", "Cerfa 15059"], "day": [today.year, today.month, today.day],
        "footer": f"{plan.pole.name} · {support.title} · {date_in_words(today, DAY)}",
        "synthetic": synthetic_warning() if settings.SANDBOX else "",
        "facts": list(_facts(support, plan, found, years, told)), "words": _words(),
        "charges": _side(against.charges, found, years), "products": _side(against.products, found, years),
        "totals": _totals(against.years, years), "sentence": _sentence(support, plan, found, years),
        "texts": list(_texts(plan, texts)), "unknown": list(_unknown(found, years, labels, off)),
        "about": _about(plan, today), "map": None,
    }  # fmt: skip


def _facts(
    support: Support, plan: Plan, found: Reported, years: Sequence[int], told: str
) -> Iterable[tuple[str, str]]:  # fmt: skip
    unknown = _("non renseigné")
    yield _("Structure"), plan.pole.name
    yield _("Financeur"), support.funder.name
    yield _("Forme de l'aide"), kind_title(support.kind) or unknown
    yield _("Convention"), support.reference or unknown
    yield _("Exercice"), told
    yield _("Accordé en tout"), euros(support.granted_cents) if support.granted_cents is not None else unknown
    lines = _paid_by(support, plan, found)
    planned = _amount(total(line.amount(year, Stage.PLANNED) for line in lines for year in years))
    yield (_("Prévu pour cet exercice") if len(years) == 1 else _("Prévu pour ces exercices")), planned
    came = [one.received_cents for one in support.receipts.all() if one.received_cents is not None]
    yield _("Reçu à ce jour"), euros(sum(came)) if came else _("aucun versement noté")


def _words() -> dict[str, str]:
    return {
        "what": _("Repère"), "known": _("Ce que dit le suivi"), "line": _("Ligne"), "planned": _("Prévu"),
        "actual": _("Réalisé"), "gap": _("Écart"), "rate": _("Réalisé / prévu"), "charges": _("Charges"),
        "products": _("Produits"), "texts": _("Bilan de l'action"), "figures": _("Prévu et réalisé"),
        "unknown": _("Ce qu'on ne sait pas"), "in_kind": _("Contributions volontaires en nature"),
        "colon": colon(), "sign": _("Fait à …………………………, le ……………………"),
        "signed": _("Nom, qualité et signature de la personne qui représente la structure"),
    }  # fmt: skip


def _side(groups: Sequence[GroupAgainst], found: Reported, years: Sequence[int]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for one in groups:
        alone = len(one.lines) == 1 and one.lines[0].line.title() in one.heading.title()
        source = _origins(found, one.lines[0].line.key, years) if alone else ""
        rows.append(_row(HEADING, one.heading.title(), _sum(one.years, years), source))
        for each in () if alone else one.lines:
            account = each.line.account
            title = each.line.title() if account in ("", one.heading.key) else f"{account} {each.line.title()}"
            rows.append(_row(LINE, title, _sum(each.years, years), _origins(found, each.line.key, years)))
    return rows


def _totals(found: Sequence[Any], years: Sequence[int]) -> dict[str, dict[str, Any]]:
    names = {
        "charges": _("Total des charges"), "products": _("Total des produits"),
        "charges_whole": _("Total des charges, contributions comprises"),
        "products_whole": _("Total des produits, contributions comprises"),
    }  # fmt: skip
    return {
        name: _row(HEADING, label, _sum([getattr(one, name) for one in found], years)) for name, label in names.items()
    }


def _sum(found: Sequence[Against], years: Sequence[int]) -> Against:
    chosen = [found[year] for year in years]
    return Against(_add([one.planned for one in chosen]), _add([one.actual for one in chosen]))


def _add(totals: Iterable[Total]) -> Total:
    kept = list(totals)
    return Total(sum(one.cents for one in kept), sum(one.unknown for one in kept))


def _origins(found: Reported, form_line: str, years: Sequence[int]) -> str:
    """Where the actual amounts of a line of the form come from; "" when nothing of it is known."""
    words = {
        Origin.TYPED: _("écrit au budget"), Origin.EXPENSES: _("dépenses notées"),
        Origin.RECEIPTS: _("versements reçus"),
    }  # fmt: skip
    keys = [line.key for line in found.plan.lines if line.form_line == form_line]
    its = {found.origins[key, year] for key in keys for year in years}
    said = ", ".join(label for origin, label in words.items() if origin in its)
    if Origin.EXPENSES in its:
        return _("D'après : %(origins)s ; partiel si toutes ne sont pas notées") % {"origins": said}
    return _("D'après : %(origins)s") % {"origins": said} if said else ""


def _row(kind: str, label: str, one: Against, source: str = "") -> dict[str, Any]:
    gap = "" if one.gap is None else euros(one.gap)
    return {
        "kind": kind, "label": label, "planned": _amount(one.planned), "actual": _amount(one.actual),
        "gap": gap or _("inconnu"), "rate": share_in_words(one.rate) if one.rate is not None else "",
        "source": source,
    }  # fmt: skip


def _amount(found: Total) -> str:
    """A sum: "inconnu" when nothing of it is known, told partial when it lacks amounts."""
    if found.is_whole:
        return euros(found.cents)
    return _("%(amount)s (partiel)") % {"amount": euros(found.cents)} if found.cents else _("inconnu")


def _sentence(support: Support, plan: Plan, found: Reported, years: Sequence[int]) -> str:
    """What part of the products of these years the support really was."""
    lines = _paid_by(support, plan, found)
    given = total(line.amount(year, Stage.ACTUAL) for line in lines for year in years)
    products = _sum([one.products for one in against_actual(found.plan).years], years).actual
    if not given.is_whole or not products.is_whole or not products.cents:
        return _("La part de l'aide dans les produits réalisés ne se calcule pas : il manque des montants.")
    words = {"sum": euros(given.cents), "share": share_in_words(Fraction(given.cents, products.cents))}
    return _("L'aide (%(sum)s réalisés) représente %(share)s du total des produits réalisés.") % words


def _paid_by(support: Support, plan: Plan, found: Reported) -> list[PlanLine]:
    its = {line.uid for line in plan.lines.all() if line.support_id == support.pk}
    return [line for line in found.plan.lines if line.key in its]


def _texts(plan: Plan, texts: Mapping[str, str]) -> Iterable[dict[str, str]]:
    for key, (label, _help) in text_labels().items():
        said = texts.get(key, "")
        if key == "indirect_key":
            said = said or plan.indirect_key
        yield {"key": key, "label": label, "text": said}


def _unknown(
    found: Reported, years: Sequence[int], labels: Sequence[str], off: Sequence[Expense]
) -> Iterable[str]:  # fmt: skip
    missing = found.unknown(years)
    if missing:
        named = list(dict.fromkeys(_named(line.label, line.form_line) for line, _year in missing))
        shown = ", ".join([*named[:_NAMED], *(["…"] if len(named) > _NAMED else [])])
        yield ngettext(
            "%(n)s ligne du budget n'a pas de réalisé : %(names)s.",
            "%(n)s lignes du budget n'ont pas de réalisé : %(names)s.", len(named),
        ) % {"n": len(named), "names": shown}  # fmt: skip
        yield _("Écrivez leur réalisé dans le budget, ou notez leurs dépenses : un montant inconnu n'est pas zéro.")
    read = {key for (key, year), origin in found.origins.items() if origin == Origin.EXPENSES and year in years}
    if read:
        yield ngettext(
            "%(n)s ligne n'a pas de réalisé écrit au budget : il est lu des dépenses notées, et partiel si toutes ne "
            "le sont pas.",
            "%(n)s lignes n'ont pas de réalisé écrit au budget : il est lu des dépenses notées, et partiel si toutes "
            "ne le sont pas.", len(read),
        ) % {"n": len(read)}  # fmt: skip
    for line, year, typed, spent in found.contradicted(years):
        yield _("« %(line)s », %(year)s : le budget dit %(typed)s, les dépenses notées font %(spent)s.") % {
            "line": _named(line.label, line.form_line), "year": labels[year], "typed": euros(typed),
            "spent": euros(spent),
        }  # fmt: skip
    if off:
        yield ngettext(
            "%(n)s dépense présentée à cette aide n'est sur aucune ligne de ce budget (%(sum)s), et n'est pas comptée.",
            "%(n)s dépenses présentées à cette aide ne sont sur aucune ligne de ce budget (%(sum)s), et ne sont pas "
            "comptées.", len(off),
        ) % {"n": len(off), "sum": euros(sum(one.charged for one in off))}  # fmt: skip


def _named(label: str, form_line: str) -> str:
    found = load_form().find(form_line)
    return label or (found.title() if found is not None else form_line)


def _about(plan: Plan, today: date) -> list[str]:
    return [
        _(
            "Ce document suit l'ordre du compte rendu financier de subvention (Cerfa n° 15059). Ce n'est pas le "
            "formulaire officiel : recopiez-le, ou joignez-le si le financeur l'accepte. Il se rend dans les six mois "
            "de la fin de l'exercice (loi n° 2000-321 du 12 avril 2000, article 10)."
        ),
        _(
            "Réalisé : le montant écrit dans le budget ; à défaut, pour une charge, la somme des dépenses notées sur "
            "sa ligne, et pour une aide, ce qui a été reçu."
        ),
        _("Budget « %(title)s », version %(version)s, au %(day)s. Document fait avec Essaim.")
        % {"title": plan.title, "version": plan.version, "day": date_in_words(today, DAY)},
    ]
