"""The sentences of funding rules: what was compared with what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from essaim.engine.financing.limits import Figures
from essaim.engine.financing.plan import WHOLE, Total
from essaim.engine.financing.supports import load_supports
from essaim.engine.financing.wording import euros, share_in_words
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.values import Answer

# Cases of the thresholds, beside those that rules name (``rules.CASES``).
PRIVATE, ASSOCIATION = "private", "association"


def rate_in_words(rate: int) -> str:
    """Basis points as a percentage, without useless decimals."""
    return share_in_words(Fraction(rate, WHOLE), 0 if rate % 100 == 0 else 2)


def ceiling(figures: Figures, answer: Answer, what: str, counts_valued: Answer) -> str:
    """An aid beside its ceiling; ``what`` names the aid ("aides publiques")."""
    words = {
        "what": what,
        "paid": euros(figures.amount.cents),
        "rate": rate_in_words(figures.rate or 0),
        "cost": euros(figures.cost.cents),
        "limit": euros(figures.limit),
        "valued_cost": euros(figures.valued_cost.cents),
        "valued_limit": euros(figures.valued_limit),
    }
    if answer == Answer.UNKNOWN and figures.unknown:
        start = _("%(what)s : %(paid)s connus, pour un plafond de %(limit)s sur ce qui est connu.") % words
        return f"{start} {_missing(figures.unknown)}"
    if answer == Answer.UNKNOWN:
        sentence = _(
            "%(what)s : %(paid)s. C'est plus que %(limit)s (%(rate)s du coût en argent), mais pas plus que "
            "%(valued_limit)s si le bénévolat et les dons en nature comptent : demandez au financeur s'il les compte."
        )
    elif counts_valued == Answer.YES:
        sentence = _(
            "%(what)s : %(paid)s, pour un plafond de %(valued_limit)s (%(rate)s de %(valued_cost)s, contributions "
            "en nature comprises)."
        )
    else:
        sentence = _("%(what)s : %(paid)s, pour un plafond de %(limit)s (%(rate)s de %(cost)s).")
    advice = _("Demandez moins, ou trouvez une autre ressource.")
    return f"{sentence % words} {advice}" if answer == Answer.NO else sentence % words


def own_share(figures: Figures, answer: Answer, counts_valued: Answer) -> str:
    """An own share beside its minimum."""
    valued = counts_valued == Answer.YES
    amount, cost = (figures.valued_amount, figures.valued_cost) if valued else (figures.amount, figures.cost)
    limit = figures.valued_limit if valued else figures.limit
    words = {
        "own": euros(amount.cents),
        "money": euros(figures.amount.cents),
        "valued": euros(figures.valued_amount.cents),
        "rate": rate_in_words(figures.rate or 0),
        "base": euros(cost.cents),
        "limit": euros(limit),
        "missing": euros(max(0, limit - amount.cents)),
    }
    if answer == Answer.UNKNOWN and figures.unknown:
        start = _("Ressources propres : %(own)s connus, pour un minimum de %(limit)s sur ce qui est connu.") % words
        return f"{start} {_missing(figures.unknown)}"
    if answer == Answer.UNKNOWN:
        sentence = _(
            "Ressources propres : %(money)s en argent, %(valued)s avec le bénévolat et les dons en nature. Demandez au "
            "financeur s'il les compte dans le minimum de %(rate)s."
        )
        return sentence % words
    start = _("Ressources propres : %(own)s, pour un minimum de %(limit)s (%(rate)s de %(base)s).") % words
    advice = _("Il manque %(missing)s : cotisations, ventes, apport du porteur.") % words
    return start if answer == Answer.YES else f"{start} {advice}"


def agreement(name: str, amount: Total, limit: int, year: int, under: Answer, signed: Answer) -> str:
    """Whether an agreement is asked, and signed."""
    words = {"funder": name, "amount": euros(amount.cents), "limit": euros(limit), "year": year + 1}
    if under == Answer.YES:
        return _("%(funder)s : %(amount)s au plus par an, sous le seuil de %(limit)s.") % words
    if under == Answer.UNKNOWN:
        return _("%(funder)s, année %(year)d : %(amount)s connus, mais un montant manque. Écrivez-le.") % words
    start = _("%(funder)s, année %(year)d : %(amount)s, au-dessus de %(limit)s.") % words
    end = {
        Answer.YES: _("La convention est signée."),
        Answer.NO: _("Il n'y a pas de convention : demandez-la."),
        Answer.UNKNOWN: _("Une convention est exigée : dites si elle est signée."),
    }
    return f"{start} {end[signed]}"


def audit(amount: Total, limit: int, year: int, under: Answer, appointed: Answer) -> str:
    """Whether an auditor is asked, and appointed."""
    words = {"amount": euros(amount.cents), "limit": euros(limit), "year": year + 1}
    if under == Answer.YES:
        return _("Subventions publiques : %(amount)s au plus par an, sous le seuil de %(limit)s.") % words
    if under == Answer.UNKNOWN:
        sentence = _("Subventions publiques, année %(year)d : %(amount)s connus, mais un montant manque. Écrivez-le.")
        return sentence % words
    start = _("Subventions publiques, année %(year)d : %(amount)s, au-dessus de %(limit)s.") % words
    end = {
        Answer.YES: _("Un commissaire aux comptes est nommé."),
        Answer.NO: _("Aucun commissaire aux comptes n'est nommé : parlez-en à votre expert-comptable."),
        Answer.UNKNOWN: _("Dites si un commissaire aux comptes est nommé."),
    }
    return f"{start} {end[appointed]}"


def yearly(name: str, amount: Total, limit: int, year: int, answer: Answer) -> str:
    """A funder's aid of a year beside the most it gives."""
    words = {"funder": name, "amount": euros(amount.cents), "limit": euros(limit), "year": year + 1}
    if answer == Answer.YES:
        return _("%(funder)s : %(amount)s au plus par an, pour un plafond de %(limit)s.") % words
    if answer == Answer.UNKNOWN:
        return _("%(funder)s, année %(year)d : %(amount)s connus, mais un montant manque. Écrivez-le.") % words
    sentence = _("%(funder)s, année %(year)d : %(amount)s, au-dessus de son plafond de %(limit)s. Demandez moins.")
    return sentence % words


