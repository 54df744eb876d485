"""Rows become engine values: what the families, the ESS and article 9 say of organisations and of a pole's members.

No rule is written here: families and composition are the engine's (``engine.register.families``, ``engine.essaimage``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essaim.apps.poles.enums import ResponsibleBasis
from essaim.apps.poles.models import Organisation
from essaim.engine.essaimage.article9 import Composition, composition, load_article9, part_key
from essaim.engine.register.families import Reason, load_families
from essaim.engine.register.nomenclature import naf_label
from essaim.engine.register.predicates import Answers
from essaim.engine.register.profiles import FLAGS, Profiles
from essaim.engine.values import Answer

ESS = "ess"
# What people may say of an organisation: the families that are neither sums of others nor natural persons.
CHOSEN = (
    "ess_form", "ess_commercial", "work_integration", "other_enterprise", "local_authority", "public_other",
    "research", "higher_education", "training", "network",
)  # fmt: skip
# Which family a list names when several are sure: what is rarest tells most.
_MAIN_FIRST = (
    "local_authority", "higher_education", "research", "work_integration", "public_other", "network", "ess_commercial",
    "ess_form", "training", "responsible_sme", "other_enterprise",
)  # fmt: skip
# Persons are counted, never recorded as organisations.
_NEVER = ("natural_person",)
_PUBLIC_LAW = "47"
_SIGNS = {"+": Answer.YES, "-": Answer.NO}


@dataclass(frozen=True, slots=True)
class Belonging:
    """One family of one organisation: the answer, why, and what would confirm it when unknown."""

    key: str
    label: str
    answer: Answer
    why: str
    confirms: str
    source: str
    declared: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """One part of article 9 for a pole: the engine's answer, and the members behind it."""

    part: Composition
    sure: list[Organisation]
    unknown: list[Organisation]


def profiles_of(organisations: Sequence[Organisation]) -> Profiles:
    """What the records know, as the engine's profiles; what they do not know stays unknown."""
    return Profiles.from_rows([_row(one) for one in organisations])


def families_of(organisations: Sequence[Organisation]) -> dict[str, Answers]:
    """For each family, the answer for each organisation, in order."""
    said = [one.family for one in organisations]
    return load_families().answers(profiles_of(organisations), said, _NEVER)


def main_family(organisation: Organisation) -> str:
    """The family that a list names; "" when none is sure."""
    answers = families_of([organisation])
    return next((key for key in _MAIN_FIRST if answers[key][0] == Answer.YES), "")


def belongings(organisation: Organisation) -> list[Belonging]:
    """Every family to which an organisation surely belongs, the ESS first, yes, no or unknown, each with its reason."""
    profiles, answers = profiles_of([organisation]), families_of([organisation])
    families = load_families()
    kept = [ESS, *(key for key in _MAIN_FIRST if answers[key][0] == Answer.YES)]
    bare = families.answers(profiles, never=_NEVER)
    return [
        _belonging(
            key,
            Answer(int(answers[key][0])),
            families.reason(key, profiles, answers, 0),
            declared=bool(bare[key][0] != answers[key][0]),
        )
        for key in kept
    ]


def marks_of(flags: dict[str, Answer]) -> str:
    """Flags of the register as the text of ``Organisation.marks``."""
    sign = {Answer.YES: "+", Answer.NO: "-"}
    return " ".join(f"{sign[flags[key]]}{key}" for key in FLAGS if flags.get(key) in sign)


def composition_of(organisations: Sequence[Organisation]) -> list[Counted]:
    """Article 9's parts for a pole whose members are ``organisations`` (each once); none recorded: cannot tell."""
    answers = families_of(organisations) if organisations else {}
    best: dict[str, list[int]] = {}
    for part in load_article9().parts:
        best[part_key(part)] = [
            max(int(answers[family][place]) for family in part.families) for place in range(len(organisations))
        ]
    sure = {key: sum(one == Answer.YES for one in values) for key, values in best.items()}
    possible = {key: sum(one >= Answer.UNKNOWN for one in values) for key, values in best.items()}
    found = composition(sure, possible, complete=bool(organisations))
    return [_counted(one, organisations, best[part_key(one.part)]) for one in found]


def _row(one: Organisation) -> dict[str, object]:
    row: dict[str, object] = {"legal": one.legal_category}
    row["naf" if naf_label(one.activity) else "naf25"] = one.activity
    for mark in one.marks.split():
        row[mark[1:]] = _SIGNS[mark[0]]
    if one.rna:
        row["association"] = Answer.YES
    if one.siren:
        row["public_siren"] = Answer.YES if one.siren[0] in "12" else Answer.NO
    elif one.rna or (one.legal_category and one.legal_category[0] not in _PUBLIC_LAW):
        # Numbers that start with 1 or 2 go to bodies under public law: an association or a company has none.
        row["public_siren"] = Answer.NO
    if one.responsible == ResponsibleBasis.FLAG:
        row["mission"] = Answer.YES
    return row


def _belonging(key: str, answer: Answer, reason: Reason, *, declared: bool) -> Belonging:
    return Belonging(
        key=key,
        label=load_families()[key].label(),
        answer=answer,
        why="" if declared or answer != Answer.YES else reason.text(),
        confirms=reason.confirmation() if answer == Answer.UNKNOWN else "",
        source="" if declared or answer != Answer.YES else reason.source,
        declared=declared,
    )


def _counted(part: Composition, organisations: Sequence[Organisation], answers: Sequence[int]) -> Counted:
    pairs = list(zip(organisations, answers, strict=True))
    return Counted(
        part,
        [one for one, answer in pairs if answer == Answer.YES],
        [one for one, answer in pairs if answer == Answer.UNKNOWN],
    )
