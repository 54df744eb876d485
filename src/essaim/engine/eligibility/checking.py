"""An application beside the rules, in three values. No verdict: each answer says what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from essaim.engine.eligibility.rules import Rule, RuleSet
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.values import Answer


@dataclass(frozen=True)
class Application:
    """What is known of who applies.

    Attributes:
        partners: names of the legal persons, the applicant among them, each once. An empty list says nothing: nobody
            hands an application in without its applicant, so it is one that is not written yet. A list that names
            somebody is what the applicant declares, and is read as it stands.
        families: for each family, an answer for each partner, in order.
        private_law: whether the applicant is a legal person under private law.
        legal_persons: for each partner, in order, whether it is a legal person; none given: nothing is known of it.
        declared: for each partner, in order, whether what is known of it rests on the family it declares alone.
        applicant_declared: the same of the applicant.
        recognitions: schemes by which the pole was recognised before.
    """

    partners: Sequence[str]
    families: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    private_law: Answer = Answer.UNKNOWN
    legal_persons: Sequence[Answer] = ()
    declared: Sequence[bool] = ()
    applicant_declared: bool = False
    recognitions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule, the answer, and why."""

    rule: Rule
    answer: Answer
    why: str


def check(rules: RuleSet, application: Application) -> list[Finding]:
    """Each rule with its answer, in the order of the text."""
    looks = {
        "applicant_private_law": _private_law,
        "legal_persons": _legal_persons,
        "family": _family,
        "statement": _statement,
        "not_recognised": _not_recognised,
        "unpublished": _unpublished,
    }
    return [Finding(rule, *looks[rule.check](rule, application)) for rule in rules.rules]


def _private_law(rule: Rule, application: Application) -> tuple[Answer, str]:
    if application.applicant_declared and application.private_law != Answer.UNKNOWN:
        return application.private_law, {
            Answer.YES: _("De droit privé d'après la famille déclarée ; sa forme juridique n'est pas renseignée."),
            Answer.NO: _("De droit public d'après la famille déclarée ; sa forme juridique n'est pas renseignée."),
        }[application.private_law]
    return application.private_law, {
        Answer.YES: _("La forme juridique de la structure candidate est de droit privé."),
        Answer.NO: _("La forme juridique de la structure candidate n'est pas de droit privé."),
        Answer.UNKNOWN: _("La forme juridique de la structure candidate n'est pas renseignée."),
    }[application.private_law]


def _legal_persons(rule: Rule, application: Application) -> tuple[Answer, str]:
    n = len(application.partners)
    if not n:
        return Answer.UNKNOWN, _nobody_named()
    text = ngettext("%(n)d partenaire inscrit.", "%(n)d partenaires inscrits.", n) % {"n": n}
    known = list(application.legal_persons) or [Answer.UNKNOWN] * n
    sure = [place for place, one in enumerate(known) if one == Answer.YES]
    perhaps = [name for name, one in zip(application.partners, known, strict=True) if one == Answer.UNKNOWN]
    if len(sure) >= rule.minimum:
        proven = sum(not _is_declared(application, place) for place in sure)
        basis = _("D'après leur forme juridique.") if proven >= rule.minimum else _("D'après les familles déclarées.")
        return Answer.YES, f"{text} {basis}"
    if len(sure) + len(perhaps) >= rule.minimum:
        said = _("Rien ne dit si ce sont des personnes morales : %(names)s.") % {"names": ", ".join(perhaps)}
        return Answer.UNKNOWN, f"{text} {said}"
    return Answer.NO, text if n < rule.minimum else text + " " + _("Trop peu sont des personnes morales.")


def _is_declared(application: Application, place: int) -> bool:
    return bool(application.declared) and application.declared[place]


def _family(rule: Rule, application: Application) -> tuple[Answer, str]:
    if not application.partners:
        return Answer.UNKNOWN, _nobody_named()
    best = [
        max((application.families[key][place] for key in rule.families if key in application.families), default=0)
        for place in range(len(application.partners))
    ]
    sure = [name for name, one in zip(application.partners, best, strict=True) if one == Answer.YES]
    perhaps = [name for name, one in zip(application.partners, best, strict=True) if one == Answer.UNKNOWN]
    if len(sure) >= rule.minimum:
        proven = sum(one == Answer.YES and not _is_declared(application, place) for place, one in enumerate(best))
        said = (
            _("D'après leur forme juridique et leur activité : %(names)s.") if proven >= rule.minimum
            else _("D'après les familles déclarées : %(names)s.")
        )  # fmt: skip
        return Answer.YES, said % {"names": ", ".join(sure)}
    if len(sure) + len(perhaps) >= rule.minimum:
        return Answer.UNKNOWN, _("À confirmer : %(names)s.") % {"names": ", ".join(perhaps)}
    if rule.any_person and len(application.partners) > rule.minimum:
        return Answer.UNKNOWN, _("Aucun partenaire n'est de ces familles ; le texte admet aussi toute autre personne.")
    return Answer.NO, _("Aucun partenaire inscrit n'en est, ou pas assez.")


def _nobody_named() -> str:
    return _("Aucun partenaire n'est encore nommé : on ne peut pas le dire.")


def _statement(rule: Rule, application: Application) -> tuple[Answer, str]:
    return Answer.UNKNOWN, _("Cela se lit dans le dossier : un logiciel ne peut pas en juger.")


def _not_recognised(rule: Rule, application: Application) -> tuple[Answer, str]:
    broken = [scheme for scheme in application.recognitions if scheme in rule.schemes]
    if broken:
        return Answer.NO, _("L'annuaire garde une aide de l'État à ce pôle lors d'un appel précédent.")
    return Answer.UNKNOWN, _("L'annuaire n'en connaît aucune ; il ne connaît pas toutes les aides.")


def _unpublished(rule: Rule, application: Application) -> tuple[Answer, str]:
    return Answer.UNKNOWN, _("Ce texte n'est pas publié dans ce que nous avons lu.")