def region_unknown(found: Sequence[tuple[str, int]]) -> str:
    """Ceilings by category of region, when nobody said where the project is."""
    listed = ", ".join(f"{rate_in_words(rate)} ({title})" for title, rate in found)
    sentence = _("Le plafond dépend de la région : %(rates)s. Dites dans quel département est le projet.")
    return sentence % {"rates": listed}


def case_unknown(when: str, sentence: str) -> str:
    """A rule that may not be about this plan."""
    start = {
        "local_authority": _("Cette règle vaut si le porteur est une collectivité : dites-le."),
        "state_investment": _("Cette règle vaut si l'État subventionne un investissement : dites-le."),
        PRIVATE: _("Cette règle vaut si le porteur est un organisme privé, association ou autre : dites-le."),
        ASSOCIATION: _("Cette règle vaut si le porteur est une association : dites-le."),
    }[when]
    return f"{start} {sentence}"


def unnamed(amount: Total, limit: int, year: int) -> str:
    """Public aid whose payer nobody named: whether one of them asks for an agreement cannot be told."""
    words = {"amount": euros(amount.cents), "limit": euros(limit), "year": year + 1}
    sentence = _("Aides publiques sans financeur nommé, année %(year)d : %(amount)s, pour un seuil de %(limit)s par "
                 "financeur. Nommez qui les verse.")  # fmt: skip
    return sentence % words


def cumulation(keys: Sequence[str]) -> str:
    """Supports that may not pay for the same spending."""
    names = ", ".join(load_supports().support(key).title() for key in keys)
    return _("Le plan compte plusieurs aides (%(names)s) : vérifiez que deux ne paient pas la même dépense.") % {
        "names": names
    }


def _missing(count: int) -> str:
    sentence = ngettext(
        "Il manque %(n)d montant pour le dire : écrivez-le, 0 s'il n'y a rien.",
        "Il manque %(n)d montants pour le dire : écrivez-les, 0 s'il n'y a rien.",
        count,
    )
    return sentence % {"n": count}
